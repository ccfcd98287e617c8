"""A sample of random corruptions; ``python -m tests.disk.corruptions`` does 300 of a ten-year folder."""

from ctotui.disk.creation import seed
from ctotui.disk.places import Paths
from tests.bench.data import Builder, Size
from tests.disk.corruptions import run


def test_one_wrong_character_hides_little_says_so_and_costs_no_byte(tmp_path):
    paths = Paths(str(tmp_path / "data"), str(tmp_path / "config"), str(tmp_path / "state"))
    seed(paths, lambda: Builder(Size(1, 60, 6, 80, 30, 120), 7).build())
    found = list(run(paths, 40, 3))
    assert len(found) > 35
    assert sum(one.named for one in found) > 10
    assert sum(one.hidden for one in found) < len(found) * 2
    assert sum(one.readonly for one in found) < len(found) / 2

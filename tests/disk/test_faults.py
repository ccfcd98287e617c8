"""A kill, a power cut, a failing and a full disk at every operation of a write, of recovery and of compaction (2.2)."""

import pytest

from tests.disk.acts import ACTS, count

IN_THE_SUITE = ("kill", "cut", "cut names", "EIO", "ENOSPC", "short ENOSPC")
"""``python -m tests.disk.faults`` does the others too, in half a minute."""


@pytest.mark.parametrize("name", ACTS)
def test_a_fault_at_any_operation_loses_nothing_and_halves_nothing(name, tmp_path):
    assert min(count(name, tmp_path, IN_THE_SUITE)) >= 1

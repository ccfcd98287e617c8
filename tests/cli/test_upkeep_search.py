"""``list --all`` and short ids reach ten years back without loading them."""

from pathlib import Path

import pytest

ARCHIVE = """schema = 1

[[item]]
id = "iold00001"
title = "Old contract"
status = "done"
ended = 2019-05-02T09:00:00Z
notes = "with CloudCo"

[[item]]
id = "iold00002"
title = "Old report"
status = "dropped"
ended = 2019-05-03T09:00:00Z
"""


@pytest.fixture(autouse=True)
def archive(environ) -> Path:
    """A month of 2019."""
    path = Path(environ["CTOTUI_DATA"]) / "items" / "archive" / "2019-05.toml"
    path.parent.mkdir(parents=True)
    path.write_text(ARCHIVE)
    return path


def test_list_all_looks_through_titles_and_notes_of_all_years(ctotui, add) -> None:
    add("Call CloudCo")
    assert [one["title"] for one in ctotui("list cloudco --json").json["items"]] == ["Call CloudCo"]
    found = ctotui("list --all cloudco --json").json["items"]
    assert [one["title"] for one in found] == ["Call CloudCo", "Old contract"]
    assert found[1]["status"] == "done"
    lines = ctotui("list --all cloudco").lines
    assert [line.split()[0] for line in lines][1] == "old"
    assert len(ctotui("list is:closed").lines) == 2


def test_a_short_id_that_no_open_item_matches_is_looked_up_in_the_archive(ctotui, add) -> None:
    add("Something")
    assert "Old report" in ctotui("show old00002").out
    assert "could be old00001 Old contract, old00002 Old report" in ctotui("show old").err
    assert ctotui("show zzz").status == 1
    assert ctotui("done old00001").lines == ["old  Old contract: next"]
    assert [one["title"] for one in ctotui("list contract --json").json["items"]] == ["Old contract"]

"""Hiding a calendar lasts: `shown` is written into the hand-written settings.toml, and nothing else of it changes."""

from pathlib import Path

import pytest

from ctotui.disk.calendar_settings import keep_shown
from ctotui.disk.config import load_settings
from ctotui.store import KeepError

WRITTEN = """# mine
zone = "UTC"   # always

[calendars.work]   # the office
path = "/c/work"  # synced by vdirsyncer
{}
# about holidays

[calendars."at home"]
path = "/c/home"
"""


def kept(path: Path, text: str, name: str, shown: bool) -> str:
    path.write_bytes(text.encode())
    keep_shown(str(path), name, shown)
    found = {one.name: one.shown for one in load_settings(str(path), {})[0].calendars}
    assert found[name] is shown
    assert all(value for other, value in found.items() if other != name)
    return path.read_bytes().decode()


@pytest.mark.parametrize(
    ("before", "shown", "after"),
    [
        ("", False, "shown = false\n"),
        ("shown = true  # true, mostly\n", False, "shown = false  # true, mostly\n"),
        ("  shown=false\n", True, "  shown=true\n"),
        ('"shown" = true\ncolor = "cyan"\n', False, '"shown" = false\ncolor = "cyan"\n'),
    ],
)
def test_only_the_line_of_the_key_changes(tmp_path: Path, before: str, shown: bool, after: str) -> None:
    path = tmp_path / "settings.toml"
    assert kept(path, WRITTEN.format(before), "work", shown) == WRITTEN.format(after)


def test_a_quoted_name_at_the_end_of_the_file_and_other_line_ends(tmp_path: Path) -> None:
    text = "\ufeff" + WRITTEN.format("").rstrip("\n").replace("\n", "\r\n")
    assert kept(tmp_path / "settings.toml", text, "at home", False) == f"{text}\r\nshown = false\r\n"


@pytest.mark.parametrize(
    "text",
    ['calendars = { work = { path = "/c/work" } }\n', 'calendars.work.path = "/c/work"\n', "[calendars.work\n"],
)
def test_a_table_in_another_form_is_left_alone_and_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text)
    with pytest.raises(KeepError, match=r"give calendars\.work in .* a line shown = false yourself"):
        keep_shown(str(path), "work", False)
    assert path.read_text() == text


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.mkdir()
    with pytest.raises(KeepError, match="is no regular file"):
        keep_shown(str(path), "work", False)

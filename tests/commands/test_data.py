"""Importing from the palette and the first-run strip (N4)."""

from pathlib import Path

import pytest

from ctotui.commands import data
from ctotui.core.agenda import on_day
from ctotui.core.errors import PlanError
from tests.memory import MemoryDesk

_LINES = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:a", "SUMMARY:Board", "DTSTART:20260310T130000Z", "END:VEVENT")
EVENT = "\r\n".join([*_LINES, "END:VCALENDAR", ""]).encode()


def test_a_typed_path_is_imported_and_counted(empty_desk: MemoryDesk) -> None:
    empty_desk.files["work.ics"] = EVENT
    assert data.take_in(empty_desk, " work.ics ") == "Imported work.ics: 1 new"
    state = empty_desk.state
    assert [one.title for one in on_day(state.plan, state.today, state.settings.zone)] == ["Board"]
    assert data.take_in(empty_desk, "work.ics") == "Imported work.ics: 0 new, 1 same"
    empty_desk.undo()
    assert on_day(empty_desk.state.plan, state.today, state.settings.zone) == []


def test_the_first_reason_is_said_with_its_line(empty_desk: MemoryDesk) -> None:
    empty_desk.files["work.ics"] = EVENT.replace(b"20260310T130000Z", b"soon")
    assert data.take_in(empty_desk, "work.ics").startswith("Imported work.ics: 0 new, 1 refused. Line 2: ")


@pytest.mark.parametrize("text", ["", "  ", "missing.ics"])
def test_no_path_or_a_wrong_one_is_refused(empty_desk: MemoryDesk, text: str) -> None:
    with pytest.raises(PlanError):
        data.take_in(empty_desk, text)
    assert not empty_desk.keeper.done


def test_a_path_is_completed_as_far_as_there_is_no_choice(tmp_path: Path) -> None:
    for name in ("work-a.ics", "work-b.ics", "other.txt", ".hidden.ics"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "folder").mkdir()
    base = f"{tmp_path}/"
    assert data.complete_path(base + "w") == base + "work-"
    assert data.complete_path(base + "work-b") == base + "work-b.ics"
    assert data.complete_path(base + "fo") == base + "folder/"
    assert data.complete_path(base + "o") == base + "o"
    assert data.complete_path(base + "nowhere/x") == base + "nowhere/x"
    assert data.complete_path("~nobody-such/x") == "~nobody-such/x"

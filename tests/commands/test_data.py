"""Importing from the palette and the first-run strip (N4)."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from queue import SimpleQueue
from threading import Event

import pytest

from ctotui.commands import data
from ctotui.commands.task import Task, Tell
from ctotui.core.agenda import on_day
from ctotui.core.errors import PlanError
from ctotui.core.model import Item
from tests.memory import MemoryDesk

_LINES = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:a", "SUMMARY:Board", "DTSTART:20260310T130000Z", "END:VEVENT")
EVENT = "\r\n".join([*_LINES, "END:VCALENDAR", ""]).encode()


def imported(desk: MemoryDesk, text: str) -> str:
    data.take_in(desk, text)
    message = desk.state.view.message
    return message.text if message is not None else ""


def test_a_typed_path_is_imported_and_counted(empty_desk: MemoryDesk) -> None:
    empty_desk.files["work.ics"] = EVENT
    assert imported(empty_desk, " work.ics ") == "Imported work.ics: 1 new"
    state = empty_desk.state
    assert [one.title for one in on_day(state.plan, state.today, state.settings.zone)] == ["Board"]
    assert imported(empty_desk, "work.ics") == "Imported work.ics: 0 new, 1 same"
    empty_desk.undo()
    assert on_day(empty_desk.state.plan, state.today, state.settings.zone) == []


def test_the_first_reason_is_said_with_its_line(empty_desk: MemoryDesk) -> None:
    empty_desk.files["work.ics"] = EVENT.replace(b"20260310T130000Z", b"soon")
    assert imported(empty_desk, "work.ics").startswith("Imported work.ics: 0 new, 1 refused. Line 2: ")


@pytest.mark.parametrize("text", ["", "  ", "missing.ics"])
def test_no_path_or_a_wrong_one_is_refused(empty_desk: MemoryDesk, text: str) -> None:
    with pytest.raises(PlanError):
        data.take_in(empty_desk, text)
    assert not empty_desk.keeper.done


class Screen:
    """The thread of a screen: answers wait until it looks, and what is said is kept."""

    def __init__(self) -> None:
        self.answers: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self.said: list[tuple[str, str]] = []

    def task(self) -> Task:
        return Task(self.answers.put, lambda words, level: self.said.append((words, level)))

    def look(self) -> None:
        self.answers.get(timeout=10)()


def test_a_job_beside_the_screen_tells_how_far_it_is_and_hands_over_its_result() -> None:
    screen, results = Screen(), list[int]()
    task = screen.task()
    task.start(lambda tell: (tell("half"), 7)[1], results.append)
    screen.look()
    assert (screen.said, task.runs) == ([("half", "info")], True)
    screen.look()
    assert (results, task.runs) == ([7], False)


def test_a_job_that_the_user_ends_hands_over_nothing() -> None:
    screen, results, goes_on = Screen(), list[int](), Event()
    task = screen.task()

    def job(tell: Tell) -> int:
        goes_on.wait(10)
        tell("half")
        return 7

    task.start(job, results.append)
    task.end()
    goes_on.set()
    screen.look()
    assert [words for words, _level in screen.said] == [
        "Cancelling; nothing will be changed.",
        "Cancelled: nothing was changed.",
    ]
    assert (results, task.runs) == ([], False)


def test_a_job_that_is_refused_says_why() -> None:
    screen = Screen()

    def job(_tell: Tell) -> int:
        raise PlanError("No such file.")

    screen.task().start(job, lambda _result: None)
    screen.look()
    assert screen.said == [("No such file.", "error")]


def test_a_plan_that_changed_while_a_file_was_read_gets_it_too(empty_desk: MemoryDesk) -> None:
    empty_desk.files["work.ics"] = EVENT
    found = data.sources(empty_desk, ["work.ics"])
    before = empty_desk.ask(data.loaded)
    after, _counts = data.counted(before, found, empty_desk.now)
    edit = data.keeping(before, after, found, empty_desk.now)
    assert edit(before) is after
    empty_desk.edit("Add", lambda plan: plan.put(Item("i00000001", "Meanwhile")))
    assert {one.title for one in edit(empty_desk.state.plan).records(Item)} == {"Meanwhile", "Board"}


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


def _large(desk: MemoryDesk, events: int) -> None:
    """Two files, /tmp/a.ics and /tmp/b.ics, each with so many events."""
    for name in "ab":
        found = [
            f"BEGIN:VEVENT\r\nUID:{name}{number}\r\nDTSTAMP:20260301T000000Z\r\nDTSTART:20260310T080000Z\r\n"
            f"DTEND:20260310T090000Z\r\nSUMMARY:Event {number}\r\nEND:VEVENT\r\n"
            for number in range(events)
        ]
        text = "".join(["BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", *found, "END:VCALENDAR\r\n"])
        desk.files[f"/tmp/{name}.ics"] = text.encode()


def test_taking_in_tells_how_far_it_is_from_the_first_to_the_last(empty_desk: MemoryDesk) -> None:
    _large(empty_desk, 200)
    found = data.sources(empty_desk, ["/tmp/a.ics", "/tmp/b.ics"])
    told: list[str] = []
    data.counted(empty_desk.state.plan, found, empty_desk.now, told.append)
    assert told[0] == "Taking in 2 files: 0 %, Esc cancels"
    shares = [int(words.split(": ")[1].split(" %")[0]) for words in told]
    assert shares == sorted(shares)
    assert shares[-1] > 90
    assert max(two - one for one, two in pairwise(shares)) <= 10


def test_taking_in_ends_at_once_where_the_user_ends_it(empty_desk: MemoryDesk) -> None:
    """Both while what is known is compared and while what is new is put in."""
    _large(empty_desk, 200)
    for share in (0, 30, 80):
        heard: list[str] = []

        def tell(words: str, heard: list[str] = heard, share: int = share) -> None:
            heard.append(words)
            if words.startswith("Taking in") and int(words.split(": ")[1].split(" %")[0]) >= share:
                raise PlanError("Cancelled")

        found = data.sources(empty_desk, ["/tmp/a.ics"])
        with pytest.raises(PlanError, match="Cancelled"):
            data.counted(empty_desk.state.plan, found, empty_desk.now, tell)
        assert all(int(words.split(": ")[1].split(" %")[0]) < share for words in heard[:-1])
    assert not list(empty_desk.state.plan.records(Item))

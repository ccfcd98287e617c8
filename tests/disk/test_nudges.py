"""Nudges of the same thing within a second are one step (issue 5, GRAB): in the log, for every reader of it."""

from datetime import UTC, datetime, timedelta

import pytest

from ctotui.core import items
from ctotui.core.errors import PlanError
from ctotui.core.model import Item
from ctotui.disk import compaction
from ctotui.session import Session

NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)
WORK = '[[item]]\nid = "ia" # mine\ntitle = "A"\n\n[[item]]\nid = "ib"\ntitle = "B"\nstatus="next"\n'


class Clock:
    """Real time of a test."""

    def __init__(self) -> None:
        self.seconds = 5.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened(box, clock):
    """Opens a session whose real time is `clock`."""

    def call() -> Session:
        session = box.open()
        session.nudges.clock = clock
        return session

    box.write("items/work.toml", WORK)
    return call


def nudge(session: Session, key: str = "ia", steps: int = 1) -> None:
    label = f"Priority of {key}"
    session.edit(label, items.raise_priority, key, steps, NOW, nudge=f"priority {key}")


def other(session: Session) -> None:
    session.edit("Star", items.toggle_star, "ib", NOW)


def labels(session: Session) -> list[str]:
    return [step.label for step in session.history()]


def said(session: Session) -> str:
    message = session.state.view.message
    return message.text if message is not None else ""


def test_nudges_within_a_second_are_taken_back_and_done_again_at_once(box, opened, clock) -> None:
    session = opened()
    before = box.bytes()
    other(session)
    middle = box.bytes()
    for _time in range(3):
        nudge(session, steps=1 if _time else -1)
        clock.seconds += 0.9
    after = box.bytes()
    assert labels(session) == ["Priority of ia", "Star"]
    session.undo()
    assert box.bytes() == middle
    assert said(session) == "Undone: Priority of ia."
    session.redo()
    assert box.bytes() == after
    session.undo()
    session.undo()
    assert box.bytes() == before
    with pytest.raises(PlanError, match="nothing to undo"):
        session.undo()


@pytest.mark.parametrize("between", ["a second", "another step", "another item", "an undo", "a look"])
def test_only_the_same_thing_at_once_and_in_a_row_is_one_step(box, opened, clock, between: str) -> None:
    session = opened()
    nudge(session, steps=-1)
    stage = box.bytes()
    if between == "a second":
        clock.seconds += 1.0
    elif between == "another step":
        other(session)
        stage = box.bytes()
    elif between == "another item":
        nudge(session, "ib")
        stage = box.bytes()
    elif between == "an undo":
        nudge(session, "ib")
        session.undo()
        stage = box.bytes()
    else:
        session.say("Hello")
        session.tick()
    nudge(session)
    session.undo()
    assert (box.bytes() == stage) == (between != "a look")


def test_a_run_is_one_step_after_a_restart_and_a_new_process_begins_another(box, opened) -> None:
    first = opened()
    before = box.bytes()
    nudge(first, steps=-1)
    nudge(first)
    middle = box.bytes()
    first.close()
    second = opened()
    nudge(second)
    assert len(labels(second)) == 2
    opened().undo()
    assert box.bytes() == middle
    opened().undo()
    assert box.bytes() == before
    again = opened()
    again.redo()
    assert box.bytes() == middle


def test_what_another_process_did_in_between_ends_the_run(opened) -> None:
    one, two = opened(), opened()
    nudge(one, steps=-1)
    other(two)
    nudge(one)
    assert labels(one) == ["Priority of ia", "Star", "Priority of ia"]
    for stars in (True, False):
        one.undo()
        item = opened().state.plan.get(Item, "ib")
        assert item.star == stars


def test_a_run_that_begins_with_a_refusal_does_not_join_the_step_before_it(box, opened, monkeypatch) -> None:
    from ctotui.disk.log import Log
    from ctotui.store import KeepError

    session = opened()
    other(session)
    middle = box.bytes()

    def full(*_arguments: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Log, "append", full)
        with pytest.raises(KeepError):
            nudge(session)
    nudge(session)
    session.undo()
    assert box.bytes() == middle


def test_a_block_that_goes_from_month_to_month_comes_back_in_one(box, opened) -> None:
    from ctotui.core import blocks

    text = '# kept\n[[block]]\nid = "ba"\nitem = "ia"\nstart = 2026-03-10T10:00:00\nend = 2026-03-10T11:00:00 # odd\n'
    box.write("calendar/2026-03.toml", text)
    session = opened()
    before = box.bytes()
    for month, day in ((3, 12), (4, 2), (5, 2), (4, 3)):
        start = datetime(2026, month, day, 9)
        end = start + timedelta(hours=1)
        session.edit(f"Move to {day}", blocks.move, "ba", start, end, NOW, "Europe/Stockholm", nudge="move ba")
    after = box.bytes()
    assert labels(session) == ["Move to 3"]
    session.undo()
    assert box.bytes() == before
    opened().redo()
    assert box.bytes() == after
    assert session.findings == []


def test_the_log_keeps_a_run_whole(box, opened, monkeypatch) -> None:
    monkeypatch.setattr(compaction, "KEEP_STEPS", 2)
    monkeypatch.setattr(compaction, "SLACK_STEPS", 0)
    monkeypatch.setattr("ctotui.disk.log._LARGE", 0)
    session = opened()
    other(session)
    before = box.bytes()
    nudge(session, steps=-1)
    nudge(session)
    nudge(session, "ib")
    session.close()
    short = opened()
    assert labels(short) == ["Priority of ib", "Priority of ia"]
    short.undo()
    short.undo()
    assert box.bytes() == before


def test_ctotui_undo_takes_a_run_back_at_once(box, opened) -> None:
    import io

    from ctotui.cli.run import run

    session = opened()
    before = box.bytes()
    nudge(session, steps=-1)
    nudge(session)
    session.close()
    out = io.StringIO()
    environ = {"TZ": "Europe/Stockholm", "CTOTUI_NOW": "2026-03-10T10:42"}
    paths = box.paths
    folders = ["--data", paths.data, "--config", paths.config, "--state", paths.state]
    assert run(["undo", *folders], environ, lambda _opening: 77, out, out) == 0
    assert box.bytes() == before
    out = io.StringIO()
    run(["history", *folders], environ, lambda _opening: 77, out, out)
    assert out.getvalue().split()[2:] == ["undone", "Priority", "of", "ia"]

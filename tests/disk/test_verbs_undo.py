"""I1: `u` after any verb restores byte-equal files, also after a restart, and `U` then gives the same bytes again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ctotui.core import grab
from ctotui.core.agenda import Instance
from ctotui.core.blocks import find
from ctotui.core.dropping import drop, taken_off
from ctotui.core.plan import Plan
from ctotui.core.reschedule.autoplan import autoplan, candidates
from ctotui.core.reschedule.carry import carry
from ctotui.core.reschedule.compress import compress
from ctotui.core.reschedule.fit import fit_now, move_to_fit
from ctotui.core.reschedule.join import join
from ctotui.core.reschedule.make_room import make_room
from ctotui.core.reschedule.proposal import Proposal, accept
from ctotui.core.reschedule.pull import pull
from ctotui.core.reschedule.ripple import ripple
from ctotui.core.reschedule.split import split
from ctotui.core.reschedule.spread import spread
from ctotui.core.reschedule.swap import swap
from ctotui.core.slip import slip, ways
from ctotui.core.state import Grab, Settings, State, View

NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)
"""10:42 in Stockholm."""
SETTINGS = Settings(zone="Europe/Stockholm")

FILES = {
    "items/work.toml": """# Mine. Keep the odd spacing.
schema=1

[[item]]
id = "ia"   # the contract
title='Contract'
list = "work"
status = "doing"
estimate = "3h"
due   = 2026-03-13


[[item]]
  id = "ib"
  title = \"\"\"Roadmap\"\"\"
  list = "work"
  status = "next"
  x_mine = { kept = [1,2 ,3] } # an own key
[[item]]
id = "ic"
title = "Review"
list = "work"
status = "next"
priority = "low"
# about the review

[[item]]
id = "il"
title = "Late"
list = "work"
status = "doing"

[[item]]
id = "is"
title = "Spread me"
list = "work"
status = "next"
estimate = "2h"
due = 2026-03-12
# tail
""",
    "items/inbox.toml": '[[item]]\r\nid = "iu"\r\ntitle = "Urgent"\r\nstatus = "next"\r\npriority = "urgent"\r\n'
    'estimate = "1h"\r\n# no end of line',
    "calendar/series.toml": """
[[item]]
id = "ir"
title = "Daily"
kind = "meeting"
repeat = "FREQ=DAILY"   # each day

[[block]]
id = "br"
item="ir"
start = 2026-03-02T17:15:00
end   = 2026-03-02T17:30:00
fixed = true
""",
    "calendar/2026-03.toml": """# March

[[block]]
id = "bl"
item = "il"
start = 2026-03-10T09:30:00
end = 2026-03-10T10:15:00

[[block]]
id = "bc"
item = "ic" # low
start = 2026-03-10T10:30:00
end = 2026-03-10T11:30:00
note = "bring  the   paper"
[[block]]
end = 2026-03-10T13:45:00
start = 2026-03-10T12:45:00
item = "ia"
id = "ba"


[[block]]
id = "b2"
item = "ia"
start = 2026-03-10T14:00:00
end = 2026-03-10T15:00:00

[[block]]
id = "bb"
item = "ib"
start = 2026-03-10T15:00:00
end = 2026-03-10T16:00:00

[[block]]
id = "b3"
item = "ib"
start = 2026-03-10T16:30:00
end = 2026-03-10T17:00:00
# nothing after this
""",
    "entries/2026-03.toml": '[[entry]]\nid = "e1" # runs\nitem = "il"\nstart = 2026-03-10T09:10:00Z\n',
}

Ids = tuple[str, ...]
Verb = Callable[[Plan, Ids], Plan]
"""`ids` are for what it makes."""


def _ids(number: int) -> Ids:
    return tuple(f"n{number}-{index}" for index in range(40))


def at(hour: int, minute: int = 0, day: int = 10) -> datetime:
    """Wall time in March."""
    return datetime(2026, 3, day, hour, minute)


def utc(hour: int, minute: int = 0) -> datetime:
    """The instant of a wall time today."""
    return datetime(2026, 3, 10, hour - 1, minute, tzinfo=UTC)


def _one(plan: Plan, key: str) -> Instance:
    found = find(plan, key, SETTINGS.zone)
    assert found is not None
    return found


def _dropped(key: str, *others: str, by: int = 0, days: int = 0, **more: object) -> Verb:
    """A drop of a block, and of `others` with it, so many slots and days from where it was."""

    def edit(plan: Plan, ids: Ids) -> Plan:
        held = grab.hold(_one(plan, key), *(_one(plan, other) for other in others))
        if "policy" not in more or more["policy"] != "fit":
            held = grab.shift(held, SETTINGS, by, days)
        held = replace(held, made_item=ids[0], made_block=ids[1], **more)
        return drop(plan, held, NOW, SETTINGS)

    return edit


def _accepted(find_them: Callable[[Plan], tuple[Proposal, ...]]) -> Verb:
    def edit(plan: Plan, ids: Ids) -> Plan:
        proposals = find_them(plan)
        assert proposals
        return accept(plan, proposals, ids[: len(proposals)], SETTINGS.zone, NOW)

    return edit


def _autoplanned(plan: Plan) -> tuple[Proposal, ...]:
    days = [date(2026, 3, 10), date(2026, 3, 11)]
    return autoplan(plan, candidates(plan, SETTINGS, NOW, days[-1]), days, SETTINGS, NOW).proposals


def _absorbed(name: str) -> Verb:
    def edit(plan: Plan, ids: Ids) -> Plan:
        found = slip(State(plan, View(), SETTINGS, NOW))
        assert found is not None
        way = next(way for way in ways(found, SETTINGS, NOW, ids).ways if way.label == name)
        return way.edit(plan)

    return edit


def _pushed(plan: Plan, _ids: Ids) -> Plan:
    """A block put upon another, which is pushed."""
    held = grab.place(grab.hold(_one(plan, "bb")), at(13, 30), at(14, 30), SETTINGS)
    return ripple(drop(plan, held, NOW, SETTINGS), ("bb",), SETTINGS, NOW)


VERBS: dict[str, Verb] = {
    "ripple": _pushed,
    "pull": lambda plan, _: pull(plan, utc(11, 30), SETTINGS, NOW),
    "swap": lambda plan, _: swap(plan, "ba", "bb", SETTINGS, NOW),
    "compress": lambda plan, _: compress(plan, utc(12), 30, SETTINGS, NOW),
    "split": lambda plan, ids: split(plan, "bb", SETTINGS, NOW, ids),
    "split in three": lambda plan, ids: split(plan, "ba", SETTINGS, NOW, ids, 3),
    "join": lambda plan, _: join(plan, ("ba", "b2"), SETTINGS, NOW),
    "carry a block": lambda plan, ids: carry(plan, "bb", SETTINGS, NOW, ids[0]),
    "carry what was begun": lambda plan, ids: carry(plan, "bl", SETTINGS, NOW, ids[0]),
    "carry an item": lambda plan, ids: carry(plan, "ia", SETTINGS, NOW, ids[0]),
    "carry to next week": lambda plan, ids: carry(plan, "bb", SETTINGS, NOW, ids[0], "next week"),
    "spread": _accepted(lambda plan: spread(plan, "is", SETTINGS, NOW).proposals),
    "make room": lambda plan, ids: make_room(plan, "is", SETTINGS, NOW, ids[0], 240),
    "auto-plan": _accepted(_autoplanned),
    "move to fit": lambda plan, _: move_to_fit(plan, "b3", SETTINGS, NOW),
    "fit": lambda plan, ids: fit_now(plan, "iu", NOW, SETTINGS, ids[0]),
    "drop": _dropped("bb", by=2),
    "drop in another month": _dropped("bb", days=30),
    "drop with ripple": _dropped("ba", by=5, policy="ripple"),
    "drop with swap": _dropped("ba", by=5, policy="swap"),
    "drop with fit": _dropped("bb", policy="fit", start=at(9, day=12), end=at(10, day=12)),
    "drop a copy": _dropped("bb", by=1, days=1, copy=True),
    "drop a copy of an occurrence": _dropped("ir@2026-03-10", days=1, copy=True),
    "drop several": _dropped("ba", "bb", "b2", by=1, days=1, policy="ripple"),
    "drop this occurrence": _dropped("ir@2026-03-10", by=-1),
    "drop this and the following": _dropped("ir@2026-03-12", by=-1, scope="following"),
    "drop all of a series": _dropped("ir@2026-03-12", by=2, scope="all"),
    "drop something new": lambda plan, ids: drop(
        plan, Grab("block", ids[0], ids[1], at(17), at(17, 30), new=True, title="New"), NOW, SETTINGS
    ),
    "take off": lambda plan, _: taken_off(plan, grab.hold(_one(plan, "bb"), _one(plan, "ba")), NOW, SETTINGS),
    "take off an occurrence": lambda plan, _: taken_off(plan, grab.hold(_one(plan, "ir@2026-03-11")), NOW, SETTINGS),
    "absorb a slip by ripple": _absorbed("Ripple"),
    "absorb a slip by compress": _absorbed("Compress"),
    "absorb a slip by carry": _absorbed("Carry"),
}


@pytest.mark.parametrize("verb", VERBS)
def test_i1_undo_after_any_verb_restores_byte_equal_files(box, verb: str) -> None:
    for name, text in FILES.items():
        box.write(name, text)
    session = box.open()
    before = box.bytes()
    change = session.edit(verb, VERBS[verb], _ids(0))
    after = box.bytes()
    assert change.records
    assert after != before
    session.undo()
    assert box.bytes() == before
    session.redo()
    assert box.bytes() == after
    for step, files in (("undo", before), ("redo", after)):
        session.close()
        session = box.open()
        getattr(session, step)()
        assert box.bytes() == files
        assert session.state.view.message.level == "info"
    assert [(step.label, step.undone) for step in session.history()] == [(verb, False)]
    assert session.findings == []


def test_i1_undo_after_all_verbs_in_turn_restores_byte_equal_files(box) -> None:
    """Those that still find something to do after the others, one upon the other."""
    from ctotui.core.errors import PlanError

    for name, text in FILES.items():
        box.write(name, text)
    session = box.open()
    stages = [box.bytes()]
    for number, (verb, edit) in enumerate(VERBS.items()):
        try:
            done = session.edit(verb, edit, _ids(number))
        except (PlanError, AssertionError):
            continue
        if done.records:
            stages.append(box.bytes())
    assert len(stages) > len(VERBS) // 2
    for stage in reversed(stages[:-1]):
        session.undo()
        assert box.bytes() == stage

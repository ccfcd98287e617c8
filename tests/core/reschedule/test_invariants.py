"""What holds for every verb alike, on random days: I2, I3, I4, I5 and I14 of section 6, and M7."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ctotui.core import grab
from ctotui.core.agenda import by_id
from ctotui.core.dropping import drop, keys
from ctotui.core.errors import PlanError
from ctotui.core.model import Entry, Item
from ctotui.core.plan import Plan
from ctotui.core.preview import preview, trial
from ctotui.core.reschedule.autoplan import autoplan, candidates
from ctotui.core.reschedule.carry import carry
from ctotui.core.reschedule.changes import changes
from ctotui.core.reschedule.compress import compress
from ctotui.core.reschedule.fit import move_to_fit
from ctotui.core.reschedule.join import following, join
from ctotui.core.reschedule.make_room import make_room
from ctotui.core.reschedule.proposal import accept
from ctotui.core.reschedule.pull import pull
from ctotui.core.reschedule.ripple import ripple
from ctotui.core.reschedule.split import split
from ctotui.core.reschedule.spread import spread
from ctotui.core.reschedule.swap import partner, swap
from ctotui.core.state import POLICIES, Grab, State, View
from tests.core.reschedule.days import Day, cases, days, held

IDS = tuple(f"bnew{number}" for number in range(200))
Verb = Callable[[Day, str], Plan]


def _item(day: Day, key: str) -> str:
    one = by_id(day.plan, key, day.zone)
    assert one is not None
    return one.item


def _spread(day: Day, key: str) -> Plan:
    found = spread(day.plan, _item(day, key), day.settings, day.now)
    return accept(day.plan, found.proposals, IDS[: len(found.proposals)], day.zone, day.now)


def _autoplan(day: Day, _key: str) -> Plan:
    items = candidates(day.plan, day.settings, day.now, day.day + timedelta(days=2))
    span = [day.day + timedelta(days=number) for number in range(3)]
    found = autoplan(day.plan, items, span, day.settings, day.now)
    return accept(day.plan, found.proposals, IDS[: len(found.proposals)], day.zone, day.now)


def _joined(day: Day, key: str) -> Plan:
    return join(day.plan, (key, following(day.plan, key, day.settings)), day.settings, day.now)


def _pulled(day: Day, key: str) -> Plan:
    one = by_id(day.plan, key, day.zone)
    assert one is not None
    return pull(day.plan, one.begins, day.settings, day.now)


def _compressed(day: Day, key: str) -> Plan:
    one = by_id(day.plan, key, day.zone)
    assert one is not None
    return compress(day.plan, one.begins, 30, day.settings, day.now)


VERBS: dict[str, Verb] = {
    "ripple": lambda day, key: ripple(day.plan, (key,), day.settings, day.now),
    "pull": _pulled,
    "swap": lambda day, key: swap(day.plan, key, partner(day.plan, key, day.settings, day.now), day.settings, day.now),
    "compress": _compressed,
    "fit": lambda day, key: move_to_fit(day.plan, key, day.settings, day.now),
    "spread": _spread,
    "split": lambda day, key: split(day.plan, key, day.settings, day.now, IDS),
    "join": _joined,
    "carry": lambda day, key: carry(day.plan, key, day.settings, day.now, IDS[0]),
    "make room": lambda day, key: make_room(day.plan, _item(day, key), day.settings, day.now, IDS[0]),
    "auto-plan": _autoplan,
}
MANY = ("ripple", "pull", "compress", "make room", "auto-plan", "spread")
"""Verbs that choose by themselves what they move."""
CONSERVE = ("pull", "swap", "split", "join")
"""Verbs that take nothing off the day, of those that conserve (I5)."""


def tracked(day: Day) -> Day:
    """The day with an hour tracked on each of its first items."""
    entries = [
        Entry(f"n{number}", one.item, day.now - timedelta(hours=number + 1), day.now - timedelta(hours=number))
        for number, one in enumerate(day.timed()[:3])
    ]
    return replace(day, plan=day.plan.put(*entries)) if entries else day


def run(verb: Verb, day: Day, key: str) -> Plan:
    """The verb's plan; a refusal is no case."""
    try:
        return verb(day, key)
    except PlanError:
        assume(False)
        raise


@pytest.mark.parametrize("name", MANY)
@given(st.data())
@cases(15)
def test_i2_a_verb_that_chooses_never_changes_what_may_not_move(name: str, data: st.DataObject) -> None:
    day = data.draw(days())
    key = data.draw(held(day))
    after = run(VERBS[name], day, key)
    for shift in changes(day.plan, after, day.zone):
        one = shift.before
        assert one is None or (not one.fixed and not one.all_day and one.begins >= day.now)


@pytest.mark.parametrize("name", VERBS)
@given(st.data())
@cases(15)
def test_i3_i4_a_plan_verb_touches_no_entry_nor_estimate_and_leaves_each_block_its_length(
    name: str, data: st.DataObject
) -> None:
    """M7 too: an estimate belongs to the item."""
    day = tracked(data.draw(days()))
    after = run(VERBS[name], day, data.draw(held(day)))
    assert {one.id: one for one in after.records(Entry)} == {one.id: one for one in day.plan.records(Entry)}
    estimates = {one.id: one.estimate for one in day.plan.records(Item)}
    assert {one.id: one.estimate for one in after.records(Item)} == estimates
    for shift in changes(day.plan, after, day.zone):
        mark = shift.before is not None and shift.before.ends == shift.before.begins
        assert mark or shift.after is None or shift.after.ends > shift.after.begins


@pytest.mark.parametrize("name", CONSERVE)
@given(st.data())
@cases(15)
def test_i5_what_is_planned_stays_as_much(name: str, data: st.DataObject) -> None:
    day = data.draw(days())
    after = run(VERBS[name], day, data.draw(held(day)))
    moved = changes(day.plan, after, day.zone)
    before = sum(shift.before.minutes for shift in moved if shift.before is not None)
    assert sum(shift.after.minutes for shift in moved if shift.after is not None) == before
    assert not any(shift.spilled for shift in moved)


STEPS: tuple[Callable[[Grab, Day], Grab], ...] = (
    lambda one, day: grab.shift(one, day.settings, slots=3),
    lambda one, day: grab.shift(one, day.settings, slots=-5),
    lambda one, day: grab.shift(one, day.settings, days=1),
    lambda one, day: grab.move_end(one, day.settings, 2),
    lambda one, day: grab.move_start(one, day.settings, 1),
    lambda one, day: grab.to_free(day.plan, one, day.settings, State(day.plan, View(), day.settings, day.now).wall, 1),
    lambda one, _day: grab.next_policy(one),
    lambda one, _day: grab.as_copy(one, "inew", "bnew"),
)


@given(st.data())
@cases(80)
def test_i14_what_is_shown_is_what_a_drop_stores(data: st.DataObject) -> None:
    """Whatever was done in GRAB, with each policy: the preview is the plan, or says why there is none."""
    day = data.draw(days())
    one = by_id(day.plan, data.draw(held(day)), day.zone)
    assert one is not None
    holding = grab.hold(one)
    for step in data.draw(st.lists(st.sampled_from(STEPS), max_size=5)):
        try:
            holding = step(holding, day)
        except PlanError:
            continue
    holding = replace(holding, policy=data.draw(st.sampled_from(POLICIES)))
    state = State(day.plan, View(mode="GRAB", grab=holding), day.settings, day.now)
    tried = trial(state)
    if tried.refusal:
        with pytest.raises(PlanError) as refused:
            drop(day.plan, holding, day.now, day.settings)
        assert (tried.refusal, preview(state)) == (str(refused.value), day.plan)
        return
    stored = drop(day.plan, holding, day.now, day.settings)
    assert changes(day.plan, preview(state), day.zone) == changes(day.plan, stored, day.zone)
    assert by_id(stored, keys(stored, holding, day.now, day.settings)[0], day.zone) is not None

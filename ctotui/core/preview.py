"""What is shown before it is stored: the very plan that a drop, or the answer to an offer, would give (S5, I14)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ctotui.core.civil import day_of
from ctotui.core.dropping import drop
from ctotui.core.errors import PlanError
from ctotui.core.instance import Instance
from ctotui.core.memo import recall
from ctotui.core.model import Block, Item
from ctotui.core.offer import Proposed
from ctotui.core.plan import Plan, differences
from ctotui.core.reschedule.changes import Shift, changes
from ctotui.core.state import Grab, State


@dataclass(frozen=True, slots=True)
class Trial:
    """A plan to look at; why a drop would be refused, empty where it would not."""

    plan: Plan
    refusal: str = ""
    days: frozenset[date] | None = frozenset()
    """The days on which it differs from the plan that is stored; None: any."""


_last: list[tuple[State, Trial]] = []


def trial(state: State) -> Trial:
    """What would be stored now; where that would be refused, the plan as it is and the sentence. Computed once."""
    if _last and _same(_last[0][0], state):
        return _last[0][1]
    found = _trial(state)
    _last[:] = [(state, found)]
    return found


def preview(state: State) -> Plan:
    """The plan that would be stored now, else the plan itself."""
    return trial(state).plan if _wanted(state) else state.plan


def preview_on(state: State, day: date) -> Plan:
    """`preview` where it matters to a day: one that nothing left or reached is the same without it."""
    if not _wanted(state):
        return state.plan
    found = trial(state)
    return found.plan if found.days is None or day in found.days else state.plan


def shifts(state: State) -> tuple[Shift, ...]:
    """What would move, by where it begins then."""
    return changes(state.plan, preview(state), state.settings.zone)


Part = Literal["", "held", "proposed", "accepted", "moved"]


def part_of(state: State, one: Instance) -> Part:
    """What an instance of the preview is in it: held, proposed, accepted, moved besides; empty where it stays."""
    view = state.view
    if view.grab is not None and view.grab.kind == "block" and is_held(view.grab, one):
        return "held"
    if view.offer is None and view.grab is None:
        return ""
    if isinstance(view.offer, Proposed) and (index := view.offer.index_of(one.id)) >= 0:
        return "accepted" if view.offer.answers[index] == "yes" else "proposed"
    return "moved" if one.id in _moved(state) else ""


def moved_of(state: State, one: Instance) -> Shift | None:
    """How far a preview moves an instance."""
    return _moved(state).get(one.id)


def _moved(state: State) -> dict[str, Shift]:
    plan = preview(state)
    if plan is state.plan:
        return {}
    zone = state.settings.zone
    return recall(plan, ("moved", id(state.plan.shards), zone), lambda: {shift.key: shift for shift in shifts(state)})


def is_held(grab: Grab, one: Instance) -> bool:
    """Whether an instance of a preview is what is held: the block, its copy, or those of its series that move too."""
    if grab.copy:
        return one.id == grab.made_block
    if grab.scope != "this" and one.recurring:
        return one.item in (grab.item, grab.made_item)
    return one.id == grab.id or any(one.id == other.id for other in grab.others)


def _wanted(state: State) -> bool:
    view = state.view
    return view.offer is not None or (view.grab is not None and view.grab.kind == "block")


def _same(one: State, two: State) -> bool:
    """Whether two states have the same preview: `now` only stamps records, and its minute binds what may move."""
    return (
        one.plan is two.plan
        and one.view.grab == two.view.grab
        and one.view.offer is two.view.offer
        and one.settings == two.settings
        and one.now.replace(second=0) == two.now.replace(second=0)
    )


def _trial(state: State) -> Trial:
    view, plan = state.view, state.plan
    try:
        result = plan
        if view.offer is not None:
            result = view.offer.plan(state) if view.grab is None else view.offer.others(state)
        if view.grab is not None and view.grab.kind == "block":
            result = drop(result, view.grab, state.now, state.settings)
    except PlanError as refused:
        return Trial(plan, str(refused))
    return Trial(result, "", _days(state, result))


def _days(state: State, result: Plan) -> frozenset[date] | None:
    plan = state.plan
    series = any(
        (isinstance(new, Item) and new.repeat) or (isinstance(new, Block) and _repeats(result, new))
        for _old, new in differences(plan, result)
    )
    if series:
        return None
    found: set[date] = set()
    for shift in changes(plan, result, state.settings.zone):
        for one in (shift.before, shift.after):
            if one is not None:
                first, last = day_of(one.start), day_of(one.end)
                found.update(first + timedelta(days=n) for n in range(min((last - first).days, 400) + 1))
    return frozenset(found)


def _repeats(plan: Plan, block: Block) -> bool:
    item = plan.find(block.item)
    return isinstance(item, Item) and bool(item.repeat)

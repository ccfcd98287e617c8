"""``move`` and ``plan``: one block put where the line says, or where there is time for it (section 6)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from ctotui.cli import lookup, moved, words
from ctotui.cli.arguments import UsageError
from ctotui.cli.call import Call
from ctotui.cli.items import scope
from ctotui.core import blocks, capture, dropping, duration, grab
from ctotui.core.civil import midnight
from ctotui.core.errors import PlanError
from ctotui.core.grab_status import GrabStatus, describe
from ctotui.core.instance import Instance
from ctotui.core.model import Item, Wall
from ctotui.core.plan import Plan
from ctotui.core.quickadd import when
from ctotui.core.reschedule.changes import Shift
from ctotui.core.state import POLICIES, Grab, Policy, State
from ctotui.core.step_names import dropped, span
from ctotui.formats import json


def move(call: Call) -> int:
    """Move a block, an occurrence, or an item's next block, as ``m t`` does; says what it hits, or made give way."""
    one = lookup.block(call, call.words[0])
    text = " ".join(call.words[1:])
    placed = when.parse(text, call.ask(capture.context), one.start, one.end)
    if placed.start is None or placed.end is None:
        raise PlanError(f'"{text[:40]}" names no time to move to.')
    settings, now = call.opening.settings, call.session.now
    held = replace(
        grab.place(grab.hold(one), placed.start, placed.end, settings),
        policy=_policy(call),
        scope=scope(call, one.id if one.recurring else ""),
        made_item=call.session.new_id("i"),
        made_block=call.session.new_id("b"),
    )
    told = call.ask(lambda state: _described(state, held))
    if told.refusal:
        raise PlanError(told.refusal)

    def why(shift: Shift) -> str:
        if shift.spilled:
            return f"{one.title} leaves no time for it that day"
        if shift.item in (one.item, held.made_item):
            return ""
        return f"changes places with {one.title}" if held.policy == "swap" else f"pushed by {one.title}"

    return _do(
        call,
        dropped(held, told),
        lambda plan: dropping.drop(plan, held, now, settings),
        lambda plan: dropping.keys(plan, held, now, settings)[0],
        why,
        placed.notes,
    )


def _described(state: State, held: Grab) -> GrabStatus:
    found = describe(replace(state, view=replace(state.view, mode="GRAB", grab=held)))
    assert found is not None
    return found


def _policy(call: Call) -> Policy:
    """What is done with what it hits; nothing where no option says so."""
    given = [name for name in POLICIES[1:] if call.option(f"--{name}")]
    if len(given) > 1:
        raise UsageError(f"--{given[0]} and --{given[1]} exclude each other", f"move ID WHEN --{given[0]}")
    return given[0] if given else "none"


def plan(call: Call) -> int:
    """Put an item on the calendar: where the operand says, else at the earliest free time (I11)."""
    item = lookup.item(call, call.words[0])
    text = " ".join(call.words[1:])
    start, end, notes = _place(call, item, text)
    block, now = call.session.new_id("b"), call.session.now
    return _do(
        call,
        f"Plan {item.title} {span(start, end)}" if text else f"Plan {item.title}",
        lambda plan: blocks.plan_item(plan, item.id, start, end, call.zone, now, block),
        lambda _plan: block,
        lambda _shift: "" if text else "earliest free time",
        notes,
    )


def _place(call: Call, item: Item, text: str) -> tuple[Wall, Wall, tuple[str, ...]]:
    from ctotui.core.reschedule import fit

    settings = call.opening.settings
    if not text:
        start, end = call.ask(lambda state: fit.fit(state.plan, item, state.wall, settings))
        return start, end, ()
    length = call.ask(lambda state: _length(state.plan, item, state.wall, call))
    placed = when.parse(text, call.ask(capture.context), None, None, length=length)
    if placed.start is not None and placed.end is not None:
        return placed.start, placed.end, placed.notes
    wanted = max(call.state.wall, midnight(placed.day))
    start, end = call.ask(lambda state: fit.fit(state.plan, item, wanted, settings, length, late=True))
    if start.date() != placed.day:
        today = call.state.today
        free = words.span(start, end, today)
        raise PlanError(f"No {duration.text(length)} is free on {words.day(placed.day, today)}; the next is {free}.")
    return start, end, placed.notes


def _length(plan: Plan, item: Item, now: datetime, call: Call) -> int:
    """Minutes to plan; the default where all of the estimate stands on the calendar already."""
    from ctotui.core.reschedule import fit

    try:
        return fit.length(plan, item, now, call.opening.settings)
    except PlanError:
        return item.estimate or fit.DEFAULT


def _do(
    call: Call, step: str, edit: moved.Edit, key_in: Callable[[Plan], str], why: moved.Why, notes: tuple[str, ...]
) -> int:
    """Run it, and print where the block stands now, what it overlaps, and what else moved."""
    stands: list[tuple[str, Instance | None, list[blocks.Clash]]] = []

    def seen(plan: Plan) -> Plan:
        after = edit(plan)
        key = key_in(after)
        one = blocks.find(after, key, call.zone)
        clashes = blocks.conflicts(after, one.start, one.end, key, call.zone) if one is not None else []
        stands[:] = [(key, one, clashes)]
        return after

    found = moved.done(call, step, seen)
    key, one, clashes = stands[0]
    if call.as_json:
        of = found.after.find(one.item) if one is not None else None
        instances = [json.instance(one, of if isinstance(of, Item) else None)] if one is not None else []
        if call.dry and found.before.find(key.partition("@")[0]) is None:
            instances = [{name: value for name, value in each.items() if name != "id"} for each in instances]
        moved.as_json(call, found, why, instances=instances)
    elif one is not None:
        stays = ("it stands there already",) if found.nothing else ()
        call.printer.line(_line(call, one, (*notes, *stays), clashes))
        own = {shift.key for shift in found.shifts if one.recurring and shift.item == one.item}
        moved.tell(call, found, why, but={key, *own})
    return 0


def _line(call: Call, one: Instance, notes: tuple[str, ...], clashes: list[blocks.Clash]) -> str:
    """Where it stands, and what it overlaps, in one line."""
    mark = " (dry run)" if call.dry else ""
    parts = [f"{one.title}{mark}: {words.span(one.start, one.end, call.state.today)}", *notes]
    for clash in clashes:
        kind = "fixed" if clash.fixed else "flexible"
        parts.append(f"overlaps {clash.instance.title} ({kind}) by {duration.text(clash.minutes)}")
    return f"{lookup.short(call, one.item)}  " + "; ".join(parts)

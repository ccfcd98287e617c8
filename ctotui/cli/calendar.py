"""``today``, ``agenda``, ``move``, ``plan``: what stands on the calendar."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from ctotui.cli import days, lookup, words
from ctotui.cli.call import Call
from ctotui.cli.hidden import tell
from ctotui.cli.items import as_json, making, scope
from ctotui.cli.printing import table
from ctotui.core import agenda as calendar
from ctotui.core import blocks, capture, duration, hidden, series_edits
from ctotui.core.agenda import Instance
from ctotui.core.civil import DAY, day_of, midnight, week_name
from ctotui.core.errors import PlanError
from ctotui.core.model import Item, Wall
from ctotui.core.plan import Plan
from ctotui.core.quickadd import when

if TYPE_CHECKING:
    from ctotui.core.today import TodayRow


def today(call: Call) -> int:
    """The day: its calendar, then its list by section (M11)."""
    from ctotui.core import today as day_list

    day = call.state.today
    shown = call.ask(lambda state: day_list.today(state.plan, call.opening.settings, state.now))
    found = call.ask(lambda state: calendar.on_day(state.plan, day, call.zone))
    tell(call, call.ask(lambda state: hidden.on_today(state, day)))
    if call.as_json:
        listed = [as_json(call, key) for key in dict.fromkeys(shown.order)]
        call.printer.json(day=day.isoformat(), instances=_as_json(call.state.plan, found), items=listed)
        return 0
    sums = f"{shown.done}/{shown.total} done  {duration.spoken(shown.left)} estimated and left"
    call.printer.line(f"{words.day(day, day)}  {week_name(day)}  {sums}")
    for line in _lines(call, found, day)[1:]:
        call.printer.line(line)
    for name in day_list.SECTIONS:
        rows = shown.sections[name] if name != "MEETINGS" else ()
        for line in [name, *(f"  {row}" for row in table([_today_row(call, row) for row in rows]))] if rows else ():
            call.printer.line(line)
    return 0


def _today_row(call: Call, row: "TodayRow") -> tuple[str, ...]:
    item = row.item
    state = "done" if row.done else "running" if row.running else item.status if row.section == "WAITING" else ""
    star = "*" if item.star else ""
    spent = words.spent(row.actual, row.estimate)
    title = f"{item.title}  {words.marks(item, call.state.today)}".rstrip()
    return lookup.short(call, item.id), state, star + words.priority(item), spent, title


def agenda(call: Call) -> int:
    """Everything that overlaps the days [from, to)."""
    first, past = days.ahead(call)
    found = call.ask(lambda state: calendar.instances(state.plan, first, past, call.zone))
    tell(call, call.ask(lambda state: hidden.on_days(state.plan, first, past, call.zone)))
    if call.as_json:
        call.printer.json(instances=_as_json(call.state.plan, found))
        return 0
    for line in _lines(call, found, first):
        call.printer.line(line)
    return 0


def move(call: Call) -> int:
    """Move a block, an occurrence, or an item's next block; says what it now overlaps."""
    one = lookup.block(call, call.words[0])
    text = " ".join(call.words[1:])
    context = call.ask(capture.context)
    placed = when.parse(text, context, one.start, one.end)
    if placed.start is None or placed.end is None:
        raise PlanError(f'"{text[:40]}" names no time to move to.')
    start, end = placed.start, placed.end
    chosen = scope(call, one.id if one.recurring else "")
    if chosen == "this":
        call.edit(f"Move {one.title}", blocks.move, one.id, start, end, call.session.now, call.zone)
        return _told(call, one.item, one.title, start, end, one.id, placed.notes)
    made = making(call)
    call.edit(f"Move {one.title}", series_edits.move, one.id, start, end, chosen, made)
    key = call.ask(lambda state: series_edits.moved_to(state.plan, one.id, made, start))
    return _told(call, key.partition("@")[0], one.title, start, end, key, placed.notes)


def plan(call: Call) -> int:
    """Put an item on the calendar: where the operand says, else at the earliest free time (I11)."""
    item = lookup.item(call, call.words[0])
    start, end, notes = _place(call, item, " ".join(call.words[1:]))
    block = call.session.new_id("b")
    call.edit(f"Plan {item.title}", blocks.plan_item, item.id, start, end, call.zone, call.session.now, block)
    return _told(call, item.id, item.title, start, end, block, notes)


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


def _lines(call: Call, found: Iterable[Instance], first: date) -> list[str]:
    """A heading a day, then a row each; what began before the first day stands on that."""
    today = call.state.today
    shown = list(found)
    rows = table([_row(call, one) for one in shown])
    lines: list[str] = []
    current = None
    for one, row in zip(shown, rows, strict=True):
        day = max(day_of(one.start), first)
        if day != current:
            lines += [words.day(day, today) + ("  today" if day == today else "")]
            current = day
        lines.append(f"  {row}")
    return lines


def _row(call: Call, one: Instance) -> tuple[str, ...]:
    today = call.state.today
    if isinstance(one.start, datetime) and isinstance(one.end, datetime):
        shown = words.hours(one.start, one.end)
    else:
        last = day_of(one.end) - DAY
        shown = "all day" if last <= day_of(one.start) else f"to {words.day(last, today)}"
    name = lookup.short(call, one.item)
    if "@" in one.id:
        name += f"@{one.id.partition('@')[2]}"
    return shown, name, one.title + (f"  ({flags})" if (flags := words.flags(one)) else "")


def _as_json(plan: Plan, found: Iterable[Instance]) -> list[dict[str, object]]:
    from ctotui.formats import json

    items = {one.item: plan.find(one.item) for one in found}
    return [json.instance(one, item if isinstance(item := items[one.item], Item) else None) for one in found]


def _told(call: Call, item: str, title: str, start: Wall, end: Wall, block: str, notes: tuple[str, ...]) -> int:
    """Where it stands now, and what it overlaps, in one line."""
    clashes = call.ask(lambda state: blocks.conflicts(state.plan, start, end, block, call.zone))
    if call.as_json:
        now = call.ask(lambda state: blocks.find(state.plan, block, call.zone))
        call.printer.json(instances=_as_json(call.state.plan, [now] if now else []))
        return 0
    parts = [f"{title}: {words.span(start, end, call.state.today)}", *notes]
    for clash in clashes:
        mark = "fixed" if clash.fixed else "flexible"
        parts.append(f"overlaps {clash.instance.title} ({mark}) by {duration.text(clash.minutes)}")
    call.printer.line(f"{lookup.short(call, item)}  " + "; ".join(parts))
    return 0

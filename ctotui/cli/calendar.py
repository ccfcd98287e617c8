"""``today`` and ``agenda``: what stands on the calendar."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from ctotui.cli import days, lookup, words
from ctotui.cli.call import Call
from ctotui.cli.hidden import tell
from ctotui.cli.items import as_json
from ctotui.cli.printing import table
from ctotui.core import agenda as calendar
from ctotui.core import duration, hidden
from ctotui.core.agenda import Instance
from ctotui.core.civil import DAY, day_of, week_name
from ctotui.core.model import Item
from ctotui.core.plan import Plan

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

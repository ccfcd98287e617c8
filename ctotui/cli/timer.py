"""``log``, ``start``, ``stop``, ``status``, ``entries``: tracked time."""

from datetime import datetime

from ctotui.cli import days, lookup, words
from ctotui.cli.call import Call
from ctotui.cli.printing import table
from ctotui.core import capture, duration, entries
from ctotui.core.civil import instant, wall
from ctotui.core.errors import PlanError
from ctotui.core.model import CLOSED, Entry, Item
from ctotui.core.plan import Plan
from ctotui.core.quickadd import line
from ctotui.core.quickadd.line import Parsed
from ctotui.core.tracked import tracked_whole


def log(call: Call) -> int:
    """A past entry, as the key T (T5): on the item whose ID or title the line names, else on a new one that is done."""
    text, subject = " ".join(call.words), ""
    found = lookup.open_target(call, call.words[-1]) if len(call.words) > 1 else None
    named = found[0] if found is not None else None
    if named is not None:
        text, subject = " ".join(call.words[:-1]), named.id
    context = call.ask(lambda state: capture.context(state, "past", needs_title=not subject))
    parsed = line.parse(text, context)
    session = call.session
    new = session.new_id("i"), session.new_id("n"), session.new_id("n")
    people = tuple(session.new_id("p") for _handle in parsed.unknown_people)
    title = parsed.title or (named.title if named else "")
    change = call.edit(f"Log {title}", capture.log, parsed, session.now, call.zone, *new, people, subject)
    made = [after for _before, after in change.records if isinstance(after, Entry) and after.id == new[1]]
    return _told(call, made[0]) if made else 0


def start(call: Call) -> int:
    """The timer on an item, on a new one, on what is planned now, or on what ran last (T2)."""
    session = call.session
    item, occurrence, parsed = _wanted(call)
    if parsed is None:
        title = call.state.plan.get(Item, item).title
        new = session.new_id("n")
        change = call.edit(f"Start {title}", entries.start, item, session.now, new, call.zone, occurrence)
    else:
        new_ids = session.new_id("i"), session.new_id("b"), session.new_id("n")
        people = tuple(session.new_id("p") for _handle in parsed.unknown_people)
        change = call.edit(f"Start {parsed.title}", _begun, parsed, session.now, call.zone, new_ids, people)
    made = [after for _before, after in change.records if isinstance(after, Entry) and after.end is None]
    return _told(call, made[0]) if made else 0


def stop(call: Call) -> int:
    """Stop the timer, now or at an earlier time; under a minute is discarded (T4)."""
    current = entries.running(call.state.plan)
    if current is None:
        raise PlanError("No timer runs.")
    title = _title(call.state.plan, current)
    at = _moment(call, call.option("--at")) if call.option("--at") else None
    call.edit(f"Stop {title}", entries.stop, call.session.now, at)
    kept = call.state.plan.find(current.id)
    if isinstance(kept, Entry):
        return _told(call, kept)
    if call.as_json:
        call.printer.json(entries=[])
    else:
        call.printer.line(f"{title}: less than a minute, discarded")
    return 0


def status(call: Call) -> int:
    """The running timer in one line, nothing where none runs."""
    found = call.session.status()
    if call.as_json:
        current = entries.running(call.state.plan)
        call.printer.json(entries=[_as_json(current)] if current is not None else [])
    elif found.title:
        minutes = found.minutes(call.state.now.timestamp())
        call.printer.line(_dot(call, found.title, minutes, found.estimate))
    return 0


def entries_command(call: Call) -> int:
    """Tracked time of some days, by start, and its sum."""
    first, past = days.back(call)
    found = call.ask(lambda state: days.entries_between(state, first, past))
    if call.as_json:
        call.printer.json(entries=[_as_json(entry) for entry in found])
        return 0
    call.ask(lambda state: days.with_items(state, found))
    for row in table([_row(call, entry) for entry in found]):
        call.printer.line(row)
    if found:
        total = sum(entries.minutes(entry, call.state.now) for entry in found)
        call.printer.line(f"{duration.clock(total)} in all")
    return 0


def _wanted(call: Call) -> tuple[str, str, Parsed | None]:
    """Item and occurrence to track, or the line of a new item."""
    if not call.words:
        return (*_now_or_last(call), None)
    if len(call.words) == 1 and (found := lookup.open_target(call, call.words[0])) is not None:
        item, occurrence = found
        return item.id, occurrence or _occurrence_now(call, item), None
    text = " ".join(call.words)
    if known := call.ask(lambda state: capture.named(state.plan, text)):
        return known, "", None
    parsed = call.ask(lambda state: line.parse(text, capture.context(state)))
    if parsed.problems:
        raise PlanError(parsed.problems[0])
    return "", "", parsed


def _now_or_last(call: Call) -> tuple[str, str]:
    """What is planned now and can be worked on, else what was tracked last."""
    from ctotui.core.agenda import on_day

    state = call.state
    for one in call.ask(lambda state: on_day(state.plan, state.today, call.zone)):
        if not one.all_day and one.begins <= state.now < one.ends and one.status not in CLOSED:
            return one.item, one.id if one.recurring else ""
    last = entries.last(state.plan)
    if last is None or not isinstance(state.plan.find(last.item), Item):
        raise PlanError(
            'Nothing is planned now and nothing was tracked before: name an item, as in "ctotui start 4kq".'
        )
    return last.item, last.occurrence


def _occurrence_now(call: Call, item: Item) -> str:
    """The occurrence of a series that is on or comes next today; empty where there is none."""
    from ctotui.core.blocks import next_block

    if not item.repeat:
        return ""
    found = call.ask(lambda state: next_block(state.plan, item.id, state.now, call.zone))
    today = call.state.today
    return found.id if found and wall(found.begins, call.zone).date() == today else ""


def _begun(
    plan: Plan, parsed: Parsed, now: datetime, zone: str, ids: tuple[str, str, str], people: tuple[str, ...]
) -> Plan:
    """A new item with the timer on it, as one step."""
    item, block, entry = ids
    plan = capture.add(plan, parsed, now, zone, item, block, people)
    return entries.start(plan, item, now, entry, zone)


def _moment(call: Call, text: str) -> datetime:
    """The instant of ``--at``: ``10:30``, ``-10m``."""
    from ctotui.core.quickadd import when

    context = call.ask(lambda state: capture.context(state, "past"))
    found = when.moment(text, context)
    if not isinstance(found, datetime):
        raise PlanError(f'"{text[:40]}" names no time of day: write it like 10:30 or -10m.')
    return instant(found, call.zone)


def _row(call: Call, entry: Entry) -> tuple[str, ...]:
    state = call.state
    start = wall(entry.start, entry.zone or call.zone)
    end = wall(entry.end, entry.zone or call.zone) if entry.end else None
    if entry.adjustment is not None:
        shown = "corrected"
    else:
        shown = words.hours(start, end) if end else f"{start:%H:%M}–now"
    spent = duration.clock(entries.minutes(entry, state.now))
    title = _title(state.plan, entry) + (f"  {entry.note}" if entry.note else "")
    return words.day(start.date(), state.today), shown, spent, lookup.short(call, entry.item), title


def _told(call: Call, entry: Entry) -> int:
    """One line on an entry, or it as JSON."""
    if call.as_json:
        call.printer.json(entries=[_as_json(entry)])
    elif entry.end is None:
        call.printer.line(_running(call, entry))
    else:
        call.printer.line("  ".join(part for part in _row(call, entry) if part))
    return 0


def _running(call: Call, entry: Entry) -> str:
    """What runs, with all the time ever tracked on its item."""
    item = call.state.plan.find(entry.item)
    if not isinstance(item, Item):
        return _dot(call, "(deleted item)", entries.minutes(entry, call.state.now), None)
    return _dot(call, item.title, call.ask(lambda state: tracked_whole(state.plan, item, state.now)), item.estimate)


def _dot(call: Call, title: str, minutes: int, estimate: int | None) -> str:
    """``● SLA contract 0:36/1:30``."""
    dot = "●" if call.printer.unicode else "*"
    return f"{dot} {title} {duration.clock(minutes)}" + (f"/{duration.clock(estimate)}" if estimate else "")


def _title(plan: Plan, entry: Entry) -> str:
    item = plan.find(entry.item)
    return item.title if isinstance(item, Item) else "(deleted item)"


def _as_json(entry: Entry) -> dict[str, object]:
    from ctotui.formats import json

    return json.entry(entry)

"""Ranges of days ``[from, to)``, as ``--from`` and ``--to`` name them, and the tracked time in one."""

from datetime import date, datetime, timedelta

from ctotui.cli.call import Call
from ctotui.core import entries
from ctotui.core.civil import DAY
from ctotui.core.errors import NotLoaded, PlanError
from ctotui.core.model import Entry
from ctotui.core.plan import month
from ctotui.core.query import read_day
from ctotui.core.state import State

WEEK = 7 * DAY
LONGEST = timedelta(days=40 * 366)
"""Of a range on the calendar: a rule without an end must not keep the program for ever."""


def ahead(call: Call) -> tuple[date, date]:
    """Days of a range that leans to the future: seven from today where nothing is given."""
    now = call.state.wall
    start, end = call.option("--from"), call.option("--to")
    first = read_day(start, now) if start else now.date()
    past = read_day(end, datetime.combine(first, now.time())) if end else min(first, date.max - WEEK) + WEEK
    if end and not start and past <= first:
        first = max(past, date.min + WEEK) - WEEK
    if past - first > LONGEST:
        raise PlanError("The range is longer than forty years: name an earlier --to.")
    return _checked(first, past)


def back(call: Call) -> tuple[date, date]:
    """Days of a range that leans to the past: today where nothing is given, until today where only its start is."""
    now = call.state.wall
    start, end = call.option("--from"), call.option("--to")
    first = read_day(start, now, "past") if start else now.date()
    if not end:
        return first, max(min(first, date.max - DAY), now.date()) + DAY
    past = read_day(end, datetime.combine(first, now.time()))
    if not start:
        first = min(first, max(past, date.min + DAY) - DAY)
    return _checked(first, past)


def entries_between(state: State, first: date, past: date) -> list[Entry]:
    """The entries that overlap [first, past), by start; only days that can have any are looked at. Raises NotLoaded."""
    months = sorted(key.partition("/")[2] for key in state.plan.shards if key.startswith("entries/"))
    if not months:
        return []
    day = max(first, date.fromisoformat(f"{months[0]}-01"))
    end = min(past, date.fromisoformat(f"{months[-1]}-01") + timedelta(days=40), state.today + 2 * DAY)
    since, until = (f"entries/{month(moment)}" for moment in (day - entries.LONGEST, max(day, end)))
    _load(state, [key for key in state.plan.shards if since <= key <= until])
    found: dict[str, Entry] = {}
    while day < end:
        found.update((entry.id, entry) for entry in entries.on_day(state.plan, day, state.settings.zone, state.now))
        day += DAY
    return sorted(found.values(), key=lambda entry: (entry.start, entry.id))


def with_items(state: State, found: list[Entry]) -> None:
    """Have the items of some entries in memory: those not there are in the archive, or meetings of some month.

    Raises NotLoaded.
    """
    for places in ("items/", "calendar/"):
        if all(state.plan.find(key) is not None for key in {entry.item for entry in found}):
            return
        _load(state, [key for key in state.plan.shards if key.startswith(places)])


def _load(state: State, keys: list[str]) -> None:
    """All that is missing of some shards at once. Raises NotLoaded."""
    missing = [key for key in keys if state.plan.shards[key] is None]
    if missing:
        raise NotLoaded(missing)


def _checked(first: date, past: date) -> tuple[date, date]:
    if past <= first:
        raise PlanError(f"The range from {first} to {past} is empty: its last day is not in it.")
    return first, past

"""Edits and queries of tracked time: the timer and past entries (T1–T5, T14).

Entries are half-open, in instants, and never overlap; at most one runs, none reaches into the future (T1). Shown times
are cut to the minute, and every sum counts minutes between shown times, so that rows always add up to their totals.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from ctotui.core.civil import DAY, clock, day_bounds, instant, midnight, wall
from ctotui.core.errors import NotLoaded, PlanError
from ctotui.core.memo import by_shards
from ctotui.core.model import Entry, Item
from ctotui.core.plan import Plan, Shard, month, update

SHORTEST = timedelta(seconds=60)
"""A stop before this discards the entry (T4)."""
REJOIN = timedelta(minutes=2)
"""`S` within this of the last entry's end goes on with that entry (T2)."""
LONGEST = timedelta(days=7)
"""How far back an entry is looked for that reaches into a day; a longer one is found only while its month is loaded."""
SPAN = timedelta(days=31)
"""An entry is listed on the days of so long; longer ones are a slip of the pen."""


# --- queries ---------------------------------------------------------------------------------------------------------


@by_shards("entries/")
def running(plan: Plan) -> Entry | None:
    """The running entry among the loaded shards: after a merge of two, the one that started last (T1)."""
    open_ones = [entry for _key, shard in plan.loaded("entries/") for entry in shard.derive(_unended)]
    return max(open_ones, key=lambda entry: entry.start, default=None)


def last(plan: Plan) -> Entry | None:
    """The entry that ended last among the loaded shards, or None; corrections do not count (T10)."""
    ended = [entry for _key, shard in plan.loaded("entries/") if (entry := shard.derive(_latest)) is not None]
    return max(ended, key=_end_of, default=None)


def on_day(plan: Plan, day: date, zone: str, now: datetime | None = None) -> list[Entry]:
    """The entries that overlap a local day, by start; corrections too (T14).

    Each counts on the day of its own zone, or of `zone` where it has none. With `now`, a running entry is on every day
    until then; without, only on the day that it began. Raises NotLoaded for months that are not in memory.
    """
    months = dict.fromkeys(month(day - timedelta(days=back)) for back in (0, LONGEST.days))
    index = _by_day(zone)
    found = [entry for shard in _months(plan, list(months)) for entry in shard.derive(index).get(day, ())]
    current = running(plan)
    if current is not None:
        own = current.zone or zone
        until = wall(now, own).date() if now is not None else wall(current.start, own).date()
        if wall(current.start, own).date() <= day <= until:
            found.append(current)
    return sorted(found, key=lambda entry: (entry.start, _end_of(entry), entry.id))


def minutes(entry: Entry, now: datetime, day: date | None = None, zone: str = "") -> int:
    """Minutes of an entry between its shown times, up to `now` where it runs; of its part on `day` where one is given.

    A correction counts its signed minutes (T10).
    """
    if entry.adjustment is not None:
        return entry.adjustment
    start, end = entry.start, entry.end or max(now, entry.start)
    if day is not None:
        first, past = day_bounds(day, entry.zone or zone)
        start, end = max(start, first), min(end, past)
    return max(_minute(end) - _minute(start), 0)


def overlapping(plan: Plan, start: datetime, end: datetime, now: datetime, but: str = "") -> list[Entry]:
    """The entries, by start, that share time with ``[start, end)``, one that runs reaching to `now`.

    What a new entry there would cut (T5). Raises NotLoaded for months that are not in memory.
    """
    span = (end - start + LONGEST + 2 * DAY).days + 1
    names = dict.fromkeys(month(end + DAY - timedelta(days=back)) for back in range(span + 1))
    shards = _months(plan, list(names))
    current = running(plan)
    closed = [entry for shard in shards for entry in shard.derive(_closed)]
    if current is not None:
        closed.append(current)
    return sorted(
        (e for e in closed if e.id != but and e.start < end and (e.end or max(now, e.start)) > start),
        key=lambda entry: entry.start,
    )


# --- the timer -------------------------------------------------------------------------------------------------------


def start(plan: Plan, item: str, now: datetime, new_id: str, zone: str, occurrence: str = "") -> Plan:
    """Track time on an item from `now`; what runs ends in the same instant (T2). The item becomes *doing* (M10).

    Raises PlanError where the timer already runs on it, or where time from `now` on is tracked already.
    """
    now = _second(now)
    found = plan.get(Item, item)
    current = running(plan)
    if current is not None and (current.item, current.occurrence) == (item, occurrence):
        raise PlanError(f'The timer already runs on "{found.title}".')
    if current is not None:
        plan = _end(plan, current, now, now)
    _refuse_overlap(plan, now, now + timedelta(seconds=1), now, zone)
    entry = Entry(new_id, item, now, zone=zone, occurrence=occurrence, modified=now)
    return _doing(plan.put(entry), found, now)


def stop(plan: Plan, now: datetime, at: datetime | None = None) -> Plan:
    """End the running entry now, or at an earlier instant; under 60 s it is discarded (T4). Raises PlanError."""
    current = running(plan)
    if current is None:
        raise PlanError("No timer runs: s starts one on the item under the cursor.")
    now = _second(now)
    end = _second(at) if at is not None else now
    zone = current.zone
    if end > now:
        raise PlanError(f"The timer cannot stop at {clock(wall(end, zone))}: that is in the future.")
    if end < current.start and at is not None:
        raise PlanError(f"The timer cannot stop at {clock(wall(end, zone))}: it started at {_at(current.start, zone)}.")
    return _end(plan, current, end, now)


def stop_on(plan: Plan, item: str, now: datetime) -> Plan:
    """End the running entry if it is one of `item`: what closing that item does."""
    current = running(plan)
    return stop(plan, now) if current is not None and current.item == item else plan


def stop_or_continue(plan: Plan, now: datetime, new_id: str, zone: str) -> Plan:
    """The key `S` (T2): end what runs; else go on with the last entry's item, in the same entry within two minutes."""
    if running(plan) is not None:
        return stop(plan, now)
    now = _second(now)
    previous = last(plan)
    if previous is None:
        raise PlanError("Nothing was tracked this month or last, so there is nothing to go on with.")
    found = plan.find(previous.item)
    if not isinstance(found, Item):
        raise PlanError("What was tracked last was deleted: s starts a timer on the item under the cursor.")
    if timedelta(0) <= now - _end_of(previous) <= REJOIN:
        return _doing(update(plan, previous, now, end=None), found, now)
    return start(plan, previous.item, now, new_id, zone, previous.occurrence)


# --- the past --------------------------------------------------------------------------------------------------------


def log(
    plan: Plan,
    item: str,
    start: datetime,
    end: datetime,
    now: datetime,
    new_id: str,
    zone: str,
    *,
    occurrence: str = "",
    note: str = "",
    cut: bool = False,
    rest_id: str = "",
) -> Plan:
    """A past entry ``[start, end)`` (T5). It fills untracked time only, unless `cut` lets it shorten its neighbours.

    `rest_id` names the second part of an entry that it falls inside. Raises PlanError where it would overlap (naming
    the entry), cover another entry whole, have no length, or reach into the future.
    """
    start, end, now = _second(start), _second(end), _second(now)
    plan.get(Item, item)
    plan = _begun_by(plan, item, start, now)
    _check_span(start, end, now, zone)
    plan = _make_way(plan, start, end, now, zone, cut, rest_id)
    return plan.put(Entry(new_id, item, start, end, zone, occurrence=occurrence, note=note, modified=now))


def change(
    plan: Plan,
    entry: str,
    start: datetime,
    end: datetime | None,
    now: datetime,
    *,
    item: str = "",
    cut: bool = False,
) -> Plan:
    """Give an entry other times, and another item where one is named; no `end`: it goes on running.

    Refuses what `log` refuses, and to set a second entry running.
    """
    found = plan.get(Entry, entry)
    start, now = _second(start), _second(now)
    zone = found.zone
    if found.adjustment is not None:
        raise PlanError("A correction of the timesheet has no times to move: delete it and make another.")
    if end is None:
        current = running(plan)
        if current is not None and current.id != entry:
            raise PlanError(f"{_named(plan, current, zone)} runs already: stop it first.")
        if start > now:
            raise PlanError(f"An entry cannot start at {_at(start, zone)}: that is in the future.")
    else:
        end = _second(end)
        _check_span(start, end, now, zone)
    if item:
        plan.get(Item, item)
    plan = _begun_by(plan, item or found.item, start, now)
    until = end if end is not None else max(now, start + timedelta(seconds=1))
    plan = _make_way(plan, start, until, now, zone, cut, "", but=entry)
    moved = {"start": start, "end": end, "item": item or found.item}
    return update(plan, found, now, **moved)


def delete(plan: Plan, entry: str) -> Plan:
    """Forget a stretch of tracked time. Raises PlanError where it is gone already."""
    return plan.drop(plan.get(Entry, entry).id)


def _begun_by(plan: Plan, key: str, start: datetime, now: datetime) -> Plan:
    """Let an item be as old as the time tracked on it: where its time is summed up, no earlier month is looked at."""
    item = plan.find(key)
    if not isinstance(item, Item) or item.created is None or month(start) >= month(item.created):
        return plan
    return update(plan, item, now, created=start)


# --- how -------------------------------------------------------------------------------------------------------------


def _end(plan: Plan, current: Entry, end: datetime, now: datetime) -> Plan:
    if end - current.start < SHORTEST:
        return plan.drop(current.id)
    return update(plan, current, now, end=end)


def _doing(plan: Plan, item: Item, now: datetime) -> Plan:
    """M10: `s` makes an item *doing*; a series and a meeting have no such status of their own."""
    if item.repeat or item.kind == "meeting":
        return plan
    from ctotui.core.items import set_status

    return set_status(plan, item.id, "doing", now)


def _check_span(start: datetime, end: datetime, now: datetime, zone: str) -> None:
    if end <= start:
        raise PlanError(f"An entry from {_at(start, zone)} to {_at(end, zone)} has no length: its end must be later.")
    if end > now:
        raise PlanError(f"An entry cannot end at {_at(end, zone)}: that is in the future (it is {_at(now, zone)}).")


def _refuse_overlap(plan: Plan, start: datetime, end: datetime, now: datetime, zone: str) -> None:
    over = overlapping(plan, start, end, now)
    if over:
        raise PlanError(f"{_named(plan, over[0], zone)} is tracked at that time already.")


def _make_way(
    plan: Plan, start: datetime, end: datetime, now: datetime, zone: str, cut: bool, rest_id: str, but: str = ""
) -> Plan:
    for other in overlapping(plan, start, end, now, but):
        if not cut:
            raise PlanError(f"{_named(plan, other, zone)} is tracked at that time already.")
        plan = _cut(plan, other, start, end, now, zone, rest_id)
    return plan


def _cut(plan: Plan, other: Entry, start: datetime, end: datetime, now: datetime, zone: str, rest_id: str) -> Plan:
    """`other` without ``[start, end)``. A part under a second long does not stay."""
    before, after = other.start < start, other.end is None or other.end > end
    if not before and not after:
        raise PlanError(f"{_named(plan, other, zone)} would vanish: delete it first.")
    if before and after:
        if not rest_id:
            raise PlanError(f"{_named(plan, other, zone)} goes on before and after that time: shorten it first.")
        rest = Entry(
            rest_id, other.item, end, other.end, other.zone, other.occurrence, other.note, other.billable, modified=now
        )
        return update(plan, other, now, end=start).put(rest)
    return update(plan, other, now, end=start) if before else update(plan, other, now, start=end)


def _named(plan: Plan, entry: Entry, zone: str) -> str:
    """``"Exec sync" 09:02–09:55``: how a refusal names an entry."""
    item = plan.find(entry.item)
    title = item.title if isinstance(item, Item) else "An entry of a deleted item"
    until = clock(wall(entry.end, entry.zone or zone)) if entry.end is not None else "now"
    return f'"{title}" {_at(entry.start, entry.zone or zone)}–{until}'


def _at(moment: datetime, zone: str) -> str:
    return clock(wall(moment, zone))


def _second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _minute(moment: datetime) -> int:
    """Whole minutes since the epoch."""
    return int(moment.timestamp()) // 60


def _end_of(entry: Entry) -> datetime:
    return entry.end if entry.end is not None else datetime.max.replace(tzinfo=UTC)


def _months(plan: Plan, months: list[str]) -> list[Shard]:
    """The entry shards of some months. Raises NotLoaded for all that are missing at once."""
    keys = [f"entries/{name}" for name in months]
    missing = [key for key in keys if key in plan.shards and plan.shards[key] is None]
    if missing:
        raise NotLoaded(missing)
    return [plan.shard(key) for key in keys]


def _unended(shard: Shard) -> list[Entry]:
    return [e for e in shard.values() if isinstance(e, Entry) and e.end is None and e.adjustment is None]


def _closed(shard: Shard) -> list[Entry]:
    return [e for e in shard.values() if isinstance(e, Entry) and e.end is not None and e.adjustment is None]


def _latest(shard: Shard) -> Entry | None:
    return max(shard.derive(_closed), key=_end_of, default=None)


@lru_cache(maxsize=8)
def _by_day(zone: str) -> Callable[[Shard], dict[date, list[Entry]]]:
    """Index of a shard's ended entries and corrections by each local day that they touch."""

    def index(shard: Shard) -> dict[date, list[Entry]]:
        found: dict[date, list[Entry]] = {}
        for entry in shard.values():
            if isinstance(entry, Entry) and entry.end is not None:
                own = entry.zone or zone
                day = wall(entry.start, own).date()
                found.setdefault(day, []).append(entry)
                until = min(entry.end, entry.start + SPAN)
                while instant(midnight(day := day + DAY), own) < until:
                    found.setdefault(day, []).append(entry)
        return found

    return index

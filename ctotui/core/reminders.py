"""What to be reminded of: meetings and blocks some time before they start, deadlines, follow-ups. Pure.

The lead times are those of one occurrence's own alarms (VALARM), of the item (`remind`), of its alarms, else of the
settings. A whole-day deadline and a follow-up remind when the working hours of the day open; a lead of days counts from
there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from ctotui.core import duration
from ctotui.core.agenda import Instance, instances
from ctotui.core.alarms import Alarm, alarms, longest
from ctotui.core.civil import DAY, at_minute, clock, day_month, day_name, day_of, instant, wall
from ctotui.core.errors import NotLoaded
from ctotui.core.holidays import working_hours
from ctotui.core.model import CLOSED, Item, Occurrence, Wall
from ctotui.core.plan import SERIES, Plan, Shard
from ctotui.core.state import Settings

BACK = timedelta(days=7)
"""How far back what was missed is looked for."""
AHEAD = timedelta(days=31)
"""Longest lead time that counts."""
DAWN = 8 * 60
"""When a day without working hours opens."""

Kind = Literal["start", "due", "follow-up"]


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to be reminded of, once."""

    key: str
    """The same each time it is worked out, another one where it was moved."""
    kind: Kind
    item: str
    block: str
    """Id of the block or occurrence that starts; empty otherwise."""
    title: str
    at: datetime
    """Instant that it is about."""
    fires: datetime
    """Instant at which to remind."""
    whole_day: bool = False


@dataclass(frozen=True, slots=True)
class Memory:
    """What was shown: everything until an instant, and by key what is still ahead."""

    until: datetime
    keys: frozenset[str] = frozenset()


def between(plan: Plan, settings: Settings, since: datetime, until: datetime) -> list[Reminder]:
    """The reminders of the instants ``(since, until]``, in their order. Raises NotLoaded."""
    found = [*_starts(plan, settings, since, until), *_deadlines(plan, settings)]
    once = {one.key: one for one in found if since < one.fires <= until}
    return sorted(once.values(), key=lambda one: (one.fires, one.key))


def news(plan: Plan, settings: Settings, now: datetime, memory: Memory) -> tuple[list[Reminder], Memory]:
    """What is to be shown at `now` and was not before, and what to remember then. Raises NotLoaded.

    Of what has started meanwhile nothing is lost, back to `BACK`. What came in, or was moved, after its time to remind
    is shown as long as it is still ahead.
    """
    since = max(now - BACK, min(memory.until, now - DAY))
    found = between(plan, settings, since, now)
    fresh = [
        one
        for one in found
        if one.key not in memory.keys and (one.fires > memory.until or (one.kind == "start" and one.at > now))
    ]
    ahead = frozenset(one.key for one in found if one.at > now)
    return fresh, Memory(max(now, memory.until), ahead)


def words(one: Reminder, now: datetime, zone: str) -> str:
    """``in 5m: Standup 11:00``, ``now: Standup 11:00``, ``due today: Budget``, ``follow up today: Cards``."""
    at, here = wall(one.at, zone), wall(now, zone)
    day = "today" if at.date() == here.date() else f"{day_name(at)} {day_month(at).split()[1]}"
    if one.kind == "follow-up":
        return f"follow up {day}: {one.title}"
    if one.kind == "due":
        return f"due {day}{'' if one.whole_day else ' ' + clock(at)}: {one.title}"
    minutes = -(int((now - one.at).total_seconds()) // 60)
    if one.whole_day:
        return f"{day}: {one.title}"
    when = clock(at) if day == "today" else f"{day} {clock(at)}"
    if minutes > 0:
        return f"in {duration.text(minutes)}: {one.title} {when}"
    return f"now: {one.title} {when}" if now - one.at < timedelta(minutes=2) else f"began {when}: {one.title}"


def _starts(plan: Plan, settings: Settings, since: datetime, until: datetime) -> Iterator[Reminder]:
    zone = settings.zone
    first, last = wall(since, zone).date() - DAY, wall(until, zone).date() + DAY
    reach = max([settings.remind_meeting or 0, settings.remind_task or 0, *_own_leads(plan)])
    last += min(timedelta(minutes=reach), AHEAD) + DAY
    lines: dict[tuple[str, Wall | None], tuple[str, ...]] = {}
    for _key, shard in plan.loaded("calendar/"):
        lines |= shard.derive(_own_lines)
    for one in instances(plan, first, last, zone):
        item = plan.find(one.item)
        if one.status in CLOSED or not isinstance(item, Item):
            continue
        for alarm in _alarms(item, lines.get((item.id, one.at), item.ics), one, settings):
            fires = alarm.at or (one.ends if alarm.of_end else one.begins) - timedelta(minutes=alarm.lead)
            key = f"{one.id} {one.begins:%Y%m%dT%H%M} {fires:%Y%m%dT%H%M}"
            yield Reminder(key, "start", item.id, one.id, one.title, one.begins, fires, one.all_day)


def _alarms(item: Item, lines: tuple[str, ...], one: Instance, settings: Settings) -> tuple[Alarm, ...]:
    """`lines` are those of the item, or those that one occurrence has instead of them (RFC 5545 3.8.4.4)."""
    found = alarms(lines)
    if item.remind is not None and (lines is item.ics or not found):
        return tuple(Alarm(lead) for lead in item.remind)
    if found:
        return found
    lead = settings.remind_meeting if one.fixed or item.kind == "meeting" else settings.remind_task
    return () if one.all_day or lead is None else (Alarm(lead),)


def _own_lines(shard: Shard) -> dict[tuple[str, Wall | None], tuple[str, ...]]:
    """The lines of the occurrences of one shard that have some for themselves, by series and original start."""
    dates = (one for one in shard.values() if isinstance(one, Occurrence))
    return {(one.series, one.at): one.ics for one in dates if one.ics is not None}


def _own_leads(plan: Plan) -> Iterator[int]:
    for key, shard in plan.loaded():
        if key.startswith(("calendar/", "items/")):
            yield shard.derive(_longest_lead)


def _longest_lead(shard: Shard) -> int:
    leads = (lead for one in shard.values() if isinstance(one, Item) for lead in one.remind or ())
    kept = (one.ics for one in shard.values() if isinstance(one, Item | Occurrence) and one.ics)
    return max(max(leads, default=0), *(longest(alarms(lines)) for lines in kept), 0)


def _deadlines(plan: Plan, settings: Settings) -> Iterator[Reminder]:
    for item in open_dated(plan):
        if item.due is not None:
            whole = not isinstance(item.due, datetime)
            at = opening(day_of(item.due), settings) if whole else instant(item.due, settings.zone)  # type: ignore[arg-type]
            for fires in _before_due(item, at, whole, settings):
                key = f"{item.id} due {at:%Y%m%dT%H%M} {fires:%Y%m%dT%H%M}"
                yield Reminder(key, "due", item.id, "", item.title, at, fires, whole)
        if item.follow_up is not None and item.status == "waiting" and settings.remind_due is not None:
            at = opening(item.follow_up, settings)
            yield Reminder(f"{item.id} ask {at:%Y%m%dT%H%M}", "follow-up", item.id, "", item.title, at, at, True)


def _before_due(item: Item, at: datetime, whole: bool, settings: Settings) -> Iterator[datetime]:
    """When to remind of a deadline; before a whole day only by days."""
    own = [one for one in alarms(item.ics) if one.of_end or one.at is not None]
    if item.remind is None and own:
        yield from (one.at or at - timedelta(minutes=one.lead) for one in own)
        return
    default = () if settings.remind_due is None else (settings.remind_due,)
    for lead in default if item.remind is None else item.remind:
        yield (
            opening(wall(at, settings.zone).date() - lead // 1440 * DAY, settings)
            if whole
            else (at - timedelta(minutes=lead))
        )


def opening(day: date, settings: Settings) -> datetime:
    """The instant at which the working hours of a day open."""
    opens, closes = working_hours(day, settings)
    return instant(at_minute(day, opens if opens < closes else DAWN), settings.zone)


def open_dated(plan: Plan) -> list[Item]:
    """The open items that have a deadline or a follow-up, but series and hidden ones. Raises NotLoaded."""
    keys = [key for key in plan.shards if key.startswith("items/") and not key.startswith("items/archive/")]
    missing = [key for key in keys if plan.shards[key] is None]
    if missing:
        raise NotLoaded(missing)
    months = [key for key, _shard in plan.loaded("calendar/") if key != SERIES]
    found = [item for key in (*keys, *months) for item in plan.shard(key).derive(_dated)]
    return [item for item in found if item.calendar not in plan.hidden] if plan.hidden else found


def _dated(shard: Shard) -> tuple[Item, ...]:
    items = (one for one in shard.values() if isinstance(one, Item) and one.status not in CLOSED and not one.repeat)
    return tuple(one for one in items if one.due is not None or one.follow_up is not None)


@dataclass(frozen=True, slots=True)
class Due:
    """A line of ``ctotui due``."""

    why: Literal["overdue", "today", "soon"]
    item: Item
    on: date
    follow_up: bool = False


SOON = 2
"""Days ahead that are soon."""


def due(plan: Plan, settings: Settings, now: datetime) -> list[Due]:
    """What is overdue, due today, and due soon, the oldest first; deadlines, and follow-ups of what waits.

    Raises NotLoaded.
    """
    here = wall(now, settings.zone)
    found: list[Due] = []
    for item in open_dated(plan):
        if item.due is not None and day_of(item.due) <= here.date() + SOON * DAY:
            passed = item.due < here if isinstance(item.due, datetime) else item.due < here.date()
            today = day_of(item.due) == here.date()
            found.append(Due("overdue" if passed else "today" if today else "soon", item, day_of(item.due)))
        if item.follow_up is not None and item.status == "waiting" and item.follow_up <= here.date():
            why: Literal["overdue", "today"] = "overdue" if item.follow_up < here.date() else "today"
            found.append(Due(why, item, item.follow_up, True))
    return sorted(found, key=lambda one: (one.on, one.why, one.item.title, one.item.id))

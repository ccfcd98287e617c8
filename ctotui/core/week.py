"""A week in numbers: its days, load against capacity, conflicts, and the free time that is left (S1, section 6)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ctotui.core.agenda import Instance, on_day
from ctotui.core.capacity import load
from ctotui.core.civil import exactly, midnight, week_of
from ctotui.core.cursor import focus
from ctotui.core.lanes import clashes
from ctotui.core.memo import recall
from ctotui.core.model import CLOSED, Item
from ctotui.core.plan import Plan, Shard
from ctotui.core.reschedule.free import Search, starts
from ctotui.core.state import Settings, State


@dataclass(frozen=True, slots=True)
class Total:
    """A week summed up."""

    planned: int
    capacity: int
    """Both in minutes."""
    over: int
    """Days planned beyond their capacity."""
    hard: int
    """Overlaps of what is fixed."""


def focused(state: State) -> date:
    """The day of the cursor, or of what is held."""
    moment = focus(state.view)
    return moment.date() if moment.year > 1970 else state.today


def shown(state: State) -> tuple[date, ...]:
    """The days that hold the cursor, or what is held: a week, or three days counted from today (S7)."""
    day = focused(state)
    if state.view.zoom == "three":
        first, count = day - timedelta(days=(day - state.today).days % 3), 3
    else:
        first, count = week_of(day, state.settings.week_start), 7
    return tuple(first + timedelta(days=number) for number in range(count))


def total(plan: Plan, days: tuple[date, ...], settings: Settings) -> Total:
    """The sums of some days."""
    loads = [load(plan, day, settings) for day in days]
    hard = sum(sum(hits(plan, day, settings.zone).values()) for day in days)
    planned, capacity = sum(one.planned for one in loads), sum(one.capacity for one in loads)
    return Total(planned, capacity, sum(bool(one.over) for one in loads), hard)


def hits(plan: Plan, day: date, zone: str) -> dict[str, bool]:
    """Ids of what overlaps something else on a day, with whether that is fixed (`lanes.clashes`)."""
    return recall(plan, ("clashes", day, zone), lambda: clashes(on_day(plan, day, zone)))


def rival(plan: Plan, one: Instance, zone: str) -> tuple[Instance, int] | None:
    """What an instance overlaps longest, and for how many minutes; fixed ones first."""
    if one.all_day or one.status in CLOSED:
        return None
    assert isinstance(one.start, datetime)
    best: tuple[bool, int, Instance] | None = None
    for other in on_day(plan, one.start.date(), zone):
        shared = round((min(one.ends, other.ends) - max(one.begins, other.begins)).total_seconds() / 60)
        if other.id == one.id or other.all_day or other.status in CLOSED or shared <= 0:
            continue
        if best is None or (other.fixed, shared) > best[:2]:
            best = (other.fixed, shared, other)
    return (best[2], best[1]) if best else None


def big_three(plan: Plan) -> list[Item]:
    """The starred items that are open, by rank."""
    found = recall(
        plan, "big three", lambda: [item for _key, shard in plan.loaded() for item in shard.derive(_starred)]
    )
    return sorted(found, key=lambda item: (item.rank, item.id))


def _starred(shard: Shard) -> tuple[Item, ...]:
    items = (record for record in shard.values() if isinstance(record, Item))
    return tuple(item for item in items if item.star and item.status not in CLOSED)


def free(plan: Plan, days: tuple[date, ...], settings: Settings, now: datetime, minutes: int) -> list[datetime]:
    """The wall times from `now` on at which a free run of at least so many minutes begins, focus windows left out."""
    search = Search(minutes, focus=False)
    slot = now.replace(minute=now.minute - now.minute % settings.slot, second=0, microsecond=0)

    def compute() -> list[datetime]:
        return [start for day in days if day >= now.date() for start in starts(plan, day, settings, search, now)]

    return recall(plan, ("free", days, settings, slot, minutes), compute)


def free_until(plan: Plan, moment: datetime, zone: str) -> datetime:
    """When the next block of the day begins after a free wall time, or midnight."""
    here = exactly(moment, zone)
    later = [(one.begins, one.start) for one in on_day(plan, moment.date(), zone) if isinstance(one.start, datetime)]
    later = [pair for pair in later if pair[0] > here]
    return min(later)[1] if later else midnight(moment.date() + timedelta(days=1))

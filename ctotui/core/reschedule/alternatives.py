"""Other times for what auto-plan proposes: the next ones that are free on other days, and one in two parts."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from ctotui.core.blocks import lasting
from ctotui.core.civil import WEEKDAYS, instant, midnight, minutes_between
from ctotui.core.dependencies import blockers
from ctotui.core.model import Item
from ctotui.core.plan import Plan
from ctotui.core.reschedule.autoplan import CHUNK
from ctotui.core.reschedule.fit import deadline
from ctotui.core.reschedule.order import left
from ctotui.core.reschedule.proposal import Proposal
from ctotui.core.reschedule.reasons import in_focus
from ctotui.core.reschedule.timetable import Found, Kind, Timetable, Want, kind_of
from ctotui.core.reschedule.waiting import begun, last_end
from ctotui.core.state import Settings

MOST = 4


def alternatives(
    plan: Plan, proposal: Proposal, days: Sequence[date], settings: Settings, now: datetime
) -> tuple[tuple[Proposal, ...], ...]:
    """At most four others for a proposal: each is one proposal, or two that are its parts; the two come last.

    `plan` is one in which what was accepted before stands, or all other proposals do (`proposal.accept`), so that none
    of these is in the way. Rules are those of auto-plan, but for the capacity line: it is the user who chooses, and who
    is told (``past the capacity line``). Nothing begins before what the item waits for is over, nor ends after
    something that waits for it has begun. `now` is an instant.
    """
    item, minutes = plan.get(Item, proposal.item), minutes_between(proposal.start, proposal.end, settings.zone)
    table = Timetable(plan, days, settings, now)
    kind = kind_of(item, max(minutes, left(plan, item, settings, now)), settings)
    want = _window(plan, item, proposal, minutes, settings, now)
    others = _on_other_days(table, kind, want, proposal.start.date())
    halves = _halves(table, kind, want)
    if halves is not None and halves[1].begin == halves[0].begin + timedelta(minutes=halves[0].minutes):
        halves = None
    whole = [
        (_whole(item, one, table, kind),) for _number, one in zip(range(MOST - bool(halves)), others, strict=False)
    ]
    return (*whole, _parts(item, halves, table, kind)) if halves else tuple(whole)


def _window(plan: Plan, item: Item, proposal: Proposal, minutes: int, settings: Settings, now: datetime) -> Want:
    """What is looked for, between what the item waits for, and its deadline or what waits for it."""
    zone = settings.zone
    ends = [last_end(plan, one, settings) or instant(proposal.start, zone) for one in blockers(plan, item)]
    since = max(now, *ends) if ends else now
    if item.day is not None:
        since = max(since, instant(midnight(item.day), zone))
    limit = deadline(item)
    limits = [begun(plan, item, settings, now), instant(limit, zone) if limit is not None else None]
    until = min((one for one in limits if one is not None and one > now), default=None)
    return Want(minutes, minutes, since, until)


def _on_other_days(table: Timetable, kind: Kind, want: Want, day: date) -> Iterator[Found]:
    for other in table.between(want.since, want.until):
        if other != day and (found := table.find(other, kind, want, bound=False)) is not None:
            yield found


def _halves(table: Timetable, kind: Kind, want: Want) -> tuple[Found, Found] | None:
    """Two parts: the first as early as it can be, the other on a later day, or later the same day."""
    first = table.settings.slot * -(-want.most // (2 * table.settings.slot))
    second = want.most - first
    if min(first, second) < CHUNK:
        return None
    days = table.between(want.since, want.until)
    one = next(
        filter(None, (table.find(day, kind, want._replace(least=first, most=first), False) for day in days)), None
    )
    if one is None:
        return None
    after = want._replace(least=second, most=second, since=one.begin + timedelta(minutes=first))
    later = [day for day in days if day > one.start.date()]
    found = (table.find(day, kind, after, False) for day in (*later, one.start.date()))
    other = next(filter(None, found), None)
    return None if other is None else (one, other)


def _whole(item: Item, found: Found, table: Timetable, kind: Kind) -> Proposal:
    return _proposal(item, found, f"first {found.minutes} free minutes on {_day(found)}", table, kind)


def _parts(item: Item, halves: tuple[Found, Found], table: Timetable, kind: Kind) -> tuple[Proposal, ...]:
    found = zip(halves, ("first", "second"), strict=True)
    return tuple(_proposal(item, one, f"{number} of two parts, on {_day(one)}", table, kind) for one, number in found)


def _proposal(item: Item, found: Found, why: str, table: Timetable, kind: Kind) -> Proposal:
    if in_focus(found, table.settings):
        why += ", in a focus window"
    if table.room(found.start.date(), kind.line) < found.minutes:
        why += ", past the capacity line"
    return Proposal(item.id, found.start, lasting(found.start, found.minutes, table.settings.zone), why)


def _day(found: Found) -> str:
    return f"{WEEKDAYS[found.start.weekday()]} {found.start.day}"

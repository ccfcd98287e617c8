"""carry: what is left of a block goes to the next working day, what was done of it stays (section 6, I16)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from ctotui.core import areas, duration
from ctotui.core.agenda import ZONES, Instance, of_block, on_day
from ctotui.core.blocks import conflicts, counts, lasting, move, named, of_item, plan_item
from ctotui.core.civil import DAY, day_of, exists, midnight, minutes_between, wall, week_of
from ctotui.core.errors import PlanError
from ctotui.core.holidays import working_hours
from ctotui.core.model import CLOSED, Item, Wall
from ctotui.core.plan import Plan, blocks_of, update
from ctotui.core.reschedule.fit import fit, search_for
from ctotui.core.reschedule.free import protected
from ctotui.core.reschedule.pieces import held, shortened
from ctotui.core.reschedule.rest import rest
from ctotui.core.state import Settings

To = Literal["tomorrow", "next week"]

REACH = 62
"""Days in which a working day is looked for."""


def carry(plan: Plan, key: str, settings: Settings, now: datetime, new_id: str, to: To = "tomorrow") -> Plan:
    """Take what is left of a block or occurrence, or of an item's blocks of today, to the next working day, or week.

    Left is the length less what was tracked on it that day, in whole slots (`rest`). What was begun is cut there, and
    the rest becomes the block `new_id`; else, and an occurrence always, the block itself moves and lasts that long. It
    takes the same time if that is free, else it fits on that day or after. An item without a block today is planned
    for that day. The item's `carried` counts it. What stands on that day or later stays, and gives the same plan.

    Raises PlanError for what is fixed or closed, where all is tracked, and where nothing is free.
    """
    found = plan.find(key) if "@" not in key else None
    if isinstance(found, Item):
        return _carry_item(plan, found, settings, now, new_id, to)
    one = held(plan, named(plan, key, now, settings.zone), settings)
    return _carry(plan, plan.get(Item, one.item), [one], settings, now, new_id, to)


def leftovers(plan: Plan, day: date, settings: Settings, now: datetime) -> list[str]:
    """Keys of the flexible blocks and occurrences of today, or of a day that is over, of which something is left.

    By start; occurrences that lost their hours (`room.spill`) are among them. What `carry` takes where it is not told.
    """
    if day > wall(now, settings.zone).date():
        return []
    found = [one for one in on_day(plan, day, settings.zone) if day_of(one.start) == day and not one.fixed]
    work = [one for one in found if counts(one) or _lost_hours(one)]
    return [one.id for one in work if rest(plan, one, settings, now)]


def working_day(settings: Settings, now: datetime, to: To, area: str = "") -> date:
    """The next working day after today, or the first one of next week; an area with hours of its own has its days.

    `now` is an instant. Raises PlanError where no day ahead is one.
    """
    today = wall(now, settings.zone).date()
    first = today + DAY if to == "tomorrow" else week_of(today, settings.week_start) + 7 * DAY
    for number in range(REACH):
        opens, closes = working_hours(first + number * DAY, settings, area)
        if opens < closes:
            return first + number * DAY
    raise PlanError(f"No day ahead has {areas.hours_of(area)}: set them in settings.toml.")


def _carry_item(plan: Plan, item: Item, settings: Settings, now: datetime, new_id: str, to: To) -> Plan:
    """Carry what is left of an item today: all its flexible blocks, or the next occurrence of a series."""
    _refuse_closed(item.title, item.status)
    today = wall(now, settings.zone).date()
    found = [
        one
        for one in of_item(plan, item.id, today, today + DAY, settings.zone)
        if one.status not in CLOSED and (day_of(one.start) == today or one.ends > now)
    ]
    if item.repeat:
        found = [one for one in found if one.ends > now][:1] or found[-1:]
        if not found:
            raise PlanError(f"{item.title} has no occurrence left today to carry.")
    flexible = [one for one in found if not one.fixed]
    if found and not flexible:
        held(plan, found[0].id, settings)
    day = working_day(settings, now, to, areas.line(item.list, settings))
    if any(rest(plan, one, settings, now) for one in flexible):
        return _carry(plan, item, flexible, settings, now, new_id, to)
    if (not flexible and item.day is not None and item.day >= day) or _planned_from(plan, item, day, settings):
        return plan
    if flexible:
        return _carry(plan, item, flexible, settings, now, new_id, to)
    status = "next" if item.status == "backlog" else item.status
    return update(plan, item, now, day=day, carried=item.carried + 1, status=status)


def _carry(
    plan: Plan, item: Item, found: Sequence[Instance], settings: Settings, now: datetime, new_id: str, to: To
) -> Plan:
    """Carry some blocks of one item: the rests of those that were begun together, the others each by itself."""
    day = working_day(settings, now, to, areas.line(item.list, settings))
    found = [one for one in found if day_of(one.start) < day]
    if not found:
        return plan
    _refuse_closed(found[0].title, found[0].status)
    pieces = [(one, minutes) for one in found if (minutes := rest(plan, one, settings, now))]
    if not pieces:
        total = duration.text(sum(one.minutes for one in found))
        raise PlanError(f"All {total} of {found[0].title} is tracked: nothing is left to carry; x finishes it.")
    begun = [(one, minutes) for one, minutes in pieces if _leaves_past(one, minutes, now)]
    whole = [piece for piece in pieces if piece not in begun]
    for one, minutes in begun:
        plan = shortened(plan, one, one.minutes - minutes, settings, now)
    if begun:
        start, end = _place(plan, item, begun[0][0], sum(minutes for _one, minutes in begun), day, settings)
        plan = plan_item(plan, item.id, start, end, settings.zone, now, new_id)
    for one, minutes in whole:
        start, end = _place(plan, item, one, minutes, day, settings)
        plan = move(plan, one.id, start, end, now, settings.zone)
    item = plan.get(Item, item.id)
    later = day if item.day is not None and item.day < day and not item.repeat else item.day
    return update(plan, item, now, carried=item.carried + 1, day=later)


def _leaves_past(one: Instance, minutes: int, now: datetime) -> bool:
    """Whether a part of it stays where it is: a block that was begun, and worked on."""
    return minutes < one.minutes and one.begins < now and not one.recurring


def _place(plan: Plan, item: Item, one: Instance, minutes: int, day: date, settings: Settings) -> tuple[Wall, Wall]:
    """Where `minutes` of a block go on `day` or after: the same time, else the earliest that is free."""
    if not isinstance(one.start, datetime):
        return day, day + (day_of(one.end) - one.start)
    start = datetime.combine(day, one.start.time())
    end = lasting(start, minutes, settings.zone)
    if _is_free(plan, item, one, start, end, minutes, settings):
        return start, end
    return fit(plan, item, midnight(day), settings, minutes, ignoring=one.id)


def _is_free(
    plan: Plan, item: Item, one: Instance, start: datetime, end: datetime, minutes: int, settings: Settings
) -> bool:
    """Whether a block may take the time that it had: nothing is there, and it is inside hours if it was before."""
    zone, search = settings.zone, search_for(item, minutes, settings)
    if not exists(start, zone) or end.fold or minutes_between(start, end, zone) != minutes:
        return False
    assert isinstance(one.start, datetime)
    assert isinstance(one.end, datetime)
    if _inside(one.start, one.end, settings, search.area) and not _inside(start, end, settings, search.area):
        return False
    since, until = _minute(start, start), _minute(start, end)
    if any(since < closes and opens < until for opens, closes in protected(start.date(), settings, search.focus)):
        return False
    return not conflicts(plan, start, end, one.id, zone)


def _inside(start: datetime, end: datetime, settings: Settings, area: str) -> bool:
    """Whether wall times lie inside the working hours of the day that they begin on."""
    opens, closes = working_hours(start.date(), settings, area)
    return opens <= _minute(start, start) and _minute(start, end) <= closes


def _minute(day: datetime, moment: datetime) -> int:
    """Minutes of a wall time since the midnight that begins `day`."""
    return int((moment - midnight(day.date())) / timedelta(minutes=1))


def _planned_from(plan: Plan, item: Item, day: date, settings: Settings) -> bool:
    """Whether an item has a block on `day` or later."""
    late = [block for block in blocks_of(plan, item.id) if day_of(block.start) >= day - ZONES]
    return any(day_of(of_block(block, plan, settings.zone).start) >= day for block in late)


def _refuse_closed(title: str, status: str) -> None:
    if status in CLOSED:
        raise PlanError(f"{title} is {status}: nothing of it is left to carry; x opens it again.")


def _lost_hours(one: Instance) -> bool:
    return one.all_day and isinstance(one.at, datetime) and one.status not in CLOSED

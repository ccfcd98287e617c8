"""What the mouse makes of what it holds: its start and end follow the row under the pointer. Pure, as `core.grab` is.

Rows are wall times. A block keeps the cell that it was taken by under the pointer, and with it its minute offset (I4):
it moves by as much as lies between the row where the button was pressed and the one under the pointer.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from ctotui.core import grab
from ctotui.core.civil import exactly, later, minutes_between
from ctotui.core.state import Grab, Settings

Part = Literal["body", "start", "end", "stretch", "plan"]
"""What the button was pressed on: a block, one of its ends, free time that becomes a new block, an item to plan."""
NEW = "New"
"""Title of a stretch of time that has no item yet."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What the mouse took in hand."""

    part: Part
    origin: Grab
    """As it was when the button was pressed."""
    row: datetime | None
    """The row that it was pressed on; None outside the calendar."""
    minutes: int = 0
    """Length of what is planned; of a stretch, that of a row."""


def follow(taken: Taken, held: Grab, here: datetime | None, settings: Settings) -> Grab:
    """What is held with the pointer on the row `here`, None outside the calendar; keys may have changed `held` since.

    Raises PlanError as `grab.shift` and `grab.place` do.
    """
    if taken.part == "plan":
        return _planned(held, here, taken.minutes, settings)
    if here is None or taken.row is None:
        return held
    if taken.part == "body":
        return _carried(taken.origin, taken.row, held, here, settings)
    if taken.part == "stretch":
        return _stretched(taken.row, held, here, taken.minutes, settings)
    return _resized(taken, taken.row, held, here, settings)


def stretch(row: datetime, minutes: int, item: str, block: str, settings: Settings) -> Taken:
    """Free time taken at a row of so many minutes: a new block, of an item that has its name yet to get."""
    end = later(row, timedelta(minutes=minutes), settings.zone)
    return Taken("stretch", Grab("block", block, item, row, end, new=True, title=NEW, dragged=True), row, minutes)


def _carried(origin: Grab, row: datetime, held: Grab, here: datetime, settings: Settings) -> Grab:
    """Moved as far as the pointer is from where it took hold; keys that lengthened it meanwhile count."""
    start, end = origin.start, origin.end
    days = (here.date() - row.date()).days
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return grab.shift(replace(held, start=start, end=end, others=origin.others), settings, days=days)
    end = later(start, timedelta(minutes=_minutes(held, settings)), settings.zone)
    moved = grab.shift(replace(held, start=start, end=end, others=origin.others), settings, days=days)
    by = _between(datetime.combine(here.date(), row.time()).replace(fold=row.fold), here, settings)
    return _later(moved, by, settings) if by else moved


def _resized(taken: Taken, row: datetime, held: Grab, here: datetime, settings: Settings) -> Grab:
    """One end moved down or up the day that it was taken on, never past the other (I4)."""
    by = _between(row, datetime.combine(row.date(), here.time()).replace(fold=here.fold), settings)
    slot, zone = timedelta(minutes=settings.slot), settings.zone
    start, end, first, last = held.start, held.end, taken.origin.start, taken.origin.end
    if not (isinstance(start, datetime) and isinstance(end, datetime)):
        return held  # a key made it last whole days
    assert isinstance(first, datetime)
    assert isinstance(last, datetime)
    if taken.part == "end":
        end = later(last, by, zone)
        while minutes_between(start, end, zone) <= 0:
            end = later(end, slot, zone)
    else:
        start = later(first, by, zone)
        while minutes_between(start, end, zone) <= 0:
            start = later(start, -slot, zone)
    return replace(grab.place(replace(held, others=()), start, end, settings), others=held.others)


def _stretched(row: datetime, held: Grab, here: datetime, minutes: int, settings: Settings) -> Grab:
    """From the row where the button was pressed to the one under the pointer, whole rows of one day."""
    zone = settings.zone
    there = datetime.combine(row.date(), here.time()).replace(fold=here.fold)
    first, last = sorted((row, there), key=lambda moment: exactly(moment, zone))
    return replace(held, start=first, end=later(last, timedelta(minutes=minutes), zone))


def _planned(held: Grab, here: datetime | None, minutes: int, settings: Settings) -> Grab:
    """At the slot under the pointer (I4: what is dropped from a list snaps); nowhere outside the calendar."""
    if here is None:
        return replace(held, start=None, end=None)
    start = here.replace(minute=here.minute - here.minute % settings.slot, second=0)
    return replace(held, start=start, end=later(start, timedelta(minutes=minutes), settings.zone))


def _later(held: Grab, by: timedelta, settings: Settings) -> Grab:
    start, end = held.start, held.end
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    return grab.place(held, later(start, by, settings.zone), later(end, by, settings.zone), settings)


def _minutes(held: Grab, settings: Settings) -> int:
    if not isinstance(held.start, datetime) or not isinstance(held.end, datetime):
        return 0
    return minutes_between(held.start, held.end, settings.zone)


def _between(one: datetime, two: datetime, settings: Settings) -> timedelta:
    return exactly(two, settings.zone) - exactly(one, settings.zone)

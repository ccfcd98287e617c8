"""The rows that several days share: stretches of the clock face, with a second hour where one of the days has it (S9).

A day that does not show the time of a row has nothing there: the hour that it skips, or that only another day repeats.
"""

from datetime import date, datetime
from functools import lru_cache

from ctotui.core.civil import at_minute, exists, odd_length
from ctotui.core.lanes import rows

Face = tuple[tuple[int, int], ...]
"""Rows as (minute since midnight, fold): fold 1 is the second showing of that time (PEP 495)."""


@lru_cache(maxsize=64)
def face(days: tuple[date, ...], zone: str, step: int) -> Face:
    """The rows of `step` minutes that the days share, in the order in which clocks show them."""
    found = [(minute, 0) for minute in range(0, 1440, step)]
    for day in days:
        if not odd_length(day, zone):
            continue
        again = [place(row.moment, step) for row in rows(day, zone, step) if row.moment.fold]
        again = [row for row in again if row not in found]
        if again:
            after = found.index((again[-1][0], 0)) + 1
            found[after:after] = again
    return tuple(found)


def place(moment: datetime, step: int) -> tuple[int, int]:
    """The row of a wall time."""
    minute = moment.hour * 60 + moment.minute
    return minute - minute % step, moment.fold


def index(shared: Face, moment: datetime, step: int) -> int:
    """Where the row of a wall time stands among the shared ones."""
    minute, fold = place(moment, step)
    return shared.index((minute, fold)) if (minute, fold) in shared else shared.index((minute, 0))


def moment_of(day: date, row: tuple[int, int]) -> datetime:
    """The wall time at which a row begins on a day."""
    return at_minute(day, row[0]).replace(fold=row[1])


@lru_cache(maxsize=64)
def skipped(day: date, zone: str, shared: Face, step: int) -> frozenset[int]:
    """The rows whose time clocks do not show on a day."""
    if not odd_length(day, zone):
        return frozenset(number for number, (_minute, fold) in enumerate(shared) if fold)
    own = {place(row.moment, step) for row in rows(day, zone, step)}
    return frozenset(
        number
        for number, row in enumerate(shared)
        if row not in own and (row[1] or not exists(at_minute(day, row[0]), zone))
    )

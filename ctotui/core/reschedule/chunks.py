"""A length of time in chunks over the free runs of some days: what is offered where one run does not hold it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ctotui.core.blocks import lasting
from ctotui.core.civil import instant, minutes_between
from ctotui.core.model import Item
from ctotui.core.plan import Plan
from ctotui.core.reschedule.fit import FOCUS_FROM, search_for
from ctotui.core.reschedule.free import Run, runs, starts
from ctotui.core.state import Settings

LEAST = 30
"""Minutes of the shortest chunk (section 6)."""

Span = tuple[datetime, datetime]
"""Wall times ``[start, end)``."""


@dataclass(frozen=True, slots=True)
class _Room:
    """A free run: where a chunk could start in it and the most minutes it could have."""

    short: tuple[datetime, int] | None
    """Of less than an hour, which focus windows do not take."""
    long: tuple[datetime, int] | None


def in_chunks(
    plan: Plan,
    item: Item,
    minutes: int,
    days: Sequence[date],
    settings: Settings,
    now: datetime,
    limit: datetime | None,
    ignoring: str = "",
) -> tuple[Span, ...]:
    """`minutes` of an item in chunks of `LEAST` or more, one a free run, from the wall time `now` until `limit`.

    They are as early as they can be; empty where the runs do not hold all. Chunks are whole slots, but for the one that
    has what is left over.
    """
    reached: dict[int, tuple[Span, ...]] = {0: ()}
    for day in days:
        for room in _rooms(plan, item, day, settings, now, limit, ignoring):
            more: dict[int, tuple[Span, ...]] = {}
            for done in sorted(reached, reverse=True):
                for size, span in _sizes(room, minutes - done, settings):
                    if done + size not in reached:
                        more.setdefault(done + size, (*reached[done], span))
            reached |= more
            if minutes in reached:
                return reached[minutes]
    return ()


def _rooms(
    plan: Plan, item: Item, day: date, settings: Settings, now: datetime, limit: datetime | None, ignoring: str
) -> Iterator[_Room]:
    """The free runs of a day, focus windows in them."""
    short = list(_stretches(plan, item, LEAST, day, settings, now, limit, ignoring))
    for start, most, end in _stretches(plan, item, FOCUS_FROM, day, settings, now, limit, ignoring):
        ...


def _sizes(room: _Room, left: int, settings: Settings) -> Iterable[tuple[int, Span]]:
    ...

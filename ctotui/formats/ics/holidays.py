"""A rule about holidays in a calendar: as dates, which every program reads, and named beside them for our own import.

RFC 5545 has no words for such a rule. The dates it takes out are EXDATEs, those it puts instead RDATEs, as far as
``X-UNTIL`` says; on the way back the rule counts only where it gives exactly the dates that stand there.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from ctotui.core.civil import day_of
from ctotui.core.errors import PlanError
from ctotui.core.holidays import policy, shifted, table
from ctotui.core.model import Item, Wall
from ctotui.core.recurrence import occurrences
from ctotui.formats.ics.common import escape
from ctotui.formats.ics.lines import Component, unescape

NAME = "X-CTOTUI-HOLIDAYS"
AHEAD = 5
"""Years past its last change for which the dates of a rule are written out."""


def spelled_out(item: Item, start: Wall, zone: str, lines: Component, touched: bool) -> tuple[Item, list[str]]:
    """The item with the dates of its rule about holidays, and the line that names the rule; neither without one.

    An item that is not `touched` since it was imported has them as far as they reached then. A rule that cannot be
    worked out is left out.
    """
    prop = lines.first(NAME)
    if not item.holidays:
        return item, [prop.raw] if prop is not None and not touched else []
    until = _reach(lines) if not touched else None
    if until is None:
        last = day_of(item.modified or item.created or start)
        until = max(day_of(start), last) + timedelta(days=366 * AHEAD)
    try:
        gone, added = _dates(item, start, zone, until)
    except PlanError:
        return item, []
    exdates, rdates = _sorted({*item.exdates, *gone}), _sorted({*item.rdates, *added})
    line = f"{NAME};X-UNTIL={until:%Y%m%d}:{escape(item.holidays)}"
    return replace(item, exdates=exdates, rdates=rdates), [line]


def understood(item: Item, start: Wall, zone: str, lines: Component) -> Item:
    """The item as it was before `spelled_out`, where its lines name a rule that gives exactly its dates."""
    prop = lines.first(NAME) if item.repeat else None
    until = _reach(lines) if prop is not None else None
    if prop is None or until is None:
        return item
    try:
        ruled = _stripped(replace(item, holidays=unescape(prop.value).strip()), start, zone, until)
        gone, added = _dates(ruled, start, zone, until)
    except PlanError:
        return item
    same = {*ruled.exdates, *gone} == {*item.exdates} and {*ruled.rdates, *added} == {*item.rdates}
    return ruled if same else item


def _reach(lines: Component) -> date | None:
    prop = lines.first(NAME)
    try:
        return datetime.strptime(prop.parameters.get("X-UNTIL", ""), "%Y%m%d").date() if prop is not None else None
    except ValueError:
        return None


def _dates(item: Item, start: Wall, zone: str, until: date) -> tuple[set[Wall], set[Wall]]:
    """What the rule about holidays takes out before `until`, and what it puts instead. Raises PlanError."""
    gone: set[Wall] = set()
    added: set[Wall] = set()
    planned = occurrences(item.repeat, start, start, until, item.rdates, item.exdates, zone)
    for one in planned:
        place = _place(one, item.holidays)
        if place != one:
            gone.add(one)
            added |= {place} if place is not None and place not in item.exdates else set()
    return gone, added - set(planned)


def _place(start: Wall, holidays: str) -> Wall | None:
    """Where a start comes to stand by a rule about holidays; None: nowhere. Raises PlanError."""
    wanted = policy(holidays)
    if wanted is None:
        return start
    if wanted.mode == "shift":
        return shifted(start, wanted.country)
    return None if day_of(start) in table(wanted.country, start.year) else start


def _stripped(item: Item, start: Wall, zone: str, until: date) -> Item:
    """The item without the dates that its rule about holidays accounts for. Raises PlanError."""
    planned = set(occurrences(item.repeat, start, start, until, item.rdates, zone=zone))
    places = {one: place for one in item.exdates if one in planned and (place := _place(one, item.holidays)) != one}
    shown = planned - set(item.exdates)
    left = {one: place for one, place in places.items() if place is None or place in shown}
    return replace(
        item,
        exdates=tuple(one for one in item.exdates if one not in left),
        rdates=tuple(one for one in item.rdates if one not in left.values()),
    )


def _sorted(dates: Iterable[Wall]) -> tuple[Wall, ...]:
    return tuple(sorted(dates, key=lambda one: one.isoformat()))

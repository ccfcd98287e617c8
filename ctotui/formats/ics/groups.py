"""From the events of one UID to records: a meeting and its block, a series with what was touched in it (M3, M5)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ctotui.core.civil import DAY, day_of
from ctotui.core.errors import PlanError
from ctotui.core.groups import Group
from ctotui.core.imports import Refused, imported_id, steady, touched
from ctotui.core.model import Block, Item, Occurrence, Wall
from ctotui.core.recurrence import occurrences, several_a_day
from ctotui.core.series import occurrence_id
from ctotui.formats.ics import fields
from ctotui.formats.ics.common import dated
from ctotui.formats.ics.event import Event
from ctotui.formats.ics.holidays import understood
from ctotui.formats.ics.kept import kept
from ctotui.formats.ics.split import split
from ctotui.formats.ics.todo import instant_of
from ctotui.formats.ics.values import Moment, Unreadable, parse_moment
from ctotui.formats.ics.zones import Zones


@dataclass(frozen=True, slots=True)
class Source:
    """What all events of one file share."""

    zones: Zones
    people: fields.People
    calendar: str
    refused: list[Refused]


def groups(uid: str, events: list[Event], source: Source) -> list[Group]:
    """The records of all events with one UID: its masters, each a group; overrides belong to the first of them."""
    masters = _newest([one for one in events if one.original is None], lambda one: (one.start.wall, one.sequence))
    latest = max((one.sequence for one in masters), default=0)
    masters = [one for one in masters if one.sequence == latest]
    overrides = _newest([one for one in events if one.original is not None], lambda one: one.original)
    if not masters:
        return [_alone(uid, one, source) for one in overrides]
    repeating = next((one for one in masters if one.repeat.repeat), None)
    found: list[Group] = []
    for number, master in enumerate(masters):
        key = uid if number == 0 else f"{uid}#{number + 1}"
        if master is repeating:
            found += _series(key, master, overrides, source)
            overrides = []
        else:
            found.append(_single(key, master, source))
    return found + [_alone(uid, one, source) for one in overrides if not _is_single(one, masters)]


def _is_single(override: Event, masters: list[Event]) -> bool:
    """Whether an override only repeats an event that does not repeat."""
    return any(override.start.wall == master.start.wall for master in masters)


def _newest(events: Iterable[Event], key: object) -> list[Event]:
    """Of those with the same key only the one with the highest SEQUENCE, the latest where that is equal."""
    best: dict[object, Event] = {}
    for event in events:
        name = key(event)  # type: ignore[operator]
        other = best.get(name)
        if other is None or (event.sequence, event.stamp) >= (other.sequence, other.stamp):
            best[name] = event
    return list(best.values())


def _single(key: str, event: Event, source: Source) -> Group:
    item = _item(key, event, source)
    return Group(item, (_block(key, item, event),), cancels=event.cancels)


def _alone(uid: str, event: Event, source: Source) -> Group:
    """An override whose series is not in the file: a meeting of its own."""
    assert event.original is not None, "only overrides stand alone"
    group = _single(f"{uid}@{event.original.wall.isoformat()}", event, source)
    of = dated("RECURRENCE-ID", event.original.wall, event.original.zone)
    item = replace(group.item, ics=(of, *group.item.ics))
    lines = kept(event.component, group.item, occurrence=True)
    return replace(group, item=item, original=(event.original.wall, event.original.zone, lines))


def _item(key: str, event: Event, source: Source) -> Item:
    component = event.component
    item = Item(
        imported_id(Item, key),
        event.title,
        kind="meeting",
        status=event.status,
        priority=fields.priority(component),
        tags=fields.tags(component),
        people=source.people.handles(component),
        repeat=event.repeat.repeat,
        rdates=event.repeat.rdates if event.repeat.repeat else (),
        exdates=event.repeat.exdates,
        notes=fields.notes(component),
        links=fields.links(component),
        location=fields.location(component),
        uid=event.uid,
        calendar=source.calendar,
        created=_created(event, source),
        extra=fields.extra(component),
    )
    item = understood(item, event.start.wall, event.start.zone, component)
    return replace(item, ics=kept(component, item))


def _created(event: Event, source: Source) -> datetime | None:
    prop = event.component.first("CREATED")
    try:
        return instant_of(parse_moment(prop.value, "", source.zones)) if prop is not None else None
    except Unreadable:
        return None


def _block(key: str, item: Item, event: Event) -> Block:
    return Block(imported_id(Block, key), item.id, event.start.wall, event.end, event.start.zone, fixed=True)


def _series(key: str, master: Event, overrides: list[Event], source: Source) -> list[Group]:
    """A series with its overrides; RANGE=THISANDFUTURE begins a series of its own."""
    later = [one for one in overrides if one.following]
    if later:
        first = min(later, key=lambda one: _at(one, master).isoformat())
        at = _at(first, master)
        halves = split(master, first, at)
        if halves is not None:
            before = [one for one in overrides if _at(one, master).isoformat() < at.isoformat()]
            after = [one for one in overrides if _at(one, master).isoformat() > at.isoformat()]
            shift = _shift(halves[1], at)
            moved = [replace(one, original=_moved(_at(one, master), shift, halves[1])) for one in after]
            rest = _series(f"{key}>{at.isoformat()}", halves[1], moved, source)
            return [*_series(key, halves[0], before, source), *rest]
    item = _item(key, master, source)
    block = _block(key, item, master)
    found = {one.at: one for event in overrides for one in (_occurrence(item, master, event, source),)}
    for start, end in master.repeat.ends.items():
        if end != start + _length(master) and start not in found:
            found[start] = Occurrence(_id(item, start), item.id, start, start=start, end=end)
    return [Group(item, (block,), tuple(found.values()), cancels=master.cancels)]


def _shift(event: Event, at: Wall) -> timedelta:
    start = event.start.wall
    if isinstance(start, datetime) and isinstance(at, datetime):
        return start - at
    return day_of(start) - day_of(at)


def _moved(at: Wall, shift: timedelta, series: Event) -> Moment:
    return Moment(at + shift, series.start.zone)


def _at(event: Event, master: Event) -> Wall:
    """Which start of the series an override stands for."""
    assert event.original is not None, "only overrides have one"
    return event.original.inside(master.start.zone, master.start.all_day)


def _length(event: Event) -> timedelta:
    if isinstance(event.end, datetime) and isinstance(event.start.wall, datetime):
        return event.end - event.start.wall
    return day_of(event.end) - day_of(event.start.wall)


def _id(item: Item, at: Wall) -> str:
    return occurrence_id(item.id, at, several_a_day(item.repeat))


def _occurrence(item: Item, master: Event, event: Event, source: Source) -> Occurrence:
    """What an override changes; its start is named where it moved, or where the rule does not give it."""
    at = _at(event, master)
    given = _given(master, at)
    own = _item("", event, source)
    if not event.component.text("SUMMARY"):
        own = replace(own, title=item.title)
    key = _id(item, at) if given else occurrence_id(item.id, at, True)
    one = touched(item, master.start.zone, at, key, own, _block("", own, event))
    in_place = given and one.zone is None and one.start == at and _length(event) == _length(master)
    lines = kept(event.component, own, occurrence=True)
    same = steady(lines) == steady(kept(master.component, item, occurrence=True))
    one = replace(one, ics=None if same else lines)
    return replace(one, start=None, end=None) if in_place else one


def _given(master: Event, at: Wall) -> bool:
    """Whether the rule of a series gives the start `at`."""
    repeat, start = master.repeat, master.start
    try:
        found = occurrences(repeat.repeat, start.wall, at, day_of(at) + DAY, repeat.rdates, repeat.exdates, start.zone)
    except PlanError:
        return False
    return at in found

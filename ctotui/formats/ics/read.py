"""Reading an iCalendar file: everything that can be read comes in, everything else is named with its line."""

from collections.abc import Callable
from dataclasses import replace

from ctotui.core.groups import Group
from ctotui.core.imports import Imported, Refused
from ctotui.core.model import Item
from ctotui.formats.ics import fields
from ctotui.formats.ics.event import Event, read_event
from ctotui.formats.ics.groups import Source, groups
from ctotui.formats.ics.lines import Component, decode, tree
from ctotui.formats.ics.todo import read_todo
from ctotui.formats.ics.values import Unreadable
from ctotui.formats.ics.zones import Zones

LARGEST = 64_000_000
"""Bytes of a file; a larger one is refused as a whole."""
STRIDE = 200
"""Events after which progress is told."""
Progress = Callable[[float], None]
ANSWERS = frozenset({"REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"})
"""Methods whose components say only who answered what (RFC 5546 3.2)."""
_OTHERS = {"VJOURNAL": "a journal entry", "VFREEBUSY": "free and busy times"}


def read(data: bytes | str, zone: str = "UTC", progress: Progress = lambda _share: None) -> Imported:
    """The events and tasks of an iCalendar file; `zone` is the user's, that of a deadline with a time.

    `progress` is called with the share that is read, from 0 to 1; what it raises ends the reading. Else never raises.
    """
    if len(data) > LARGEST:
        return Imported(refused=(Refused(0, "the file", f"larger than {LARGEST // 1_000_000} MB; divide it first"),))
    refused: list[Refused] = []
    root = tree(decode(data), refused, lambda share: progress(share / 2))
    calendar = next((name for one in root.walk("VCALENDAR") if (name := _name(one))), "")
    source = Source(Zones(root), fields.People(), calendar, refused)
    found = _events(root, source, progress) + _todos(root, source, zone)
    for kind, words in _OTHERS.items():
        refused += [
            Refused(one.line, fields.title(one), f"{words}, which has no place here") for one in root.walk(kind)
        ]
    if not found and not any(root.walk("VCALENDAR")) and not any(one.whole for one in refused):
        refused.append(Refused(0, "the file", "no event and no task is in it"))
    if found and (bare := [one.line for one in root.parts if one.name in ("VEVENT", "VTODO")]):
        refused.append(Refused(min(bare), "the file", "lacks the VCALENDAR around what is in it; came in so", False))
    refused += [
        Refused(0, name, "a time zone nobody knows; its times came in without a zone", False)
        for name in sorted(source.zones.unknown)
    ]
    people = tuple(source.people.found.values())
    return Imported(_own_parents(found), people, tuple(sorted(refused, key=lambda one: one.line)), calendar)


def _name(calendar: Component) -> str:
    return " ".join((calendar.text("X-WR-CALNAME") or calendar.text("NAME")).split())[:100]


def _with_method(root: Component, name: str) -> list[tuple[Component, str]]:
    """Every component called `name`, with the METHOD of its calendar in capitals."""
    methods = {
        id(one): calendar.text("METHOD").upper() for calendar in root.walk("VCALENDAR") for one in calendar.walk(name)
    }
    return [(one, methods.get(id(one), "")) for one in root.walk(name)]


def _events(root: Component, source: Source, progress: Progress) -> list[Group]:
    by_uid: dict[str, list[Event]] = {}
    free = _Free()
    found = _with_method(root, "VEVENT")
    for number, (component, method) in enumerate(found):
        if number % STRIDE == 0:
            progress(0.5 + number / len(found) / 2)
        if method in ANSWERS:
            why = f"an answer to an invitation (METHOD:{method}), not an event"
            source.refused.append(Refused(component.line, fields.title(component), why))
            continue
        try:
            event = read_event(component, source.zones, source.refused, method)
        except Unreadable as why:
            source.refused.append(Refused(component.line, fields.title(component), str(why)))
        else:
            by_uid.setdefault(event.uid or free.key(_nameless(event)), []).append(event)
    return [group for uid, events in by_uid.items() for group in groups(uid, events, source)]


def _nameless(event: Event) -> str:
    """A key for an event without UID: what it is."""
    return f"{event.start.wall.isoformat()} {event.end.isoformat()} {event.title} {event.repeat.repeat}"


class _Free:
    """Keys that are not taken: the second of the same name is numbered."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def key(self, name: str) -> str:
        self._given[name] = self._given.get(name, 0) + 1
        return name if self._given[name] == 1 else f"{name} #{self._given[name]}"


def _todos(root: Component, source: Source, zone: str) -> list[Group]:
    found: list[Group] = []
    taken: set[str] = set()
    free = _Free()
    for component in sorted(root.walk("VTODO"), key=lambda one: one.first("RECURRENCE-ID") is not None):
        key, original = component.text("UID"), component.first("RECURRENCE-ID")
        if original is not None and key not in taken:
            key = f"{key}@{original.value.strip()}"
        key = key or free.key(f"{fields.title(component)} {component.text('DUE')}")
        if key in taken:
            why = "one time of a repeating task; only the series came in" if original else "its UID stands there twice"
            source.refused.append(Refused(component.line, fields.title(component), why))
            continue
        taken.add(key)
        found.append(read_todo(component, key, source.zones, source.people, source.calendar, zone, source.refused))
    return found


def _own_parents(found: list[Group]) -> tuple[Group, ...]:
    """A parent counts only where it came in with the file."""
    known = {group.item.id for group in found}
    kept: list[Group] = []
    for group in found:
        item: Item = group.item
        kept.append(group if item.parent in known or not item.parent else replace(group, item=replace(item, parent="")))
    return tuple(kept)

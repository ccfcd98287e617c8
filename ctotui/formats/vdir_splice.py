"""Changing one thing in a file of a calendar that holds several: its components are replaced, the rest stays as it is.

What stands under one UID is one thing, with two exceptions: RANGE=THISANDFUTURE makes two series of one (RFC 5545
3.2.13), and broken files say a UID twice. There the one component that changed is replaced, and the result is read
again: where it does not say what it should, all but the first get a file of their own, as a folder wants it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO

from ctotui.core.groups import Group, met, with_handles
from ctotui.core.imports import imported_id
from ctotui.core.model import Item, Person
from ctotui.formats.ics.lines import Component, decode, tree
from ctotui.formats.ics.write import enclosed
from ctotui.formats.vdir import read, renewed, said

Wanted = Mapping[str, Group | None]
"""What is to stand in a file, by the id of its item; None: it is taken out."""
_THINGS = ("VEVENT", "VTODO")
_TIMING = ("RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID")
"""Properties of a component in a series of two halves that say when it repeats."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Unfit(ValueError):
    """The file is not so well formed that a part of it could be replaced; the message says why."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A component of the calendar, and where in the text it stands."""

    component: Component
    begin: int
    end: int

    @property
    def original(self) -> str:
        """RECURRENCE-ID, as it stands; empty for what is no exception."""
        found = self.component.first("RECURRENCE-ID")
        return found.value.strip() if found is not None else ""

    @property
    def following(self) -> bool:
        found = self.component.first("RECURRENCE-ID")
        return found is not None and found.parameters.get("RANGE", "").upper() == "THISANDFUTURE"


@dataclass(frozen=True, slots=True)
class _Thing:
    """All components with one UID, and what they are read as."""

    uid: str
    parts: tuple[_Part, ...]
    groups: tuple[Group, ...]


@dataclass(slots=True)
class _Work:
    text: str
    wanted: Wanted
    people: Mapping[str, Person]
    zone: str
    parts: list[_Part]


@dataclass(frozen=True, slots=True)
class Spliced:
    """A file with some of its things replaced."""

    data: bytes
    apart: tuple[str, ...] = ()
    """Ids of items that it cannot hold any more, each of which needs a file of its own."""
    empty: bool = False
    """Nothing is left in it that would be missed."""


def holds_several(data: bytes, zone: str) -> bool:
    """Whether a file holds more than one thing."""
    return len(read(data, zone).groups) > 1


def things(data: bytes | str, people: Mapping[str, Person], zone: str) -> tuple[Group, ...]:
    """What is in a file, people by the names that they go by here."""
    found = read(data, zone)
    handles, _strangers = met(found.people, people.values(), _EPOCH)
    return tuple(with_handles(group, handles) for group in found.groups)


def spliced(old: bytes, wanted: Wanted, people: Mapping[str, Person], zone: str) -> Spliced:
    """`old` with the things `wanted`, and every other byte as it was; what is no UTF-8 becomes it. Raises Unfit."""
    text = _text(old)
    work = _Work(text, wanted, people, zone, list(_parts(text)))
    edits: list[tuple[int, int, str]] = []
    apart: list[str] = []
    left = {group.item.id for group in read(text, zone).groups}
    missing = set(wanted)
    for thing in _things(work):
        if missing.isdisjoint(ids := {group.item.id for group in thing.groups}):
            continue
        missing -= ids
        found, others = _replaced(thing, work)
        edits += found
        apart += others
    if missing:
        raise Unfit("what is to be changed stands in no calendar of the file")
    after = _edited(text, edits)
    expected = {key for key in left if wanted.get(key, key) is not None} - set(apart)
    if {group.item.id for group in read(after, zone).groups} != expected:
        raise Unfit("it would not be read as what was written")
    rest = [part for part in _parts(after) if part.component.name != "VTIMEZONE"]
    return Spliced(after.encode("utf-8", "replace"), tuple(apart), not rest)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return decode(data)


def _parts(text: str) -> Iterator[_Part]:
    """The components right in the calendars of a file. Raises Unfit where their begins and ends do not match."""
    stack: list[str] = []
    at = begin = 0
    for line in StringIO(text, newline=""):
        word, _colon, name = line.rstrip().upper().removeprefix("\ufeff").partition(":")
        if word == "BEGIN":
            begin = at if len(stack) == 1 else begin
            stack.append(name)
        elif word == "END":
            if not stack or stack.pop() != name:
                raise Unfit("its BEGIN and END lines do not match")
            if len(stack) == 1:
                yield _Part(tree(text[begin : at + len(line)], []).parts[0], begin, at + len(line))
        at += len(line)
    if stack or not at:
        raise Unfit("its BEGIN and END lines do not match")


def _things(work: _Work) -> Iterator[_Thing]:
    """The things of a file by UID; each that has none is one of its own."""
    by_uid: dict[str, list[_Part]] = {}
    events = [part for part in work.parts if part.component.name in _THINGS]
    for number, part in enumerate(events):
        by_uid.setdefault(part.component.text("UID") or f"\0{number}", []).append(part)
    for uid, parts in by_uid.items():
        others = [(one.begin, one.end, "") for one in events if one not in parts]
        groups = things(_edited(work.text, others), work.people, work.zone)
        yield _Thing(uid.partition("\0")[0], tuple(parts), groups)


def _replaced(thing: _Thing, work: _Work) -> tuple[list[tuple[int, int, str]], list[str]]:
    """The edits that bring a thing up to date, and the ids of what needs a file of its own."""
    groups = {one.item.id: work.wanted.get(one.item.id, one) for one in thing.groups}
    if len(groups) > 1:
        edits = _in_place(thing, groups, work)
        if edits is not None:
            return edits, []
    first = next(iter(groups)) if len(groups) == 1 else imported_id(Item, thing.uid)
    kept = groups.get(first)
    apart = [key for key, group in groups.items() if group is not None and key != first]
    old = next((one for one in thing.groups if one.item.id == first), None)
    found = renewed(kept, old, work.people, work.zone, thing.uid) if kept else []
    begin = thing.parts[0]
    return [
        *_new(found, begin.begin, begin.end, work),
        *((part.begin, part.end, "") for part in thing.parts[1:]),
    ], apart


def _in_place(thing: _Thing, groups: Mapping[str, Group | None], work: _Work) -> list[tuple[int, int, str]] | None:
    """Replace one component for each half that changed; None where that would not say what it should."""
    series = [part for part in thing.parts if not part.original]
    halves = sorted((part for part in thing.parts if part.following), key=lambda part: part.original)
    mains = [*series, *halves] if series else list(thing.parts)
    if len(mains) != len(groups) or None in groups.values():
        return None
    edits: list[tuple[int, int, str]] = []
    count = len(work.parts)
    for part, (key, group) in zip(mains, groups.items(), strict=True):
        if key in work.wanted and group is not None:
            old = next(one for one in thing.groups if one.item.id == key)
            lines = renewed(group, old, work.people, work.zone, thing.uid)[0]
            edits += _new([_timed_as(part, lines) if halves else lines], part.begin, part.end, work)
    others = [(one.begin, one.end, "") for one in work.parts if one.component.name in _THINGS]
    others = [one for one in others if one[:2] not in {(part.begin, part.end) for part in thing.parts}]
    again = things(_edited(work.text, [*edits, *others]), work.people, work.zone)
    same = {one.item.id: said(one, work.people, work.zone) for one in again}
    if same == {key: said(one, work.people, work.zone) for key, one in groups.items() if one}:
        return edits
    del work.parts[count:]
    return None


def _timed_as(part: _Part, lines: tuple[str, ...]) -> tuple[str, ...]:
    """New lines of a half of a series, with what the old ones say of when it repeats."""
    kept = [prop.raw for prop in part.component.properties if prop.name in _TIMING]
    rest = [line for line in lines if line.partition(":")[0].partition(";")[0] not in _TIMING]
    return (*rest[:2], *kept, *rest[2:])


def _new(found: Iterable[tuple[str, ...]], begin: int, end: int, work: _Work) -> Iterator[tuple[int, int, str]]:
    """The edits that put components in the place of others, with the time zones that the file does not define yet."""
    text = enclosed(["BEGIN:VCALENDAR"], found)
    known = {part.component.text("TZID") for part in work.parts if part.component.name == "VTIMEZONE"}
    newline = "\r\n" if "\r\n" in work.text else "\n"
    made: list[str] = []
    for part in _parts(text):
        lines = text[part.begin : part.end].replace("\r\n", newline)
        zone = part.component.text("TZID")
        if part.component.name != "VTIMEZONE":
            made.append(lines)
        elif zone not in known:
            work.parts.append(part)  # so that it is defined once
            yield work.parts[0].begin, work.parts[0].begin, lines
    yield begin, end, "".join(made)


def _edited(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """`text` with spans of it replaced; insertions stand before what is replaced at the same place."""
    found, at = list[str](), 0
    for begin, end, new in sorted(edits, key=lambda edit: edit[:2]):
        found += [text[at:begin], new]
        at = max(at, end)
    return "".join([*found, text[at:]])

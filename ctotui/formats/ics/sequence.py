"""SEQUENCE: which version of an event this is (RFC 5545 3.8.7.4).

Its organizer raises it with every change of when, where and whether; other programs may take what has no higher one for
old (RFC 5546 2.1.5). It is raised where we are the organizer or there is none, against what was imported, or against
the file that is replaced. What was made here is numbered by the minutes from its first day to its last change: a number
that only grows, without a memory of what went out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ctotui.core.groups import Group
from ctotui.core.imports import sequence
from ctotui.core.model import Person
from ctotui.formats.ics.kept import address
from ctotui.formats.ics.lines import Component

_SAME = frozenset({"title", "priority", "tags", "people", "notes", "links", "parent", "blocked_by"}) | frozenset(
    {"estimate", "extra", "ics"}
)
"""Fields of an item whose change makes no new version of it."""
_NAMES = ("DTSTART", "DTEND", "DUE", "RRULE", "EXRULE", "RDATE", "EXDATE", "STATUS", "LOCATION")
_AFTER = ("UID", "DTSTAMP", "CREATED", "LAST-MODIFIED")
"""What a SEQUENCE stands behind."""
Lines = tuple[str, ...]
Key = tuple[str, str, Lines]
_Components = list[tuple[Key, Lines]]


@dataclass(frozen=True, slots=True)
class Version:
    """How the components of one group are numbered: all alike, so that a date that says no more than its series, and
    is raised with it, still says no more."""

    raised: bool
    """Whether it is another version than the imported one."""
    least: int
    """No component has a lower number."""
    people: Mapping[str, Person]
    """By handle: the user's addresses."""

    def line(self, lines: Component) -> list[str]:
        """The SEQUENCE of a component whose kept lines are `lines`; none for the first version."""
        prop = lines.first("SEQUENCE")
        known = sequence([prop.raw]) if prop is not None else 0
        by = lines.first("ORGANIZER") if self.raised else None
        ours = by is None or address(by) in _addresses(self.people)
        number = max(known + (self.raised and ours), self.least)
        return [prop.raw] if prop is not None and number == known else [f"SEQUENCE:{number}"] if number else []


def version(group: Group, changed: frozenset[str], people: Mapping[str, Person]) -> Version:
    """The version that `group`, of which that is `changed`, is of what was imported, or of what was made here."""
    made_here = not group.item.uid and not group.item.imported
    return Version(bool(changed - _SAME), _minutes(group) if made_here else 0, people)


def raised(found: _Components, before: _Components, people: Mapping[str, Person]) -> list[Lines]:
    """The components `found` of one thing, which take the place of those of `before`, numbered so that they may."""
    old = {key[:2]: lines for key, lines in before}
    new = {key[:2]: lines for key, lines in found}
    other = {key: _says(lines) for key, lines in old.items()} != {key: _says(lines) for key, lines in new.items()}
    addresses = _addresses(people)
    return [_numbered(lines, old.get(key[:2], ()), other and _ours(lines, addresses)) for key, lines in found]


def _numbered(lines: Lines, old: Lines, raise_it: bool) -> Lines:
    own = next((index for index, line in enumerate(lines) if line.startswith("SEQUENCE")), None)
    number = max(sequence(lines), sequence(old) + raise_it)
    if number == sequence(lines):
        return lines
    if own is not None:
        return (*lines[:own], f"SEQUENCE:{number}", *lines[own + 1 :])
    place = 1
    while lines[place].startswith(_AFTER):
        place += 1
    return (*lines[:place], f"SEQUENCE:{number}", *lines[place:])


def _says(lines: Lines) -> list[str]:
    return sorted(line for line in lines if line.startswith(_NAMES))


def _ours(lines: Lines, addresses: frozenset[str]) -> bool:
    by = next((line for line in lines if line.upper().startswith(("ORGANIZER:", "ORGANIZER;"))), None)
    return by is None or any(one in by.lower() for one in addresses)


def _addresses(people: Mapping[str, Person]) -> frozenset[str]:
    return frozenset(one.email.lower() for one in people.values() if one.kind == "me" and one.email)


def _minutes(group: Group) -> int:
    """Whole minutes, at least one where there are some seconds, from when a thing was made to its last change."""
    times = [one.modified for one in group.records.values() if one.modified is not None]
    made = group.item.created
    return -int((made - max(times)).total_seconds() // 60) if made is not None and times and max(times) > made else 0

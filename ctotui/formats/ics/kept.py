"""What a component says beyond the model: kept line by line in `ics`, and given back by an export.

A line is kept where the writer would not write it by itself. It goes out again as it stood as long as it still says
what the item says; where the user changed that, the item speaks.
"""

from collections.abc import Iterable, Iterator, Mapping

from ctotui.core.model import Item, Person
from ctotui.formats.ics.common import CONTROL, GROUPS, agrees, escape, group_of, said
from ctotui.formats.ics.holidays import NAME as HOLIDAYS
from ctotui.formats.ics.lines import Component, Property, tree

_MODEL = frozenset(
    {"UID", "DTSTART", "DTEND", "DURATION", "DUE", "COMPLETED", "CREATED", "STATUS"}
    | {"RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"}
)
"""Properties that the model holds whole."""
_PLACED = frozenset({"DTSTAMP", "SEQUENCE", "STATUS", "DTSTART", "DUE", HOLIDAYS})
"""Kept lines that the writer puts in their own place."""
_TIMES = frozenset({"DTSTAMP", "LAST-MODIFIED"})
_OF_OCCURRENCE = frozenset({"title", "notes", "location"})
"""Groups that a touched occurrence has fields for."""
LONGEST = 100_000
"""Characters from which a line, such as a file attached as text, is left out."""


def kept(component: Component, item: Item, occurrence: bool = False) -> tuple[str, ...]:
    """The lines of `component`, read as `item`, that its fields do not say.

    Of an override (`occurrence`) everything is kept that a touched occurrence has no field for, its STATUS as well.
    """
    by_group: dict[str, list[str]] = {}
    found: list[str] = []
    for prop in component.properties:
        group = group_of(prop)
        if group and group != "people":
            by_group.setdefault(group, []).append(prop.raw)
        elif prop.name not in _MODEL or (occurrence and prop.name == "STATUS" and "TENTATIVE" in prop.value.upper()):
            found.append(prop.raw)
    for group, lines in by_group.items():
        if (occurrence and group not in _OF_OCCURRENCE) or lines != said(group, item):
            found += lines
    for part in component.parts:
        found += whole(part)
    return tuple(_plain(line) for line in found if len(line) < LONGEST)


def _plain(line: str) -> str:
    return line if line.isprintable() else line.translate(CONTROL).replace("\n", " ")


def whole(component: Component) -> Iterator[str]:
    """All lines of a component, unfolded."""
    yield f"BEGIN:{component.name}"
    for prop in component.properties:
        yield _plain(prop.raw)
    for part in component.parts:
        yield from whole(part)
    yield f"END:{component.name}"


def component_of(ics: Iterable[str]) -> Component:
    """Kept lines as a component again."""
    return tree("\n".join(ics), [])


def given_back(
    item: Item, lines: Component, people: Mapping[str, Person], touched: bool, override: bool = False
) -> Iterator[str]:
    """The lines of the shared properties of `item`: kept ones where they still hold, then everything unknown.

    `touched` leaves out the times of the last change, which are not true any more. `override` is an occurrence with
    lines of its own: what it has no field for is only what was kept.
    """
    by_group: dict[str, list[str]] = {}
    for prop in lines.properties:
        if group := group_of(prop):
            by_group.setdefault(group, []).append(prop.raw)
    for group in GROUPS:
        mine = by_group.get(group, [])
        if (override and group not in _OF_OCCURRENCE) or (mine and agrees(group, lines, item)):
            yield from mine
        else:
            yield from said(group, item)
    yield from _people(item, lines, people)
    for prop in lines.properties:
        late = prop.name in _TIMES and touched
        if not group_of(prop) and prop.name not in _PLACED and not late:
            if prop.name == "PERCENT-COMPLETE" and item.status == "done":
                continue
            yield prop.raw


def parts(lines: Component, item: Item, of_end: bool = False, override: bool = False) -> Iterator[str]:
    """The kept components inside; where the item has lead times of its own, these are its VALARMs (RFC 5545 3.6.6).

    `of_end` counts them from DUE, as a task without a start wants it. The alarms of an `override`, an occurrence with
    lines of its own, stand before the lead times of its series.
    """
    own = override and any(part.name == "VALARM" for part in lines.parts)
    leads = None if own else item.remind
    for part in lines.parts:
        if part.name != "VALARM" or leads is None:
            yield from whole(part)
    trigger = "TRIGGER;RELATED=END" if of_end else "TRIGGER"
    for lead in leads or ():
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escape(item.title)}")
        yield from (f"{trigger}:{'-' if lead > 0 else ''}PT{abs(lead)}M", "END:VALARM")


def _people(item: Item, lines: Component, people: Mapping[str, Person]) -> Iterator[str]:
    """Guests as they were kept, but those that were taken away, then those that were added."""
    handles = {person.email.lower(): person for person in people.values() if person.email}
    covered: set[str] = set()
    for prop in lines.properties:
        if group_of(prop) != "people":
            continue
        person = handles.get(address(prop))
        if person is None or person.kind == "me" or person.handle in item.people:
            covered |= {person.handle} if person is not None else _nameless(prop)
            yield prop.raw
    for handle in item.people:
        if handle not in covered:
            yield _attendee(handle, people.get(handle))


def address(prop: Property) -> str:
    """The mail address of an ATTENDEE or ORGANIZER in small letters; empty where it has none."""
    email = prop.value.strip().lower().removeprefix("mailto:").strip()
    return email if "@" in email and " " not in email else prop.parameters.get("EMAIL", "").lower()


def _nameless(prop: Property) -> set[str]:
    """Handles that a guest without a known address may go by."""
    from ctotui.formats.ics.fields import slug

    name = prop.parameters.get("CN", "")
    return {slug(name if "@" not in name else ""), slug(address(prop).partition("@")[0]), "guest"} - {""}


def _attendee(handle: str, person: Person | None) -> str:
    name = (person.name if person is not None else "") or handle
    quoted = name.translate(CONTROL).replace('"', "'").replace("\n", " ")
    email = f"mailto:{person.email}" if person is not None and person.email else "invalid:nomail"
    return f'ATTENDEE;CN="{quoted}":{"".join(email.translate(CONTROL).split())}'

"""A file of a vdir folder (vdirsyncer, khal): one event with its exceptions, or one task, as iCalendar.

What is written keeps everything of the old file that is not the thing itself: properties of the calendar, and
components that we have no place for.
"""

from collections.abc import Mapping
from hashlib import sha256

from ctotui.core.groups import Group
from ctotui.core.imports import OWN
from ctotui.core.model import Person
from ctotui.formats.ics.kept import whole
from ctotui.formats.ics.lines import Component, decode, tree
from ctotui.formats.ics.write import PRODUCT, components, enclosed, uid_of

_OURS = frozenset({"VEVENT", "VTODO", "VTIMEZONE"})
_MOMENTS = ("DTSTAMP", "LAST-MODIFIED", "CREATED")


def is_one(groups: tuple[Group, ...]) -> bool:
    """Whether a file holds one thing, so that it can be written back."""
    return len(groups) == 1


def write(group: Group, people: Mapping[str, Person], zone: str, old: bytes | None, uid: str = "") -> bytes:
    """The file of `group`; `old` is what it was. `uid` is another name than the item's own, where that is taken."""
    found = [lines for _key, lines in sorted(components(group, people, zone, uid))]
    calendar = next(tree(decode(old), []).walk("VCALENDAR"), None) if old is not None else None
    head = ["BEGIN:VCALENDAR", *_head(calendar)]
    rest = [tuple(whole(part)) for part in calendar.parts if part.name not in _OURS] if calendar is not None else []
    return enclosed(head, [*found, *rest]).encode("utf-8", "replace")


def _head(calendar: Component | None) -> list[str]:
    if calendar is None:
        return ["VERSION:2.0", f"PRODID:{PRODUCT}"]
    return [prop.raw for prop in calendar.properties]


def said(group: Group, people: Mapping[str, Person], zone: str) -> str:
    """What a file of `group` would say, as a short text that is the same as long as it says the same."""
    lines = [line for _key, found in sorted(components(group, people, zone)) for line in found]
    text = "\n".join(line for line in lines if not line.startswith(_MOMENTS))
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def file_name(group: Group, uid: str = "") -> str:
    """The name of a new file: the UID, where it is fit for one, as vdirsyncer and khal do."""
    name = uid or uid_of(group.item)
    fit = all(char.isascii() and (char.isalnum() or char in "-_.@+") for char in name) and len(name) <= 120
    plain = name if fit and not name.startswith(".") else f"{group.item.id}{OWN}"
    return f"{plain}.ics"

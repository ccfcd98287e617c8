"""A file of a vdir folder (vdirsyncer, khal): one event with its exceptions, or one task, as iCalendar.

A file that holds several is `formats.vdir_splice`'s.

What is written keeps everything of the old file that is not the thing itself: properties of the calendar, and
components that we have no place for.
"""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

from ctotui.core.groups import Group
from ctotui.core.imports import OWN, Imported, imported_id
from ctotui.core.model import Block, Person
from ctotui.formats.ics.kept import whole
from ctotui.formats.ics.lines import decode, tree
from ctotui.formats.ics.sequence import raised
from ctotui.formats.ics.write import PRODUCT, components, enclosed, uid_of

_OURS = frozenset({"VEVENT", "VTODO", "VTIMEZONE"})
_MOMENTS = ("DTSTAMP", "LAST-MODIFIED", "CREATED", "SEQUENCE")


def read(data: bytes | str, zone: str) -> Imported:
    """What is in a file. The further blocks of an item, which go out as events of their own, are its blocks again."""
    from ctotui.formats import ics

    found = ics.read(data, zone)
    others = {key: group for group in found.groups if (key := _block_of(group))}
    owners = [group for group in found.groups if not _block_of(group)]
    if not others or len(owners) != 1:
        return found
    owner = owners[0].item.id
    more = (replace(group.blocks[0], id=key, item=owner) for key, group in others.items())
    return replace(found, groups=(replace(owners[0], blocks=(*owners[0].blocks, *more)),))


def _block_of(group: Group) -> str:
    """The id of the block that an event is, where it says so itself."""
    key = imported_id(Block, group.item.uid)
    return key if group.item.uid == f"{key}{OWN}" and len(group.blocks) == 1 else ""


def write(group: Group, people: Mapping[str, Person], zone: str, old: bytes | None, uid: str = "") -> bytes:
    """The file of `group`; `old` is what it was. `uid` is another name than the item's own, where that is taken."""
    before = read(old, zone).groups if old is not None else ()
    found = renewed(group, next((one for one in before if one.item.id == group.item.id), None), people, zone, uid)
    head, rest = besides(old) if old is not None else (None, [])
    head = head if head is not None else ["VERSION:2.0", f"PRODID:{PRODUCT}"]
    return enclosed(["BEGIN:VCALENDAR", *head], [*found, *rest]).encode("utf-8", "replace")


def renewed(
    group: Group, old: Group | None, people: Mapping[str, Person], zone: str, uid: str = ""
) -> list[tuple[str, ...]]:
    """The components of `group`, in order, numbered as what comes after `old` in its file (RFC 5545 3.8.7.4)."""
    found = sorted(components(group, people, zone, uid))
    before = list(components(old, people, zone, uid)) if old is not None else []
    return raised(found, before, people) if before else [lines for _key, lines in found]


def besides(data: bytes) -> tuple[list[str] | None, list[tuple[str, ...]]]:
    """What a file holds besides its things: properties of the calendar (None: there is none), unknown components."""
    calendar = next(tree(decode(data), []).walk("VCALENDAR"), None)
    if calendar is None:
        return None, []
    rest = [tuple(whole(part)) for part in calendar.parts if part.name not in _OURS]
    return [prop.raw for prop in calendar.properties], rest


def said(group: Group, people: Mapping[str, Person], zone: str) -> str:
    """What a file of `group` would say, under whatever UID, as a short text: the same as long as it says the same."""
    lines = [line for _key, found in sorted(components(group, people, zone, group.item.id)) for line in found]
    text = "\n".join(line for line in lines if not line.startswith(_MOMENTS))
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def file_name(group: Group, uid: str = "") -> str:
    """The name of a new file: the UID, where it is fit for one, as vdirsyncer and khal do."""
    name = uid or uid_of(group.item)
    fit = all(char.isascii() and (char.isalnum() or char in "-_.@+") for char in name) and len(name) <= 120
    plain = name if fit and not name.startswith(".") else f"{group.item.id}{OWN}"
    return f"{plain}.ics"

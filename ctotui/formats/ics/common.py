"""What an item says in the properties that a VEVENT and a VTODO share, and TEXT itself (RFC 5545 3.3.11, 3.8.1)."""

from datetime import datetime

from ctotui.core.model import Item, Wall
from ctotui.formats.ics import fields
from ctotui.formats.ics.lines import Component, Property

CONTROL = {code: None for code in range(0x20) if code not in (0x09, 0x0A)} | {0x7F: None}
_PRIORITY = {"urgent": "1", "high": "3", "low": "9"}
_GROUPS = {
    "SUMMARY": "title",
    "DESCRIPTION": "notes",
    "LOCATION": "location",
    "URL": "links",
    "CONFERENCE": "links",
    "ATTACH": "links",
    "CATEGORIES": "tags",
    "PRIORITY": "priority",
    "TRANSP": "transparent",
    "CLASS": "class",
    "ATTENDEE": "people",
    "ORGANIZER": "people",
}
GROUPS = ("title", "notes", "location", "links", "tags", "priority", "transparent", "class")
"""Groups of properties that together say one field, in the order in which they are written."""


def group_of(prop: Property) -> str:
    """The group that a property belongs to, empty where no field holds what it says."""
    if prop.name in ("ATTACH", "URL", "CONFERENCE") and not fields.is_link(prop):
        return ""
    return _GROUPS.get(prop.name, "")


def escape(text: str) -> str:
    """TEXT (RFC 5545 3.3.11), without control characters."""
    if text.isalnum():
        return text
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROL)
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def dated(name: str, moment: Wall, zone: str) -> str:
    """A date or time property in its zone; floating without one."""
    if not isinstance(moment, datetime):
        return f"{name};VALUE=DATE:{moment:%Y%m%d}"
    text = f"{moment:%Y%m%dT%H%M%S}"
    return f"{name}:{text}{'Z' if zone == 'UTC' else ''}" if zone in ("", "UTC") else f"{name};TZID={zone}:{text}"


def said(group: str, item: Item) -> list[str]:
    """The lines that say one group of an item; none where there is nothing to say."""
    if group == "title":
        return [f"SUMMARY:{escape(item.title)}"]
    if group == "notes":
        return [f"DESCRIPTION:{escape(item.notes)}"] if item.notes else []
    if group == "location":
        return [f"LOCATION:{escape(item.location)}"] if item.location else []
    if group == "links":
        plain = ("".join(link.translate(CONTROL).split()) for link in item.links)
        return [f"{'URL' if number == 0 else 'ATTACH'}:{link}" for number, link in enumerate(plain)]
    if group == "tags":
        return [f"CATEGORIES:{','.join(map(escape, item.tags))}"] if item.tags else []
    if group == "priority":
        return [f"PRIORITY:{_PRIORITY[item.priority]}"] if item.priority in _PRIORITY else []
    if group == "transparent":
        return ["TRANSP:TRANSPARENT"] if ("transparent", True) in item.extra else []
    secrecy = dict(item.extra).get("class")
    return [f"CLASS:{str(secrecy).upper()}"] if secrecy in ("private", "confidential") else []


def agrees(group: str, kept: Component, item: Item) -> bool:
    """Whether the kept lines of a group still say what the item says."""
    if group == "title":
        return fields.title(kept) == item.title
    if group == "notes":
        return fields.notes(kept) == item.notes
    if group == "location":
        return fields.location(kept) == item.location
    if group == "links":
        return fields.links(kept) == item.links
    if group == "tags":
        return fields.tags(kept) == item.tags
    if group == "priority":
        level = fields.priority(kept)
        return level == item.priority or (item.priority == "urgent" and level == "high")
    now, then = dict(item.extra), dict(fields.extra(kept))
    return now.get(group) == then.get(group)

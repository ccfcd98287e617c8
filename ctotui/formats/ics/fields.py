"""What a VEVENT and a VTODO share: title, notes, people, tags and the like (RFC 5545 3.8)."""

import unicodedata
from hashlib import sha256

from ctotui.core.imports import imported_id
from ctotui.core.model import Extra, Person, Priority
from ctotui.formats.ics.lines import Component, Property, unescape, values

TITLE, NOTES, MOST = 500, 100_000, 500
"""Characters of a title and of notes, and people, tags or links of one item; more is left out."""


def title(component: Component) -> str:
    """SUMMARY in one line."""
    return " ".join(component.text("SUMMARY").split())[:TITLE] or "(no title)"


def notes(component: Component) -> str:
    """DESCRIPTION, or the newest of what some programs write instead."""
    text = component.text("DESCRIPTION") or component.text("COMMENT")
    return text.replace("\r\n", "\n").replace("\r", "\n")[:NOTES]


def location(component: Component) -> str:
    """LOCATION in one line."""
    return " ".join(component.text("LOCATION").split())[:TITLE]


def links(component: Component) -> tuple[str, ...]:
    """URL, CONFERENCE (RFC 7986) and attached addresses."""
    found = [
        one.value.strip() for name in ("URL", "CONFERENCE", "ATTACH") for one in component.all(name) if is_link(one)
    ]
    return tuple(dict.fromkeys(found))[:MOST]


def is_link(prop: Property) -> bool:
    """Whether a URL, CONFERENCE or ATTACH is an address, or a path by itself; not a file or a part of a mail."""
    value = prop.value.strip()
    plain = prop.name != "ATTACH" or (not prop.parameters and not value.lower().startswith("cid:"))
    return len(value) < 2000 and ("://" in value[:12] or (bool(value) and plain and " " not in value))


def tags(component: Component) -> tuple[str, ...]:
    """CATEGORIES, as words that can be typed: ``Public Holiday`` is ``public-holiday``."""
    found = [one for prop in component.all("CATEGORIES") for one in values(prop.value)]
    return tuple(dict.fromkeys(word for one in found if (word := "-".join(one.lower().split()))))[:MOST]


def priority(component: Component) -> Priority:
    """PRIORITY 1 to 4 is high, 6 to 9 low (RFC 5545 3.8.1.9)."""
    text = component.text("PRIORITY")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0
    return "high" if 1 <= number <= 4 else "low" if 6 <= number <= 9 else "normal"


def extra(component: Component) -> Extra:
    """What has no field of its own here and is given back by an export."""
    found: list[tuple[str, object]] = []
    if component.text("TRANSP").upper() == "TRANSPARENT":
        found.append(("transparent", True))
    if component.text("STATUS").upper() == "TENTATIVE":
        found.append(("tentative", True))
    secrecy = component.text("CLASS").lower()
    if secrecy in ("private", "confidential"):
        found.append(("class", secrecy))
    return tuple(found)


class People:
    """The people of one file: each address has one handle."""

    def __init__(self) -> None:
        self.found: dict[str, Person] = {}
        """By handle."""
        self._by_email: dict[str, str] = {}

    def handles(self, component: Component) -> tuple[str, ...]:
        """ORGANIZER and ATTENDEEs, but rooms and other things."""
        props = [*component.all("ORGANIZER"), *component.all("ATTENDEE")][:MOST]
        some = [one for one in props if one.parameters.get("CUTYPE", "").upper() not in ("ROOM", "RESOURCE")]
        return tuple(dict.fromkeys(handle for one in some if (handle := self._handle(one))))

    def _handle(self, prop: Property) -> str:
        email = prop.value.strip().lower().removeprefix("mailto:").strip()
        email = email if "@" in email and " " not in email else prop.parameters.get("EMAIL", "").lower()
        name = " ".join(unescape(prop.parameters.get("CN", "")).split())[:100]
        if not email and not name:
            return ""
        if email in self._by_email:
            return self._by_email[email]
        handle = slug(name if "@" not in name else "") or slug(email.partition("@")[0]) or "guest"
        other = self.found.get(handle)
        if handle == "guest" or (other is not None and email and other.email and other.email != email):
            handle = f"{handle}-{sha256((email or name).encode()).hexdigest()[:4]}"
        if handle not in self.found:
            key = imported_id(Person, email or handle)
            self._by_email.update({email: handle} if email else {})
            self.found[handle] = Person(key, handle, name if "@" not in name else "", "external", email)
        return handle


def slug(text: str) -> str:
    """Letters and digits of `text` joined by dashes, as a handle has them."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    words = "".join(char if char.isalnum() else " " for char in plain).split()
    return "-".join(words)[:40].strip("-")

"""The tables ``[calendars.NAME]`` of ``settings.toml``: what of them can be used, and sentences on the rest."""

import os
from collections.abc import Callable

from ctotui.core.sources import Calendar

KEYS = ("path", "color", "shown", "readonly")
_COLOURS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
COLOURS = (*_COLOURS, *(f"bright_{name}" for name in _COLOURS))
"""The terminal's own; others are ``#rrggbb``."""
EXAMPLE = 'path = "~/.calendars/work"'
Complain = Callable[[str, str, str], None]
"""Called with the key that is meant, what is wrong, and what to do."""


def calendars(value: object, complain: Complain) -> tuple[Calendar, ...]:
    """The calendars of the table ``calendars``; what cannot be used is named and left out."""
    if not isinstance(value, dict):
        complain("calendars", "calendars is not a table", f"Write a line [calendars.work], then {EXAMPLE}")
        return ()
    found = [one for name, table in value.items() if (one := _calendar(str(name), table, complain)) is not None]
    kept: list[Calendar] = []
    for one in found:
        other = next((known for known in kept if os.path.realpath(known.path) == os.path.realpath(one.path)), None)
        if other is not None:
            what = f"calendars.{one.name} has the path of calendars.{other.name}"
            complain(f"calendars.{one.name}", what, f"The calendar {one.name} is left out")
        else:
            kept.append(one)
    return tuple(kept)


def _calendar(name: str, table: object, complain: Complain) -> Calendar | None:
    place, out = f"calendars.{name}", f"The calendar {name} is left out"
    if not isinstance(table, dict):
        complain(place, f"{place} is not a table", f"Write a line [{place}], then {EXAMPLE}")
        return None
    if not name.strip() or len(name) > 60 or not name.isprintable():
        complain(place, "a calendar has a name that cannot be shown", out)
        return None
    for key in table:
        if key not in KEYS:
            complain(f"{place}.{key}", f"there is no setting {key} of a calendar", f"It takes {', '.join(KEYS)}")
    path = table.get("path")
    if not isinstance(path, str) or not path.strip():
        complain(place, f"{place} has no path", f"Write {EXAMPLE}, a folder or an .ics file. {out}")
        return None
    if path.startswith(("http:", "https:", "webcal:")):
        remedy = f"ctotui never connects: let vdirsyncer fetch it, and give its folder. {out}"
        complain(f"{place}.path", f"{place}.path is an address", remedy)
        return None
    color = table.get("color", "")
    if not isinstance(color, str) or not (color == "" or color in COLOURS or _is_rgb(color)):
        remedy = 'Write "#56b4e9" or a name such as "cyan"; the colour of fixed blocks is used'
        complain(f"{place}.color", f"{place}.color is no colour", remedy)
        color = ""
    shown, readonly = (_flag(table, key, key == "shown", place, complain) for key in ("shown", "readonly"))
    return Calendar(name, os.path.abspath(os.path.expanduser(path)), color, shown, readonly)


def _flag(table: dict[str, object], key: str, default: bool, place: str, complain: Complain) -> bool:
    value = table.get(key, default)
    if isinstance(value, bool):
        return value
    complain(f"{place}.{key}", f"{place}.{key} is neither true nor false", f"{str(default).lower()} is used")
    return default


def _is_rgb(text: str) -> bool:
    digits = text.removeprefix("#")
    return len(text) == 7 and text.startswith("#") and all(char in "0123456789abcdefABCDEF" for char in digits)

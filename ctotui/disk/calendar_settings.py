"""The tables ``[calendars.NAME]`` of ``settings.toml``: what of them can be used, sentences on the rest; `shown`."""

import os
from collections.abc import Callable
from typing import Any

from ctotui.core.sources import Calendar
from ctotui.store import KeepError

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


def keep_shown(path: str, name: str, shown: bool) -> None:
    """Write the key `shown` of a calendar into the file `path`; every other byte stays. Raises KeepError."""
    from ctotui.disk import files

    line = f"shown = {str(shown).lower()}"
    try:
        if obstacle := files.obstacle(path):
            raise KeepError(f"{obstacle}.")
        old = files.read(path)[0].decode()
        files.replace(path, _with_shown(old, name, shown).encode())
    except OSError as error:
        raise KeepError(f"{path} cannot be written: {error.strerror or error}.") from None
    except ValueError:
        raise KeepError(f"give calendars.{name} in {path} a line {line} yourself.") from None


def _with_shown(text: str, name: str, shown: bool) -> str:
    """`text` with the key in the table of a calendar. Raises ValueError where that cannot be done line by line."""
    wanted, value = _loads(text), str(shown).lower()
    table = wanted.get("calendars", {}).get(name)
    lines = text.splitlines(keepends=True)
    first = next((n for n, line in enumerate(lines) if _loads_or_none(line) == {"calendars": {name: {}}}), None)
    if first is None or not isinstance(table, dict):
        raise ValueError("no table of its own")
    past = next((n for n in range(first + 1, len(lines)) if lines[n].lstrip().startswith("[")), len(lines))
    keys = {n: found for n in range(first + 1, past) if (found := _loads_or_none(lines[n]))}
    place = next((n for n, found in keys.items() if "shown" in found), None)
    if place is not None:
        key, _equals, rest = lines[place].partition("=")
        lines[place] = f"{key}={rest.replace('false' if shown else 'true', value, 1)}"
    else:
        last = max(keys, default=first)
        newline = "\r\n" if "\r\n" in text else "\n"
        lines[last] = lines[last].rstrip("\r\n") + newline
        lines.insert(last + 1, f"shown = {value}{newline}")
    table["shown"] = shown
    after = "".join(lines)
    if _loads(after) != wanted:
        raise ValueError("it would say something else")
    return after


def _loads(text: str) -> dict[str, Any]:
    """All values of a file. Raises ValueError where it is no TOML."""
    import tomli

    return tomli.loads(text.removeprefix("\ufeff"))


def _loads_or_none(line: str) -> dict[str, Any] | None:
    """What one line says by itself, None where it is no TOML alone."""
    try:
        return _loads(line)
    except ValueError:
        return None

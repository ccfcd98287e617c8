"""Tables of holidays kept in the state folder, a file a year and country: the library that makes them starts slowly.

A line is a day and its name. The first names the library's files by their time, so that a newer one makes new tables.
What cannot be read or written is computed, every time.
"""

import os
from datetime import date

from ctotui.core import holidays
from ctotui.core.holidays import Table

LINES = 400
"""Most lines of a table that are read."""


def keep_in(state: str) -> None:
    """Take tables from the folder `state` from now on, and put new ones there."""
    folder = os.path.join(state, "holidays")

    def kept(country: str, year: int, language: str) -> Table:
        path = os.path.join(folder, f"{country}-{year}-{language}.txt")
        mark = f"# holidays {_version()}"
        found = _read(path, mark)
        if found is None:
            found = holidays.computed(country, year, language)
            _write(path, mark, found)
        return found

    holidays.use(kept)


def country_is_known(text: str) -> bool:
    """Whether the library has a country, or region, such as ``SE`` or ``DE-BY``: found without loading it."""
    code, dash, region = text.partition("-")
    if not (len(code) == 2 and code.isalpha() and code.isascii() and code.isupper()) or bool(dash) != bool(region):
        return False
    place = _library()
    registry = _text(os.path.join(place, "registry.py"))
    module = next((line.split('"')[1] for line in registry.splitlines() if f'"{code}"' in line and '"' in line), "")
    if not module:
        return False
    return not region or f'"{region}"' in _text(os.path.join(place, "countries", f"{module}.py"))


def _library() -> str:
    from importlib.util import find_spec

    spec = find_spec("holidays")
    return os.path.dirname(spec.origin) if spec is not None and spec.origin else ""


def _version() -> int:
    try:
        return os.stat(os.path.join(_library(), "version.py")).st_mtime_ns
    except OSError:
        return 0


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except (OSError, ValueError):
        return ""


def _read(path: str, mark: str) -> Table | None:
    first, *lines = _text(path).splitlines()[:LINES] or [""]
    if first != mark:
        return None
    try:
        return {date.fromisoformat(line[:10]): line[11:] for line in lines}
    except ValueError:
        return None


def _write(path: str, mark: str, found: Table) -> None:
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        aside = f"{path}.{os.getpid()}"
        with open(aside, "w", encoding="utf-8") as file:
            file.write("\n".join([mark, *(f"{day} {' '.join(name.split())}" for day, name in sorted(found.items()))]))
        os.replace(aside, path)
    except OSError:
        return

"""Which file holds which shard, and which of them today's screens need (storage-and-time 2.1)."""

import os
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from ctotui.core.plan import SERIES, month
from ctotui.disk.files import Finding

FOLDERS = ("items", "items/archive", "calendar", "entries")
SINGLE = ("lists", "people")
"""Shards at the top of the data folder."""


def path_of(data: str, key: str) -> str:
    """The file of a shard."""
    return os.path.join(data, *f"{key}.toml".split("/"))


def folders(data: str) -> list[str]:
    """The data folder and those in it that hold shards, there or not."""
    return [data, *(os.path.join(data, *folder.split("/")) for folder in FOLDERS)]


def keys(data: str) -> list[str]:
    """The shards that are on disk. Copies that a sync tool made of a conflict are none (2.3)."""
    found = [key for key in SINGLE if os.path.exists(path_of(data, key))]
    for folder in FOLDERS:
        found += [f"{folder}/{name}" for name in sorted(_stems(os.path.join(data, *folder.split("/"))))]
    return found


def _stems(folder: str) -> Iterator[str]:
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in names:
        stem = name[:-5]
        if name.endswith(".toml") and "." not in stem and " " not in stem and "(" not in stem:
            yield stem


def closed(data: str) -> list[Finding]:
    """Folders of the data that cannot be listed: nothing of them is shown."""
    found: list[Finding] = []
    for folder in FOLDERS:
        place = os.path.join(data, *folder.split("/"))
        if any(place.startswith(above.file + os.sep) for above in found):
            continue
        try:
            os.scandir(place).close()
        except FileNotFoundError:
            continue
        except OSError as error:
            what = f"The folder cannot be read: {error.strerror}."
            found.append(Finding(place, 0, 0, what, "Nothing in it is shown or changed; make it a folder of yours."))
    return found


def strays(data: str) -> list[str]:
    """Files among the data that are not loaded: conflict copies and foreign names."""
    found = []
    for folder in FOLDERS:
        place = os.path.join(data, *folder.split("/"))
        known = {f"{stem}.toml" for stem in _stems(place)}
        if os.path.isdir(place):
            names = sorted(name for name in os.listdir(place) if name not in known and not name.startswith("."))
            found += [os.path.join(place, name) for name in names if os.path.isfile(os.path.join(place, name))]
    return found


def todays(known: Iterable[str], today: date) -> list[str]:
    """The shards among `known` to load at start: what any screen of today may show."""
    last_month = today.replace(day=1) - timedelta(days=1)
    weeks = [month(today + timedelta(days=days)) for days in (-7, 0, 7)]
    wanted = {
        *SINGLE,
        SERIES,
        *(f"calendar/{name}" for name in weeks),
        *(f"entries/{name}" for name in (month(last_month), month(today), month(today + timedelta(days=1)))),
        f"items/archive/{month(today)}",
    }
    return [key for key in known if key in wanted or is_open_list(key)]


def is_open_list(key: str) -> bool:
    """Whether the shard holds the open items of a list."""
    return key.startswith("items/") and not key.startswith("items/archive/")

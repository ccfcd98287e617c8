"""Files among the data that are not loaded: the copies that sync tools make of a conflict, and foreign ones (2.3)."""

import os
from functools import cache
from re import Pattern

from ctotui.core.model import Record
from ctotui.disk import files, layout
from ctotui.disk.reader import read_content


@cache
def _pattern() -> Pattern[str]:
    import re

    # Syncthing; Dropbox, Nextcloud and others; iCloud and Finder; browsers and Drive.
    marks = r"\.sync-conflict-[^/]*| ?\([^/]*conflict[^/]*\)[^/]*|[-_ .]conflict[^/]*| \d+| ?\(\d+\)"
    return re.compile(rf"^([a-z0-9][a-z0-9-]*)({marks})\.toml$", re.IGNORECASE)


def is_copy(path: str) -> bool:
    """Whether a file has a name that sync tools give to the other side of a conflict."""
    return bool(_original(os.path.basename(path)))


def strays(data: str) -> list[str]:
    """Files that are not loaded: everything else in the folders of records, and copies of those at the top."""
    try:
        top = sorted(os.listdir(data))
    except OSError:
        top = []
    paths = [os.path.join(data, name) for name in top if _original(name) in layout.SINGLE]
    return [*(path for path in paths if os.path.isfile(path)), *layout.strays(data)]


def _original(name: str) -> str:
    """What a file name is a copy of, without its ending; empty where it is no copy."""
    found = _pattern().match(name)
    return found.group(1) if found is not None else ""


def records(path: str) -> dict[str, Record] | None:
    """The records of a copy, None where any of it cannot be read."""
    try:
        content = read_content(path, files.read(path, files.LARGEST)[0], trusted=False)
    except OSError:
        return None
    return content.records if content.valid else None

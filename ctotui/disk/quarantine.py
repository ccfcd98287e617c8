"""Copies of files that could not be used as they were found, in the state folder: ``quarantine/<name>-<time>`` (2.4).

The name is the path in the data folder with ``+`` for the separator, the time is UTC: of
``items/inbox.toml``, ``quarantine/items+inbox.toml-20261123T104500Z``.
"""

import os
import time

from ctotui.disk import files

FOLDER = "quarantine"


def put(state: str, name: str, data: bytes) -> str:
    """Keep a copy of the file `name` (relative to the data folder) and return its path; a content is kept once.

    Raises OSError.
    """
    folder = os.path.join(state, FOLDER)
    for path in copies(state, name):
        if os.path.getsize(path) == len(data) and files.read(path)[0] == data:
            return path
    wanted = os.path.join(folder, f"{_stem(name)}-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}")
    path, number = wanted, 1
    while os.path.lexists(path):
        number += 1
        path = f"{wanted}.{number}"
    files.replace(path, data)
    return path


def copies(state: str, name: str) -> list[str]:
    """Paths of the copies of one file, oldest first."""
    folder = os.path.join(state, FOLDER)
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    return [os.path.join(folder, found) for found in names if found.startswith(f"{_stem(name)}-")]


def _stem(name: str) -> str:
    return name.replace(os.sep, "+").replace("/", "+")

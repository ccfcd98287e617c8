"""How a data folder begins: its id, and the records that it starts with (storage-and-time 2.1)."""

import os
from collections.abc import Callable

from ctotui.core import ids
from ctotui.core.plan import Plan
from ctotui.disk import files, layout, migrations
from ctotui.disk.compose import whole
from ctotui.disk.known import Known
from ctotui.disk.lock import FolderLock
from ctotui.disk.places import IDENTITY, Paths
from ctotui.store import KeepError


def identify(data: str) -> None:
    """Make the data folder and give it an id, where it has none. A read-only one is left as it is. Raises KeepError."""
    path = os.path.join(data, IDENTITY)
    if os.path.exists(path):
        return
    try:
        files.make_folder(data)
        with FolderLock(data):
            if not os.path.exists(path):
                files.replace(path, f'{migrations.head()}id = "{ids.form("d", os.urandom(5))}"\n'.encode())
    except (OSError, KeepError) as error:
        if not os.path.isdir(data):
            raise KeepError(f"The data folder {data} cannot be made: {getattr(error, 'strerror', error)}.") from None


def seed(paths: Paths, build: Callable[[], Plan]) -> None:
    """Write the records of a plan to a data folder that holds none yet, not as a step. Raises KeepError."""
    if layout.keys(paths.data):
        return
    identify(paths.data)
    known = Known(paths.own_state())
    try:
        with FolderLock(paths.data):
            for key, shard in build().loaded():
                if len(shard):
                    data = whole(shard).text.encode()
                    files.replace(layout.path_of(paths.data, key), data)
                    known.add(key, data)
    except OSError as error:
        raise KeepError(f"{paths.data} cannot be written: {error.strerror}.") from None
    known.save()

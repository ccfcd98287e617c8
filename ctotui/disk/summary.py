"""Works out what `ctotui status` answers, and keeps it in the state folder for `disk.status` to read."""

import os
from datetime import UTC, datetime, timedelta

from ctotui.core.entries import minutes, running
from ctotui.core.model import Item
from ctotui.core.plan import Plan, month
from ctotui.core.text import clean
from ctotui.core.tracked import tracked
from ctotui.disk import layout, status
from ctotui.disk.files import TEMP_SUFFIX
from ctotui.disk.folder import Folder


def remember(folder: Folder, plan: Plan, now: datetime) -> status.Status:
    """The status of `plan` at `now`, which is also written to the state folder; a failure to write is passed over."""
    found = status.Status()
    current = running(plan)
    first = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    following = (first + timedelta(days=32)).replace(day=1)
    keys = {key for key, _shard in plan.loaded("entries/")} | {f"entries/{month(day)}" for day in (first, following)}
    if current is not None:
        item = plan.find(current.item)
        title = clean(item.title) if isinstance(item, Item) else "(deleted item)"
        before = tracked(plan, current.item, now) - minutes(current, now)
        estimate = item.estimate if isinstance(item, Item) else None
        found = status.Status(current.item, title, int(current.start.timestamp()), before, estimate)
        keys |= {key for key in (plan.where(current.item), plan.where(current.id)) if key is not None}
    paths = [layout.path_of(folder.data, key) for key in sorted(keys)]
    text = status.text(found, paths, int(now.timestamp()), int(following.timestamp()))
    _put(folder.state, text.encode("utf-8", "replace"))
    return found


def _put(state: str, data: bytes) -> None:
    """Replace the file at once but without waiting for the disk: it can be worked out again."""
    path = os.path.join(state, status.NAME)
    temp = os.path.join(state, f".{status.NAME}.{os.getpid()}-0{TEMP_SUFFIX}")  # a name that is swept after a kill
    try:
        descriptor = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            os.write(descriptor, data)
        finally:
            os.close(descriptor)
        os.replace(temp, path)
    except OSError:
        return

"""What was reminded of, in one small file of the state folder: so that each thing is shown once, and none is lost."""

import os
from datetime import datetime

from ctotui.core.reminders import Memory

SCREEN, CRON = "reminded", "reminded-cron"
"""Files of the app and of ``due --notify``: what one has shown the other still may."""
_HEADER = "ctotui reminded 1"
_MOST = 2000


def read(folder: str, name: str, now: datetime) -> Memory:
    """What the file `name` of a state folder remembers; nothing before `now` where there is none yet."""
    try:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            lines = file.read(200_000).split("\n")
        if lines[0] != _HEADER or lines[-1] != "end":
            return Memory(now)
        until = datetime.fromisoformat(lines[1])
    except (OSError, ValueError, IndexError):
        return Memory(now)
    return Memory(until, frozenset(lines[2:-1])) if until.tzinfo is not None else Memory(now)


def write(folder: str, name: str, memory: Memory) -> None:
    """Replace the file; a failure is passed over: at worst something is shown again."""
    text = "\n".join([_HEADER, memory.until.isoformat(), *sorted(memory.keys)[:_MOST], "end"])
    path = os.path.join(folder, name)
    temp = f"{path}.{os.getpid()}"
    try:
        descriptor = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            os.write(descriptor, text.encode("utf-8", "replace"))
        finally:
            os.close(descriptor)
        os.replace(temp, path)
    except OSError:
        return

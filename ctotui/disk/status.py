"""What `ctotui status` answers from: the running entry, in one small file of the state folder.

It names the files that it came from, and is good while those are unchanged. Reading it needs only os and sys.
"""

import os

NAME = "status"
_HEADER = "ctotui status 1"


class Status:
    """What runs, or nothing where `title` is empty."""

    __slots__ = ("before", "estimate", "item", "start", "title")

    def __init__(
        self, item: str = "", title: str = "", start: int = 0, before: int = 0, estimate: int | None = None
    ) -> None:
        self.item = item
        """Id of the item."""
        self.title = title
        """Clean, on one line."""
        self.start = start
        """Seconds since 1970 at which the entry began."""
        self.before = before
        """Minutes tracked on the item without the running entry."""
        self.estimate = estimate
        """Minutes."""

    def minutes(self, now: float) -> int:
        """Minutes tracked on the item at `now`, seconds since 1970: between shown times, as every sum."""
        return self.before + max(0, int(now) // 60 - self.start // 60)


def read(folder: str, now: float) -> Status | None:
    """The status at `now`, seconds since 1970, from the state folder of a data folder; None: it must be worked out."""
    try:
        with open(os.path.join(folder, NAME), encoding="utf-8") as file:
            lines = file.read().split("\n")
    except (OSError, ValueError):
        return None
    if len(lines) < 4 or lines[0] != _HEADER or lines[-1] != "end":
        return None
    try:
        since, until = lines[1].split(" ")
        if not int(since) <= now < int(until):
            return None
        for line in lines[3:-1]:
            seen, _, path = line.partition(" ")
            if seen != _seen(path):
                return None
        item, start, before, estimate, title = lines[2].split(" ", 4)
        return Status(item, title, int(start), int(before), int(estimate) if estimate != "-" else None)
    except ValueError:
        return None


def text(status: Status, paths: list[str], since: int, until: int) -> str:
    """The file for `status`, good from `since` until `until` (seconds since 1970) while `paths` are as they are now."""
    estimate = "-" if status.estimate is None else str(status.estimate)
    what = f"{status.item} {status.start} {status.before} {estimate} {status.title}"
    named = [f"{_seen(path)} {path}" for path in paths if "\n" not in path]
    return "\n".join([_HEADER, f"{since} {until}", what, *named, "end"])


def _seen(path: str) -> str:
    """What tells a changed file, without blanks; ``-`` where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return "-"
    return f"{found.st_mtime_ns}.{found.st_size}.{found.st_ino}"

"""Which pieces of the log stay: the last 1,000 steps of the last 30 days (storage-and-time 2.2).

An undo in use is never cut: the age of a step is that of its last do, undo or redo, and what can still be redone
stays whatever its age. The log is cut some way past its bounds, so that not every start does it.
"""

from datetime import UTC, datetime, timedelta

from ctotui.disk.log import Header, header_of

KEEP_STEPS = 1000
KEEP_DAYS = 30
SLACK_STEPS = 250
SLACK_DAYS = 2
_TXN = b"\n[[txn]]\n"


def overgrown(start: bytes, now: datetime) -> bool:
    """Whether a log that starts with `start` is past its bounds by some way."""
    if start.count(_TXN) > KEEP_STEPS + SLACK_STEPS:
        return True
    end = start.find(b"\n[[", 1)
    first = header_of(start if end < 0 else start[:end]) if start.startswith(_TXN) else None
    return first is not None and _age(first, now) > timedelta(days=KEEP_DAYS + SLACK_DAYS)


def compacted(pieces: list[bytes], now: datetime) -> list[bytes] | None:
    """The pieces that stay: all from the first step that is kept on. None where nothing would go."""
    headers = [header_of(piece) if piece.startswith(_TXN) else None for piece in pieces]
    last: dict[str, Header] = {}
    """By the id of a step: what was done with it last."""
    for header in headers:
        if header is not None:
            last[header.of or header.id] = header
    steps = [header.id for header in headers if header is not None and header.does == "do" and not header.of]
    recent = {key for key in steps[-KEEP_STEPS:] if _age(last[key], now) <= timedelta(days=KEEP_DAYS)}
    recent |= _redoable(steps, last)
    first = next((n for n, header in enumerate(headers) if header is not None and header.id in recent), len(pieces))
    return pieces[first:] if first else None


def _redoable(steps: list[str], last: dict[str, Header]) -> set[str]:
    """The undone steps at the end."""
    found: set[str] = set()
    for key in reversed(steps):
        if last[key].does != "undo":
            break
        found.add(key)
    return found


def _age(header: Header, now: datetime) -> timedelta:
    return now.astimezone(UTC) - header.at

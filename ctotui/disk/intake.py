"""Takes in what others wrote to the files, and writes again what of ours they did not know (storage-and-time 2.3)."""

from ctotui.core.model import Record
from ctotui.disk.compose import compose
from ctotui.disk.own_writes import notes
from ctotui.disk.sheet import Stale
from ctotui.disk.sheets import Sheets
from ctotui.disk.writer import Writer
from ctotui.store import Change, KeepError


def catch_up(sheets: Sheets, writer: Writer) -> list[str]:
    """Bring the plan up to date, our own last writes included. Under the folder's lock. Returns what is said of it."""
    before = sheets.plan
    sheets.take_in()
    found = writer.own.catch_up(before, sheets.plan, sheets.calm)
    if found is None:
        return []
    try:
        draft = compose(sheets.plan, found.plan, sheets.open)
    except (Stale, LookupError, KeepError):
        return []  # a file that cannot be written now: what they wrote stands, what we wrote is in the log
    writer.keep("Merge with what others wrote", "do", "", draft, sheets.plan, lambda _done: None)
    return notes(found)


def from_disk(pairs: list[tuple[Record | None, Record | None]]) -> Change:
    """What came in, with a label that counts it; none for a file that was only written anew, and holds what it held."""
    counts: dict[str, int] = {}
    for old, new in pairs:
        kind = type(new or old).__name__.lower()
        counts[kind] = counts.get(kind, 0) + 1
    plural = {"entry": "entries", "person": "people"}
    parts = [f"{count} {kind if count == 1 else plural.get(kind, kind + 's')}" for kind, count in counts.items()]
    return Change(f"From disk: {', '.join(parts)}" if parts else "", tuple(pairs))

"""A session over a data folder and one calendar folder, for tests."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ctotui.core.model import Item
from ctotui.core.plan import Plan, update
from ctotui.core.sources import Calendar
from ctotui.core.state import Settings
from ctotui.disk.places import Paths
from ctotui.session import Session

ZONE = "Europe/Stockholm"
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)


def event(uid: str = "a", summary: str = "Sync", start: str = "20260310T150000", *more: str) -> str:
    lines = ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260301T000000Z", f"DTSTART;TZID={ZONE}:{start}", "DURATION:PT1H"]
    return "\r\n".join([*lines, f"SUMMARY:{summary}", *more, "END:VEVENT"])


def calendar(*parts: str) -> bytes:
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Else//EN", "X-HEAD:stays"]
    return "\r\n".join([*head, *parts, "END:VCALENDAR", ""]).encode()


class Desk:
    """A session over a data folder and one calendar folder; `poll` is what the app does every two seconds."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "work"
        self.folder.mkdir()
        self.calendars = (Calendar("work", str(self.folder)),)
        self.session: Session | None = None
        self.clock = NOW

    def open(self, *calendars: Calendar) -> "Desk":
        """Close, and open again."""
        self.close()
        paths = Paths(*(str(self.root / kind) for kind in ("data", "config", "state")))
        settings = Settings(zone=ZONE, calendars=calendars or self.calendars)
        self.session = Session.open(paths, settings, lambda: self.clock)
        return self

    def close(self) -> None:
        if self.session is not None:
            self.session.close()
            self.session = None

    def write(self, name: str, data: bytes) -> None:
        (self.folder / name).write_bytes(data)

    def read(self, name: str) -> str:
        return (self.folder / name).read_bytes().decode().replace("\r\n ", "")

    def poll(self) -> None:
        self.clock += timedelta(seconds=2)
        assert self.session is not None
        self.session.poll()

    def edit(self, label: str, edit: Callable[[Plan], Plan]) -> None:
        self.clock += timedelta(seconds=1)
        assert self.session is not None
        self.session.edit(label, edit)

    def rename(self, title: str, to: str) -> None:
        self.edit(f"Rename {title}", lambda plan: update(plan, item(plan, title), self.clock, title=to))

    @property
    def plan(self) -> Plan:
        assert self.session is not None
        return self.session.ask(lambda state: (state.plan.all("items/"), state.plan.all("calendar/"), state.plan)[2])

    @property
    def titles(self) -> list[str]:
        return sorted(one.title for one in self.plan.records(Item))

    @property
    def message(self) -> str:
        assert self.session is not None
        found = self.session.state.view.message
        return found.text if found is not None else ""


def item(plan: Plan, title: str) -> Item:
    (found,) = [one for one in plan.records(Item) if one.title == title]
    return found

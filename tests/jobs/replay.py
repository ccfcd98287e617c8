"""The demo day in a folder of a test's own, keys pressed on it, and what its TOML files say afterwards."""

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ctotui import demo
from ctotui.commands import every, keymap
from ctotui.core import cursor
from ctotui.core.agenda import on_day
from ctotui.core.civil import instant, wall
from ctotui.core.plan import Plan
from ctotui.core.selection import settled
from ctotui.core.state import State
from ctotui.disk.places import Paths
from ctotui.session import Session, fixed
from ctotui.ui.desk import WindowDesk
from ctotui.ui.glyphs import glyphs
from ctotui.ui.screen import compose

assert every.TABLE
KEYMAP = keymap.build()


def local(day: int, clock: str) -> datetime:
    """The instant of a wall time such as ``16:45`` on a day of March 2026 in the zone of the demo."""
    return instant(datetime.fromisoformat(f"2026-03-{day:02}T{clock}"), demo.ZONE)


def open_demo(root: Path) -> Session:
    """A session on the demo day, Tuesday 10 March 2026, 10:42; its folders lie in `root` and are made where new."""
    folders = Paths(*(str(root / name) for name in ("data", "config", "state")))
    return Session.open(folders, demo.settings(), fixed(demo.now()), demo=demo.build)


class Files:
    """What the TOML files of a data folder say, as a test asks for it."""

    def __init__(self, data: Path) -> None:
        self.records: dict[str, tuple[str, dict[str, Any]]] = {}
        for path in data.rglob("*.toml"):
            for kind, rows in tomllib.loads(path.read_text(encoding="utf-8")).items():
                if isinstance(rows, list):
                    self.records.update((row["id"], (kind, row)) for row in rows)

    def of(self, kind: str, title: str) -> list[dict[str, Any]]:
        """The records of a kind that belong to the items of that title."""
        return [row for found, row in self.records.values() if found == kind and self.title(row) == title]

    def title(self, row: dict[str, Any]) -> str:
        """The title of the item that a record is, or belongs to; empty for others."""
        _kind, item = self.records.get(row.get("item", row.get("series", "")), ("", row))
        return str(item.get("title", ""))

    def blocks(self, title: str) -> list[str]:
        """``11 14:00-15:30`` for each block: the day of March, start and end as they are stored."""
        return sorted(f"{row['start']:%d %H:%M}-{row['end']:%H:%M}" for row in self.of("block", title))

    def entries(self, title: str) -> list[str]:
        """``10 09:55-10:30`` for each entry, in the zone of the demo; one that runs has no end."""
        found = ((wall(row["start"], demo.ZONE), row.get("end")) for row in self.of("entry", title))
        return sorted(f"{start:%d %H:%M}-" + (f"{wall(end, demo.ZONE):%H:%M}" if end else "") for start, end in found)

    def changed(self, before: "Files") -> set[str]:
        """The titles of all items of which a record is new, gone or another."""
        keys = [key for key in {*self.records, *before.records} if self.records.get(key) != before.records.get(key)]
        return {files.title(files.records[key][1]) for files in (self, before) for key in keys if key in files.records}


class Replay:
    """The interpreter of keys over a session, and the 80 by 24 screen it makes."""

    def __init__(self, root: Path) -> None:
        self.data = root / "data"
        self.session = open_demo(root)
        self._interpreter = WindowDesk(self.session, KEYMAP, lambda _demo: None, lambda: None).interpreter
        store = self.session.store
        here = store.ask(lambda state: cursor.at(state.plan, state.wall, state.settings))
        store.look(moment=here.moment, block=here.block)
        self._plan: Plan = self.session.state.plan
        store.subscribe(self._settle)

    def _settle(self, state: State) -> None:
        """As the app does after each change of the plan (S10)."""
        if state.plan is not self._plan:
            self._plan = state.plan
            self.session.store.update(view=self.session.ask(settled))

    def press(self, key: str) -> None:
        """A named key or a character."""
        self._interpreter.press(key, key if len(key) == 1 else None)

    def type(self, text: str) -> None:
        """Each character of `text`."""
        for character in text:
            self._interpreter.press("space" if character == " " else character, character)

    def screen(self) -> str:
        """The text of the screen."""
        return self.session.ask(lambda state: compose(state, 80, 24, glyphs(False), KEYMAP)).text()

    def stand(self, title: str, day: int = 10) -> None:
        """Put the cursor of Today's calendar on the block of that title."""
        plan = self.session.state.plan
        one = next(one for one in on_day(plan, date(2026, 3, day), demo.ZONE) if one.title == title)
        self.session.look(moment=one.start, block=one.id, part="calendar")

    def select(self, number: int) -> None:
        """Put the cursor of Today's list on the item that the screens call by `number`."""
        self.session.look(part="list", item=demo.item_id(number))

    def clock(self, day: int, clock: str) -> None:
        """Let it be another time."""
        self.session.clock = fixed(local(day, clock))
        self.session.tick()

"""Keys pressed at a desk in memory, and what is found there: for tests of commands."""

from datetime import datetime

from ctotui import demo
from ctotui.commands import every, keymap
from ctotui.core.agenda import Instance, on_day
from ctotui.core.blocks import find
from ctotui.core.state import View
from ctotui.ui.desk import WindowDesk
from tests.memory import MemoryDesk

assert every.TABLE
KEYMAP = keymap.build()


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Wall time of a day in March 2026."""
    return datetime(2026, 3, day, hour, minute)


class Keys:
    """A desk and the one interpreter."""

    def __init__(self, desk: MemoryDesk) -> None:
        self.desk = desk
        self.interpreter = WindowDesk(desk, KEYMAP, lambda _demo: None, lambda: None).interpreter

    def __call__(self, *keys: str) -> None:
        for key in keys:
            self.interpreter.press(key, key if len(key) == 1 else None)

    def type(self, text: str) -> None:
        """Each character of `text` as a key."""
        for character in text:
            self.interpreter.press("space" if character == " " else character, character)

    @property
    def view(self) -> View:
        return self.desk.state.view

    @property
    def said(self) -> str:
        return self.view.message.text if self.view.message else ""

    @property
    def steps(self) -> list[str]:
        """What was stored, by the label of its step."""
        return [label for label, _before, _after in self.desk.keeper.done]

    def block(self, title: str, day: int = 10) -> Instance:
        """The one block of a day in March 2026 with that title."""
        found = [one for one in on_day(self.desk.state.plan, at(day, 0).date(), demo.ZONE) if one.title == title]
        assert len(found) == 1, [one.title for one in on_day(self.desk.state.plan, at(day, 0).date(), demo.ZONE)]
        return found[0]

    def span(self, title: str, day: int = 10) -> str:
        """``13:30-15:00`` of that block."""
        one = self.block(title, day)
        return f"{one.start:%H:%M}-{one.end:%H:%M}"

    def stand(self, title: str, day: int = 10) -> None:
        """Put the cursor on that block."""
        one = self.block(title, day)
        self.desk.look(moment=one.start, block=one.id, part="calendar")

    def gone(self, key: str) -> bool:
        """Whether a block is no longer there."""
        return find(self.desk.state.plan, key, demo.ZONE) is None

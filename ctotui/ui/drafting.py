"""Keeps the line being typed, and offers what a killed program left (storage-and-time 2.2, "Debounce")."""

import asyncio
from collections.abc import Callable

from ctotui.commands.every import TABLE
from ctotui.commands.keymap import Keymap
from ctotui.core.state import State
from ctotui.core.text import clean
from ctotui.disk.drafts import Typed
from ctotui.store import Store
from ctotui.ui.frame import clip

PAUSE = 0.3
"""Seconds after a key until what was typed is kept."""
PURPOSES = ("add", "edit", "log")
"""The lines that are worth it."""


class Drafting:
    """Follows the state; `keep_draft` takes the line, or None when it is entered or cancelled."""

    def __init__(self, keep_draft: Callable[[Typed | None], None]) -> None:
        self._keep_draft = keep_draft
        self._typed: Typed | None = None
        self._kept: Typed | None = None
        """The last line that is in the state folder."""
        self._timer: asyncio.TimerHandle | None = None

    def offer(self, store: Store, left: list[Typed], keymap: Keymap) -> None:
        """Put lines that were left into the history, where `up` finds them, and say so."""
        history = dict(store.state.view.history)
        left = [typed for typed in left if typed.purpose in PURPOSES]
        for typed in left:
            history[typed.purpose] = (*history.get(typed.purpose, ()), typed.text)
        if left:
            self._kept = left[-1]
            store.look(history=history)
            last, older = left[-1], keymap.label(TABLE["input.older"])
            how = f"{keymap.label(TABLE['item.add'])}, then {older}" if last.purpose == "add" else f"{older} there"
            store.say(f'Your line was kept: "{clip(clean(last.text), 26, "…")}". {how} brings it back.')

    def follow(self, state: State, loop: asyncio.AbstractEventLoop | None) -> None:
        """Note what is typed, and keep it `PAUSE` later; forget it at once when the line is closed."""
        prompt = state.view.prompt
        before = self._typed
        there = prompt is not None and prompt.purpose in PURPOSES and prompt.text.strip()
        self._typed = Typed(prompt.purpose, prompt.text) if there and prompt is not None else None
        if self._typed is None:
            if before is not None:
                self.keep()
        elif self._typed != self._kept and self._timer is None and loop is not None:
            self._timer = loop.call_later(PAUSE, self.keep)

    def keep(self) -> None:
        """Keep what is typed now."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._typed != self._kept:
            self._kept = self._typed
            self._keep_draft(self._typed)

    def end(self) -> None:
        """Keep what is typed at a forced end; what was only offered stays as well."""
        if self._typed is not None:
            self.keep()

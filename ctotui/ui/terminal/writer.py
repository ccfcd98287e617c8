"""The thread that hands bytes to the terminal, so that a slow or frozen line never stops the planner itself."""

import os
import threading
from collections.abc import Callable

_PATIENCE = 2.0


class TerminalWriter(threading.Thread):
    """Writes to `fileno` what it is given, all that has gathered in one call; silent once the terminal is gone.

    `on_gone` and `on_drained` are called in this thread; `on_drained` only after `tell_when_drained`.
    """

    def __init__(self, fileno: int, encoding: str, on_gone: Callable[[], None], on_drained: Callable[[], None]) -> None:
        super().__init__(daemon=True, name="ctotui-output")
        self._fileno = fileno
        self._encoding = encoding
        self._on_gone = on_gone
        self._on_drained = on_drained
        self._waiting: list[str] = []
        self._ready = threading.Condition()
        self._closing = False
        self._asked = False
        self.busy = False
        """Whether something was given that the terminal has not taken yet."""
        self.gone = False

    def write(self, text: str) -> None:
        """Queue `text`; never blocks."""
        if text and not self.gone:
            with self._ready:
                self.busy = True
                self._waiting.append(text)
                self._ready.notify()

    def tell_when_drained(self) -> None:
        """Call `on_drained` once, as soon as the terminal has taken everything."""
        with self._ready:
            self._asked = True
            self._ready.notify()

    def run(self) -> None:
        """Write until closed or the terminal is gone."""
        while (data := self._next()) is not None:
            try:
                while data:
                    data = data[os.write(self._fileno, data) :]
            except OSError:
                self.gone = True
                self._on_gone()
                return

    def _next(self) -> bytes | None:
        with self._ready:
            while not self._waiting:
                self.busy = False
                if self._closing:
                    return None
                if self._asked:
                    self._asked = False
                    self._on_drained()
                self._ready.wait()
            text = "".join(self._waiting)
            self._waiting.clear()
        return text.encode(self._encoding, "replace")

    def close(self) -> None:
        """Write what waits and end; give up on a terminal that takes nothing for two seconds."""
        with self._ready:
            self._closing = True
            self._ready.notify()
        if threading.current_thread() is not self and self.is_alive():
            self.join(_PATIENCE)

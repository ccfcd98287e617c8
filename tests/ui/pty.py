"""A terminal for tests: a real pty, a pyte screen, and the answers of a simple terminal.

    with Terminal([sys.executable, "-m", "ctotui"], home=tmp_path) as terminal:
        terminal.wait_for("Today")
        terminal.send("j")
        terminal.settle()
        assert terminal.screen()[0].startswith("…")

Nothing here sleeps to be in step: waits end when something is on the screen, when the output stops, or at a deadline.
"""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import pyte
import pyte.screens

from ctotui.ui.frame import graphemes

ROOT = Path(__file__).resolve().parents[2]
DEADLINE = 15.0
"""Seconds after which a wait fails; generous, since only a failing test ever waits that long."""

_QUESTION = re.compile(rb"\x1b\[(?:\?(?P<mode>\d+)\$p|(?P<what>6n|0?c))")


class GraphemeScreen(pyte.Screen):
    """pyte's screen for a terminal that keeps each grapheme in its one or two cells, as current ones do."""

    _last = ("", (0, 0), (-1, -1))
    """The last grapheme, where it stands and where the cursor was after it."""

    def draw(self, data: str) -> None:
        """Put text on the screen; no line wrap. A grapheme may come in two parts, as reads cut it."""
        line = self.buffer[self.cursor.y]
        before, (start, _), after = self._last
        if after == (self.cursor.x, self.cursor.y) and next(graphemes(before + data), ("", 0))[0] != before:
            self.cursor.x, data = start, before + data
        for grapheme, width in graphemes(data):
            x = min(self.cursor.x, self.columns - width)
            if line[x].data == "" and x:
                line[x - 1] = line[x - 1]._replace(data=" ")
            if x + width < self.columns and line[x + width].data == "":
                line[x + width] = line[x + width]._replace(data=" ")
            line[x] = self.cursor.attrs._replace(data=grapheme)
            if width == 2:
                line[x + 1] = self.cursor.attrs._replace(data="")
            self.cursor.x = x + width
            self._last = (grapheme, (x, self.cursor.y), (self.cursor.x, self.cursor.y))

    def erase_in_display(self, how: int = 0, *args: Any, **kwargs: Any) -> None:
        """Erase in the current background also the cells that were never written, which pyte forgets."""
        super().erase_in_display(how, *args, **kwargs)
        if how == 2:
            for y in range(self.lines):
                self.buffer[y].update((x, self.cursor.attrs) for x in range(self.columns))


def look(cell: Any) -> tuple[Any, ...]:
    """What a user sees of a pyte cell; of a plain space only the background."""
    lines = (cell.underscore, cell.reverse, cell.strikethrough)
    if cell.data == " " and not any(lines):
        return " ", cell.bg
    return cell.data, cell.fg, cell.bg, cell.bold, cell.italics, *lines


class Terminal:
    """A program in a terminal of its own."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        home: Path,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
        truecolour: bool = True,
    ) -> None:
        self.width, self.height = size
        self._screen = GraphemeScreen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = bytearray()
        """All that the program has sent."""
        self._master, slave = pty.openpty()
        self._set_size(slave)
        clean = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm-256color"}
        clean |= {"PYTHONPATH": str(ROOT)} | ({"COLORTERM": "truecolor"} if truecolour else {}) | dict(env or {})
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={name: value for name, value in clean.items() if value},
            cwd=home,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        self._tty_attributes = termios.tcgetattr(slave)
        os.close(slave)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.hang_up()

    # -- doing --------------------------------------------------------------
    def send(self, keys: str | bytes) -> None:
        """Type."""
        os.write(self._master, keys.encode() if isinstance(keys, str) else keys)

    def resize(self, width: int, height: int) -> None:
        """Change the size of the window, which tells the program by SIGWINCH."""
        self.width, self.height = width, height
        self._screen.resize(height, width)
        self._set_size(self._master)

    def _set_size(self, fileno: int) -> None:
        fcntl.ioctl(fileno, termios.TIOCSWINSZ, struct.pack("HHHH", self.height, self.width, 0, 0))

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal, as a dropped line does."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    # -- waiting ------------------------------------------------------------
    def read(self, timeout: float) -> bool:
        """Take in what the program sends within `timeout` seconds; False when there was nothing or it has ended."""
        if self._master < 0 or not select.select([self._master], [], [], timeout)[0]:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            data = b""
        self.raw += data
        self._answer(data)
        self._stream.feed(data)
        return bool(data)

    def _answer(self, data: bytes) -> None:
        for question in _QUESTION.finditer(data):
            if mode := question["mode"]:
                self.send(b"\x1b[?%s;%d$y" % (mode, 2 if mode == b"2026" else 0))
            elif question["what"] == b"6n":
                self.send(f"\x1b[{self._screen.cursor.y + 1};{self._screen.cursor.x + 1}R")
            else:
                self.send("\x1b[?62;22c")

    def wait_for(self, what: "str | Callable[[Terminal], bool]", deadline: float = DEADLINE) -> None:
        """Wait until a text is on the screen or a condition holds; AssertionError with the screen at the deadline."""
        end = time.monotonic() + deadline
        while not (what in self.text() if isinstance(what, str) else what(self)):
            left = end - time.monotonic()
            ended = self.process.poll() is not None
            if not self.read(min(max(left, 0), 0.05)) and (left <= 0 or ended):
                if ended and (what in self.text() if isinstance(what, str) else what(self)):
                    return
                raise AssertionError(f"not seen: {what!r}; exit {self.process.poll()}; the screen:\n{self.text()}")

    def wait_blind(self, condition: Callable[[], bool], deadline: float = DEADLINE) -> None:
        """Wait for something outside the terminal without taking in what the program sends, as a stalled line does."""
        end = time.monotonic() + deadline
        while not condition():
            assert time.monotonic() < end, "did not happen"
            select.select([], [], [], 0.01)

    def settle(self, quiet: float = 0.15, deadline: float = DEADLINE) -> None:
        """Wait until nothing was sent for `quiet` seconds."""
        end = time.monotonic() + deadline
        while self.read(quiet):
            assert time.monotonic() < end, f"the output does not stop; the screen:\n{self.text()}"

    def output_of(self, keys: str | bytes, quiet: float = 0.15) -> bytes:
        """All that is sent in answer to `keys`."""
        before = len(self.raw)
        self.send(keys)
        self.wait_for(lambda terminal: len(terminal.raw) > before)
        self.settle(quiet)
        return bytes(self.raw[before:])

    def exit_status(self, deadline: float = DEADLINE) -> int:
        """The status with which the program ends, negative for a signal; its last output is taken in."""
        end = time.monotonic() + deadline
        while self.process.poll() is None:
            assert time.monotonic() < end, f"still running; the screen:\n{self.text()}"
            if not self.read(0.02) and self._master < 0:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(0.02)
        while self.read(0):
            pass
        return self.process.returncode

    # -- seeing -------------------------------------------------------------
    def screen(self) -> list[str]:
        """The rows of the screen, each grapheme once."""
        buffer = self._screen.buffer
        return ["".join(buffer[y][x].data for x in range(self.width)) for y in range(self.height)]

    def text(self) -> str:
        """The screen as text."""
        return "\n".join(row.rstrip() for row in self.screen())

    def cells(self) -> list[list[tuple[Any, ...]]]:
        """What a user sees of each cell (`look`), by row."""
        buffer = self._screen.buffer
        return [[look(buffer[y][x]) for x in range(self.width)] for y in range(self.height)]

    @property
    def cursor(self) -> tuple[int, int] | None:
        """The cell of the terminal's cursor, or None while it is hidden."""
        cursor = self._screen.cursor
        return None if cursor.hidden else (cursor.x, cursor.y)

    def mode(self, number: int) -> bool:
        """Whether a DEC private mode is on, 1049 for the alternate screen and so on."""
        return (number << 5) in self._screen.mode

    def restored(self) -> bool:
        """Whether the terminal was given back: main screen, cursor, no mouse, no paste mode, cooked input."""
        modes = any(self.mode(number) for number in (1049, 1000, 1002, 1003, 1006, 2004))
        return not modes and self.cursor is not None and self._cooked()

    def _cooked(self) -> bool:
        flags = termios.tcgetattr(self._master)
        return flags[:4] == self._tty_attributes[:4]

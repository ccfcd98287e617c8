"""The line to the terminal: modes, keys and mouse in, bytes out, and what happens when it breaks.

Differs from Textual's driver in what a remote terminal feels (textual-notes 2, 6, 10): buttons and drags are reported
but never bare motion (1002, not 1003); no questions are asked that could be answered as typed keys; the input is read
by the event loop, which wakes only for keys; a terminal that is gone ends the program instead of spinning.
"""

import asyncio
import contextlib
import os
import signal
import sys
import termios
import tty
from codecs import getincrementaldecoder
from collections.abc import Callable
from contextvars import Context, copy_context
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from textual import constants, events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from ctotui.ui.terminal.writer import TerminalWriter

if TYPE_CHECKING:
    from textual.app import App

_MOUSE = "\x1b[?1000h\x1b[?1002h\x1b[?1006h"
_NO_MOUSE = "\x1b[?1006l\x1b[?1002l\x1b[?1000l"
_FOCUS, _NO_FOCUS = "\x1b[?1004h", "\x1b[?1004l"
_ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h"
_LEAVE = "\x1b[m\x1b[?2004l\x1b[?7h\x1b[?1049l\x1b[?25h"


class Listener(Protocol):
    """What the driver tells the app beside Textual's own messages."""

    def on_hang_up(self) -> None:
        """The terminal is gone."""

    def on_drained(self) -> None:
        """The terminal has taken all that was sent (after `tell_when_drained`)."""

    def on_broken_input(self, error: Exception) -> None:
        """Reading keys failed by an error of our own."""

    def on_terminal_taken(self) -> None:
        """The terminal was entered, first or again: nothing is known of what it shows."""


class TerminalDriver(LinuxDriver):
    """Textual's Linux driver with its own start, stop, reading and writing."""

    def __init__(
        self, app: "App[Any]", *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._listener: Listener = app  # type: ignore[assignment]
        self._output = sys.__stdout__.fileno() if sys.__stdout__ is not None else 1
        self._writer: TerminalWriter | None = None
        self._parser: XTermParser | None = None
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._reading = False
        self._watching = False
        if self._size is None:
            self._size = self._get_terminal_size()

    # -- writing ------------------------------------------------------------
    def write(self, data: str) -> None:
        """Send `data`; nothing happens once the terminal is left or gone."""
        if self._writer is not None:
            self._writer.write(data)

    @property
    def busy(self) -> bool:
        """Whether the terminal has not yet taken all that was sent."""
        return self._writer is not None and self._writer.busy

    def tell_when_drained(self) -> None:
        """Have the listener told as soon as the terminal has taken all."""
        if self._writer is not None:
            self._writer.tell_when_drained()

    def set_mouse(self, on: bool) -> None:
        """Report the mouse from now on, or leave it to the terminal (X4)."""
        if on != self._mouse:
            self._mouse = on
            self.write(_MOUSE if on else _NO_MOUSE)

    def watch_focus(self, on: bool) -> None:
        """Have the terminal tell when it loses the focus, while a button is down, or no longer."""
        if on != self._watching:
            self._watching = on
            self.write(_FOCUS if on else _NO_FOCUS)

    def close(self) -> None:
        """Send what waits and stop writing."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    # -- entering and leaving -----------------------------------------------
    def start_application_mode(self) -> None:
        """Enter raw mode and the alternate screen, and start to read."""
        if not self._in_foreground():
            return
        self.attrs_before = None
        with contextlib.suppress(termios.error):
            self.attrs_before = termios.tcgetattr(self.fileno)
            termios.tcsetattr(self.fileno, termios.TCSANOW, self._raw(termios.tcgetattr(self.fileno)))
        self._writer = self._start_writing()
        self.write(_ENTER + (_MOUSE if self._mouse else ""))
        self._loop.add_signal_handler(signal.SIGWINCH, self._send_size)
        self._start_reading()
        self._listener.on_terminal_taken()
        self._send_size()
        if self._must_signal_resume:
            self._must_signal_resume = False
            self._app.post_message(self.SignalResume())

    def _start_writing(self) -> TerminalWriter:
        encoding = getattr(sys.__stdout__, "encoding", None) or "utf-8"
        here = partial(_from_thread, self._loop, copy_context())
        drained = partial(here, self._listener.on_drained)
        writer = TerminalWriter(self._output, encoding, partial(here, self._hang_up), drained)
        writer.start()
        return writer

    def _in_foreground(self) -> bool:
        """Whether we may change the terminal: continued in the background, the process stops again here."""

        def stop_again(*_: object) -> None:
            os.kill(os.getpid(), signal.SIGSTOP)

        signal.signal(signal.SIGTTOU, stop_again)
        signal.signal(signal.SIGTTIN, stop_again)
        try:
            termios.tcsetattr(self.fileno, termios.TCSANOW, termios.tcgetattr(self.fileno))
        except termios.error:
            return False
        finally:
            signal.signal(signal.SIGTTOU, signal.SIG_DFL)
            signal.signal(signal.SIGTTIN, signal.SIG_DFL)
        return True

    def _raw(self, attributes: list[Any]) -> list[Any]:
        attributes[tty.LFLAG] = self._patch_lflag(attributes[tty.LFLAG])
        attributes[tty.IFLAG] = self._patch_iflag(attributes[tty.IFLAG])
        attributes[tty.OFLAG] &= ~termios.OPOST  # a line feed only moves down, as `shadow` counts on
        attributes[tty.CC][termios.VMIN] = 1
        attributes[tty.CC][termios.VTIME] = 0
        return attributes

    def disable_input(self) -> None:
        """Stop reading and drop what was typed and not yet read."""
        if not self._reading:
            return
        self._stop_reading()
        self._loop.remove_signal_handler(signal.SIGWINCH)
        self.watch_focus(False)
        if self._mouse:
            self.write(_NO_MOUSE)
        with contextlib.suppress(termios.error):
            termios.tcflush(self.fileno, termios.TCIFLUSH)

    def stop_application_mode(self) -> None:
        """Leave the alternate screen and give the terminal back as it was."""
        self.disable_input()
        self.write(_LEAVE)
        self.close()
        if self.attrs_before is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
            self.attrs_before = None

    # -- size ---------------------------------------------------------------
    def _get_terminal_size(self) -> tuple[int, int]:
        try:
            width, height = os.get_terminal_size(self._output)
        except OSError:
            return 80, 24
        return width or 80, height or 24

    def _send_size(self) -> None:
        size = Size(*self._get_terminal_size())
        self._app.post_message(events.Resize(size, size))

    # -- reading ------------------------------------------------------------
    def _start_reading(self) -> None:
        self._parser = XTermParser(self._debug)
        self._loop.add_reader(self.fileno, self._read)
        self._reading = True

    def _stop_reading(self) -> None:
        self._loop.remove_reader(self.fileno)
        self._reading = False

    def _read(self) -> None:
        try:
            data = os.read(self.fileno, 65536)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if not data:
            self._hang_up()
            return
        text = self._decode(data)
        try:
            if text and self._parser is not None:
                for message in self._parser.feed(text):
                    self.process_message(message)
                if self._parser._timeout_time is not None:
                    self._loop.call_later(constants.ESCAPE_DELAY + 0.001, self._end_escape)
        except Exception as error:
            self._listener.on_broken_input(error)

    def _end_escape(self) -> None:
        """Esc stands alone when nothing has followed it in time."""
        if self._reading and self._parser is not None:
            for message in self._parser.tick():
                self.process_message(message)

    def _hang_up(self) -> None:
        if self._reading:
            self._stop_reading()
            self._mouse = False
        self._listener.on_hang_up()

    def process_message(self, message: Message) -> None:
        """Pass on what was read. A release that never came is told by the motion without a button, not made up."""
        if isinstance(message, events.MouseMove) and not message.button:
            self._down_buttons.clear()
        super().process_message(message)

    def send_message(self, message: Message) -> None:
        """Post to the app: the event loop itself reads the keys."""
        self._app.post_message(message)


def _from_thread(loop: asyncio.AbstractEventLoop, context: Context, callback: Callable[[], None]) -> None:
    with contextlib.suppress(RuntimeError):  # the loop has ended: nobody is left to tell
        loop.call_soon_threadsafe(callback, context=context)

"""How the program ends: on a signal, on a dropped line and on an error of its own, always after a save."""

import contextlib
import os
import signal
from functools import cached_property
from typing import ClassVar

from rich.console import RenderableType
from textual.app import App

from ctotui.ui.buttons import MouseAction
from ctotui.ui.terminal.last_words import LastWords

_LAST_SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)


class PlannerHooks:
    """What the planner overrides."""

    report_to: ClassVar[str] = "the issue tracker of ctotui"

    def save(self) -> None:
        """Bring everything to disk, at once and without help from the event loop; called before a forced end."""

    def on_size(self, width: int, height: int) -> None:
        """The screen has this many cells: called before the first frame and after each resize."""

    def on_input(self, key: str, character: str | None) -> None:
        """A key was pressed: Textual's name of it, and the character it types, if any. No other handler sees keys."""

    def on_paste_text(self, text: str) -> None:
        """Text was pasted, uncleaned, with its line ends."""

    def on_mouse(self, action: MouseAction) -> None:
        """The mouse did something, in the order of the keys."""

    def on_focus_lost(self) -> None:
        """The terminal lost the focus; told after `watch_focus` only."""


class OrderlyApp(PlannerHooks, App[int], inherit_bindings=False, inherit_css=False):
    """An app that saves before any end and leaves the terminal as it was."""

    _leaving = False

    @cached_property
    def _last_words(self) -> LastWords:
        return LastWords(self.report_to)

    def on_load(self) -> None:
        """Take over the signals that end a program, now that the event loop runs."""
        if not self.is_headless and self._loop is not None:
            for number in _LAST_SIGNALS:
                self._loop.add_signal_handler(number, self.leave_on_signal, number)

    def on_hang_up(self) -> None:
        """The terminal is gone: the same as SIGHUP, which may come as well."""
        self.leave_on_signal(signal.SIGHUP)

    def leave_on_signal(self, number: signal.Signals) -> None:
        """Save first, then end cleanly with status 128 + number; a second order to end is carried out at once."""
        if not self._leaving:
            self._leaving = True
            self._save()
            self.exit(return_code=128 + number)
        elif number != signal.SIGHUP:
            if self._driver is not None:
                with contextlib.suppress(Exception):
                    self._driver.stop_application_mode()
            os._exit(128 + number)

    def _save(self) -> bool:
        try:
            self.save()
        except Exception as error:
            self._last_words.saving_failed(error)
            return False
        return True

    def on_broken_input(self, error: Exception) -> None:
        """Keys cannot be read any more: the same as any other error of our own."""
        self._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        """An error nobody handled: save, then end with status 1 and say what happened."""
        if self._exception is None:
            self._last_words.own_error(error, saved=self._save())
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End without Textual's traceback, which shows local values."""
        self._close_messages_no_wait()

    def panic(self, *_renderables: RenderableType) -> None:
        """End without Textual's picture of the error: `_handle_exception` has told it."""
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """Print the last words; Textual calls it once the terminal is given back."""
        self._exit_renderables.clear()
        self._last_words.say()

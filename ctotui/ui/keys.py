"""The one interpreter: it sees every key first and handles contexts, counts, chords and ``.`` (K1, K5).

It knows nothing of Textual: a key comes as a name and the character it types.
"""

from collections.abc import Callable
from functools import partial

from ctotui.commands import editing, searching
from ctotui.commands.command import Command, Desk
from ctotui.commands.keymap import Keymap
from ctotui.core.errors import PlanError
from ctotui.core.state import View, place
from ctotui.store import KeepError

COUNT_LIMIT = 999
DIGITS = frozenset("0123456789")
"""Counts in GRAB; in NORMAL they choose a pane (K1)."""

_ALIASES = {"escape": "esc", "pageup": "pgup", "pagedown": "pgdn", "ctrl+h": "backspace", "return": "enter"}


def context(view: View) -> str:
    """Where a key is looked up now."""
    if view.question is not None:
        return "ASK"
    if view.prompt is not None:
        return {"palette": "PALETTE", "blockers": "PICKER"}.get(view.prompt.purpose, "INPUT")
    if view.overlay in ("help", "inspector", "reminders", "offer"):
        return "HELP"
    return view.mode if view.mode in ("GRAB", "OFFER") else "NORMAL"


def name(key: str, character: str | None) -> str:
    """Our name of a key that Textual calls `key`: the character it types, or a short name."""
    if character is not None and len(character) == 1 and character.isprintable() and character != " ":
        return character
    if character == " ":
        return "space"
    return _ALIASES.get(key, key)


class Interpreter:
    """Turns keys into commands at a desk."""

    def __init__(self, keymap: Keymap, desk: Desk) -> None:
        self.keymap = keymap
        self.desk = desk
        self._count = ""
        self._chord: tuple[str, ...] = ()
        self._where = ""
        """Context in which they were typed: the mouse may have led to another since."""
        self._last: tuple[Command, int] | None = None

    @property
    def pending(self) -> tuple[str, ...]:
        """Keys of a chord that is not complete yet."""
        return self._chord

    def press(self, key: str, character: str | None = None) -> None:
        """Handle one key."""
        view = self.desk.state.view
        if view.message is not None:
            self.desk.look(message=None)
        where = context(view)
        pressed = name(key, character)
        if view.overlay == "verbs":
            self.desk.look(overlay="")
            if pressed == "esc":
                return
        if where in ("INPUT", "PALETTE", "PICKER"):
            self._type(where, pressed, character)
        elif where == "ASK":
            self._answer(pressed)
        else:
            self._command_key(where, pressed)

    def paste(self, text: str) -> None:
        """Type a pasted text where a line is being typed; elsewhere it opens quick-add with it."""
        view = self.desk.state.view
        if view.prompt is not None:
            self.desk.look(prompt=editing.insert(view.prompt, text[:10_000]))
            self._attempt(lambda: searching.follow(self.desk))

    def run(self, command: Command, count: int = 1) -> None:
        """Run a command, or say why not. Also what the palette, `?` and a click use."""
        self._clear()
        reason = self._attempt(lambda: self.desk.ask(command.reason))
        if reason is not None:
            self.desk.say(f"{command.title}: {reason}", "warn")
            return
        self._attempt(lambda: command.run(self.desk, count) if command.counted else command.run(self.desk))
        if command.repeats:
            self._last = (command, count)

    def repeat(self) -> None:
        """Do the last repeatable change again, with its count."""
        if self._last is None:
            self.desk.say("There is no change to repeat yet", "warn")
        else:
            self.run(*self._last)

    def _attempt(self, work: Callable[[], object]) -> str | None:
        try:
            result = work()
        except (PlanError, KeepError) as refusal:
            self.desk.say(str(refusal), "error")
            return None
        return result if isinstance(result, str) else None

    def _type(self, where: str, pressed: str, character: str | None) -> None:
        command = self.keymap.lookup(where, place(self.desk.state.view), (pressed,))
        prompt = self.desk.state.view.prompt
        if command is not None:
            self.run(command)
        elif prompt is not None:
            edited = editing.press(prompt, pressed, character)
            if edited is not None:
                self.desk.look(prompt=edited)
                self._attempt(lambda: searching.follow(self.desk))

    def _answer(self, pressed: str) -> None:
        question = self.desk.state.view.question
        assert question is not None
        if pressed in ("esc", "q"):
            self.desk.look(question=None)
            if question.otherwise is not None:
                question.otherwise(self.desk)
            return
        for key, _label in question.choices:
            if pressed == key or (pressed == "enter" and key == question.choices[0][0]):
                self.desk.look(question=None)
                self._attempt(partial(question.then, self.desk, key))
                return

    def _command_key(self, where: str, pressed: str) -> None:
        pane = place(self.desk.state.view)
        if where != self._where:
            self._count, self._chord, self._where = "", (), where
        chord = (*self._chord, pressed)
        if self.desk.state.view.overlay == "welcome" and self.keymap.lookup("WELCOME", pane, chord):
            where = "WELCOME"
        command = self.keymap.lookup(where, pane, chord)
        if command is not None and not (self._count and pressed in DIGITS):
            count = int(self._count or "1")
            self._clear()
            self.run(command, count)
        elif self.keymap.is_prefix(where, pane, chord):
            self._wait(chord)
        elif where in ("GRAB", "OFFER") and not self._chord and pressed in DIGITS and (self._count or pressed != "0"):
            self._count = str(min(int(self._count + pressed), COUNT_LIMIT))
            self.desk.look(keys=self._count)
        elif self._chord and pressed == "esc":
            self._clear()
        elif self._chord:
            started = self.keymap.shown(" ".join(self._chord))
            self._clear()
            typed = started + self.keymap.shown(pressed)
            self.desk.say(f"{typed} is no command; {started} alone shows what follows it", "warn")
        else:
            self._clear()

    def _wait(self, chord: tuple[str, ...]) -> None:
        self._chord = chord
        self.desk.look(keys=self._count + self.keymap.shown(" ".join(chord)))

    def _clear(self) -> None:
        self._count, self._chord = "", ()
        view = self.desk.state.view
        if view.keys or view.which_key:
            self.desk.look(keys="", which_key=False)

"""Which keys run which command: the table's own, with the user's ``keys.toml`` laid over.

A key is the character it types, or a name for what types none: ``enter esc tab space up down left right backspace
delete home end pgup pgdn ctrl+r f1``. A chord is several keys parted by a space: ``r f``, ``d d``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from ctotui.commands.command import CONTEXTS, TABLE, Command
from ctotui.core.state import WITHIN

PANES = ("today", "list", "week", "month", "agenda", "board", "time")
"""Where a binding may hold (`core.state.place`). What holds in ``today`` holds in its ``list`` too, and what holds in
``week`` in ``month`` and ``agenda``, unless these have a binding of their own for the same keys."""
NAMED = frozenset(
    {"enter", "esc", "tab", "space", "up", "down", "left", "right", "backspace", "delete"}
    | {"home", "end", "pgup", "pgdn"}
    | {"f1", "f10", "ctrl+d", "ctrl+u", "ctrl+r", "ctrl+p", "ctrl+t", "ctrl+f", "ctrl+l"}
)
"""Names of keys that type no character (K2)."""

Chord = tuple[str, ...]
Overrides = Mapping[str, tuple[str, ...]]
"""Command id -> its keys; none: unbound."""

_SHOWN = {"enter": "⏎", "space": "␠", "left": "←", "right": "→", "up": "↑", "down": "↓"}


@dataclass(slots=True)
class Keymap:
    """Commands by context, pane and chord, and how their keys are shown."""

    bindings: dict[tuple[str, str, Chord], Command] = field(default_factory=dict)
    prefixes: set[tuple[str, str, Chord]] = field(default_factory=set)
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Keys of every command, by its id, after the overrides."""
    problems: list[str] = field(default_factory=list)
    """Sentences on what of ``keys.toml`` could not be used."""
    plain: bool = False
    """Whether keys are named in ASCII: enter, left, up (X2)."""

    def lookup(self, context: str, pane: str, chord: Chord) -> Command | None:
        """The command that a whole chord runs there."""
        return self.bindings.get((context, pane, chord))

    def is_prefix(self, context: str, pane: str, chord: Chord) -> bool:
        """Whether a longer chord starts with these keys."""
        return (context, pane, chord) in self.prefixes

    def following(self, context: str, pane: str, chord: Chord) -> list[tuple[Chord, Command]]:
        """The chords that start with these keys, for which-key."""
        size = len(chord)
        return [
            (keys, command)
            for (where, part, keys), command in self.bindings.items()
            if where == context and part == pane and keys[:size] == chord and len(keys) > size
        ]

    def label(self, command: Command) -> str:
        """The first key of a command as it is shown: ``m``, ``r f``, ``⏎``, ``^R``; empty where it has none."""
        keys = self.keys.get(command.id, ())
        return self.shown(keys[0]) if keys else ""

    def shown(self, chord: str) -> str:
        """A chord as the screen writes it."""
        return shown(chord, self.plain)

    def commands(self, context: str, pane: str) -> Iterator[Command]:
        """The commands that have a key in a context and pane, in the order of the table."""
        held = {
            id(command) for (where, part, _keys), command in self.bindings.items() if (where, part) == (context, pane)
        }
        for command in TABLE.values():
            if id(command) in held:
                yield command


def shown(chord: str, plain: bool = False) -> str:
    """A chord as the footer writes it: letters of a chord together, names short, or in ASCII where `plain`."""
    signs = {} if plain else _SHOWN
    parts = [signs.get(key) or (f"^{key[5:].upper()}" if key.startswith("ctrl+") else key) for key in chord.split(" ")]
    return "".join(parts) if all(len(part) == 1 for part in parts) else " ".join(parts)


def build(overrides: Overrides | None = None) -> Keymap:
    """The keymap of `TABLE` with `overrides`; what cannot be used is left out and named in ``problems``."""
    keymap = Keymap()
    wanted = _usable(overrides or {}, keymap.problems)
    for command in TABLE.values():
        keymap.keys[command.id] = wanted.get(command.id, command.keys)
    for command in sorted(TABLE.values(), key=lambda one: one.id in wanted):
        for text in keymap.keys[command.id]:
            _bind(keymap, command, tuple(text.split(" ")), wanted)
    _share(keymap)
    _check_prefixes(keymap)
    return keymap


def _share(keymap: Keymap) -> None:
    """Let what holds in a pane hold in the places within it (`core.state.WITHIN`)."""
    for (context, pane, chord), command in list(keymap.bindings.items()):
        for inner, outer in WITHIN.items():
            if pane == outer:
                keymap.bindings.setdefault((context, inner, chord), command)
                keymap.prefixes |= {(context, inner, chord[:size]) for size in range(1, len(chord))}


def _bind(keymap: Keymap, command: Command, chord: Chord, wanted: Overrides) -> None:
    for context in command.contexts:
        for pane in command.panes or PANES:
            place = (context, pane, chord)
            other = keymap.bindings.get(place)
            if other is not None and other is not command:
                if _is_narrower(other, command, wanted):
                    continue
                if not _is_narrower(command, other, wanted):
                    _conflict(keymap, command, other, chord, wanted)
            keymap.bindings[place] = command
            keymap.prefixes |= {(context, pane, chord[:size]) for size in range(1, len(chord))}


def _is_narrower(one: Command, other: Command, wanted: Overrides) -> bool:
    """Whether `one` names its places and `other` holds everywhere: an exception in the table, and no conflict."""
    return bool(one.panes) and not other.panes and one.id not in wanted and other.id not in wanted


def _conflict(keymap: Keymap, command: Command, other: Command, chord: Chord, wanted: Overrides) -> None:
    sentence = f"keys.toml: {shown(' '.join(chord))} is both {other.id} and {command.id}; it now runs {command.id}."
    if command.id not in wanted and other.id not in wanted:
        raise ValueError(sentence)
    if sentence not in keymap.problems:
        keymap.problems.append(sentence)
    if other.id not in wanted:
        text = " ".join(chord)
        keymap.keys[other.id] = tuple(key for key in keymap.keys[other.id] if key != text)


def _check_prefixes(keymap: Keymap) -> None:
    for context, pane, chord in sorted(keymap.prefixes & keymap.bindings.keys()):
        command = keymap.bindings.pop((context, pane, chord))
        longer = keymap.following(context, pane, chord)[0][1]
        sentence = (
            f"keys.toml: {shown(' '.join(chord))} is {command.id}, but {longer.id} starts with it; "
            f"{command.id} is without that key."
        )
        if sentence not in keymap.problems:
            keymap.problems.append(sentence)


def _usable(overrides: Overrides, problems: list[str]) -> dict[str, tuple[str, ...]]:
    usable: dict[str, tuple[str, ...]] = {}
    for name, chords in overrides.items():
        if name not in TABLE:
            near = get_close_matches(name, TABLE, 1)
            hint = f" Did you mean {near[0]}?" if near else ' See "ctotui keys" for all names.'
            problems.append(f"keys.toml: there is no command {name}.{hint}")
            continue
        bad = [key for chord in chords for key in chord.split(" ") if key not in NAMED and len(key) != 1]
        if bad:
            known = ", ".join(sorted(NAMED))
            problems.append(f'keys.toml: {name}: "{bad[0]}" is no key; write a character, or one of {known}.')
            continue
        usable[name] = tuple(chords)
    return usable


def check_contexts() -> list[str]:
    """Commands whose contexts or panes do not exist: a test keeps this empty."""
    return [
        command.id
        for command in TABLE.values()
        if not set(command.contexts) <= set(CONTEXTS) or not set(command.panes) <= set(PANES)
    ]

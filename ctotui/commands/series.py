"""The one question about an occurrence: this, this and following, or all (M5)."""

from collections.abc import Callable
from typing import Any

from ctotui.commands.command import Desk
from ctotui.core.series_edits import Making, Scope
from ctotui.core.state import Question

_WORDS: dict[Scope, tuple[str, str]] = {
    "this": ("t", "this one"),
    "following": ("f", "this and following"),
    "all": ("a", "all of them"),
}


def is_occurrence(key: str) -> bool:
    """Whether an id is that of an occurrence."""
    return "@" in key


def ask_scope(desk: Desk, text: str, then: Callable[[Any, Scope], None], alone: bool = True) -> None:
    """Ask once which occurrences are meant, and go on with the answer; `alone` offers this one by itself."""
    offered = {key: (scope, words) for scope, (key, words) in _WORDS.items() if alone or scope != "this"}

    def answered(asked: Desk, key: str) -> None:
        then(asked, offered[key][0])

    desk.look(question=Question(text, tuple((key, words) for key, (_scope, words) in offered.items()), answered))


def making(desk: Desk) -> Making:
    """The moment, the zone, and ids for a series that a split makes."""
    return Making(desk.now, desk.state.settings.zone, desk.new_id("i"), desk.new_id("b"))

"""What a line is read against, and what a reading step returns."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from ctotui.core.quickadd.words import Word

Lean = Literal["future", "past", "written"]


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of a line: all that quick-add knows besides the text."""

    now: datetime
    """Naive local wall time."""
    zone: str = ""
    """IANA name, for the checks of A9; empty or unknown: none are made."""
    lists: tuple[str, ...] = ()
    """Paths of the known lists."""
    people: tuple[str, ...] = ()
    """Known handles."""
    lean: Lean = "future"
    """A10: `a` and ``add`` lean to the future, `T` and ``log`` to the past; `e` and ``edit`` take a line as written."""
    day: date | None = None
    """Day of a time that is written without one, in lean *written* and in `when`; None is today."""
    holidays: str = ""
    """Country whose holidays are meant where none is named; empty: one must be."""
    default_block: int = 60
    """Minutes of a block without end and estimate (A6)."""
    default_meeting: int = 30
    needs_title: bool = True
    """False where a line may name only what changes (``ctotui edit``)."""
    open_items: tuple[str, ...] = ()
    """Ids of the open items without their letter, sorted: what ``after:`` may name (`core.ids.open_names`)."""


class Match(NamedTuple):
    """What words ``[first, last)`` were read as."""

    first: int
    last: int
    field: str
    value: object
    strong: bool
    """Counts anywhere; a weak one only in the trailing run (A1)."""


class Reader:
    """The words of one line, read against one context."""

    __slots__ = ("context", "today", "words")

    def __init__(self, words: list[Word], context: Context) -> None:
        self.words = words
        self.context = context
        self.today = context.now.date()

    def key(self, index: int) -> str:
        """Look-up form of word `index`; empty past the end and where a word can only be text."""
        if index >= len(self.words):
            return ""
        word = self.words[index]
        return word.key if word.value is None else ""


def number(text: str, digits: int = 4) -> int | None:
    """An ASCII number of at most so many digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None

"""A line cut into words, with quotes and backslashes taken off, and the way back.

``"…"`` at the start of a word, or straight after a sigil, holds anything. A quotation mark is literal after a
backslash; backslashes are literal but for those straight before a quotation mark, which count double.
"""

from dataclasses import dataclass
from functools import cache

from ctotui.core.quickadd.lexicon import SIGILS, WORD_FORMS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

QUOTABLE = frozenset(("", *SIGILS, *WORD_FORMS))


@dataclass(slots=True, eq=False, repr=False)
class Word:
    """`text` is what it says, `key` how it is looked up: in lower case and NFC; empty where it can only be text."""

    start: int
    end: int
    text: str
    key: str
    glued: bool = False
    """Follows a closing quotation mark without a space."""
    value: str | None = None
    """What stood in quotes after a sigil; `key` is that sigil then."""


def split(text: str) -> list[Word]:
    """The words of `text`, in linear time."""
    words: list[Word] = []
    end = 0
    search = _pattern(r"\S+").search
    while found := search(text, end):
        start, end = found.span()
        raw = found.group()
        word = None
        if '"' in raw:
            word = _quoted(text, start, raw)
            raw = unescape(raw)
        if word is None:
            word = Word(start, end, raw, _key(raw))
        if words and words[-1].end == start:
            word.key, word.glued = "", True
        end = word.end
        words.append(word)
    return words


def quote(text: str) -> str:
    """`text` as a quoted word."""
    return '"' + escape(text + '"')[:-2] + '"'


def escape(text: str) -> str:
    """`text` with its quotation marks made literal."""
    return _pattern(r'(\\*)"').sub(r'\1\1\\"', text) if '"' in text else text


def unescape(text: str) -> str:
    """What `escape` made, back."""
    if '\\"' not in text:
        return text
    return _pattern(r'(\\+)"').sub(lambda run: run[1][: len(run[1]) // 2] + '"', text)


def _quoted(text: str, start: int, raw: str) -> Word | None:
    """The quoted word at `start`, if a quotation mark opens there and another closes it."""
    mark = raw.index('"')
    prefix = raw[:mark].lower()
    if prefix not in QUOTABLE:
        return None
    first = start + mark + 1
    close = _closing(text, first)
    if close < 0:
        return None
    value = unescape(text[first:close] + '"')[:-1]
    return Word(start, close + 1, value if not mark else raw[:mark] + value, prefix, value=value if mark else None)


def _closing(text: str, first: int) -> int:
    close = text.find('"', first)
    while close >= 0:
        before = close
        while before > first and text[before - 1] == "\\":
            before -= 1
        if (close - before) % 2 == 0:
            return close
        close = text.find('"', close + 1)
    return -1


def _key(raw: str) -> str:
    if raw.isascii():
        return raw.lower()
    from unicodedata import normalize

    return normalize("NFC", raw.lower())


@cache
def _pattern(source: str) -> "re.Pattern[str]":
    import re

    return re.compile(source)

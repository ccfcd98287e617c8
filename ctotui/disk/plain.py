"""Reads a file that looks as `disk.toml` writes it, three times as quickly as a parser of all of TOML.

One statement a line: a bare key, `` = ``, and a string, a date or time, an array of plain strings or any other value
that ends with its line or as `disk.toml` ends it; ``[[name]]`` headers; blank lines and comments after one of these.
What is rare, as a number or an escape, is read by tomli, a value at a time. A file that holds anything else is not read
here at all.
"""

from datetime import date, datetime
from functools import cache
from re import Pattern

_STRING = r'"[^"\\\n]*"'
_PART = r'(?:[-+.\w:]+|"(?:[^"\\\n]|\\.)*")'
_LONG = r'"""\n(?:[^"\\]|\\.|"(?!""))*"""'
_OTHERS = (_PART, _LONG, rf"\[(?:{_PART}(?:, {_PART})*)?\]", rf"\[\n(?:    (?:{_PART}|{_LONG}),\n)*\]")
"""Any other value, on one line and on several; arrays of these."""


@cache
def _statements() -> Pattern[str]:
    """Groups: key, text of a plain string, date or time, inside of an array of plain strings, other value, header."""
    import re

    moment = r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d{6})?Z?)?"
    values = rf'"([^"\\\n]*)"|({moment})|\[({_STRING}(?:, {_STRING})*)\]|({"|".join(_OTHERS)})'
    return re.compile(rf"(?:([A-Za-z0-9_-]+) = (?:{values})|\[\[([a-z_]+)\]\])\n(?:\n|#.*\n)*")


def parsed(text: str) -> dict[str, object] | None:
    """What tomli makes of `text`, which is known to be TOML; None where it is not as `disk.toml` writes it.

    Equal strings and moments are held once.
    """
    parts = _statements().split(text)
    if any(parts[::7]):
        return None
    top: dict[str, object] = {}
    table = top
    words: dict[str, str] = {}
    moments: dict[str, date] = {}
    columns = (parts[number::7] for number in range(1, 7))
    try:
        for key, word, moment, array, other, header in zip(*columns, strict=True):
            if word is not None:
                table[key] = words.setdefault(word, word)
            elif header is not None:
                table = {}
                top.setdefault(header, []).append(table)  # type: ignore[attr-defined]
            elif moment is not None:
                table[key] = moments.get(moment) or moments.setdefault(moment, _moment(moment))
            elif array is not None:
                table[key] = [words.setdefault(one, one) for one in array[1:-1].split('", "')]
            else:
                table[key] = _other(other)
    except (ValueError, AttributeError):
        return None
    return top


def _moment(text: str) -> date:
    return datetime.fromisoformat(text) if len(text) > 10 else date.fromisoformat(text)


def _other(text: str) -> object:
    if text in ("true", "false"):
        return text == "true"
    if text.isascii() and text.isdigit():
        return int(text)
    import tomli

    return tomli.loads(f"x = {text}")["x"]

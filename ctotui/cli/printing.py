"""What the command line prints: lines for people, JSON for programs; nothing raw ever reaches a terminal."""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from time import monotonic
from typing import TextIO

from ctotui.core.ascii import plain
from ctotui.core.text import clean


class Printer:
    """Collects what a command says and writes it at the end, so that a closed pipe cannot stop an edit half way."""

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self._out = out
        self._err = err
        self._lines: list[str] = []
        self._told = 0.0
        """When progress was last shown."""
        encoding = (out.encoding or "ascii").lower().replace("-", "").replace("_", "")
        self.unicode = encoding.startswith("utf")
        """Whether glyphs beyond ASCII can be written."""
        self._only_ascii = False
        self.width = _width(out)
        """Columns of the terminal; 0 where the output is none: no limit."""

    def use_ascii(self) -> None:
        """From now on only ASCII reaches people, and programs get JSON in ASCII (``--ascii``)."""
        self.unicode, self._only_ascii = False, True

    def line(self, text: str = "") -> None:
        """One line for people, cleaned, and cut where a terminal would wrap it."""
        safe = clean(text.rstrip())
        self._lines.append(cut(safe, self.width) if self.width else safe)

    def lines(self, texts: Iterable[str]) -> None:
        """Several lines, each as it is long: help, sentences."""
        self._lines += [clean(text) for text in texts]

    def json(self, **records: object) -> None:
        """One JSON object, ``schema`` first."""
        self._lines.append(dumps({"schema": 1, **records}, ascii_only=not self.unicode))

    def raw(self, text: str) -> None:
        """A whole file, for the standard output: UTF-8 as it is for a file or a pipe, made visible for a terminal."""
        if self._out.isatty():
            self.lines(text.splitlines())
            return
        self.flush()
        stream = getattr(self._out, "buffer", None)
        if stream is None:
            self._write(self._out, text)
            return
        try:
            stream.write(text.encode("utf-8", "replace"))
            stream.flush()
        except BrokenPipeError:
            _discard(self._out)

    def complain(self, text: str) -> None:
        """One line on stderr, at once."""
        self.progress("")
        self._write(self._err, f"ctotui: {clean(text)}\n")

    def progress(self, words: str) -> None:
        """How far a long command is, in one row of stderr that is written over; nothing where that is no terminal."""
        if self._err.isatty() and (words or self._told):
            now = monotonic()
            if not words or now - self._told > 0.1:
                self._told = now if words else 0.0
                self._write(self._err, f"\r{clean(words.removesuffix(', Esc cancels'))[:70]}\x1b[K")

    def flush(self) -> None:
        """Write what was collected; a reader that went away is no error."""
        if self._lines:
            self._write(self._out, "\n".join(self._lines) + "\n")
            self._lines.clear()

    def _write(self, stream: TextIO, text: str) -> None:
        encoding = "ascii" if self._only_ascii else stream.encoding or "ascii"
        safe = text.encode(encoding, "replace").decode(encoding)
        if safe != text:
            safe = plain(text, encoding)
        try:
            stream.write(safe)
            stream.flush()
        except BrokenPipeError:
            _discard(stream)


def dumps(value: Mapping[str, object], ascii_only: bool = False) -> str:
    """A JSON object, one record a line.

    No control, bidi or other unprintable character stands in it as itself: the data is unchanged.
    """
    import json

    encode = json.JSONEncoder(ensure_ascii=ascii_only).encode

    def safe(text: str) -> str:
        if text.isprintable():
            return text
        return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)

    parts = []
    for key, part in value.items():
        if isinstance(part, list) and part:
            rows = ",\n  ".join(safe(encode(record)) for record in part)
            parts.append(f"{encode(key)}: [\n  {rows}\n ]")
        else:
            parts.append(f"{encode(key)}: {safe(encode(part))}")
    return "{" + ",\n ".join(parts) + "}"


def table(rows: Sequence[Sequence[str]], gap: str = "  ") -> list[str]:
    """Rows in aligned columns; the last one runs on."""
    cleaned = [[clean(cell) for cell in row] for row in rows]
    if not cleaned:
        return []
    widths = [max(map(cells, column)) for column in zip(*cleaned, strict=True)]
    shown = [width for width in widths if width]
    if not shown:
        return []
    return [
        gap.join(cell + " " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True) if width).rstrip()
        for row in cleaned
    ]


def cells(text: str) -> int:
    """Columns that clean `text` takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def cut(text: str, width: int) -> str:
    """`text` in at most `width` columns, the cut marked."""
    if cells(text) <= width:
        return text
    kept, room = [], width - 1
    for char in text:
        room -= cells(char)
        if room < 0:
            break
        kept.append(char)
    return "".join(kept) + "…"


def _width(out: TextIO) -> int:
    if not out.isatty():
        return 0
    try:
        return os.get_terminal_size(out.fileno()).columns
    except (OSError, ValueError):
        return 0


def _discard(stream: TextIO) -> None:
    """Send the rest nowhere, so that the interpreter does not complain again while it ends."""
    null = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(null, stream.fileno())
    except (OSError, ValueError):
        sys.stdout = None
    finally:
        os.close(null)

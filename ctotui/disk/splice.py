"""Span splice (storage-and-time 1.4): a file as head, blocks in order, tail; one block changes, every other byte stays.

A block is a ``[[kind]]`` table with the blank and comment lines before it, so that putting one in and taking it out are
exact inverses. The scan also works on a file that does not parse, and keeps the damage inside its block.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from re import Pattern
from typing import NamedTuple
from zlib import crc32

from ctotui.core.fields import FIELDS
from ctotui.disk.toml import block_of, key_of, text_of

BOM = "\ufeff"


class Chunk(NamedTuple):
    """One block: its exact text, the name of its array (empty for any other table), and its id."""

    name: str
    text: str
    id: str
    """The record's; ``~`` and a checksum of the text where it has none of its own."""


@dataclass(slots=True)
class Document:
    """The text of a file, cut into blocks."""

    head: str
    """Up to the last line that means something before the first block; holds ``schema``, and a BOM."""
    chunks: list[Chunk] = field(default_factory=list)
    tail: str = ""
    """Blank and comment lines after the last block."""

    @property
    def text(self) -> str:
        return "".join([self.head, *(chunk.text for chunk in self.chunks), self.tail])

    @property
    def newline(self) -> str:
        """The line end that the file uses."""
        sample = self.head + "".join(chunk.text for chunk in self.chunks[:1])
        return "\r\n" if "\r\n" in sample else "\n"

    def copy(self) -> "Document":
        """One that can be changed without this one."""
        return Document(self.head, list(self.chunks), self.tail)

    def find(self, key: str) -> int | None:
        """Index of the chunk with that id; looked for from the end, where the new ones are."""
        return next((index for index in range(len(self.chunks) - 1, -1, -1) if self.chunks[index].id == key), None)


@cache
def _tokens() -> Pattern[str]:
    import re

    strings = r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''
    return re.compile(strings + r"|#[^\n]*|[\[\]{}\n]", re.DOTALL)


def lines(text: str) -> Iterator[str]:
    """The logical lines of TOML text, line ends included: a string or array over several lines is one.

    A bracket or string that never closes ends with its own line.
    """
    start, size = 0, len(text)
    while start < size:
        end = text.find("\n", start) + 1 or size
        line = text[start:end]
        stripped = line.lstrip(" \t" + BOM)
        if not stripped.startswith(("[", "#")) and ("[" in line or "{" in line or '"""' in line or "'''" in line):
            end = _logical_end(text, start) or end
        yield text[start:end]
        start = end


def _logical_end(text: str, start: int) -> int | None:
    depth = 0
    for token in _tokens().finditer(text, start):
        found = token.group()
        if found in "[{":
            depth += 1
        elif found in "]}":
            depth -= 1
        elif found == "\n":
            if depth <= 0:
                return token.end()
            if _begins_table(text, token.end()):
                return None
    return len(text) if depth <= 0 else None


def _begins_table(text: str, at: int) -> bool:
    """Whether the line there is ``[[name]]``, which no array of several lines can hold: the array never closes."""
    if not text.startswith("[[", at):
        return False
    end = text.find("\n", at)
    name, close, _rest = text[at + 2 : len(text) if end < 0 else end].partition("]]")
    return bool(close) and name.isidentifier() and name not in ("true", "false", "inf", "nan")


def header(line: str) -> tuple[str, bool] | None:
    """First key of a table header and whether it is an array of top level, or None for any other line."""
    body = line.lstrip(" \t" + BOM)
    if not body.startswith("["):
        return None
    twice = body.startswith("[[")
    inner = body.lstrip("[ \t")
    quote = inner[:1]
    if quote in ('"', "'"):
        key, _, after = inner[1:].partition(quote)
    else:
        end = next((index for index, char in enumerate(inner) if char in " \t.]#\r\n"), len(inner))
        key, after = inner[:end], inner[end:]
    return key, twice and not after.lstrip(" \t").startswith(".")


def scan(text: str) -> Document:
    """Cut `text` into blocks; ``scan(text).text == text`` for any text."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    pending: list[str] = []
    for line in lines(text):
        stripped = line.strip(" \t\r\n")
        if not stripped or stripped.startswith("#"):
            pending.append(line)
            continue
        found = header(line)
        if found is not None and (found[1] or found[0] != parts[-1][0] or len(parts) == 1):
            parts.append((found[0] if found[1] else "", pending))
        else:
            parts[-1][1].extend(pending)
        pending = []
        parts[-1][1].append(line)
    head, *blocks = parts
    document = Document("".join(head[1]), [], "".join(pending))
    document.chunks = _named([(name, body) for name, body in blocks])
    return document


def _named(blocks: list[tuple[str, list[str]]]) -> list[Chunk]:
    chunks: list[Chunk] = []
    seen: set[str] = set()
    for name, body in blocks:
        text = "".join(body)
        key = _own_id(body) if name else ""
        if not key or key in seen:
            key = unnamed(text, len(chunks)) if unnamed(text) in seen else unnamed(text)
        seen.add(key)
        chunks.append(Chunk(name, text, key))
    return chunks


def unnamed(text: str, ordinal: int = 0) -> str:
    """The id of a block that has none: a checksum of its text; `ordinal` tells equal ones apart."""
    return f"~{crc32(text.encode(errors='surrogatepass')):08x}" + (f".{ordinal}" if ordinal else "")


def _own_id(body: list[str]) -> str:
    for line in body:
        key, equals, value = line.partition("=")
        if equals and key.strip(" \t\"'") == "id":
            value = value.strip()
            if value[:1] == '"' and "\\" not in value and value[1:].isascii():
                return value[1:].partition('"')[0]
            return str(parse_statement(line).get("id", ""))
    return ""


def parse_statement(line: str) -> dict[str, object]:
    """The keys of one logical line, empty where it is damaged."""
    import tomli

    try:
        return tomli.loads(line.lstrip(BOM))
    except (tomli.TOMLDecodeError, RecursionError):
        return {}


def parse_block(text: str) -> tuple[str, dict[str, object]] | None:
    """Name and table of a block that parses alone, else None."""
    import tomli

    try:
        parsed = tomli.loads(text)
    except (tomli.TOMLDecodeError, RecursionError):
        return None
    if len(parsed) != 1:
        return None
    name, tables = next(iter(parsed.items()))
    return (name, tables[0]) if isinstance(tables, list) and len(tables) == 1 and isinstance(tables[0], dict) else None


def new_block(name: str, table: dict[str, object], newline: str = "\n") -> str:
    """A block for a new record."""
    text = block_of(name, table)
    return text.replace("\n", newline) if newline != "\n" else text


def rewrite(text: str, changes: dict[str, object]) -> str:
    """The block `text` with some keys set, or removed where the value is None.

    Lines of other keys stay as they are; a changed line keeps the comment after it. Raises ValueError where `text`
    does not parse alone.
    """
    parsed = parse_block(text)
    if parsed is None:
        raise ValueError("a block that does not parse cannot be rewritten")
    name, old = parsed
    newline = "\r\n" if "\r\n" in text else "\n"
    closed = text if text.endswith("\n") else text + newline
    wanted = {key: value for key, value in {**old, **changes}.items() if value is not None}
    result = "".join(_rewritten(closed, changes, newline))
    if _same(parse_block(result), wanted):
        return result
    comments = [line for line in lines(closed) if line.lstrip().startswith("#")]
    return "".join([newline, *comments, new_block(name, wanted, newline).removeprefix(newline)])


def _same(parsed: tuple[str, dict[str, object]] | None, wanted: dict[str, object]) -> bool:
    return parsed is not None and repr(sorted(parsed[1].items())) == repr(sorted(wanted.items()))


def _rewritten(text: str, changes: dict[str, object], newline: str) -> list[str]:
    """The logical lines of the new block."""
    out: list[tuple[str, str]] = []
    for line in lines(text):
        key = next(iter(parse_statement(line)), "") if header(line) is None else "["
        if key not in changes:
            out.append((key, line))
        elif changes[key] is not None:
            out.append((key, _with_value(line, key, changes[key], newline)))
    present = [key for key, _line in out]
    for key, value in changes.items():
        if value is not None and key not in present:
            at = _place(key, present)
            present.insert(at, key)
            out.insert(at, (key, f"{key_of(key)} = {text_of(value)}\n".replace("\n", newline)))
    return [line for _key, line in out]


def _place(key: str, present: list[str]) -> int:
    """Where a new key goes: after the last of those that come before it in the order of the fields."""
    rank = _ranks()
    own = rank.get(key, len(rank))
    earlier = [index for index, other in enumerate(present) if rank.get(other, len(rank) + 1) < own]
    return earlier[-1] + 1 if earlier else present.index("[") + 1


@cache
def _ranks() -> dict[str, int]:
    names = [field.name for rows in FIELDS.values() for field in rows]
    return {name: rank for rank, name in enumerate(dict.fromkeys(names))}


def _with_value(line: str, key: str, value: object, newline: str) -> str:
    """`line` with another value; what stands before the value and a comment after it stay."""
    stem, _, rest = line.partition("=")
    if parse_statement(f"{stem}= 0") != {key: 0}:
        stem, rest = f"{key_of(key)} ", ""
    marks = [token.start() for token in _tokens().finditer(rest) if token.group().startswith("#")]
    comment = ""
    if marks and "\n" not in rest[marks[-1] :].rstrip("\r\n"):
        before = rest[: marks[-1]]
        comment = before[len(before.rstrip(" \t")) :] + rest[marks[-1] :].rstrip("\r\n")
    return f"{stem}= {text_of(value)}".replace("\n", newline) + comment + newline

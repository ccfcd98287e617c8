"""Span splice (storage-and-time 1.4): a file as head, blocks in order, tail; one block changes, every other byte stays.

A block is a ``[[kind]]`` table with the blank and comment lines before it, so that putting one in and taking it out are
exact inverses. The scan also works on a file that does not parse, and keeps the damage inside its block.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from re import Pattern
from zlib import crc32

from ctotui.disk.toml import block_of, key_of, text_of

BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Chunk:
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
        """Index of the chunk with that id."""
        return next((index for index, chunk in enumerate(self.chunks) if chunk.id == key), None)


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
        elif found == "\n" and depth <= 0:
            return token.end()
    return len(text) if depth <= 0 else None


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
    return f"~{crc32(text.encode()):08x}" + (f".{ordinal}" if ordinal else "")


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


def rewrite(text: str, table: dict[str, object]) -> str:
    """The block `text` with the values of `table`: lines of unchanged keys stay, comments stay with their key."""
    import tomli

    parsed = parse_block(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    if parsed is None:
        raise ValueError("a block that does not parse cannot be rewritten")
    name, old = parsed
    if text.endswith(("\n", "\r")):
        closed = text
    else:
        closed = text + newline
    result = "".join(_rewritten(closed, old, table, newline))
    try:
        faithful = repr(tomli.loads(result)) == repr({name: [_in_order(tomli.loads(result)[name][0], table)]})
    except (tomli.TOMLDecodeError, RecursionError, KeyError):
        faithful = False
    if faithful:
        return result
    comments = [line for line in lines(closed) if line.strip().startswith("#")]
    body = new_block(name, table, newline)
    return newline + "".join(comments) + body.removeprefix(newline) if comments else body


def _in_order(found: dict[str, object], wanted: dict[str, object]) -> dict[str, object]:
    """`wanted` with the key order of `found`, as far as they have the same keys."""
    if found.keys() != wanted.keys():
        return {}
    return {key: wanted[key] for key in found}


def _rewritten(text: str, old: dict[str, object], table: dict[str, object], newline: str) -> list[str]:
    """The logical lines of the new block."""
    order = list(table)
    out: list[str] = []
    last = 0
    placed: dict[str, int] = {}
    for line in lines(text):
        stripped = line.strip()
        if header(line) is not None or not stripped or stripped.startswith("#"):
            out.append(line)
            last = len(out) if header(line) is not None and not placed else last
            continue
        keys = list(parse_statement(line))
        key = keys[0] if keys else ""
        if key in table:
            placed[key] = len(out)
            same = key in old and repr(old[key]) == repr(table[key])
            out.append(line if same else _with_value(line, key, table[key], newline))
        elif key not in old:
            out.append(line)
    for position, key in enumerate(order):
        if key not in placed:
            before = next((placed[other] + 1 for other in reversed(order[:position]) if other in placed), last)
            out.insert(before, f"{key_of(key)} = {text_of(table[key])}\n".replace("\n", newline))
            placed = {other: at + (at >= before) for other, at in placed.items()} | {key: before}
    return out


def _with_value(line: str, key: str, value: object, newline: str) -> str:
    """`line` with another value; what stands before the value and a comment after it stay."""
    stem, _, rest = line.partition("=")
    comment, quoted = "", False
    for token in _tokens().finditer(rest):
        quoted = token.group().startswith("#")
        comment = token.group().rstrip("\r") if quoted else comment
    if parse_statement(f"{stem}= 0") != {key: 0}:
        stem = f"{key_of(key)} "
    end = rest.find(comment) if comment else -1
    gap = rest[:end][len(rest[:end].rstrip(" \t")) :] if end > 0 else ""
    return f"{stem}= {text_of(value)}".replace("\n", newline) + gap + comment + newline

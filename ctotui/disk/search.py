"""Full-history search: the text of files is scanned, and only the blocks that hit are parsed (storage-and-time 1.3).

Ten years of items are some megabytes of text; as records they would be a hundred. Nothing found stays there.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from ctotui.core.errors import PlanError
from ctotui.core.fields import from_toml
from ctotui.core.model import Item
from ctotui.disk import files, layout, migrations
from ctotui.disk.known import Known
from ctotui.disk.reader import read_content

_HEADER = "[[item]]"
_SPLIT = "\n[["


def items(
    data: str, keys: Iterable[str], words: Sequence[str], matches: Callable[[Item], bool], known: Known
) -> Iterator[Item]:
    """The items of some files whose text holds each of `words` (lower case) and that match.

    No words: every item is looked at. A file that cannot be read, or that is damaged, gives what `read_content` makes
    of it.
    """
    import gc

    literals = [_literal(word) for word in words]
    collecting = gc.isenabled()
    gc.disable()
    try:
        for key in keys:
            path = layout.path_of(data, key)
            try:
                content, _stamp = files.read(path, files.LARGEST)
            except OSError:
                continue
            yield from _in_file(path, content, literals, matches, known.has(key, content))
    finally:
        if collecting:
            gc.enable()


def _literal(word: str) -> str:
    """The longest part of a word that stands in a file as it is: quotes and backslashes are escaped there."""
    parts = "".join(" " if char in '"\\' or not char.isprintable() else char for char in word.lower()).split()
    return max(parts, key=len, default="")


def _in_file(
    path: str, content: bytes, literals: Sequence[str], matches: Callable[[Item], bool], trusted: bool
) -> Iterator[Item]:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = ""
    escaped = "\\u" in text.lower()
    lowered = text.lower()
    if text and not escaped and not all(literal in lowered for literal in literals):
        return
    found = _hits(text, literals, escaped) if text and trusted else None
    if found is None:
        records = read_content(path, content, trusted).records.values()
        found = [record for record in records if isinstance(record, Item)]
    yield from (item for item in found if matches(item))


def _hits(text: str, literals: Sequence[str], escaped: bool) -> list[Item] | None:
    """The items of the blocks that hold every literal; None where a block cannot be parsed by itself."""
    import tomli

    head, *blocks = f"\n{text}".split(_SPLIT)
    found: list[Item] = []
    try:
        schema = migrations.schema_of(tomli.loads(head))
        for block in blocks:
            if not block.startswith(_HEADER[2:]):
                continue
            lowered = block.lower()
            if not escaped and not all(literal in lowered for literal in literals):
                continue
            (table,) = tomli.loads(f"[[{block}")["item"]
            if "id" not in table or schema is None:
                return None
            record = from_toml(Item, migrations.lifted("item", table, schema))
            assert isinstance(record, Item)
            found.append(record)
    except (tomli.TOMLDecodeError, RecursionError, PlanError, TypeError, ValueError):
        return None
    return found


def holding(data: str, keys: Iterable[str], typed: str) -> list[str]:
    """The files among `keys` in which an id begins with `typed`, with or without its letter."""
    import re

    wanted = typed.lower()
    if not wanted.isascii() or not wanted.isprintable():
        return []
    statement = re.compile(rf"""(?m)^[ \t"']*id[ \t"']*=[ \t]*["'][a-z]?{re.escape(wanted)}""".encode())
    found = []
    for key in keys:
        try:
            content = files.read(layout.path_of(data, key), files.LARGEST)[0].lower()
        except OSError:
            continue
        if wanted.encode() in content and statement.search(content):
            found.append(key)
    return found


def months(data: str, keys: Iterable[str], words: Sequence[str], ids: frozenset[str]) -> list[str]:
    """The files among `keys` that hold each of `words` (small letters), or a block of one of the items `ids`."""
    import re

    literals = [_literal(word) for word in words]
    item = re.compile(rb"""(?m)^item\s*=\s*["']([^"'\n]*)""")
    wanted = {key.encode() for key in ids}
    found = []
    for key in keys:
        try:
            content = files.read(layout.path_of(data, key), files.LARGEST)[0]
        except OSError:
            continue
        text = content.decode("utf-8", "replace").lower()
        if all(part in text for part in literals) or (wanted and not wanted.isdisjoint(item.findall(content))):
            found.append(key)
    return found

"""Schemas of data files, and the steps from each to the next (storage-and-time 2.1).

A file of an older schema is lifted in memory, a table at a time, by pure steps; it is rewritten when it is next
changed, or by ``ctotui migrate``, after a backup. A newer one is only read.
"""

import os
from collections.abc import Callable

from ctotui.core.model import TABLES
from ctotui.disk.splice import BOM, Chunk, Document, lines, parse_block, parse_statement, rewrite

Table = dict[str, object]
Step = Callable[[str, Table], Table]
"""From the name of an array of tables and one of its tables to that table in the next schema; pure, total."""

STEPS: list[Step] = []
"""The first lifts schema 1 to 2, and so on. Only schema 1 was ever shipped."""
FIRST = 1


def current() -> int:
    """The schema that is written."""
    return FIRST + len(STEPS)


def schema_of(table: Table) -> int | None:
    """The schema that the top of a file names, the first where it names none; None: one that is not known here."""
    found = table.get("schema", FIRST)
    return found if type(found) is int and FIRST <= found <= current() else None


def lifted(name: str, table: Table, schema: int) -> Table:
    """A table of an older schema as one of the current."""
    for step in STEPS[schema - FIRST :]:
        table = step(name, table)
    return table


def head() -> str:
    """The head of a new file."""
    return f"schema = {current()}\n"


def migrated(document: Document, schema: int) -> Document:
    """The text of a file of an older schema as one of the current: what a step leaves alone keeps its bytes.

    Raises ValueError for a block that does not parse.
    """
    chunks = [_migrated(chunk, schema) for chunk in document.chunks]
    return Document(_with_schema(document.head, document.newline), chunks, document.tail)


def _migrated(chunk: Chunk, schema: int) -> Chunk:
    if not chunk.name:
        return chunk
    parsed = parse_block(chunk.text.removeprefix(BOM))
    if parsed is None:
        raise ValueError("a block that does not parse cannot be migrated")
    from ctotui.disk.reader import given_id  # which reads files with the steps of this module

    name, old = parsed
    new = lifted(name, dict(old), schema)
    if "id" not in new and name in TABLES:
        new["id"] = given_id(chunk, old)  # that which it is known by: it comes from the text, which changes now
    changes = {key: new.get(key) for key in {**old, **new} if repr(old.get(key)) != repr(new.get(key))}
    return chunk._replace(text=rewrite(chunk.text, changes)) if changes else chunk


def _with_schema(text: str, newline: str) -> str:
    """The head of a file with the current schema; a comment on its line stays."""
    out, found = [], False
    for line in lines(text):
        if not found and "schema" in parse_statement(line):
            body, ending = line.rstrip("\r\n"), line[len(line.rstrip("\r\n")) :]
            before, _, after = body.partition("=")
            value = after.partition("#")[0]
            line = f"{before}={value.replace(value.strip(), str(current()))}{after[len(value) :]}{ending}"
            found = True
        out.append(line)
    if found:
        return "".join(out)
    mark = BOM if text.startswith(BOM) else ""
    return f"{mark}schema = {current()}{newline}{text.removeprefix(BOM)}"


def log_name(device: str, schema: int | None = None) -> str:
    """Name of the log of a device: each schema has its own, since the steps of an older one cannot be taken back."""
    schema = schema or current()
    return device if schema == FIRST else f"{device}.schema-{schema}"


def older_logs(folder: str, device: str) -> list[str]:
    """Names of the logs of older schemas that are in the log's folder."""
    names = [log_name(device, schema) for schema in range(FIRST, current())]
    return [name for name in names if os.path.exists(os.path.join(folder, f"{name}.toml"))]

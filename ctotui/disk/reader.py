"""A file as records: parsed, checked where its content is new, and read block by block where it is damaged (2.4)."""

from dataclasses import dataclass, field

from ctotui.core.errors import PlanError
from ctotui.core.fields import from_toml
from ctotui.core.ids import form
from ctotui.core.model import LETTERS, TABLES, Occurrence, Record
from ctotui.core.plan import EMPTY, Shard
from ctotui.disk.files import Finding
from ctotui.disk.layout import SCHEMA
from ctotui.disk.splice import BOM, Chunk, Document, parse_block, scan

REPAIR = "The rest of the file is used and these bytes are kept; repair the text with an editor."


@dataclass(slots=True)
class Content:
    """What a file holds."""

    records: dict[str, Record] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    readonly: str = ""
    """Why it must not be written, if so."""

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.findings and not self.readonly


def read_content(path: str, data: bytes, trusted: bool) -> Content:
    """The records of a file; `trusted`: this very content was checked, or written, before. Never raises."""
    import tomli

    content = Content()
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _unreadable(content, path, line, "The file is not UTF-8 text.")
    try:
        parsed = tomli.loads(text.removeprefix(BOM))
    except (tomli.TOMLDecodeError, RecursionError):
        return _read_blocks(content, path, text)
    schema = parsed.get("schema", SCHEMA)
    if not isinstance(schema, int) or schema > SCHEMA:
        content.readonly = f"{path} was written by a newer ctotui (schema {schema})"
        content.findings.append(Finding(path, 1, 1, f"{content.readonly}.", "It is only read; upgrade ctotui."))
    document: Document | None = None
    for name, kind in TABLES.items():
        tables = parsed.get(name, [])
        if not isinstance(tables, list):
            content.findings.append(Finding(path, 0, 0, f"{name} is no array of tables.", f"Write [[{name}]]."))
            continue
        for index, table in enumerate(tables):
            if trusted and "id" in table and table["id"] not in content.records:
                content.records[table["id"]] = from_toml(kind, table)
            else:
                document = document or scan(text)
                _take(content, path, document, _nth(document, name, index), table)
    return content


def _unreadable(content: Content, path: str, line: int, what: str) -> Content:
    content.readonly = f"{path} cannot be read"
    todo = "Nothing of it is shown and it is never written; repair it with an editor."
    content.findings.append(Finding(path, line, 0, what, todo))
    return content


def _nth(document: Document, name: str, number: int) -> int | None:
    """Index of the chunk that is table `number` of the array `name`."""
    found = [index for index, chunk in enumerate(document.chunks) if chunk.name == name]
    return found[number] if number < len(found) else None


def _read_blocks(content: Content, path: str, text: str) -> Content:
    """Every block that parses alone; a finding for each that does not."""
    document = scan(text)
    if any(line.startswith("<<<<<<< ") for line in text.splitlines()):
        content.readonly = f"{path} holds the marks of an unfinished merge"
    _damage(content, path, document.head, 1)
    line = document.head.count("\n") + 1
    for index, chunk in enumerate(document.chunks):
        if not _damage(content, path, chunk.text, line):
            parsed = parse_block(chunk.text)
            if parsed is not None and parsed[0] in TABLES:
                _take(content, path, document, index, parsed[1])
        line += chunk.text.count("\n")
    if not content.findings:
        content.findings.append(Finding(path, 1, 1, "The file is not valid TOML as a whole.", REPAIR))
    return content


def _damage(content: Content, path: str, text: str, line: int) -> bool:
    """Note the syntax error in a piece that starts at `line`, if there is one."""
    import tomli

    try:
        tomli.loads(text.removeprefix(BOM))
    except tomli.TOMLDecodeError as error:
        found = getattr(error, "msg", str(error))
        at, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        content.findings.append(Finding(path, line + at - 1, column, f"This is not TOML: {found}.", REPAIR))
        return True
    except RecursionError:
        content.findings.append(Finding(path, line, 1, "This is nested too deeply.", REPAIR))
        return True
    return False


def _take(content: Content, path: str, document: Document, index: int | None, table: dict[str, object]) -> None:
    """Check one table and take its record in, or note why not."""
    from ctotui.disk.validate import fault

    if index is None:
        what = "A table stands inside another value."
        content.findings.append(Finding(path, 0, 0, what, "It is kept and not shown; write it as [[item]] on its own."))
        return
    chunk = document.chunks[index]
    kind = TABLES[chunk.name]
    table = table if "id" in table else {"id": given_id(chunk, table), **table}
    wrong = fault(kind, table)
    if wrong is None and table["id"] in content.records:
        wrong = "id", f"{table['id']} stands here twice"
    if wrong is None:
        content.records[str(table["id"])] = from_toml(kind, table)
        return
    line = sum(part.count("\n") for part in [document.head, *(c.text for c in document.chunks[:index])]) + 1
    line += next((n for n, text in enumerate(chunk.text.split("\n")) if text.lstrip(" \t" + BOM).startswith("[")), 0)
    name, what = wrong
    todo = "The record is kept and not shown; correct it with an editor."
    content.findings.append(Finding(path, line, 1, f"[[{chunk.name}]] {name}: {what}.", todo))


def given_id(chunk: Chunk, table: dict[str, object]) -> str:
    """The id of a hand-written record without one: from its text, so that it is the same until the next save."""
    kind = TABLES[chunk.name]
    if kind is Occurrence:
        at = table.get("at")
        return f"{table.get('series')}@{at.isoformat()[:16] if hasattr(at, 'isoformat') else at}"
    checksum, _, ordinal = chunk.id.removeprefix("~").partition(".")
    return form(LETTERS[kind], bytes.fromhex(checksum) + bytes([int(ordinal or 0) % 256]))


def record_of(chunk: Chunk) -> Record | None:
    """The record of one block, None where it is none or damaged."""
    parsed = parse_block(chunk.text.removeprefix(BOM))
    if parsed is None or parsed[0] not in TABLES:
        return None
    table = parsed[1]
    try:
        return from_toml(TABLES[parsed[0]], table if "id" in table else {"id": given_id(chunk, table), **table})
    except (PlanError, TypeError):
        return None


def merged(old: Shard, records: dict[str, Record]) -> Shard:
    """A shard of `records` that shares with `old` what is equal; `old` itself where all is."""
    shared = {key: old[key] if old.get(key) == record else record for key, record in records.items()}
    if len(shared) == len(old) and all(old.get(key) is record for key, record in shared.items()):
        return old
    return Shard(shared) if shared or old is not EMPTY else EMPTY

"""A file as records: parsed, checked where its content is new, and read block by block where it is damaged (2.4)."""

from dataclasses import dataclass, field

from ctotui.core.errors import PlanError
from ctotui.core.fields import from_toml
from ctotui.core.ids import form
from ctotui.core.model import LETTERS, TABLES, Occurrence, Record
from ctotui.core.plan import EMPTY, Shard
from ctotui.disk import migrations
from ctotui.disk.files import Finding
from ctotui.disk.splice import BOM, Chunk, parse_block, parse_statement, scan

REPAIR = "The rest of the file is used and these bytes are kept; repair the text with an editor."
NEWER = "upgrade ctotui"
ONLY_READ = "The file is only read until that is repaired."
MARKED = "holds the marks of an unfinished merge"
"""What is wrong with a file in which git left a conflict."""


@dataclass(slots=True)
class Content:
    """What a file holds."""

    records: dict[str, Record] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    readonly: str = ""
    """Why it must not be written, if so."""
    remedy: str = "repair the file"
    """What makes it writable again."""
    schema: int = migrations.FIRST
    spoiled: bool = False
    """It is no text that a person wrote, or an unfinished merge: a copy goes to quarantine (2.4)."""

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.findings and not self.readonly


class _Blocks:
    """The blocks of a text, found by array and number, and the lines that they start on."""

    def __init__(self, text: str) -> None:
        self.document = scan(text)
        self.lines: list[int] = []
        """Of the first line of each block, from 1; blank and comment lines before its header are its own."""
        self._by_name: dict[str, list[int]] = {}
        line = self.document.head.count("\n") + 1
        for index, chunk in enumerate(self.document.chunks):
            self._by_name.setdefault(chunk.name, []).append(index)
            self.lines.append(line)
            line += chunk.text.count("\n")

    def nth(self, name: str, number: int) -> int | None:
        """Index of the block that is table `number` of the array `name`."""
        found = self._by_name.get(name, [])
        return found[number] if number < len(found) else None

    def header_line(self, index: int) -> int:
        """The line that the header of a block stands on."""
        body = self.document.chunks[index].text.split("\n")
        return self.lines[index] + next((n for n, text in enumerate(body) if text.lstrip(" \t" + BOM)[:1] == "["), 0)


def read_content(path: str, data: bytes, trusted: bool, strict: bool = False) -> Content:
    """The records of a file; `trusted`: this very content was checked, or written, before. Never raises.

    `strict`: a full TOML parser reads it all the same, as what is not on the disk yet.
    """
    content = Content()
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        _spoil(content, path, data, error.start, "is not UTF-8 text")
        return _read_blocks(content, path, data.decode(errors="surrogateescape"))
    parsed = _parsed(text.removeprefix(BOM), trusted and not strict)
    if parsed is None:
        if b"\0" in data:
            _spoil(content, path, data, data.index(b"\0"), "holds NUL bytes")
        return _read_blocks(content, path, text)
    _set_schema(content, path, parsed)
    older = content.schema < migrations.current()
    blocks: _Blocks | None = None
    for name, kind in TABLES.items():
        tables = parsed.get(name, [])
        if not isinstance(tables, list):
            content.findings.append(Finding(path, 0, 0, f"{name} is no array of tables.", f"Write [[{name}]]."))
            continue
        for index, found in enumerate(tables):
            if not isinstance(found, dict):
                _take(content, path, blocks or _Blocks(text), None, {})
                continue
            table = migrations.lifted(name, found, content.schema) if older else found
            key = table.get("id")
            if trusted and isinstance(key, str) and key not in content.records:
                content.records[key] = from_toml(kind, table)
            else:
                blocks = blocks or _Blocks(text)
                _take(content, path, blocks, blocks.nth(name, index), table)
    if "id" in parsed or any(_is_array(value) for name, value in parsed.items() if name not in TABLES):
        _note_strangers(content, path, blocks or _Blocks(text))
    return content


def _parsed(text: str, is_toml: bool) -> dict[str, object] | None:
    """The TOML of a file, None where it is none; `is_toml`: that is known before."""
    if is_toml:
        from ctotui.disk import plain

        found = plain.parsed(text)
        if found is not None:
            return found
    import tomli

    try:
        return tomli.loads(text)
    except (tomli.TOMLDecodeError, RecursionError):
        return None


def _is_array(value: object) -> bool:
    """Whether it is an array of tables."""
    return isinstance(value, list) and any(isinstance(part, dict) for part in value)


def _note_strangers(content: Content, path: str, blocks: _Blocks) -> None:
    """Name records that lost their header, or the letters of it: they are valid TOML, and hidden all the same."""
    head = blocks.document.head
    if "id" in parse_statement(head):
        line = next((n for n, text in enumerate(head.split("\n"), 1) if text.lstrip(" \t\"'").startswith("id")), 1)
        todo = "It is kept and not shown; put its header, such as [[item]], before it."
        content.findings.append(Finding(path, line, 1, "A record stands here without a header.", todo))
    for index, chunk in enumerate(blocks.document.chunks):
        if chunk.name and chunk.name not in TABLES and parse_block(chunk.text) is not None:
            todo = "It is kept and not shown; correct the name with an editor."
            what = f"[[{chunk.name}]] is no kind of record."
            content.findings.append(Finding(path, blocks.header_line(index), 1, what, todo))


def _set_schema(content: Content, path: str, top: dict[str, object]) -> None:
    """Note the schema that a file names; one that is not known here is that of a newer program (2.1)."""
    schema = migrations.schema_of(top)
    if schema is not None:
        content.schema = schema
        return
    content.schema, content.remedy = migrations.current(), NEWER
    content.readonly = f"{path} was written by a newer ctotui (schema {top.get('schema')})"
    content.findings.append(Finding(path, 1, 1, f"{content.readonly}.", f"It is only read; {NEWER}."))


def _spoil(content: Content, path: str, data: bytes, at: int, what: str) -> None:
    """Note that the file cannot be written, for what stands `at` that byte."""
    content.readonly, content.spoiled = f"{path} {what}", True
    line, column = data.count(b"\n", 0, at) + 1, at - data.rfind(b"\n", 0, at)
    content.findings.append(Finding(path, line, column, f"The file {what}.", ONLY_READ))


def _read_blocks(content: Content, path: str, text: str) -> Content:
    """Every block that parses alone; a finding for each that does not."""
    blocks = _Blocks(text)
    mark = 0 if text.startswith("<<<<<<< ") else text.find("\n<<<<<<< ") + 1
    if not content.spoiled and (mark or text.startswith("<<<<<<< ")):
        data = text.encode()
        _spoil(content, path, data, len(text[:mark].encode()), MARKED)
    if not _damage(content, path, blocks.document.head, 1) and not content.readonly:
        _set_schema(content, path, parse_statement(blocks.document.head))
    for index, chunk in enumerate(blocks.document.chunks):
        if not _damage(content, path, chunk.text, blocks.lines[index]):
            parsed = parse_block(chunk.text)
            if parsed is not None and parsed[0] in TABLES:
                _take(content, path, blocks, index, migrations.lifted(*parsed, content.schema))
    _note_strangers(content, path, blocks)
    if not content.findings:
        content.findings.append(Finding(path, 1, 1, "The file is not valid TOML as a whole.", REPAIR))
    return content


def _damage(content: Content, path: str, text: str, line: int) -> bool:
    """Note the syntax error in a piece that starts at `line`, if there is one."""
    import tomli

    try:
        text.encode()
        tomli.loads(text.removeprefix(BOM))
    except UnicodeEncodeError as error:
        at, column = _place(text, error.start)
        what = "This is not UTF-8 text."
    except tomli.TOMLDecodeError as error:
        at, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        what = f"This is not TOML: {getattr(error, 'msg', error)}."
    except RecursionError:
        at, column = _place(text, len(text) - len(text.lstrip()))
        what = "This is nested too deeply."
    else:
        return False
    content.findings.append(Finding(path, line + at - 1, column, what, REPAIR))
    return True


def _place(text: str, at: int) -> tuple[int, int]:
    """Line and column, from 1, of a character."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _take(content: Content, path: str, blocks: _Blocks, index: int | None, table: dict[str, object]) -> None:
    """Check one table and take its record in, or note why not."""
    from ctotui.disk.validate import fault

    if index is None:
        what = "A table stands inside another value."
        content.findings.append(Finding(path, 0, 0, what, "It is kept and not shown; write it as [[item]] on its own."))
        return
    chunk = blocks.document.chunks[index]
    kind = TABLES[chunk.name]
    table = table if "id" in table else {"id": given_id(chunk, table), **table}
    wrong = fault(kind, table)
    if wrong is None and table["id"] in content.records:
        wrong = "id", f"{table['id']} stands here twice"
    if wrong is None:
        content.records[str(table["id"])] = from_toml(kind, table)
        return
    name, what = wrong
    todo = "The record is kept and not shown; correct it with an editor."
    content.findings.append(Finding(path, blocks.header_line(index), 1, f"[[{chunk.name}]] {name}: {what}.", todo))


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
    if not len(old) and records:
        return Shard(records)
    shared = {key: old[key] if old.get(key) == record else record for key, record in records.items()}
    if len(shared) == len(old) and all(old.get(key) is record for key, record in shared.items()):
        return old
    return Shard(shared) if shared or old is not EMPTY else EMPTY

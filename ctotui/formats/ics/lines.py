"""The lines of an iCalendar file as a tree of components (RFC 5545 3.1, 3.6), each with the number of its line.

Read by hand and not by a library, because real exports are broken: one bad line must cost that line, not the file, and
be named by its number.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ctotui.core.imports import Refused

LONGEST = 500_000
"""Characters of one unfolded line; the rest of a longer one is left out."""
MOST = 5_000_000
"""Lines of one file."""
STRIDE = 5_000
"""Lines after which progress is told."""
CONTAINERS = frozenset({"VCALENDAR", "VTIMEZONE"})
_NAME = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./")


@dataclass(frozen=True, slots=True)
class Property:
    """One content line."""

    name: str
    """In capitals."""
    parameters: dict[str, str]
    value: str
    """As it stands: escapes are those of its type."""
    line: int
    raw: str = ""
    """The whole line, unfolded."""


@dataclass(slots=True)
class Component:
    """``BEGIN:`` to ``END:``."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)
    closed: bool = True

    def all(self, name: str) -> list[Property]:
        """Every property called `name`, in file order."""
        return [one for one in self.properties if one.name == name]

    def first(self, name: str) -> Property | None:
        """The first property called `name` that has a value, else the first."""
        found = self.all(name)
        return next((one for one in found if one.value.strip()), found[0] if found else None)

    def text(self, name: str) -> str:
        """The unescaped text of the first property called `name`, or nothing."""
        found = self.first(name)
        return unescape(found.value).strip() if found is not None else ""

    def walk(self, name: str) -> Iterator["Component"]:
        """Every component called `name` in this one, at any depth."""
        pending = [self]
        while pending:
            one = pending.pop()
            if one.name == name:
                yield one
            pending += reversed(one.parts)


def decode(data: bytes | str) -> str:
    """The text of a file: UTF-8 with or without BOM, UTF-16 with one, else Windows-1252, as old exports are."""
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace").removeprefix("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def tree(text: str, refused: list[Refused], progress: Callable[[float], None] = lambda _share: None) -> Component:
    """The components of `text` below one root. What is no line of a calendar is added to `refused`.

    `progress` is told the share that is read, from 0 to 1, now and then.
    """
    lines = text.count("\n") + 1
    told = 0
    root = Component("", 0)
    stack = [root]
    bad: list[tuple[int, str]] = []
    for number, line in _unfolded(text):
        if number - told >= STRIDE:
            told = number
            progress(number / lines)
        name, parameters, value = _split(line)
        if not name:
            bad.append((number, line))
        elif name == "BEGIN":
            _open(stack, value.strip().upper(), number)
        elif name == "END":
            _close(stack, value.strip().upper())
        else:
            stack[-1].properties.append(Property(name, parameters, value, number, line))
    for component in stack[1:]:
        component.closed = False
    refused += _spans(bad)
    return root


def _open(stack: list[Component], name: str, number: int) -> None:
    """Begin a component; an event inside an event ends the one that was not closed."""
    if name.startswith("V") and name not in ("VALARM", "VLOCATION", "VRESOURCE"):
        while stack[-1].name and stack[-1].name != "VCALENDAR":
            stack.pop().closed = False
        if name == "VCALENDAR":
            del stack[1:]
    component = Component(name, number)
    if len(stack) < 16:
        stack[-1].parts.append(component)
    stack.append(component)


def _close(stack: list[Component], name: str) -> None:
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].name == name:
            for component in stack[depth + 1 :]:
                component.closed = False
            del stack[depth:]
            return


def _spans(bad: list[tuple[int, str]]) -> Iterator[Refused]:
    """Lines that are no property, neighbours together."""
    begin = 0
    for index in range(1, len(bad) + 1):
        if index == len(bad) or bad[index][0] > bad[index - 1][0] + 2:
            size = index - begin
            more = f", and {size - 1} more after it" if size > 1 else ""
            yield Refused(bad[begin][0], bad[begin][1][:60], f"not a line of a calendar{more}; left out", False)
            begin = index


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Logical lines (RFC 5545 3.1) with the number of the first line of each; empty ones are passed over."""
    parts: list[str] = []
    begin = size = 0
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n", MOST)[:MOST], 1):
        if line[:1] in (" ", "\t") and parts:
            if size < LONGEST:
                parts.append(line[1 : LONGEST + 1])
                size += len(line)
        elif line.strip():
            if parts:
                yield begin, "".join(parts)
            parts, begin, size = [line[:LONGEST]], number, len(line)
    if parts:
        yield begin, "".join(parts)


def _split(line: str) -> tuple[str, dict[str, str], str]:
    """Name, parameters and value of a logical line; no name where it is none."""
    end = next((index for index, char in enumerate(line) if char in ":;"), -1)
    name = line[:end].strip().upper() if end > 0 else ""
    if not name or not _NAME.issuperset(name):
        return "", {}, ""
    parameters: dict[str, str] = {}
    while 0 <= end < len(line) and line[end] == ";":
        begin, end = end + 1, _end_of_parameter(line, end + 1)
        key, _equals, value = line[begin:end].partition("=")
        parameters.setdefault(key.strip().upper(), _plain(value))
    return name, parameters, line[end + 1 :] if end < len(line) else ""


def _end_of_parameter(line: str, begin: int) -> int:
    """Where the parameter at `begin` ends: at ``;`` or ``:`` outside quotes. An open quote is none."""
    quoted = False
    for index in range(begin, len(line)):
        char = line[index]
        if char == '"' and (quoted or '"' in line[index + 1 : index + 2000]):
            quoted = not quoted
        elif char in ";:" and not quoted:
            return index
    return len(line)


def _plain(value: str) -> str:
    """A parameter without quotes and without the escapes of RFC 6868."""
    text = value.strip().strip('"')
    if "^" not in text:
        return text
    return text.replace("^^", "\0").replace("^n", "\n").replace("^'", '"').replace("\0", "^")


_ESCAPES = {"n": "\n", "N": "\n", ",": ",", ";": ";", "\\": "\\", ":": ":", '"': '"'}


def unescape(value: str) -> str:
    """TEXT without its escapes (RFC 5545 3.3.11); NUL goes, as no file of ours could hold it."""
    if "\0" in value:
        value = value.replace("\0", "")
    if "\\" not in value:
        return value
    parts, index = list[str](), 0
    while index < len(value):
        if value[index] == "\\" and value[index + 1 : index + 2] in _ESCAPES:
            parts.append(_ESCAPES[value[index + 1]])
            index += 2
        else:
            parts.append(value[index])
            index += 1
    return "".join(parts)


def values(value: str) -> list[str]:
    """The parts of a list of TEXT: commas divide, escaped ones do not."""
    parts, begin, index = list[str](), 0, 0
    while index < len(value):
        if value[index] == "\\":
            index += 1
        elif value[index] == ",":
            parts.append(value[begin:index])
            begin = index + 1
        index += 1
    parts.append(value[begin:])
    return [text for one in parts if (text := unescape(one).strip())]

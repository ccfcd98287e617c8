"""Settings and keys of the user, read from the config folder; what cannot be used is named and left out.

A bad value keeps its default and the rest is loaded; a line that is no TOML is passed over with everything else kept.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ctotui.core.state import Settings
from ctotui.core.text import clean
from ctotui.disk import locality

if TYPE_CHECKING:
    from ctotui.disk.settings import Setting

SETTINGS = "settings.toml"
KEYS = "keys.toml"
_MOST = 1 << 20
"""Bytes of a file in the config folder that are looked at."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What of a file could not be used: where, why, what was kept, and what to do."""

    file: str
    line: int
    """Counted from 1; 0: the whole file."""
    column: int
    what: str
    remedy: str

    def __str__(self) -> str:
        name = os.path.basename(self.file)
        where = f"{name}:{self.line}:{self.column}" if self.line else name
        return f"{where}: {self.what}. {self.remedy}{'' if self.remedy.endswith(('.', '?')) else '.'}"


def load_settings(path: str, environ: Mapping[str, str] | None = None) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings of the file `path`, over the defaults of this machine (M12), and what of it could not be used.

    No file is no problem. `environ` is the process's own where it is left out.
    """
    environ = os.environ if environ is None else environ
    text, values, problems = _read(path)
    chosen = _chosen(path, text, values, problems) if values else {}
    if "zone" not in chosen:
        chosen["zone"] = locality.zone(environ)
    if "language" not in chosen:
        chosen["language"] = locality.language(environ)
    if "holidays" not in chosen:
        chosen["holidays"] = locality.holidays(environ, str(chosen["zone"]))
    return replace(Settings(), **chosen), tuple(sorted(problems, key=_line))  # type: ignore[arg-type]


def sets(path: str, key: str) -> bool:
    """Whether the file `path` names a setting, whatever its value."""
    return key in _read(path)[1]


def _chosen(path: str, text: str, values: Mapping[str, object], problems: list[Problem]) -> dict[str, object]:
    """Fields of `Settings` that the values give; `problems` gets what is unknown or unusable."""
    from ctotui.disk.settings import TABLE

    chosen: dict[str, object] = {}
    for key, value in values.items():
        if key in ("calendars", "area_hours"):
            chosen[key] = _one_by_one(path, text, key, value, problems)
            continue
        try:
            chosen[key] = TABLE[key].read(value)
        except KeyError:
            problems.append(_unknown(path, text, key, TABLE))
        except ValueError:
            problems.append(_unusable(path, text, TABLE[key], value))
    return chosen


def _one_by_one(path: str, text: str, setting: str, value: object, problems: list[Problem]) -> object:
    """A table of which each entry that cannot be used costs only itself."""
    from ctotui.disk.area_settings import area_hours
    from ctotui.disk.calendar_settings import calendars

    def complain(key: str, what: str, remedy: str) -> None:
        section, _dot, name = key.rpartition(".")
        begin = text.find(f"[{section}]") if section not in ("", "calendars") else 0
        found = _at(path, text[max(begin, 0) :], name if begin > 0 else key, clean(what), remedy)
        line = found.line + text.count("\n", 0, begin) if found.line and begin > 0 else found.line
        problems.append(replace(found, line=line))

    return calendars(value, complain) if setting == "calendars" else area_hours(value, complain)


def load_keys(path: str) -> tuple[dict[str, tuple[str, ...]], tuple[Problem, ...]]:
    """Command id -> chords, of the table ``[keys]`` in the file `path`; none unbinds.

    Checks the form only: whether the commands and keys exist, and who wins a conflict, the keymap decides.
    """
    text, values, problems = _read(path)
    chords: dict[str, tuple[str, ...]] = {}
    for key in values.keys() - {"keys"}:
        problems.append(_at(path, text, key, f"{_shown(key)} is not used here", "Keys stand under a line [keys]"))
    table = values.get("keys", {})
    if not isinstance(table, dict):
        problems.append(_at(path, text, "keys", "keys is not a table", 'Write a line [keys], then "block.grab" = "m"'))
        return chords, tuple(sorted(problems, key=_line))
    for name, value in _flat(table):
        wanted = value if isinstance(value, list) else [value]
        texts = [chord for chord in wanted if isinstance(chord, str)]
        if len(texts) == len(wanted):
            chords[name] = tuple(" ".join(chord.split()) for chord in texts if chord.strip())
        else:
            remedy = f'Write it like "{_shown(name)}" = "M", a list of such keys, or "" for none; its own keys are kept'
            problems.append(_at(path, text, name, f"the key of {_shown(name)} is not text", remedy))
    return chords, tuple(sorted(problems, key=_line))


def _line(problem: Problem) -> int:
    return problem.line


def _flat(table: Mapping[str, object], prefix: str = "") -> list[tuple[str, object]]:
    """Names with dots, whether or not they were quoted: ``block.grab = "M"`` is a nested table in TOML."""
    found: list[tuple[str, object]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += _flat(value, f"{prefix}{key}.")
        else:
            found.append((prefix + key, value))
    return found


def _read(path: str) -> tuple[str, dict[str, object], list[Problem]]:
    """Text and values of a TOML file; each line that is no TOML becomes a problem, and is read as empty."""
    try:
        with open(path, "rb") as file:
            raw = file.read(_MOST + 1)
    except FileNotFoundError:
        return "", {}, []
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        return "", {}, [Problem(path, 0, 0, f"it cannot be read: {reason}", "The defaults are used")]
    if len(raw) > _MOST:
        return "", {}, [Problem(path, 0, 0, "it is larger than a megabyte", "The defaults are used")]
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        remedy = "The defaults are used; save the file as UTF-8"
        return "", {}, [Problem(path, line, column, "it is not UTF-8 text", remedy)]
    return text, *_parse(path, text)


def _parse(path: str, text: str) -> tuple[dict[str, object], list[Problem]]:
    import tomli

    problems: list[Problem] = []
    lines = text.split("\n")
    for _attempt in range(20):
        try:
            return tomli.loads("\n".join(lines)), problems
        except tomli.TOMLDecodeError as error:
            place = min(error.lineno, len(lines)) - 1
            what = (error.msg[:1].lower() + error.msg[1:]) if error.msg else "it is not TOML"
            problems.append(Problem(path, place + 1, error.colno, what, "The line is passed over; correct it"))
            if not _pass_over(lines, place):
                break
        except RecursionError:
            problems.append(Problem(path, 0, 0, "it is nested too deeply", "The defaults are used"))
            break
    return {}, problems


def _pass_over(lines: list[str], place: int) -> bool:
    """Empty the line of an error, or the last written one before it; False where none is left."""
    while place >= 0 and not lines[place].strip():
        place -= 1
    if place >= 0:
        lines[place] = ""
    return place >= 0


def _unknown(path: str, text: str, key: str, known: Mapping[str, object]) -> Problem:
    from difflib import get_close_matches

    near = get_close_matches(key, known, 1)
    remedy = f"Did you mean {near[0]}?" if near else 'See "ctotui help settings" for all of them'
    return _at(path, text, key, f"there is no setting {_shown(key)}", remedy)


def _unusable(path: str, text: str, row: "Setting", value: object) -> Problem:
    what = f"{row.name} = {_shown(value)} cannot be used: it takes {row.form}"
    return _at(path, text, row.name, what, f"The default, {row.default}, is used")


def _shown(value: object) -> str:
    """A value as the file would have it, cut short and safe to print."""
    if isinstance(value, bool):
        text = str(value).lower()
    else:
        text = repr(value) if not isinstance(value, str) or not value or " " in value else value
    text = clean(text)
    return text if len(text) <= 60 else text[:59] + "…"


def _at(path: str, text: str, key: str, what: str, remedy: str) -> Problem:
    """A problem at the line of `key`, bare, quoted or dotted."""
    last = key.rpartition(".")[2]
    for number, line in enumerate(text.split("\n"), 1):
        name, equals, _value = line.partition("=")
        bare = name.strip().strip("[]").replace('"', "").replace("'", "").strip()
        if (equals or line.lstrip().startswith("[")) and bare in (key, last):
            return Problem(path, number, len(line) - len(line.lstrip()) + 1, what, remedy)
    return Problem(path, 0, 0, what, remedy)

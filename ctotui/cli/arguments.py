"""The command line taken apart: one table row a command, options anywhere, ``-15m`` an operand.

A wrong line raises `UsageError` with the reason and the nearest right line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


class UsageError(Exception):
    """The command line is wrong (exit status 2)."""

    def __init__(self, reason: str, nearest: str) -> None:
        self.reason = reason
        self.nearest = nearest
        """A whole line that would be right, without the name of the program."""
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Option:
    """An option of one command or of all."""

    name: str
    """With its dashes."""
    value: str = ""
    """What stands after it in the help, such as ``DAY``; empty: a switch."""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Verb:
    """One command: how it is written, what it does, where its function is."""

    name: str
    operands: str
    """As in the help: ``ID TEXT…``."""
    summary: str
    """One imperative sentence, without the full stop."""
    module: str
    """In `ctotui.cli`: its function is called as the command, with ``_command`` after a word that Python has."""
    options: tuple[Option, ...] = ()
    least: int = 0
    """Operands that must be there."""
    most: int | None = None
    """Operands that may be there; None: any number."""
    writes: bool = False
    accepts: tuple[str, ...] = ()
    """Options without which it only proposes."""
    words: str = ""
    """Paragraphs and examples for ``ctotui help NAME``."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """A right command line."""

    verb: str
    """Empty: open the app."""
    words: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    """Options by name; a switch that is there has the value ``yes``."""


COMMON = (
    Option("--json", words="Print records as JSON"),
    Option("--data", "DIR", "The data folder; also CTOTUI_DATA"),
    Option("--config", "DIR", "The folder of settings.toml, keys.toml and themes; also CTOTUI_CONFIG"),
    Option("--state", "DIR", "The folder of the log, undo and backups; also CTOTUI_STATE"),
    Option("--now", "TIME", "Stop the clock there, as 2026-03-10T10:42; also CTOTUI_NOW"),
    Option("--demo", words="Use the demo day, in a folder of its own"),
    Option("--ascii", words="Draw and print with ASCII only"),
    Option("--color", "MODE", "Colours of the app: auto, truecolor, 256, 16 or mono"),
    Option("--help", words="Show help and end"),
    Option("--version", words="Show the version and end"),
)
"""Options of every command."""

_SHORT = {"-h": "--help", "-V": "--version"}


def parse(argv: Sequence[str], verbs: Mapping[str, Verb]) -> Arguments:
    """The command, its operands and options. Raises UsageError.

    Everything after ``--`` is an operand, and so is what starts with one dash and a digit (``-15m``), or is one dash.
    """
    name = _first_operand(argv, verbs)
    verb = verbs.get(name)
    if name and verb is None:
        raise _no_command(argv, name, verbs)
    known = {option.name: option for option in (*COMMON, *(verb.options if verb else ()))}
    words, values = _sort(argv, known, name)
    if verb is not None and not values.keys() & {"--help", "--version"}:
        _count(verb, words[1:])
    return Arguments(name, tuple(words[1:]), values)


def line(*parts: str) -> str:
    """Parts of a command line as a shell would take them."""
    from shlex import quote

    return " ".join(quote(part) if part else part for part in parts if part)


def _first_operand(argv: Sequence[str], verbs: Mapping[str, Verb]) -> str:
    """The name of the command: the first word that is no option and no option's value."""
    takes_value = {option.name for option in COMMON if option.value}
    takes_value |= {option.name for verb in verbs.values() for option in verb.options if option.value}
    skip = False
    for word in argv:
        if skip:
            skip = False
        elif word in takes_value:
            skip = True
        elif not is_option(word):
            return word
    return ""


def is_option(word: str) -> bool:
    """Whether a word is written as an option: ``-15m``, ``-16:30`` and ``-`` are operands."""
    return len(word) > 1 and word[0] == "-" and not (word[1].isdigit() or word[1].isspace())


def _sort(argv: Sequence[str], known: Mapping[str, Option], verb: str) -> tuple[list[str], dict[str, str]]:
    words: list[str] = []
    values: dict[str, str] = {}
    rest = list(argv)
    while rest:
        word = rest.pop(0)
        if word == "--":
            words += rest
            break
        if not is_option(word):
            words.append(word)
            continue
        name, equals, value = word.partition("=")
        option = known.get(_SHORT.get(name, name))
        if option is None:
            raise _no_option(argv, name, known, verb)
        if not option.value:
            if equals:
                raise UsageError(f"{option.name} takes no value", line(verb, option.name))
            value = "yes"
        elif not equals:
            if not rest or (is_option(rest[0]) and len(rest[0]) > 2 and rest[0].startswith("--")):
                raise UsageError(f"{option.name} needs {option.value}", line(verb, option.name) + f" {option.value}")
            value = rest.pop(0)
        values[option.name] = value
    return words, values


def _count(verb: Verb, operands: Sequence[str]) -> None:
    if len(operands) < verb.least:
        raise UsageError(f"{verb.name} needs {verb.operands}", f"{verb.name} {verb.operands}")
    if verb.most is not None and len(operands) > verb.most:
        extra = operands[verb.most]
        takes = f"takes only {verb.operands}" if verb.most else "takes no operand"
        reason = f'{verb.name} {takes}: there is "{extra}" too many'
        raise UsageError(reason, line(verb.name, *operands[: verb.most]))


def _no_command(argv: Sequence[str], name: str, verbs: Mapping[str, Verb]) -> UsageError:
    near = _near(name, verbs)
    if not near:
        return UsageError(f'there is no command "{name}"', "help")
    right = list(argv)
    right[right.index(name)] = near
    return UsageError(f'there is no command "{name}"', line(*right))


def _no_option(argv: Sequence[str], name: str, known: Mapping[str, Option], verb: str) -> UsageError:
    near = _near(name, known)
    reason = f"{verb or 'ctotui'} has no option {name}"
    if near:
        right = [near + word[len(name) :] if word.partition("=")[0] == name else word for word in argv]
        return UsageError(reason, line(*right))
    if verb:
        words = [word for word in argv if word != verb]
        return UsageError(f"{reason}; text that begins with a dash goes after --", line(verb, "--", *words))
    return UsageError(reason, "help")


def _near(name: str, known: Mapping[str, object]) -> str:
    from difflib import get_close_matches

    starts = [other for other in known if len(name) > 1 and other.startswith(name)]
    return next(iter(starts or get_close_matches(name, known, 1, 0.5)), "")

"""The help of the command line, made from the table of commands."""

from collections.abc import Iterable

from ctotui.cli.arguments import COMMON, Option, Verb
from ctotui.cli.table import VERBS

STATUS = (
    (0, "done"),
    (1, "refused by a rule, or nothing matched; one line on stderr says why"),
    (2, "the command line is wrong; the nearest right one is shown"),
    (3, "some of the data could not be read; what could was used"),
    (4, "could not be written; nothing was half done"),
)


def overview() -> list[str]:
    """Lines of ``ctotui --help``."""
    lines = [
        "ctotui: calendar, task board and time tracking over one state, in files you own.",
        "",
        "  ctotui                    open the app",
        "  ctotui --demo             open the demo day in a folder of its own",
        "  ctotui COMMAND …          one of these, for scripts and screen readers:",
        "",
    ]
    lines += columns((f"{verb.name} {verb.operands}".strip(), verb.summary) for verb in VERBS.values())
    lines += ["", "Options of every command:", "", *_options(COMMON), "", "Exit status:", ""]
    lines += columns((str(code), meaning) for code, meaning in STATUS)
    return [*lines, "", '"ctotui help COMMAND" says more on one; "ctotui help settings" lists the settings.']


def of(verb: Verb) -> list[str]:
    """Lines of ``ctotui help NAME``."""
    own = "".join(f" [{_written(option)}]" for option in verb.options)
    lines = [f"ctotui {verb.name} {verb.operands}".rstrip() + own, "", f"{verb.summary}."]
    if verb.words:
        lines += ["", *verb.words.split("\n")]
    if verb.options:
        lines += ["", *_options(verb.options)]
    return [*lines, "", '"ctotui --help" lists the options of every command.']


def settings() -> list[str]:
    """Lines of ``ctotui help settings``: the one table that validates settings.toml documents it (M12)."""
    from ctotui.disk.settings import TABLE

    lines = ["Settings stand in settings.toml (ctotui paths says where), one a line, such as: slot = 15", ""]
    for row in TABLE.values():
        lines += [f"  {row.name} = {row.default}", f"      {row.words}", f"      Takes {row.form}."]
    return lines


def columns(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Two columns, the second aligned."""
    rows = list(rows)
    width = max(len(first) for first, _second in rows)
    return [f"  {first:<{width}}  {second}" for first, second in rows]


def _options(options: Iterable[Option]) -> list[str]:
    return columns((_written(option), option.words) for option in options)


def _written(option: Option) -> str:
    return f"{option.name} {option.value}".rstrip()

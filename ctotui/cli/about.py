"""``keys``, ``paths`` and ``help``: the program about itself."""

import os

from ctotui.cli import help
from ctotui.cli.arguments import UsageError, line
from ctotui.cli.call import Call
from ctotui.cli.printing import table
from ctotui.cli.table import VERBS
from ctotui.disk.config import KEYS, SETTINGS, load_keys


def keys(call: Call) -> int:
    """Every command of the app with its keys, those of keys.toml laid over; its problems go to stderr."""
    from ctotui.commands import every  # noqa: F401  (enters the commands into the table)
    from ctotui.commands.command import TABLE
    from ctotui.commands.keymap import build

    overrides, problems = load_keys(os.path.join(call.opening.paths.config, KEYS))
    keymap = build(overrides)
    for problem in (*problems, *keymap.problems):
        call.printer.complain(str(problem))
    commands = [(one, keymap.keys.get(one.id, ())) for one in TABLE.values()]
    if call.as_json:
        found = [
            {"id": one.id, "title": one.title, "keys": list(chords), "group": one.group, "help": one.help}
            | ({"contexts": list(one.contexts)} if one.contexts != ("NORMAL",) else {})
            | ({"panes": list(one.panes)} if one.panes else {})
            for one, chords in commands
        ]
        call.printer.json(commands=found)
    else:
        rows = [(one.id, ", ".join(chords), one.help) for one, chords in commands]
        call.printer.lines(table([("COMMAND", "KEYS", "DOES"), *rows]))
    return 3 if problems or keymap.problems else 0


def paths(call: Call) -> int:
    """Where everything lies."""
    folders = call.opening.paths
    if call.option("--git"):
        from ctotui.cli.merge import git_lines, program

        call.printer.lines(git_lines(folders.data, program()))
        return 0
    found = {
        "data": folders.data,
        "settings": os.path.join(folders.config, SETTINGS),
        "keys": os.path.join(folders.config, KEYS),
        "themes": os.path.join(folders.config, "themes"),
        "state": folders.own_state(),
    }
    if call.as_json:
        call.printer.json(paths=found)
    else:
        call.printer.lines(table(list(found.items())))
    return 0


def help_command(call: Call) -> int:
    """Help on the program, a command, or the settings."""
    topic = call.words[0] if call.words else ""
    if not topic:
        call.printer.lines(help.overview())
    elif topic == "settings":
        call.printer.lines(help.settings())
    elif topic in VERBS:
        call.printer.lines(help.of(VERBS[topic]))
    else:
        from difflib import get_close_matches

        near = get_close_matches(topic, [*VERBS, "settings"], 1, 0.5)
        raise UsageError(f'there is no help on "{topic}"', line("help", *near))
    return 0

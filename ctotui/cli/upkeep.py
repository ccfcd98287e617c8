"""``doctor``: the data folder itself, looked over and mended."""

import os
from collections.abc import Iterable

from ctotui.cli.call import Call
from ctotui.disk.doctor import Ailment
from ctotui.disk.files import Finding

SOUND = "Every file can be read. Nothing to do."


def doctor(call: Call) -> int:
    """A finding a line; with ``--fix`` first what was mended. 3 where something is left to do."""
    call.quiet = True
    mended = call.session.mend() if call.option("--fix") else []
    found = [*(Ailment(finding) for finding in _config(call)), *call.session.check()]
    if call.as_json:
        rows = [_row(one, True) for one in mended] + [_row(one, False) for one in found]
        call.printer.json(findings=rows)
    else:
        call.printer.lines(f"{_place(one.finding)}: {one.finding.what} Mended: {one.mend}" for one in mended)
        call.printer.lines(one.finding.sentence for one in found)
        if mended:
            call.printer.line('"ctotui undo" takes back what was mended in records.')
        if not found:
            call.printer.line(SOUND)
    return 3 if found else 0


def _place(one: Finding) -> str:
    return ":".join([one.file, *(str(number) for number in (one.line, one.column) if number)])


def _row(one: Ailment, mended: bool) -> dict[str, object]:
    place = {"line": one.finding.line, "column": one.finding.column} if one.finding.line else {}
    todo = {"mended": one.mend} if mended else {"todo": one.finding.todo}
    return {"file": one.finding.file, **place, "what": one.finding.what, **todo}


def _config(call: Call) -> Iterable[Finding]:
    """What of settings.toml and keys.toml cannot be used."""
    from ctotui.commands import every  # noqa: F401  (enters the commands into the table)
    from ctotui.commands.keymap import build
    from ctotui.disk.config import KEYS, load_keys

    path = os.path.join(call.opening.paths.config, KEYS)
    overrides, problems = load_keys(path)
    for problem in (*call.opening.problems, *problems):
        yield Finding(problem.file, problem.line, problem.column, problem.what + ".", problem.remedy)
    for sentence in build(overrides).problems:
        yield Finding(path, 0, 0, sentence.removeprefix("keys.toml: "), "")

"""``doctor``, ``migrate``, ``backup``, ``restore``: the data folder itself, looked over, mended, kept twice."""

import os
from collections.abc import Iterable

from ctotui.cli.arguments import UsageError
from ctotui.cli.call import Call
from ctotui.cli.printing import table
from ctotui.core.civil import wall
from ctotui.core.errors import PlanError
from ctotui.disk.backup import Backup
from ctotui.disk.doctor import Ailment
from ctotui.disk.files import Finding
from ctotui.formats.json import moment

SOUND = "Every file can be read. Nothing to do."


def doctor(call: Call) -> int:
    """A finding a line; with ``--fix`` first what was mended. 3 where something is left to do."""
    call.quiet = True
    if call.option("--fix") and not call.opening.may_write:
        raise UsageError("the clock stands still, so writing needs a data folder of its own", "doctor --fix --data DIR")
    mended, left = call.session.mend() if call.option("--fix") else ([], call.session.check())
    found = [*(Ailment(finding) for finding in _config(call)), *left]
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


def migrate(call: Call) -> int:
    """Rewrite the files of an older schema, after a backup; a line each."""
    done = call.session.migrate()
    if call.as_json:
        call.printer.json(files=done)
        return 0
    call.printer.lines(f"{name} rewritten" for name in done)
    if not done:
        call.printer.line("Every file is of the current schema. Nothing to do.")
    return 0


def backup(call: Call) -> int:
    """Make a backup; one line says where it is."""
    made = call.session.back_up()
    if call.as_json:
        call.printer.json(backups=[_backup(made)])
    else:
        call.printer.line(f"{made.name}  {_size(made.size)}  {made.path}")
    return 0


def restore(call: Call) -> int:
    """List what can be restored; with a name restore all of it, or one file. What was there is backed up first."""
    call.quiet = True
    kept = call.session.restorable()
    if not call.words:
        return _list(call, kept)
    only = call.words[1] if len(call.words) > 1 else ""
    found = [one for one in kept if call.words[0] in (one.name, os.path.basename(one.path))]
    if not found:
        found = [one for one in kept if one.name.startswith(call.words[0])]
    if len(found) != 1:
        what = "is the beginning of more than one" if found else "is no backup"
        raise PlanError(f'"{call.words[0]}" {what}: "ctotui restore" lists them.')
    done, before = call.session.restore(found[0], only)
    what = f"{done.written} file{'s' * (done.written != 1)} put back from {found[0].name}"
    gone = f", {done.removed} that it does not hold removed" if done.removed else ""
    call.printer.line(f"{what}{gone}. What was there before is kept: ctotui restore {before.name}")
    return 0


def _list(call: Call, kept: list[Backup]) -> int:
    if call.as_json:
        call.printer.json(backups=[_backup(one) for one in kept])
        return 0
    rows = [(one.name, f"{wall(one.at, call.zone):%Y-%m-%d %H:%M}", one.why, _size(one.size)) for one in kept]
    for row in table(rows):
        call.printer.line(row)
    if not kept:
        call.printer.line('There is no backup yet: "ctotui backup" makes one.')
    return 0


def _backup(one: Backup) -> dict[str, object]:
    return {"name": one.name, "at": moment(one.at), "why": one.why, "size": one.size, "path": one.path}


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(count // 1000, 1)} kB"


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

"""Taking calendars in: the same for the palette, the first-run strip and ``ctotui import`` (N4)."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ctotui.commands.command import Desk, command
from ctotui.commands.task import Tell
from ctotui.core import imports
from ctotui.core.errors import PlanError
from ctotui.core.imports import Counts, Imported
from ctotui.core.plan import Plan
from ctotui.core.state import Prompt, State

MOST = 2000
"""Files that one import takes out of a folder."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file, read and not yet taken in."""

    path: str
    imported: Imported

    @property
    def name(self) -> str:
        return os.path.basename(self.path)


@command("data.import", "Import calendars", group="App")
def import_files(desk: Desk) -> None:
    """Import an .ics file, or a folder of them; a second import changes nothing."""
    desk.look(prompt=Prompt("import"), mode="INPUT")


def sources(desk: Desk, paths: Sequence[str], tell: Tell = lambda _words: None) -> list[Source]:
    """The calendars that `paths` name, read; a folder means those in it. `tell` is told how far it is.

    Raises PlanError for a path that cannot be read: then nothing is imported at all. A file that is no calendar gives
    nothing but the reason.
    """
    files = [path for given in paths for path in _files(given)]
    zone, found = desk.state.settings.zone, list[Source]()
    for number, path in enumerate(files):
        data = desk.read(path)
        found.append(Source(path, _read(data, zone, lambda share, number=number: tell(_far(files, number, share)))))  # type: ignore[misc]
    return found


def _far(files: Sequence[str], number: int, share: float, does: str = "Reading") -> str:
    name = os.path.basename(files[0]) if len(files) == 1 else f"{len(files)} files"
    return f"{does} {name}: {round((number + share) / len(files) * 100)} %, Esc cancels"


def take_in(desk: Desk, text: str) -> None:
    """Import what a typed path names, as one step, and say the counts; all or nothing (N4)."""
    if not text.strip():
        raise PlanError("Type the path of an .ics file, or of a folder with some.")
    _files(text.strip())
    before, now = desk.ask(loaded), desk.now

    def job(tell: Tell) -> tuple[list[Source], Plan, Counts]:
        found = sources(desk, [text.strip()], tell)
        after, each = counted(before, found, now, tell)
        return found, after, _sum(each)

    desk.work(job, lambda result: _keep(desk, before, now, *result))


def _keep(desk: Desk, before: Plan, now: datetime, found: list[Source], after: Plan, each: Counts) -> None:
    desk.edit(label(found), keeping(before, after, found, now))
    reasons = [reason for source in found for reason in source.imported.refused]
    first = f". Line {reasons[0].line}: {reasons[0].why}" if reasons else ""
    desk.say(f"Imported {names(found)}: {words(each)}{first}")


def loaded(state: State) -> Plan:
    """The plan with what an import looks at in memory. Raises NotLoaded."""
    for prefix in ("items/", "calendar/", "people"):
        state.plan.all(prefix)
    return state.plan


def keeping(before: Plan, after: Plan, found: Sequence[Source], now: datetime) -> Callable[[Plan], Plan]:
    """The edit that makes `after` of `before`; of another plan what the files make of that."""
    return lambda plan: after if plan.shards is before.shards else taken_in(plan, found, now)


def taken_in(plan: Plan, found: Sequence[Source], now: datetime) -> Plan:
    """`plan` with all of several files. Raises NotLoaded."""
    return counted(plan, found, now)[0]


def counted(
    plan: Plan, found: Sequence[Source], now: datetime, tell: Tell = lambda _words: None
) -> tuple[Plan, list[Counts]]:
    """`plan` with all of several files, and what each did; `tell` is told how far it is. Raises NotLoaded."""
    sums: list[Counts] = []
    files = [source.path for source in found]
    for number, source in enumerate(found):
        plan, one = imports.taken_in(
            plan,
            source.imported,
            now,
            lambda share, number=number: tell(_far(files, number, share, "Taking in")),  # type: ignore[misc]
        )
        sums.append(one)
    return plan, sums


def _sum(each: Sequence[Counts]) -> Counts:
    """The sum over several files."""
    fields = ("new", "changed", "same", "kept", "older", "refused")
    return Counts(**{name: sum(getattr(one, name) for one in each) for name in fields})


def words(counted: Counts) -> str:
    """``12 new, 3 changed, 40 same, 1 kept, 2 refused``; what is none is left out, but for new."""
    fields = ("changed", "same", "kept", "older", "refused")
    return ", ".join([f"{counted.new} new", *(f"{n} {name}" for name in fields if (n := getattr(counted, name)))])


def label(found: Sequence[Source]) -> str:
    """The step in the history."""
    return f"Import {names(found)}"


def names(found: Sequence[Source]) -> str:
    """``work.ics``, or how many files there are."""
    return found[0].name if len(found) == 1 else f"{len(found)} files"


def complete_path(text: str) -> str:
    """`text` as far as the files and folders there leave no choice."""
    folder, start = os.path.split(os.path.expanduser(text))
    try:
        entries = [entry for entry in os.scandir(folder or ".") if entry.name.startswith(start) and _offered(entry)]
    except OSError:
        return text
    if not entries:
        return text
    first, last = min(entry.name for entry in entries), max(entry.name for entry in entries)
    found = first[: next((place for place, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))]
    whole = os.path.join(os.path.dirname(text), found)
    return whole + os.sep if len(entries) == 1 and entries[0].is_dir() else whole


def _offered(entry: "os.DirEntry[str]") -> bool:
    return not entry.name.startswith(".") and (entry.is_dir() or entry.name.lower().endswith((".ics", ".ical")))


def _files(given: str) -> Iterable[str]:
    """The path itself, or the calendars of a folder and those below it, in order of their names."""
    path = os.path.expanduser(given)
    if not os.path.isdir(path):
        return [path]
    found = []
    for folder, inner, files in os.walk(path):
        inner.sort()
        found += [os.path.join(folder, name) for name in sorted(files) if name.lower().endswith((".ics", ".ical"))]
        if len(found) > MOST:
            raise PlanError(f"{given} holds more than {MOST} calendar files: import a folder in it.")
    if not found:
        raise PlanError(f"{given} holds no .ics file.")
    return found


def _read(data: bytes, zone: str, progress: Callable[[float], None]) -> Imported:
    from ctotui.formats import ics

    return ics.read(data, zone, progress)

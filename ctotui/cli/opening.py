"""What the options and the environment choose: folders, settings, clock (cli.md, "Folders and clock")."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ctotui.cli.arguments import UsageError
from ctotui.core.civil import instant
from ctotui.core.plan import Plan
from ctotui.core.state import Settings
from ctotui.disk.config import SETTINGS, Problem, load_settings
from ctotui.disk.places import Paths, paths
from ctotui.session import Clock, Session, fixed, running_from, system

DEMO = "-demo"
"""Ends the name of the demo's data folder, which stands beside the real one and can never be it (N2)."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How to open a data folder: for the app and for the command line alike."""

    paths: Paths
    settings: Settings
    clock: Clock = system
    demo: Callable[[], Plan] | None = None
    """Makes the records of the demo day; None: the user's own data."""
    problems: tuple[Problem, ...] = ()
    """What of settings.toml could not be used."""
    may_write: bool = True
    """False where the clock stands still over data that was not named (cli.md)."""

    def session(self) -> Session:
        """Open the folder, everything done at once. Raises KeepError."""
        settings = self.settings if self.may_write else replace(self.settings, calendars=())
        return Session.open(self.paths, settings, self.clock, demo=self.demo)


def opening(values: Mapping[str, str], environ: Mapping[str, str]) -> Opening:
    """What options (by name, with dashes) and `environ` say. Raises UsageError for a time that is none."""
    folders = paths(dict(environ), values.get("--data", ""), values.get("--config", ""), values.get("--state", ""))
    settings, problems = load_settings(f"{folders.config}/{SETTINGS}", environ)
    settings = _looks(settings, values)
    named = bool(values.get("--data") or environ.get("CTOTUI_DATA"))
    if "--demo" in values:
        return demo(Opening(folders, settings, problems=problems), values, environ)
    still = _stopped(values, environ, settings.zone)
    return Opening(folders, settings, fixed(still) if still else system, None, problems, named or not still)


def _looks(settings: Settings, values: Mapping[str, str]) -> Settings:
    """`settings` with what ``--ascii`` and ``--color`` say of this run (X2). Raises UsageError."""
    if "--ascii" in values:
        settings = replace(settings, ascii=True)
    if "--color" not in values:
        return settings
    from ctotui.disk.settings import TABLE

    try:
        return replace(settings, color=TABLE["color"].read(values["--color"]))  # type: ignore[arg-type]
    except ValueError:
        raise UsageError(f"--color takes {TABLE['color'].form}", "--color mono") from None


def demo(own: Opening, values: Mapping[str, str], environ: Mapping[str, str]) -> Opening:
    """The demo day beside one's own data, its clock running from 10:42; what it looks like stays as it was."""
    from ctotui import demo as day

    kept = {name: getattr(own.settings, name) for name in _LOOK}
    settings = replace(day.settings(), **kept)
    still = _stopped(values, environ, settings.zone)
    clock = fixed(still) if still else running_from(day.now(settings.zone))
    folders = Paths(own.paths.data + DEMO, own.paths.config, own.paths.state)
    return Opening(folders, settings, clock, lambda: day.build(settings.zone), own.problems)


_LOOK = ("language", "theme", "ascii", "mouse", "cursor", "which_key_delay", "color")


def _stopped(values: Mapping[str, str], environ: Mapping[str, str], zone: str) -> datetime | None:
    """The instant at which the clock stands still: ``--now`` or CTOTUI_NOW; wall time in `zone` without an offset."""
    text = values.get("--now") or environ.get("CTOTUI_NOW", "")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment if moment.tzinfo else instant(moment, zone)
    except (ValueError, OverflowError):
        raise UsageError(f'"{text[:40]}" is not a time', "--now 2026-03-10T10:42 today") from None

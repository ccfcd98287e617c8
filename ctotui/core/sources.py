"""Calendars that live outside the data folder: a vdir folder that others write to as well, or a subscribed file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calendar:
    """One table ``[calendars.NAME]`` of ``settings.toml``."""

    name: str
    """What its items carry in the field `calendar`."""
    path: str
    """Absolute: a folder with a file an event (vdir), or one ``.ics`` file."""
    color: str = ""
    """``#rrggbb`` or a name of the terminal; empty: that of every fixed block."""
    shown: bool = True
    readonly: bool = False
    """Nothing is ever written there; always so for a single file."""

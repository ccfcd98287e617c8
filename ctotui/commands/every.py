"""Imports every file of commands, so that `TABLE` is whole. One line a file."""

from ctotui.commands import (  # noqa: F401
    app,
    blockers,
    board,
    calendar,
    calendars,
    data,
    entry_grab,
    items,
    marks,
    motion,
    offers,
    palette,
    prompts,
    proposing,
    reminders,
    reschedule,
    searching,
    slots,
    time,
    welcome,
    zoom,
)
from ctotui.commands.command import TABLE

__all__ = ["TABLE"]

"""The list of reminders: what was shown, and what is still to come today."""

from ctotui.commands.command import Desk, command


@command("app.reminders", "Reminders", group="App")
def show(desk: Desk) -> None:
    """List what you were reminded of, what was missed, and what comes today."""
    desk.look(overlay="reminders", choice=0)

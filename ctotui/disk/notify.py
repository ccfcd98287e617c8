"""The user's own command for reminders: run beside us, with the text as its last argument, never through a shell."""

from ctotui.core.text import clean

LONGEST = 300
"""Characters of a text."""


def launch(command: tuple[str, ...], text: str) -> str:
    """Start `command` with the cleaned `text`; the reason, one sentence, where it cannot be started, else nothing."""
    from subprocess import DEVNULL, Popen
    from threading import Thread

    try:
        process = Popen(
            [*command, clean(text)[:LONGEST]], stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return f"notify_command {command[0]} cannot be run: {reason}."
    Thread(target=process.wait, daemon=True, name="notify").start()
    return ""

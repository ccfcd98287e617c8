"""Reminders in the app: a line in the status row that stays until a key, a call to the user, and a memory of both."""

from collections.abc import Callable

from ctotui.core import reminders
from ctotui.core.reminders import Reminder
from ctotui.core.state import State
from ctotui.disk import notify, reminded
from ctotui.session import Session

KEPT = 50
"""Reminders that the palette's list shows."""


class Reminding:
    """Looks at each minute for what is to be shown; `call` gets the way to call the user, and the text."""

    def __init__(self, session: Session, call: Callable[[str, str], None]) -> None:
        self._session = session
        self._call = call
        self._memory = reminded.read(session.folder.state, reminded.SCREEN, session.now)
        self._stored = False

    def check(self) -> None:
        """Show what is new, as one line: what is ahead before what was missed."""
        memory = self._memory
        fresh, self._memory = self._session.ask(
            lambda state: reminders.news(state.plan, state.settings, state.now, memory)
        )
        if fresh or not self._stored:
            self.close()
        if not fresh:
            return
        state = self._session.state
        self._session.look(reminders=(*state.view.reminders, *fresh)[-KEPT:])
        ahead = [one for one in fresh if one.at > state.now or one.whole_day]
        text = line(fresh, state)
        self._session.say(text, "warn")
        if ahead:
            self._tell(text)

    def _tell(self, text: str) -> None:
        settings = self._session.state.settings
        if settings.notify != "command" or not settings.notify_command:
            self._call("bell" if settings.notify == "command" else settings.notify, text)
        elif trouble := notify.launch(settings.notify_command, text):
            self._session.say(f"{trouble} {text}", "error")

    def close(self) -> None:
        """Remember what was shown."""
        self._stored = True
        reminded.write(self._session.folder.state, reminded.SCREEN, self._memory)


def line(fresh: list[Reminder], state: State) -> str:
    """``in 5m: Standup 11:00``, with how many more there are; what was missed is said to be."""
    ahead = [one for one in fresh if one.at > state.now or one.whole_day]
    missed = len(fresh) - len(ahead)
    first = reminders.words((ahead or fresh)[0], state.now, state.settings.zone)
    more = [f"{len(ahead) - 1} more"] if len(ahead) > 1 else []
    if not ahead:
        return f"While you were away: {first}" + (f" and {missed - 1} more; : Reminders" if missed > 1 else "")
    more += [f"{missed} while you were away"] if missed else []
    return f"{first[:1].upper()}{first[1:]}" + (f" (and {', '.join(more)}; : Reminders)" if more else "")

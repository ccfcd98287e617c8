"""``due``: what is overdue, due today and due soon, for cron."""

from ctotui.cli import lookup, words
from ctotui.cli.call import Call
from ctotui.cli.hidden import tell
from ctotui.cli.printing import table
from ctotui.core import hidden, reminders
from ctotui.core.reminders import Due, Reminder
from ctotui.core.text import clean

MOST = 20
"""Reminders handed to the user's command in one run."""


def due(call: Call) -> int:
    """Overdue and due soon, the oldest first; 1 where there is nothing."""
    if call.option("--notify"):
        return _notify(call)
    settings = call.opening.settings
    found = call.ask(lambda state: reminders.due(state.plan, settings, state.now))
    every = call.ask(lambda state: reminders.due(hidden.whole(state.plan), settings, state.now))
    tell(call, len(every) - len(found))
    if call.as_json:
        call.printer.json(items=[_as_json(call, one) for one in found])
    for line in [] if call.as_json else table([_row(call, one) for one in found]):
        call.printer.line(line)
    return 0 if found else 1


def _row(call: Call, one: Due) -> tuple[str, ...]:
    item, today = one.item, call.state.today
    what = f"follow up {words.day(one.on, today)}" if one.follow_up else f"due {words.wall(item.due or one.on, today)}"
    return one.why, lookup.short(call, item.id), item.title, what, f">{item.owner}" if item.owner else ""


def _as_json(call: Call, one: Due) -> dict[str, object]:
    from ctotui.cli.items import as_json

    return {**as_json(call, one.item.id), "why": "follow-up" if one.follow_up else one.why}


def _notify(call: Call) -> int:
    """What there is to be reminded of since the last such run, each once, also given to `notify_command`."""
    from ctotui.disk import notify, reminded

    settings, folder = call.opening.settings, call.session.folder.state
    memory = reminded.read(folder, reminded.CRON, call.session.now)
    fresh, after = call.ask(lambda state: reminders.news(state.plan, settings, state.now, memory))
    reminded.write(folder, reminded.CRON, after)
    texts = [reminders.words(one, call.state.now, call.zone) for one in fresh]
    if call.as_json:
        call.printer.json(reminders=[_reminder(one, text) for one, text in zip(fresh, texts, strict=True)])
    else:
        call.printer.lines(texts)
    for text in texts[:MOST] if settings.notify_command else ():
        if trouble := notify.launch(settings.notify_command, clean(text)):
            call.printer.complain(trouble)
            break
    return 0 if fresh else 1


def _reminder(one: Reminder, text: str) -> dict[str, object]:
    found = {
        "kind": one.kind,
        "item": one.item,
        "block": one.block,
        "title": one.title,
        "at": one.at.isoformat(),
        "fires": one.fires.isoformat(),
        "text": text,
    }
    return {key: value for key, value in found.items() if value != ""}

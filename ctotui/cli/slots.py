"""``slots``: free times that meet a wish, each with its reasons."""

from ctotui.cli import words
from ctotui.cli.call import Call
from ctotui.cli.printing import table
from ctotui.core.civil import exactly, instant, zone_info
from ctotui.core.quickadd import wish
from ctotui.core.quickadd.context import Context
from ctotui.core.reschedule import fit
from ctotui.core.reschedule import slots as search


def slots(call: Call) -> int:
    """At most three free times for a length, earliest first; refused where there is none."""
    settings, now = call.opening.settings, call.state.wall
    limit = call.option("--before")
    text = " ".join((*call.words, *(("before", limit) if limit else ())))
    wanted = wish.read(text, Context(now, call.zone))
    minutes = wanted.minutes or fit.DEFAULT
    found = call.ask(lambda state: search.find(state.plan, wanted, minutes, now, settings))
    if call.as_json:
        zone = zone_info(call.zone)
        call.printer.json(
            slots=[
                {
                    "start": instant(one.start, call.zone).astimezone(zone).isoformat(),
                    "end": exactly(one.end, call.zone).astimezone(zone).isoformat(),
                    "reasons": list(one.reasons),
                }
                for one in found
            ]
        )
        return 0
    rows = [(words.span(one.start, one.end, call.state.today), "; ".join(one.reasons)) for one in found]
    for row in table(rows):
        call.printer.line(row)
    return 0

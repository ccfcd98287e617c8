"""What the status row says of the card or the entry under the cursor (S1)."""

from ctotui.core import agenda, entries
from ctotui.core.civil import clock_face, wall
from ctotui.core.duration import clock as hours
from ctotui.core.ids import short
from ctotui.core.model import Entry, Item
from ctotui.core.selection import selection
from ctotui.core.state import State
from ctotui.core.tracked import tracked
from ctotui.ui.frame import Run, clip
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.panes.figures import due_words, priority, steady

CARD, ENTRY = 68, 46
"""Cells that a card and an entry keep in a row of 80, whatever their words: see `steady`."""


def parts(state: State, wide: bool, glyphs: Glyphs) -> list[list[Run]]:
    """Parts for the status row, most important first; none where nothing is selected."""
    chosen = selection(state)
    entry = state.plan.find(chosen.entry) if chosen.entry else None
    if isinstance(entry, Entry):
        return [_entry(state, entry, wide, glyphs)]
    item = state.plan.find(chosen.item) if chosen.item else None
    return [_item(state, item, wide, glyphs)] if isinstance(item, Item) else []


def _item(state: State, item: Item, wide: bool, glyphs: Glyphs) -> list[Run]:
    """``142 Review SLA contract  ! est 1:30 act 0:36 · due Fri``."""
    level = priority(item)
    title = clip(item.title, 60 if wide else 19, glyphs.ellipsis)
    runs: list[Run] = [(f"{short(state.plan, item.id)} {title} {level and ' ' + level}", "text+bold")]
    estimate = hours(item.estimate) if item.estimate is not None else glyphs.dash
    today = agenda.on_day(state.plan, state.today, state.settings.zone)
    planned = sum(one.minutes for one in today if one.item == item.id and not one.all_day)
    runs.append((f" est {estimate} plan {hours(planned)} act {hours(tracked(state.plan, item.id, state.now))}", "text"))
    words, late = due_words(item, state.today)
    if words:
        runs.append((f" {glyphs.dot} {words}", "clash+bold" if late else "text"))
    return runs if wide else steady(runs, CARD)


def _entry(state: State, entry: Entry, wide: bool, glyphs: Glyphs) -> list[Run]:
    """``Exec sync 09:02–09:55  0:53``."""
    item = state.plan.find(entry.item)
    title = item.title if isinstance(item, Item) else "(deleted item)"
    zone = state.settings.zone
    end = clock_face(wall(entry.end, zone)) if entry.end is not None else glyphs.ellipsis
    span = f" {clock_face(wall(entry.start, zone))}{glyphs.dash}{end}"
    if entry.adjustment is not None:
        span = " correction"
    length = f"  {hours(entries.minutes(entry, state.now))}"
    note = f"  {entry.note}" if entry.note and wide else ""
    words = clip(title, 60 if wide else 28, glyphs.ellipsis)
    runs: list[Run] = [(words, "text+bold"), (span + length, "text"), (note, "muted")]
    return runs if wide else steady(runs, ENTRY)

"""A block in the time grid: its bar, its title, and what stands beside and under the title (S3, S4)."""

from datetime import datetime

from ctotui.core.agenda import Instance
from ctotui.core.civil import clock_face
from ctotui.core.duration import clock as hours
from ctotui.core.lanes import Piece
from ctotui.core.model import Item
from ctotui.core.preview import moved_of
from ctotui.core.reschedule.changes import Shift
from ctotui.ui.frame import Frame, Run, clip, width_of
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.panes.calendar_colour import sign
from ctotui.ui.panes.day_content import Day
from ctotui.ui.panes.figures import figures, gauge, priority

TITLE = 14
"""Cells that a title keeps before figures beside it are left out."""


def bar(content: Day, one: Instance) -> tuple[str, str]:
    """Sign and role of a block's first cells (S3)."""
    glyphs = content.glyphs
    if part := content.part(one):
        return glyphs.ghost, "push" if part == "moved" else "ghost"
    if content.runs(one):
        return glyphs.running, "running"
    return sign(content.state, one, glyphs)


def title(frame: Frame, content: Day, piece: Piece, x: int, y: int, end: int) -> None:
    """Start where it is not the row's, title, and on the right the longest aside that leaves the title its room."""
    one, room = piece.instance, end - x
    text = f"{piece.label} {one.title}" if piece.label else one.title
    if one.id in content.state.view.marks:
        text = f"{content.glyphs.marked}{text}"
    wanted = min(width_of(text), TITLE)
    choices = _asides(content, one)
    aside = next((runs for runs in choices if _width(runs) + wanted + 1 <= room), choices[-1])
    at = max(end - _width(aside), x)
    over = one.status in ("done", "dropped") or (one.fixed and one.ends <= content.state.now)
    role = "ghost+bold" if content.part(one) not in ("", "moved") else "muted" if over else "text"
    frame.put(x, y, clip(text, at - x - (1 if aside else 0), content.glyphs.ellipsis), role)
    frame.runs(at, y, aside)


def second_row(frame: Frame, content: Day, one: Instance, x: int, y: int, end: int) -> None:
    """Under the title: where a held block would go, or how far what runs has come."""
    glyphs = content.glyphs
    if content.part(one) == "held":
        if isinstance(one.start, datetime) and isinstance(one.end, datetime):
            text = f"  {glyphs.arrow} {clock_face(one.start)}{glyphs.dash}{clock_face(one.end)}"
            frame.put(x, y, clip(text, end - x), "ghost+bold")
    elif content.runs(one):
        item, actual = content.item(one), content.minutes(one)
        estimate = item.estimate if item is not None and item.estimate else one.minutes
        text = f"  running {gauge(actual, estimate, 10, glyphs)} {hours(actual)}"
        frame.put(x, y, clip(text, end - x), "running")


def _asides(content: Day, one: Instance) -> list[list[Run]]:
    """What may stand beside a title, longest first; the last is the least that must."""
    glyphs, mark = content.glyphs, list[Run]()
    if one.id in content.hit:
        mark = [(" ", "text"), (glyphs.clash if content.hit[one.id] else glyphs.overlap, "clash+bold")]
    part = content.part(one)
    if part == "held":
        return [[(hours(one.minutes), "ghost"), *mark], mark]
    if part in ("proposed", "accepted"):
        sign = "?" if part == "proposed" else glyphs.done
        return [[(f"{sign} {hours(one.minutes)}", "ghost+bold"), *mark], mark]
    if part == "moved" and (shift := moved_of(content.state, one)) is not None:
        return _moved(shift, mark, glyphs)
    if one.status == "dropped":
        return [[("dropped", "muted")], mark]
    item = content.item(one)
    done = one.status == "done" or (item is not None and item.kind == "meeting" and one.ends <= content.state.now)
    signs, role = _signs(item, done, glyphs)
    actual = content.minutes(one)
    estimate = item.estimate if item is not None and item.estimate is not None else one.minutes
    if actual:
        numbers = figures(actual, estimate, glyphs).strip()
    else:
        numbers = "" if done else "fixed" if one.fixed else hours(one.minutes)
    gap = " " if signs and numbers and (not done or glyphs.done.isalpha()) else ""
    sum_role = "running" if content.runs(one) else "done" if done else "text"
    whole: list[Run] = [(signs + gap, role), (numbers, sum_role), *mark]
    short: list[Run] = [(glyphs.done if done else signs, role), *mark]
    return [whole, short, mark]


def _moved(shift: Shift, mark: list[Run], glyphs: Glyphs) -> list[list[Run]]:
    """``» +30m  was 16:00``, or how much shorter a block would be (section 6)."""
    if shift.before is None:
        return [[("new", "push+bold"), *mark]]
    by = f"{shift.minutes:+}m" if shift.minutes or not shift.grown else f"{shift.grown:+}m long"
    sign = f"{glyphs.pushed} {by}"
    was = shift.before.start
    whole = f"{sign}  was {clock_face(was)}" if isinstance(was, datetime) and shift.minutes else sign
    return [[(whole, "push+bold"), *mark], [(sign, "push+bold"), *mark], [(glyphs.pushed, "push+bold"), *mark]]


def _signs(item: Item | None, done: bool, glyphs: Glyphs) -> tuple[str, str]:
    """``M✓``, ``C!``, ``!!``: the letter of a kind, and done or the priority; with their role."""
    letters = {"meeting": glyphs.meeting, "contract": glyphs.contract, "incident": glyphs.incident, "bug": glyphs.bug}
    letter = letters.get(item.kind, "") if item is not None else ""
    if done:
        return letter + glyphs.done, "done"
    level = priority(item)
    return letter + level, "warn+bold" if "!" in level else "muted"


def _width(runs: list[Run]) -> int:
    return sum(width_of(text) for text, _style in runs)

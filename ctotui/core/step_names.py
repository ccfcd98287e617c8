"""What the steps of a held block are called in the history: by the keys, the mouse and the command line alike."""

from datetime import datetime

from ctotui.core.civil import clock_face, day_name
from ctotui.core.grab_status import GrabStatus
from ctotui.core.model import Wall
from ctotui.core.state import Grab


def dropped(held: Grab, told: GrabStatus) -> str:
    """``Move Q2 roadmap to 14:30``: the step that a drop of `held` is, as `told` says of it."""
    if held.copy:
        return f"Copy {told.title} to {span(told.start, told.end)}"
    if held.others:
        return f"Move {told.count} blocks"
    if told.policy == "swap" and told.pushed:
        return f"Swap {told.title} with {told.pushed[0].title}"
    if held.new:
        return f"Plan {told.title} {span(told.start, told.end)}"
    if told.grown_minutes or held.origin_start is None:
        return f"Resize {told.title} to {span(told.start, told.end)}"
    if not isinstance(told.start, datetime):
        return f"Move {told.title} to {day_name(told.start)}"
    same_day = isinstance(held.origin_start, datetime) and told.start.date() == held.origin_start.date()
    return f"Move {told.title} to {'' if same_day else day_name(told.start) + ' '}{clock_face(told.start)}"


def span(start: Wall, end: Wall) -> str:
    """``Tue 10 14:30–16:00``, or the day."""
    if isinstance(start, datetime) and isinstance(end, datetime):
        return f"{day_name(start)} {clock_face(start)}–{clock_face(end)}"
    return day_name(start)

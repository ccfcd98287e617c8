"""The hours of another zone, in a column of their own at the left of the grid (S9)."""

from collections.abc import Iterable
from datetime import datetime

from ctotui.core import abroad
from ctotui.core.civil import clock_face, wall
from ctotui.core.state import State
from ctotui.ui.frame import Frame

WIDTH = 6
"""Cells of the column, the last a gutter."""
LEAST = 44
"""Cells of a grid that has room for the column."""


def margin(state: State, width: int) -> int:
    """Cells that the column takes of a grid of `width`; 0: there is none."""
    return WIDTH if abroad.beside(state) and width >= LEAST else 0


def beside(state: State, inner: Frame, top: int, rows: Iterable[datetime | None], head: bool) -> Frame:
    """`inner` with the hours of `rows` (instants; None: no label) from row `top` on, and the zone's name in row 0."""
    zone = abroad.beside(state)
    frame = Frame(inner.width + WIDTH, inner.height)
    frame.stamp(inner, WIDTH, 0)
    if head:
        frame.put(0, 0, abroad.short_name(zone, state.now), "muted+bold")
    for y, moment in enumerate(rows, top):
        if moment is not None:
            there = wall(moment, zone)
            frame.put(0, y, clock_face(there), "text" if (there.hour, there.minute) == (0, 0) else "muted")
    return frame

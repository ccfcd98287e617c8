"""What a cell of the screen means to what is being dragged: a row of the calendar, a card, a place to rest on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

from ctotui.core.cursor import addressed
from ctotui.core.state import View
from ctotui.ui.frame import Frame


@dataclass(frozen=True, slots=True)
class Rest:
    """A place where something happens once the pointer has rested on it for a while."""

    kind: Literal["tab", "rows", "days"]
    """Another pane; rows or days that are out of sight."""
    value: str = ""
    """Pane of a tab."""
    way: int = 0
    """1 for later, -1 for earlier."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell under the pointer."""

    row: datetime | None = None
    """Wall time of the calendar's row; above and below the grid, of its first and last."""
    minutes: int = 0
    """Length of the row."""
    card: str = ""
    """Column and item of the board, ``doing:4kq…``."""
    rest: Rest | None = None


def spot(frame: Frame, x: int, y: int, view: View) -> Spot:
    """What cell (x, y) of `frame` means while something is dragged in the pane that `view` shows."""
    tab = frame.at(x, y, "tab")
    if tab is not None:
        return Spot(rest=Rest("tab", tab.value))
    if view.pane == "board":
        card = frame.at(x, y, "card")
        return Spot(card=card.value if card is not None else "")
    if not has_hours(view):
        return Spot()
    rows = _column(frame, x)
    if not rows:
        return Spot(rest=_beside(frame, x, y, view))
    here = min(max(y, min(rows)), max(rows))
    return Spot(rows[here], _minutes(rows), rest=_edge(frame, x, y, rows, view))


def has_hours(view: View) -> bool:
    """Whether a pane shows days by their hours, so that something can be dropped at one."""
    return view.pane == "today" or (view.pane == "week" and view.zoom in ("three", "week"))


def beyond(frame: Frame, x: int, way: int) -> datetime | None:
    """The wall time of the first row that is out of sight, after the last one (`way` 1) or before the first."""
    rows = _column(frame, x)
    if not rows:
        return None
    edge = max(rows) if way > 0 else min(rows)
    moment = rows[edge] + timedelta(minutes=way * _minutes(rows))
    return moment if moment.date() == rows[edge].date() else None


def _column(frame: Frame, x: int) -> dict[int, datetime]:
    """The calendar's rows in column `x` of the screen, by their place on it."""
    found = ((y, _row(frame, x, y)) for y in range(frame.height))
    return {y: moment for y, moment in found if moment is not None}


def _minutes(rows: dict[int, datetime]) -> int:
    """Minutes that a row stands for: as far as rows are apart, but where clocks are set back."""
    moments = list(rows.values())
    apart = [round((two - one).total_seconds() / 60) for one, two in pairwise(moments)]
    return min((minutes for minutes in apart if minutes > 0), default=30)


def _row(frame: Frame, x: int, y: int) -> datetime | None:
    target = frame.at(x, y, "slot")
    return addressed(target.value) if target is not None else None


def _beside(frame: Frame, x: int, y: int, view: View) -> Rest | None:
    """Left and right of the week; what comes from the tray may stay over it."""
    if view.pane != "week" or y >= frame.height - 2:
        return None
    if x < frame.width // 2:
        return Rest("days", way=-1)
    return None if view.grab is None or view.grab.start is None else Rest("days", way=1)


def _edge(frame: Frame, x: int, y: int, rows: dict[int, datetime], view: View) -> Rest | None:
    """The edges of the grid, behind which there is more of it."""
    if view.pane == "week" and x == frame.width - 1:
        return Rest("days", way=1)
    if y <= min(rows):
        return Rest("rows", way=-1)
    return Rest("rows", way=1) if y >= max(rows) else None

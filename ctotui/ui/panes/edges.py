"""Where the mouse takes a block of a time grid by one of its ends (section 4, "Mouse").

The start: the bar in the first row. The end: the last row, and of a block under three rows the cell behind that, which
shows ``◢`` while the block is selected. All else is its body. A lane too narrow for that has no ends.
"""

from collections.abc import Sequence

from ctotui.core.agenda import Instance
from ctotui.core.lanes import Piece
from ctotui.core.state import State
from ctotui.ui.frame import Frame, Target
from ctotui.ui.glyphs import Glyphs

NARROWEST = 4
"""Cells of a lane from which its blocks have ends."""
TALL = 3
"""Rows of a block from which its last row is its end."""


def put(frame: Frame, one: Instance, rows: Sequence[Sequence[Piece]], index: int, place: tuple[int, int, int]) -> None:
    """Make targets ``start`` and ``end`` of the part of a block in row `index`, at `place`: its x, end and y."""
    x, end, y = place
    if end - x < NARROWEST:
        return
    if not _holds(rows, index - 1, one):
        frame.target(x, y, 1, Target("start", one.id))
    if not _holds(rows, index + 1, one):
        tall = all(_holds(rows, index - above, one) for above in range(1, TALL))
        frame.target(*((x, y, end - x) if tall else (end, y, 1)), Target("end", one.id))


def corner(frame: Frame, x: int, y: int, block: str, state: State, glyphs: Glyphs) -> None:
    """Show the end of the selected block in the cell that takes it; of a tall one its last row does, unmarked."""
    if state.settings.mouse and frame.at(x, y) == Target("end", block):
        frame.put(x, y, glyphs.corner, "muted")


def _holds(rows: Sequence[Sequence[Piece]], index: int, one: Instance) -> bool:
    return 0 <= index < len(rows) and any(piece.instance.id == one.id for piece in rows[index])

"""What the mouse did, made out of what a terminal tells: a button went down or up on a cell, the pointer moved."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

DOUBLE = 0.5
"""Seconds within which a second click on the same cell makes a double one."""
LEFT, RIGHT = 1, 3


class MouseAction(NamedTuple):
    """What the mouse did at cell (x, y) of the frame: `direction` is -1 up or 1 down for a wheel, else 0.

    A press is followed by drags, one a cell, and by a release or, where that went amiss, ``lost``. A click is told
    besides, after a release in the cell of the press.
    """

    kind: Literal["click", "double", "menu", "wheel", "press", "drag", "release", "lost"]
    x: int
    y: int
    direction: int = 0


@dataclass(slots=True)
class Buttons:
    """Follows the buttons of one mouse."""

    _at: tuple[int, int] | None = None
    """Cell of the pointer while the left button is down."""
    _dragged: bool = False
    _menu: tuple[int, int] | None = None
    """Cell on which the right button went down."""
    _clicked: tuple[int, int, float] | None = None
    """Cell and time of the last click that may become a double one."""

    def down(self, button: int, x: int, y: int) -> list[MouseAction]:
        """A button went down; another than the left one ends a drag."""
        if button == LEFT:
            self._at, self._dragged = (x, y), False
            return [MouseAction("press", x, y)]
        if self._at is not None:
            return self._lose(x, y)
        self._menu = (x, y) if button == RIGHT else None
        return []

    def move(self, button: int, x: int, y: int) -> list[MouseAction]:
        """The pointer is on a cell with a button down, 0: with none, so that its release was not told."""
        if self._at in (None, (x, y)):
            return []
        if button != LEFT:
            return self._lose(x, y)
        self._at, self._dragged = (x, y), True
        return [MouseAction("drag", x, y)]

    def up(self, button: int, x: int, y: int, time: float) -> list[MouseAction]:
        """A button went up, at so many seconds of any clock."""
        if button == RIGHT and self._menu == (x, y):
            self._menu = None
            return [MouseAction("menu", x, y)]
        if button != LEFT or self._at is None:
            return []
        moved = self._dragged or self._at != (x, y)
        self._at = None
        return [MouseAction("release", x, y), *([] if moved else [self._click(x, y, time)])]

    def _click(self, x: int, y: int, time: float) -> MouseAction:
        last = self._clicked
        if last is not None and last[:2] == (x, y) and time - last[2] <= DOUBLE:
            self._clicked = None
            return MouseAction("double", x, y)
        self._clicked = (x, y, time)
        return MouseAction("click", x, y)

    def _lose(self, x: int, y: int) -> list[MouseAction]:
        self._at = None
        return [MouseAction("lost", x, y)]

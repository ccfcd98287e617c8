"""Marks what was searched for on the screen."""

from ctotui.ui.frame import Frame


def mark(frame: Frame, first: int, last: int, words: tuple[str, ...]) -> None:
    """Underline each of `words` (in small letters) in the rows ``[first, last)``."""
    for y in range(first, min(last, frame.height)):
        cells = [char.casefold() for char in frame.chars[y]]
        text = "".join(cells)
        for word in words:
            at = text.find(word)
            while at >= 0:
                _underline(frame, y, cells, at, at + len(word))
                at = text.find(word, at + len(word))


def _underline(frame: Frame, y: int, cells: list[str], start: int, end: int) -> None:
    """The cells that hold the characters ``[start, end)`` of a row."""
    reached = 0
    for x, cell in enumerate(cells):
        if reached >= end:
            return
        if reached + len(cell) > start and cell:
            frame.restyle(x, y, 1, "underline")
        reached += len(cell)

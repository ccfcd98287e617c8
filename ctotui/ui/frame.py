"""A screenful of cells that pure functions draw on: the meeting place of panes, dialogs and the terminal.

A cell holds one grapheme and a style name such as ``text``, ``warn`` or ``fixed+reverse``: a role of the theme (S12),
then any of ``bold dim reverse underline`` (`ui.themes` resolves it). A wide grapheme takes its cell and an empty one
after it. All text is cleaned here (`core.text.clean`), so no pane can forget it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ctotui.core.text import clean

Run = tuple[str, str]
"""Text and its style name."""


@dataclass(frozen=True, slots=True)
class Target:
    """What lies under a cell: a kind such as ``block`` or ``tab`` and the id or value it stands for."""

    kind: str
    value: str


_RANGES = ((0x20, 0x7F), (0xA1, 0xAD), (0xAE, 0x300), (0x2010, 0x2028), (0x2190, 0x2300), (0x2500, 0x25FD))
NARROW = frozenset(chr(code) for first, end in _RANGES for code in range(first, end)) | frozenset("★✓€⏎")
"""Characters that take one cell each and join no other: text of nothing else needs no search for graphemes."""


def is_narrow(text: str) -> bool:
    """Whether every character of clean `text` is a grapheme of one cell."""
    return text.isascii() or NARROW.issuperset(text)


def graphemes(text: str) -> Iterator[tuple[str, int]]:
    """The graphemes of clean `text` with their widths in cells, 1 or 2; what has no width joins the one before."""
    if is_narrow(text):
        for char in text:
            yield char, 1
        return
    from rich.cells import split_graphemes

    spans, _width = split_graphemes(text)
    for start, end, width in spans:
        if width > 0:
            yield text[start:end], min(width, 2)


def width_of(text: str) -> int:
    """Cells that `text` takes on the screen, once cleaned."""
    safe = clean(text)
    return len(safe) if is_narrow(safe) else sum(width for _, width in graphemes(safe))


def clip(text: str, width: int, ellipsis: str = "…") -> str:
    """`text` cleaned and cut by grapheme to at most `width` cells, the cut marked (S10)."""
    safe = clean(text)
    if width <= 0:
        return ""
    if is_narrow(safe):
        return safe if len(safe) <= width else safe[: max(width - len(ellipsis), 0)] + ellipsis[:width]
    if width_of(safe) <= width:
        return safe
    room, kept = width - len(ellipsis), []
    for part, cells in graphemes(safe):
        if cells > room:
            break
        kept.append(part)
        room -= cells
    return "".join(kept) + ellipsis[:width]


class Frame:
    """A grid of `width` × `height` cells, all blank in style ``text`` at first, with targets for the mouse."""

    __slots__ = ("_targets", "chars", "cursor", "height", "styles", "width")

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self.chars = [[" "] * width for _ in range(height)]
        self.styles = [["text"] * width for _ in range(height)]
        self.cursor: tuple[int, int] | None = None
        """Cell (x, y) that has the focus, for screen readers (X6)."""
        self._targets: list[tuple[int, int, int, int, Target]] = []

    def put(self, x: int, y: int, text: str, style: str = "text", width: int | None = None) -> int:
        """Write `text` at (x, y), cut to `width` cells and to the frame; return the column after it."""
        if not 0 <= y < self.height or x >= self.width:
            return x
        limit = self.width if width is None else min(self.width, x + width)
        safe = clean(text)
        chars, styles = self.chars[y], self.styles[y]
        if x >= 0 and is_narrow(safe):
            end = min(x + len(safe), limit)
            self._heal(chars, x, end)
            chars[x:end] = safe[: end - x]
            styles[x:end] = [style] * (end - x)
            return max(end, x)
        return self._put_wide(x, y, safe, style, limit)

    def _put_wide(self, x: int, y: int, safe: str, style: str, limit: int) -> int:
        chars, styles = self.chars[y], self.styles[y]
        for part, cells in graphemes(safe):
            if x + cells > limit:
                break
            if x >= 0:
                self._heal(chars, x, x + cells)
                chars[x] = part
                styles[x] = style
                if cells == 2:
                    chars[x + 1] = ""
                    styles[x + 1] = style
            x += cells
        return x

    @staticmethod
    def _heal(chars: list[str], start: int, end: int) -> None:
        """Blank the halves that would stay of wide graphemes cut by a write to [start, end)."""
        if start < end:
            if chars[start] == "" and start > 0:
                chars[start - 1] = " "
            if end < len(chars) and chars[end] == "":
                chars[end] = " "

    def put_right(self, right: int, y: int, text: str, style: str = "text") -> int:
        """Write `text` so that it ends before column `right`; return its first column."""
        start = right - width_of(text)
        self.put(start, y, text, style)
        return start

    def runs(self, x: int, y: int, runs: list[Run]) -> int:
        """Write several runs one after another; return the column after them."""
        for text, style in runs:
            x = self.put(x, y, text, style)
        return x

    def fill(self, x: int, y: int, width: int, char: str = " ", style: str = "text", height: int = 1) -> None:
        """Fill a rectangle with one narrow character."""
        for row in range(max(y, 0), min(y + height, self.height)):
            start, end = max(x, 0), min(x + width, self.width)
            if start < end:
                self._heal(self.chars[row], start, end)
                self.chars[row][start:end] = [char] * (end - start)
                self.styles[row][start:end] = [style] * (end - start)

    def restyle(self, x: int, y: int, width: int, change: str) -> None:
        """Add an attribute such as ``reverse`` to the cells of a stretch, keeping their roles."""
        if 0 <= y < self.height:
            styles = self.styles[y]
            for column in range(max(x, 0), min(x + width, self.width)):
                if change not in styles[column]:
                    styles[column] = f"{styles[column]}+{change}"

    def stamp(self, other: "Frame", x: int, y: int) -> None:
        """Lay `other` over this frame with its upper left corner at (x, y)."""
        for row in range(other.height):
            target = y + row
            if 0 <= target < self.height:
                start, end = max(x, 0), min(x + other.width, self.width)
                if start < end:
                    self._heal(self.chars[target], start, end)
                    self.chars[target][start:end] = other.chars[row][start - x : end - x]
                    self.styles[target][start:end] = other.styles[row][start - x : end - x]
        self._targets += [(x + a, y + b, w, h, what) for a, b, w, h, what in other._targets]
        if other.cursor is not None:
            self.cursor = (x + other.cursor[0], y + other.cursor[1])

    def target(self, x: int, y: int, width: int, what: Target, height: int = 1) -> None:
        """Say that a click on this rectangle means `what`; a later target lies on top."""
        self._targets.append((x, y, width, height, what))

    def at(self, x: int, y: int, kind: str = "") -> Target | None:
        """The topmost target under a cell; of one `kind` also where another lies on top."""
        for left, top, width, height, what in reversed(self._targets):
            if left <= x < left + width and top <= y < top + height and kind in ("", what.kind):
                return what
        return None

    def line(self, y: int) -> list[Run]:
        """Row `y` as runs of equal style that together take exactly `width` cells."""
        chars, styles = self.chars[y], self.styles[y]
        runs: list[Run] = []
        start = 0
        for column in range(1, self.width + 1):
            if column == self.width or styles[column] != styles[start]:
                runs.append(("".join(chars[start:column]), styles[start]))
                start = column
        return runs

    def text(self) -> str:
        """The frame without styles, lines joined by a newline, blanks at their ends kept off."""
        return "\n".join("".join(row).rstrip() for row in self.chars)

"""The one widget: it shows a `Frame`."""

from collections.abc import Mapping
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from ctotui.ui.frame import Frame


class Surface(Widget, inherit_bindings=False, inherit_css=False):
    """Shows the last frame given to `show`, painting only rows that differ from the one before."""

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = "Surface { width: 1fr; height: 1fr; }"
    can_focus = False

    def __init__(self) -> None:
        super().__init__()
        self.auto_links = False
        self._frame = Frame(0, 0)
        self._strips: list[Strip] = []
        self._styles: Mapping[str, Style] = {}

    @property
    def frame(self) -> Frame:
        """What is shown."""
        return self._frame

    def show(self, frame: Frame, styles: Mapping[str, Style]) -> None:
        """Show `frame`, each run in the style that `styles` gives to its name; other styles repaint every row.

        The frame is kept to compare the next one with: nobody draws on it any more.
        """
        old, self._frame = self._frame, frame
        if styles is not self._styles or (old.width, old.height) != (frame.width, frame.height):
            self._styles = styles
            self._strips = [self._strip(y) for y in range(frame.height)]
            self.refresh()
            return
        same = zip(frame.chars, old.chars, frame.styles, old.styles, strict=True)
        changed = [y for y, (chars, were, names, had) in enumerate(same) if chars != were or names != had]
        for y in changed:
            self._strips[y] = self._strip(y)
        if changed:
            self.refresh(*(Region(0, y, frame.width, 1) for y in changed))

    def _strip(self, y: int) -> Strip:
        styles = self._styles
        return Strip([Segment(text, styles[name]) for text, name in self._frame.line(y)], self._frame.width)

    def render_line(self, y: int) -> Strip:
        """Row `y` of the frame, cut or filled to the widget's width while a resize is on its way."""
        width = self.size.width
        if y >= len(self._strips):
            return Strip.blank(width)
        return self._strips[y].adjust_cell_length(width)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of `crop` as they are: no filter and no style sheet changes what the theme said."""
        lines = [self.render_line(y) for y in crop.line_range]
        if crop.column_span == (0, self.size.width):
            return lines
        return [line.crop(*crop.column_span) for line in lines]

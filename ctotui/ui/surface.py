"""The one widget: it shows a `Frame` and says what the mouse did."""

from collections.abc import Callable, Mapping
from typing import ClassVar, Literal, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from ctotui.ui.frame import Frame


class MouseAction(NamedTuple):
    """What the mouse did at cell (x, y) of the frame: `direction` is -1 up or 1 down for a wheel, else 0."""

    kind: Literal["click", "double", "menu", "wheel"]
    x: int
    y: int
    direction: int = 0


class Surface(Widget, inherit_bindings=False, inherit_css=False):
    """Shows the last frame given to `show`, painting only rows that differ from the one before."""

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = "Surface { width: 1fr; height: 1fr; }"
    can_focus = False

    def __init__(self, on_mouse: Callable[[MouseAction], None] | None = None) -> None:
        super().__init__()
        self.auto_links = False
        self._on_mouse = on_mouse
        self._frame = Frame(0, 0)
        self._strips: list[Strip] = []
        self._styles: Mapping[str, Style] = {}

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

    def _tell(self, action: MouseAction) -> None:
        if self._on_mouse is not None:
            self._on_mouse(action)

    def on_click(self, event: events.Click) -> None:
        """A button was pressed and released on one cell."""
        event.stop()
        if event.button == 3:
            self._tell(MouseAction("menu", event.x, event.y))
        elif event.button == 1:
            self._tell(MouseAction("double" if event.chain == 2 else "click", event.x, event.y))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel turned away from the user."""
        event.stop()
        self._tell(MouseAction("wheel", event.x, event.y, -1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel turned towards the user."""
        event.stop()
        self._tell(MouseAction("wheel", event.x, event.y, 1))

"""How the terminal draws the next character: attributes and colours, and the shortest way from one to another.

ECMA-48, 8.3.117 (SGR). A `Pen` is interned: two that look the same are the same object.
"""

from functools import cache, lru_cache

from rich.color import ColorSystem
from rich.style import Style

_ON = {
    "bold": "1",
    "dim": "2",
    "italic": "3",
    "underline": "4",
    "blink": "5",
    "reverse": "7",
    "conceal": "8",
    "strike": "9",
    "underline2": "21",
    "overline": "53",
}
_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "8": "28", "9": "29", "21": "24", "53": "55"}
_SHOWN_ON_BLANK = frozenset({"4", "7", "9", "21", "53"})


class Pen:
    """Attributes (SGR codes that switch one on), foreground and background (SGR codes, empty: the terminal's own)."""

    __slots__ = ("attributes", "background", "blank", "foreground")

    def __init__(self, attributes: tuple[str, ...], foreground: str, background: str) -> None:
        self.attributes = attributes
        self.foreground = foreground
        self.background = background
        self.blank: Pen = self
        """The pen that draws the same space: on one without lines or reverse only the background shows."""

    @property
    def erasable(self) -> bool:
        """Whether a space in this pen is what an erase leaves, given a terminal that erases in colour."""
        return self.blank is self and not self.attributes

    def __repr__(self) -> str:
        return f"Pen({self.attributes}, {self.foreground!r}, {self.background!r})"


@cache
def pen(attributes: tuple[str, ...] = (), foreground: str = "", background: str = "") -> Pen:
    """The one pen of this look."""
    made = Pen(attributes, foreground, background)
    if (attributes or foreground) and not _SHOWN_ON_BLANK.intersection(attributes):
        made.blank = pen((), "", background)
    return made


PLAIN = pen()


@lru_cache(maxsize=4096)
def pen_of(style: Style, system: ColorSystem) -> Pen:
    """The pen of a Rich style, its colours brought down to what the terminal has."""
    attributes = tuple(code for name, code in _ON.items() if getattr(style, name))
    colour, ground = style.color, style.bgcolor
    foreground = ";".join(colour.downgrade(system).get_ansi_codes()) if colour is not None else ""
    background = ";".join(ground.downgrade(system).get_ansi_codes(False)) if ground is not None else ""
    return pen(attributes, "" if foreground == "39" else foreground, "" if background == "49" else background)


@lru_cache(maxsize=16384)
def change(old: Pen | None, new: Pen) -> str:
    """The shortest escape sequence after which the terminal draws with `new`; `old` is None when it is unknown."""
    if old is new:
        return ""
    colours = [code for code in (new.foreground, new.background) if code]
    afresh = ";".join(["0", *new.attributes, *colours] if new.attributes or colours else [])
    if old is None:
        return f"\x1b[{afresh}m"
    stepwise = _stepwise(old, new)
    return f"\x1b[{stepwise if len(stepwise) < len(afresh) else afresh}m"


def _stepwise(old: Pen, new: Pen) -> str:
    codes: list[str] = []
    ended = {_OFF[code] for code in old.attributes if code not in new.attributes}
    codes += sorted(ended)
    codes += [code for code in new.attributes if code not in old.attributes or _OFF[code] in ended]
    if old.foreground != new.foreground:
        codes.append(new.foreground or "39")
    if old.background != new.background:
        codes.append(new.background or "49")
    return ";".join(codes)

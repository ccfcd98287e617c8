"""Every sign that stands for a state, in one table a character set: Unicode, and plain ASCII (X2).

All are one cell wide and none is an emoji; a state never rests on a colour alone, but on its sign and a word (X1).
"""

from dataclasses import dataclass, fields

from ctotui.ui.frame import Frame


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The signs of one character set. Names say what a sign means, not what it looks like."""

    name: str = "unicode"
    # The plan bar of a block, and what a grab shows (S3).
    fixed: str = "█"
    flexible: str = "▌"
    running: str = "▐"
    protected: str = "░"
    ghost: str = "▒"
    origin: str = "┊"
    # The actual lane (S3, S11).
    on_plan: str = "▓"
    off_plan: str = "▒"
    # The first cell of a row that names an item.
    star: str = "★"
    timer: str = "●"
    done: str = "✓"
    open: str = "·"
    waiting: str = "⋯"
    inbox: str = "?"
    incident: str = "I"
    bug: str = "B"
    meeting: str = "M"
    contract: str = "C"
    cursor: str = "▸"
    # What a preview says of others (section 6).
    overlap: str = "!"
    clash: str = "×"
    pushed: str = "»"
    """A block that a verb moves besides (section 6)."""
    swap: str = "↔"
    marked: str = "◆"
    """A block or row that the next verb takes with others."""
    arrow: str = "→"
    corner: str = "◢"
    """The end of the selected block, where the mouse takes it."""
    # Gauges and charts.
    full: str = "▓"
    empty: str = "░"
    over: str = "+"
    # Lines.
    hline: str = "─"
    vline: str = "│"
    heavy_vline: str = "┃"
    heavy_hline: str = "━"
    tee_down: str = "┬"
    tee_up: str = "┴"
    corners: str = "╭╮╰╯"
    heavy_corners: str = "┏┓┗┛"
    square_corners: str = "┌┐└┘"
    dashed: str = "─ "
    # Text.
    ellipsis: str = "…"
    dash: str = "–"
    dot: str = "·"
    times: str = "×"
    caret: str = "▏"
    at_least: str = "≥"
    euro: str = "€"
    before: str = "↑"
    after: str = "↓"


UNICODE = Glyphs()

ASCII = Glyphs(
    name="ascii",
    fixed="#",
    flexible="|",
    running=">",
    protected=":",
    ghost="%",
    origin="'",
    on_plan="=",
    off_plan="~",
    star="*",
    timer="@",
    done="v",
    open=".",
    waiting=":",
    cursor=">",
    clash="x",
    pushed=">",
    swap="~",
    marked="#",
    arrow=">",
    corner="/",
    full="=",
    empty=".",
    hline="-",
    vline="|",
    heavy_vline="#",
    heavy_hline="=",
    tee_down="+",
    tee_up="+",
    corners="++++",
    heavy_corners="####",
    square_corners="++++",
    dashed="- ",
    ellipsis="~",
    dash="-",
    dot=".",
    times="x",
    caret="_",
    at_least=">=",
    euro="E",
    before="^",
    after="v",
)


def glyphs(ascii: bool) -> Glyphs:
    """The table for a terminal that shows only ASCII, or any character."""
    return ASCII if ascii else UNICODE


def _folds() -> dict[int, str]:
    folded: dict[int, str] = {}
    for field in fields(Glyphs):
        one, two = getattr(UNICODE, field.name), getattr(ASCII, field.name)
        if field.name == "name" or one.isascii():
            continue
        if len(one) == len(two):
            folded.update({ord(a): b for a, b in zip(one, two, strict=True) if not a.isascii()})
        elif len(one) == 1:
            folded[ord(one)] = two
    folded.update({ord(a): b for a, b in zip("▓░←↓↑“”‘’—−»±≤⏎", "=.<v^\"\"''--}~<'", strict=True)})
    return folded


_FOLDS: dict[int, str] = {}


def fold(text: str, table: Glyphs) -> str:
    """`text` as `table` can show it: in ASCII, signs become their stand-ins, accents go, what is left becomes ``?``."""
    if table is not ASCII or text.isascii():
        return text
    if not _FOLDS:
        _FOLDS.update(_folds())
    plain = text.translate(_FOLDS)
    if plain.isascii():
        return plain
    import unicodedata

    plain = unicodedata.normalize("NFKD", plain)
    return "".join("" if unicodedata.combining(char) else char if char.isascii() else "?" for char in plain)


def to_ascii(frame: Frame) -> None:
    """Let every cell of a finished frame show plain ASCII, titles too: for a terminal that takes nothing else (X2)."""
    for row in frame.chars:
        if not "".join(row).isascii() or "" in row:
            for column, char in enumerate(row):
                if not char.isascii() or not char:
                    row[column] = fold(char, ASCII)[:1] or "?"

"""Text of plain narrow characters is measured and cut without a search for graphemes, and just as well."""

from itertools import product

import pytest
from rich.cells import split_graphemes

from ctotui.core.text import clean
from ctotui.ui import frame
from ctotui.ui.frame import NARROW, Frame, clip, width_of


def test_every_narrow_character_takes_one_cell_and_joins_no_other() -> None:
    text = "".join(sorted(NARROW))
    assert clean(text) == text
    assert split_graphemes(text) == ([(index, index + 1, 1) for index in range(len(text))], len(text))


@pytest.mark.parametrize("text", ["Möte – Åsa → 東京", "…plain…", "é e\u0301 ✓", "👩\u200d🚀 x", "", "★"])
def test_narrow_text_is_drawn_as_its_graphemes_are(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def seen() -> list[object]:
        found: list[object] = [width_of(text)]
        for width, ellipsis in product(range(-1, 12), ("…", "...", "")):
            drawn = Frame(12, 1)
            drawn.put(width - 2, 0, text, "muted", 6)
            drawn.put_right(width, 0, text)
            found += [clip(text, width, ellipsis), drawn.chars, drawn.styles]
        return found

    quick = seen()
    monkeypatch.setattr(frame, "is_narrow", str.isascii)
    assert quick == seen()

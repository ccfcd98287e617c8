"""What the command line prints: nothing raw, nothing lost.

``naughty-strings.json``: minimaxir/big-list-of-naughty-strings, blns.json (MIT).
"""

import io
import json
from pathlib import Path

import pytest

from ctotui.cli.printing import Printer, cut, dumps, table

EVIL = "a\x1b[31mb\x9bc‮d\r\ne\x00f\x7fg\u2028h\ud800i"


class Terminal(io.StringIO):
    """A text stream that says it is a terminal, with an encoding of its own."""

    def __init__(self, encoding: str = "utf-8", tty: bool = False) -> None:
        super().__init__()
        self._encoding, self._tty = encoding, tty

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding

    def isatty(self) -> bool:
        return self._tty


def _controls(text: str) -> list[str]:
    """What must not reach a terminal; a joiner within an emoji may (`core.text.clean`)."""
    return [char for char in text if not char.isprintable() and char not in "\n\u200d"]


@pytest.mark.parametrize("tty", [False, True])
def test_control_characters_are_shown_never_sent(tty: bool) -> None:
    out, err = Terminal(tty=tty), Terminal()
    printer = Printer(out, err)
    printer.line(EVIL)
    printer.lines([EVIL])
    printer.complain(EVIL)
    printer.flush()
    assert not _controls(out.getvalue() + err.getvalue())
    assert "␛[31mb" in out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "iso-8859-1"])
def test_json_keeps_the_text_and_has_no_control_byte(encoding: str) -> None:
    out = Terminal(encoding)
    printer = Printer(out, Terminal())
    printer.json(items=[{"title": EVIL + "åäö漢"}])
    printer.flush()
    assert not _controls(out.getvalue())
    assert json.loads(out.getvalue()) == {"schema": 1, "items": [{"title": EVIL + "åäö漢"}]}


def test_an_ascii_terminal_gets_what_comes_near_not_a_crash() -> None:
    out = Terminal("ascii")
    printer = Printer(out, Terminal())
    printer.line("Möte 漢")
    printer.flush()
    assert out.getvalue() == "Mote ?\n"


def test_signs_have_an_ascii_stand_in_of_one_column() -> None:
    """X2; every sign that the command line prints itself."""
    printer = Printer(out := Terminal(), Terminal())
    printer.use_ascii()
    printer.line("● 9:00–10:00 → 9:30 · 2×30m −15m “å” …")
    printer.json(title="Möte")
    printer.flush()
    assert out.getvalue().splitlines() == [
        '* 9:00-10:00 > 9:30 . 2x30m -15m "a" ~',
        '{"schema": 1,',
        ' "title": "M\\u00f6te"}',
    ]


def test_every_naughty_string_is_safe_in_text_and_json() -> None:
    corpus = Path(__file__).with_name("naughty-strings.json")
    strings = json.loads(corpus.read_text("utf-8"))
    out = Terminal()
    printer = Printer(out, Terminal())
    for text in strings:
        printer.line(text)
        value = {"items": [{"title": text}], "day": text}
        assert json.loads(dumps(value)) == json.loads(dumps(value, ascii_only=True)) == value
        assert not _controls(dumps(value))
    printer.flush()
    assert not _controls(out.getvalue())
    assert out.getvalue().count("\n") == len(strings)


def test_columns_are_aligned_by_the_cells_of_a_text() -> None:
    rows = table([("漢字", "", "x"), ("ab", "", "y"), ("abcde", "", "z")])
    assert rows == ["漢字   x", "ab     y", "abcde  z"]
    assert table([]) == []


def test_a_long_line_is_cut_with_a_mark_only_on_a_terminal() -> None:
    assert cut("abcdef", 4) == "abc…"
    assert cut("漢字漢字", 5) == "漢字…"
    out = Terminal()
    printer = Printer(out, Terminal())
    printer.line("x" * 500)
    printer.flush()
    assert out.getvalue() == "x" * 500 + "\n"

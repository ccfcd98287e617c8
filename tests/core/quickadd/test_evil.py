"""Any text is read: nothing raises, nothing is lost, nothing takes more than its length."""

import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core.quickadd.complete import complete
from ctotui.core.quickadd.line import Context, parse

EVIL = [
    *("", " ", "\x00", "\x1b[2J", "²³", "²:00", "٣:٠٠", "٣/٤", "١٢-٠٢-٢٠٢٦", "#", "@", "/", ">", "<", "!", "=", "~"),
    *("99999h", "9" * 5000 + "h", "=" + "9" * 5000, "v²²", "in ² days", "every ² days", "9999-12-31 23:59", "#\x00"),
    *("0001-01-01 00:00", "9999-12-31/9999-12-31", "31/12/9999-31/12/9999", "in 9999 years", "om 9999 dagar", "<" * 99),
    *(
        '"',
        '""',
        '"""',
        '\\"',
        '#"',
        '#""',
        '"' * 99,
        "\\" * 99 + '"',
        "\u202e\u200b",
        "\ud800",
        "#\ud800",
        "=\u0338fri",
    ),
    *(
        "İ: x",
        "DUE:İ",
        "ﬀ",
        "12 ΜΑΡΣ",
        "kl kl kl",
        "at at 9",
        "with with",
        "by by by fri",
        "i i dag",
        "every every day",
    ),
    *(
        "every every day",
        "-",
        "--",
        "9-",
        "-9",
        ":",
        "::",
        "9:",
        ":9",
        "/",
        "//",
        "9/",
        "/9",
        ".",
        "9.",
        "9.9.9",
        "T",
        "2026-03-12T",
    ),
    *("repeat:", "repeat:=", "repeat:FREQ", "repeat:FREQ=;", "2026-03-12T14:00/", "/2026-03-12", "0001-01-01T00:00"),
    *("0001-01-01 every year 3 times", "9999-12-30 every day 3 times", "after:", "after:,", "AFTER:off,x"),
    *("9999-12-31T23:59 =9999h", "mon-mon", "sun-mon", "tag:tag:tag:", "due:due:fri", "<<fri", "##x", "@@x", ">>x"),
]


@pytest.mark.parametrize("text", EVIL)
@pytest.mark.parametrize("lean", ["future", "past", "written"])
def test_evil_text_is_read_in_every_lean(context: Context, text: str, lean) -> None:
    for line in (text, f"x {text}", f"{text} x {text}", f"every mon 9:00 x >a {text}"):
        parsed = parse(line, replace(context, lean=lean))
        assert [token.start for token in parsed.tokens] == sorted({token.start for token in parsed.tokens})
        assert all(line[token.start : token.end] for token in parsed.tokens)


_pieces = st.sampled_from(
    [*EVIL[:18], "fri", "9-11", "14:00", "every", "2w", "#a", "@anna", "with", ",", "=1h", "bug:", "v13"]
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(_pieces, max_size=8).map(" ".join) | st.text(max_size=80),
    st.frozensets(st.integers(0, 20), max_size=3),
    st.booleans(),
)
def test_no_text_raises(context: Context, text: str, as_text: frozenset[int], flip: bool) -> None:
    for lean in ("future", "past", "written"):
        parse(text, replace(context, lean=lean), as_text=as_text, flip_kind=flip)
    for cursor in (0, len(text) // 2, len(text)):
        complete(text, cursor, context, ("tag", "två ord"))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=9), max_size=8), st.randoms())
def test_words_are_in_a_token_or_in_the_title(context: Context, words: list[str], random) -> None:
    text = " ".join(
        word for pair in zip(words, random.choices(EVIL[14:30], k=len(words)), strict=True) for word in pair
    )
    parsed = parse(text, context)
    outside = "".join(text[token.start : token.end] for token in parsed.tokens).split()
    assert "".join(outside) == "".join(text.split())


@pytest.mark.parametrize(
    "piece",
    ["a ", "9 ", '" ', '"a\\" ', "every mon, ", "with anna, ", "in 3 ", "#a ", "1h ", "@a,", "9-11 ", "\\"],
)
def test_the_work_grows_with_the_length_only(context: Context, piece: str) -> None:
    assert _calls(piece * 800, context) < 2.5 * _calls(piece * 400, context) + 1000


def _calls(text: str, context: Context) -> int:
    """How many Python functions run: a measure of work that no busy machine disturbs."""
    count = 0

    def called(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(called)
    try:
        parse(text, context)
    finally:
        sys.setprofile(None)
    return count


def test_of_a_very_long_line_the_end_is_searched_for_fields(context: Context) -> None:
    parsed = parse("bug: " + "#a " * 1000 + "x #last fri", context)
    assert parsed.kind == "bug"
    assert (parsed.tags, parsed.day is not None) == (("a", "last"), True)
    assert parsed.title.startswith("#a #a")

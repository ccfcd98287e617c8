"""The quick reader of files as ctotui writes them: it says what tomli says, or nothing."""

from datetime import UTC, date, datetime, time

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.disk import plain
from ctotui.disk.reader import read_content
from ctotui.disk.toml import block_of

WORDS = st.one_of(st.text(max_size=20), st.text('ab"\\\n,[]#= \t\r', max_size=20), st.just("word " * 9))
MOMENTS = st.one_of(
    st.dates(),
    st.datetimes(),
    st.datetimes(timezones=st.just(UTC)),
    st.datetimes().map(lambda at: at.replace(microsecond=0)),
)
PARTS = st.one_of(WORDS, MOMENTS, st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False))
TABLES = st.dictionaries(
    st.from_regex(r"[a-z_]{1,9}", fullmatch=True), st.one_of(PARTS, st.lists(WORDS), st.lists(MOMENTS)), max_size=6
)
LINES = (
    'a = "x"',
    'b = """',
    '"""',
    'c = """x"""',
    'd = """\ny""""',
    "e = '''",
    "'''",
    "f = 'it''",
    "g = 1_000",
    "h = +1.5e3",
    "i = 0x1F",
    "j = 07:30:00",
    "k = 2026-03-10 10:00:00.5Z",
    "l = 2026-03-10T10:00:00+01:00",
    "m = 2026-03-10T10:00:00.123Z",
    'n = ["a", ]',
    'o = ["a","b"]',
    'p = ["a", "b\\"", "c"]',
    "q = [",
    '    "r",',
    "]",
    "s = [2026-03-10, 2026-03-11]",
    "t = { u = 1 }",
    'v.w = "x"',
    '"x" = "y"',
    'y = "\\u00e5 # \\\\"',
    'z = "" # why',
    "# note [[item]]",
    "",
    "[[item]]",
    "[[item]] # mine",
    "[item.sub]",
    "[other]",
    "[[item.deep]]",
    "aa = inf",
    "bb = []",
    'cc = [["a"], ["b"]]',
    'dd = ["a"]',
    "  ee = 1",
    "ff =\t2",
)


@given(st.lists(st.tuples(st.sampled_from(("item", "block", "entry")), TABLES), max_size=4))
@settings(max_examples=80, deadline=None)
def test_what_ctotui_writes_is_read_as_tomli_reads_it(tables):
    text = "schema = 1\n" + "".join(block_of(name, table) for name, table in tables)
    assert plain.parsed(text) == tomli.loads(text)


@given(st.lists(st.sampled_from(LINES), max_size=9))
@settings(max_examples=200, deadline=None)
def test_of_any_other_toml_it_says_what_tomli_says_or_nothing(lines):
    text = "\n".join([*lines, ""])
    try:
        wanted = tomli.loads(text)
    except tomli.TOMLDecodeError:
        return
    assert plain.parsed(text) in (None, wanted)


@pytest.mark.parametrize("line", [*LINES, "gg = 1\r"])
def test_each_way_to_write_a_value_is_read_as_tomli_reads_it_or_left(line):
    for text in (f"{line}\n", f"schema = 1\n\n[[item]]\n{line}\n# end\n", line):
        try:
            wanted = tomli.loads(text)
        except tomli.TOMLDecodeError:
            continue
        assert plain.parsed(text) in (None, wanted)


def test_types_are_those_of_tomli_and_equal_words_are_held_once():
    text = 'schema = 1\n\n[[entry]]\nat = 2026-03-10T09:05:11Z\nzone = "Europe/Stockholm"\nday = 2026-03-10\n'
    text += '\n[[entry]]\nlocal = 2026-03-10T09:05:11.000001\nzone = "Europe/Stockholm"\nrank = 2\nstar = true\n# end\n'
    found = plain.parsed(text)
    assert found == {
        "schema": 1,
        "entry": [
            {"at": datetime(2026, 3, 10, 9, 5, 11, tzinfo=UTC), "zone": "Europe/Stockholm", "day": date(2026, 3, 10)},
            {"local": datetime(2026, 3, 10, 9, 5, 11, 1), "zone": "Europe/Stockholm", "rank": 2, "star": True},
        ],
    }
    one, two = found["entry"]
    assert one["zone"] is two["zone"]
    assert (type(one["day"]), type(two["rank"]), one["at"].tzinfo) == (date, int, UTC)
    assert plain.parsed("at = 07:30:00\n") == {"at": time(7, 30)}


def test_what_is_not_on_the_disk_yet_is_read_by_a_full_parser():
    twice = b'schema = 1\n\n[[item]]\nid = "i1"\ntitle = "a"\ntitle = "b"\n'
    assert read_content("x", twice, trusted=True).valid  # such a file was never trusted: it is no TOML
    assert not read_content("x", twice, trusted=True, strict=True).valid

"""Span splice: every byte outside the changed block stays; damage stays inside its block (storage-and-time 1.4)."""

import json
from pathlib import Path

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core.fields import from_toml, to_toml
from ctotui.core.model import Item
from ctotui.disk.splice import Chunk, new_block, parse_block, rewrite, scan
from ctotui.disk.toml import text_of

ODD = (
    "\ufeff# my plan\r\n\r\nschema = 1 # one\r\n\r\n# about A\r\n[[item]]\r\ntitle = 'A' # keep\r\nid = \"i1\"\r\n"
    'notes = """\r\n[[item]]\r\nid = "no"\r\n# not a comment"""\r\nodd = { a = [1, 2], b.c = "]" }\r\n\r\n'
    '[item.sub]\r\nx = 1\r\n[[ "item" ]] # B\r\nid = "i2"\r\ntags = [ # first\r\n  "[[item]]",\r\n]\r\n'
    "title = '''\r\n[[item]]'''\r\n[other]\r\nk = 1\r\n[[block]]\r\nid='b1'\r\n# the end"
)


def test_a_scan_keeps_every_byte_and_finds_the_blocks():
    document = scan(ODD)
    assert document.text == ODD
    assert [(chunk.name, chunk.id) for chunk in document.chunks if chunk.name] == [
        ("item", "i1"), ("item", "i2"), ("block", "b1"),
    ]  # fmt: skip
    assert document.chunks[0].text.startswith("\r\n# about A")
    assert document.tail == "# the end"


@given(st.text("[]#\"'=\n\r ai1{},\\\ufeff", max_size=120))
@settings(max_examples=300)
def test_a_scan_of_any_text_keeps_every_byte(text):
    assert scan(text).text == text


def test_taking_a_block_out_and_putting_it_in_again_are_inverse():
    for index in range(len(scan(ODD).chunks)):
        document = scan(ODD)
        gone = document.chunks.pop(index)
        again = scan(document.text)
        assert [c.text for c in again.chunks] == [c.text for c in document.chunks]
        again.chunks.insert(index, gone)
        assert again.text == ODD


def test_a_rewrite_keeps_comments_order_and_unknown_keys():
    block = '\n# mine\n[[item]]\ntitle = "old"   # a comment\ncolour = "red"\nid = "i1"\n'
    block += 'tags = [\n  "a", # why\n  "b",\n]\n'
    assert rewrite(block, {"title": "new", "list": "work"}) == block.replace('"old"', '"new"').replace(
        '"i1"\n', '"i1"\nlist = "work"\n'
    )
    assert rewrite(block, {"tags": None}) == block[: block.index("tags")]


def test_a_rewrite_that_cannot_keep_the_lines_keeps_the_data():
    block = '[[item]]\nid = "i1"\ntitle = "x"\n[item.sub]\ntitle = "inner" # note\n'
    changed = rewrite(block, {"title": "y", "star": True})
    assert parse_block(changed) == ("item", {"id": "i1", "title": "y", "sub": {"title": "inner"}, "star": True})


def test_a_rewrite_uses_the_line_ends_of_the_block():
    block = '[[item]]\r\nid = "i1"\r\ntitle = "x" # c'
    changed = rewrite(block, {"title": "y\nz"})
    assert changed == '[[item]]\r\nid = "i1"\r\ntitle = """\r\ny\r\nz""" # c\r\n'
    assert tomli.loads(changed)["item"][0]["title"] == "y\nz"


@pytest.mark.parametrize("damage", ['notes = """ open', "tags = [ 'a'", "title = 'x", "= 3", "\x00"])
def test_damage_stays_in_its_block(damage):
    good = [new_block("item", {"id": f"i{n}", "title": "t"}) for n in range(4)]
    text = "schema = 1\n" + good[0] + good[1] + damage + "\n" + good[2] + good[3]
    document = scan(text)
    assert document.text == text
    readable = [parsed[1]["id"] for chunk in document.chunks if (parsed := parse_block(chunk.text))]
    assert readable == ["i0", "i2", "i3"]


def test_two_blocks_of_one_id_stay_apart():
    text = '[[item]]\nid = "i1"\n[[item]]\nid = "i1"\n[[item]]\nid = "i1"\n'
    ids = [chunk.id for chunk in scan(text).chunks]
    assert ids[0] == "i1"
    assert len(set(ids)) == 3


def naughty() -> list[str]:
    file = Path(__file__).parents[1] / "cli" / "naughty-strings.json"
    extra = [
        "\ud800",
        'a"""b',
        '"""',
        "\\",
        'a\nb"',
        "a\r\nb",
        "\x1b[31m",
        "\n",
        " \n x\n",
        "'''",
        "\u2028\n",
        '\n""""""',
    ]
    return [*json.loads(file.read_text("utf-8")), *extra]


def test_evil_text_as_title_notes_and_tag_comes_back_from_the_file():
    for index, text in enumerate(naughty()):
        item = Item(f"i{index}", text, notes=f"{text}\n{text}", tags=(text,), extra=((text or "k", text),))
        block = new_block("item", to_toml(item)).encode().decode()
        document = scan("schema = 1\n" + block + block.replace(f'"i{index}"', '"other"', 1))
        assert [chunk.id for chunk in document.chunks] == [f"i{index}", "other"]
        parsed = parse_block(block)
        assert parsed is not None
        found = from_toml(Item, parsed[1])
        assert found == item or text == "\ud800"
        assert rewrite(block, {"title": "other", "notes": None}) != block


@given(st.text(max_size=40))
def test_any_string_is_written_so_that_it_is_read_the_same(text):
    assert tomli.loads(f"x = {text_of(text)}")["x"] == text


def test_a_chunk_is_named_by_its_record():
    assert scan('[[item]]\nid = "a\\u0062"\n').chunks == [Chunk("item", '[[item]]\nid = "a\\u0062"\n', "ab")]

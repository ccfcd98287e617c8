"""Titles that attack a terminal show as text in every pane, dialog, message and menu (bad input of issue 2)."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ctotui import demo
from ctotui.core.model import Item, List, Person
from ctotui.core.plan import Plan
from ctotui.ui.frame import width_of
from tests.ui.window import SIZES, Window

NAUGHTY = json.loads((Path(__file__).parents[1] / "cli" / "naughty-strings.json").read_text(encoding="utf-8"))
"""Big List of Naughty Strings, github.com/minimaxir/big-list-of-naughty-strings (MIT)."""
JOINER = "\u200d"
"""Stays between the parts of an emoji."""
WORST = (
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x1b]52;c;Zm9v\x07",
    "\x9b2J\x9d0;c1\x9c \x85 \x00\x07\x08\x7f",
    "[/x] [bold]not markup[/bold] [@click=app.bell]x[/]",
    "line one\nline two\r\tthree\x0b\x0c\u2028four",
    "\u202eright to left\u2066 \u200b\ufeff",
    "a" + "\u0301" * 200,
    "漢字" * 60,
    "👩\u200d👩\u200d👧\u200d👦" * 30,
    "\ud800 lone surrogate",
    "x" * 5_000,
)
SCREENS = ("1", "\t", "2", "3", "4", "1m4j", "1e", "1?", "1:", "1g", "3m", "3e", "1\n", "1dd", "1x", "1!", "2m", "3b")


def hostile(title: str) -> Plan:
    """The demo day with every title, tag, list, person and note replaced."""
    plan = demo.build()
    names = plan.records(List), plan.records(Person)
    items = [
        replace(item, title=title, tags=(title,) if title.strip() else (), notes=title) for item in plan.records(Item)
    ]
    lists = [replace(one, title=title) for one in names[0]]
    people = [replace(one, name=title) for one in names[1]]
    return plan.put(*items, *lists, *people)


def safe(window: Window, sizes=SIZES) -> None:
    """Every frame has printable characters only and is as wide as its terminal."""
    for width, height in sizes:
        for plain in (False, True):
            frame = window.frame(width, height, ascii=plain)
            for y, row in enumerate(frame.chars):
                text = "".join(row)
                assert text.isascii() or not plain
                assert text.replace(JOINER, "").isprintable(), (y, repr(text))
                assert width_of(text) == width, (y, repr(text))


def keys(screen: str) -> list[str]:
    """The keys of a screen, line end and tab by name."""
    return [{"\n": "enter", "\t": "tab"}.get(key, key) for key in screen]


@pytest.mark.parametrize("title", WORST, ids=range(len(WORST)))
@pytest.mark.parametrize("screen", SCREENS, ids=repr)
def test_the_worst_titles_are_text_on_every_screen(title, screen):
    window = Window(hostile(title), demo.settings(), demo=True)
    window.type(*keys(screen))
    if "g" in screen:
        window.memory.look(which_key=True)
    safe(window)


def test_every_naughty_string_is_text_on_every_pane_and_in_the_palette():
    """Forty at a time, so that each stands on the screen as a title."""
    plan = demo.build()
    items = plan.records(Item)
    for start in range(0, len(NAUGHTY), len(items)):
        part = NAUGHTY[start : start + len(items)]
        changed = [replace(item, title=title) for item, title in zip(items, part, strict=False)]
        window = Window(plan.put(*changed), demo.settings(), demo=True)
        for pane in "1234":
            window.type(pane)
            safe(window, SIZES[:1])
        window.type("1", ":", "e")
        safe(window, SIZES[:1])
        window.type("esc", "tab", "b")
        safe(window, SIZES[:1])


@pytest.mark.parametrize("text", WORST, ids=range(len(WORST)))
@pytest.mark.parametrize("key", ["a", "e", "T", ":", "t", "#", ">"])
def test_what_is_pasted_into_a_line_is_text_in_it_and_in_what_is_said_of_it(text, key):
    window = Window(demo.build(), demo.settings(), demo=True).type(key)
    window.desk.interpreter.paste(text)
    safe(window)
    window.type("enter")
    safe(window)


def test_markup_is_shown_as_it_was_written():
    title = "[/x] [red]a[/red]"
    window = Window(hostile(title), demo.settings(), demo=True)
    assert title in window.frame(160, 45).text()
    assert title in window.type("enter").frame(160, 45).text()
    window.type("esc", "j", "dd")
    assert title in window.frame(160, 45).text().splitlines()[-2]


def test_a_message_with_escapes_in_it_is_text():
    window = Window(demo.build(), demo.settings())
    window.memory.say("a\x1b[2Jb\nc", "error")
    safe(window)
    assert "a␛[2Jb c" in window.frame(80, 24).text()


def test_a_day_of_many_overlapping_hostile_blocks_is_drawn():
    window = Window(hostile("漢\x1b[7m"), demo.settings(), demo=True)
    for _ in range(3):
        window.type("a", "x today 10:00-12:00", "enter")
    safe(window, ((60, 18), *SIZES))

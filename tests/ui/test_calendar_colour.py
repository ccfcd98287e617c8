"""Blocks of a calendar have its colour, in every theme that has any (S12)."""

from dataclasses import replace

from rich.color import Color

from ctotui import demo
from ctotui.core.agenda import on_day
from ctotui.core.model import Item
from ctotui.core.plan import update
from ctotui.core.sources import Calendar
from ctotui.core.state import State, View
from ctotui.ui.glyphs import glyphs
from ctotui.ui.panes.calendar_colour import sign
from ctotui.ui.themes import load

LOOK = glyphs(False)


def test_a_block_has_the_colour_of_its_calendar_and_every_other_that_of_its_sort() -> None:
    plan, settings = demo.build(), demo.settings()
    calendars = (Calendar("work", "/work", "#123456"), Calendar("plain", "/plain"))
    now = demo.now()
    first, other = [one for one in on_day(plan, demo.NOW.date(), settings.zone) if one.fixed][:2]
    plan = update(plan, plan.get(Item, first.item), now, calendar="work")
    plan = update(plan, plan.get(Item, other.item), now, calendar="plain")
    state = State(plan, View(), replace(settings, calendars=calendars), now)
    assert [sign(state, one, LOOK) for one in (first, other)] == [(LOOK.fixed, "@#123456"), (LOOK.fixed, "fixed")]
    assert sign(replace(state, settings=settings), first, LOOK) == (LOOK.fixed, "fixed")


def test_a_theme_shows_the_colour_and_one_without_colours_does_not() -> None:
    assert load("okabe-ito")["@#123456+bold"].color == Color.parse("#123456")
    assert load("okabe-ito")["@cyan"].color == Color.parse("cyan")
    assert load("mono")["@cyan"].color is None

"""A wish for free time is read the same in English and Swedish, and refused with the word that is not understood."""

from datetime import date, datetime

import pytest

from ctotui.core.errors import PlanError
from ctotui.core.quickadd.context import Context
from ctotui.core.quickadd.wish import Wish, read, spoken

NOW = datetime(2026, 3, 10, 10, 42)
"""A Tuesday."""
MORNING, AFTERNOON = (0, 720), (720, 1440)


def wish(text: str) -> Wish:
    return read(text, Context(NOW, "Europe/Stockholm"))


@pytest.mark.parametrize(
    ("english", "swedish", "meant"),
    [
        (
            "90m before thu, mornings, 15m off meetings",
            "90m före tors, förmiddagar, 15m från möten",
            Wish(90, latest=datetime(2026, 3, 12), windows=(MORNING,), off=15),
        ),
        ("by fri 14:00 2h", "2 tim senast fre kl 14", Wish(120, latest=datetime(2026, 3, 13, 14))),
        ("1,5h by fri", "1,5h senast fredag", Wish(90, latest=datetime(2026, 3, 14))),
        ("from tomorrow, 30m", "30 min från imorgon", Wish(30, earliest=datetime(2026, 3, 11))),
        ("after thu", "efter torsdag", Wish(earliest=datetime(2026, 3, 13))),
        ("next week", "nästa vecka", Wish(days=(date(2026, 3, 16), date(2026, 3, 22)))),
        ("w13 afternoons", "v13 em", Wish(days=(date(2026, 3, 23), date(2026, 3, 29)), windows=(AFTERNOON,))),
        ("tue or thu", "tis eller tors", Wish(weekdays=frozenset({1, 3}))),
        ("mondays 9-12", "måndagar 9-12", Wish(weekdays=frozenset({0}), windows=((540, 720),))),
        ("12 march", "12 mars", Wish(days=(date(2026, 3, 12), date(2026, 3, 12)))),
        ("1h clear of meetings", "1h marginal", Wish(off=60)),
        ("", "", Wish()),
    ],
)
def test_a_wish_reads_the_same_in_both_languages(english: str, swedish: str, meant: Wish) -> None:
    assert wish(english) == meant
    assert wish(swedish) == meant


@pytest.mark.parametrize("text", ["90m foo", "foo", "before", "thu foo 90m", "12-9", "\x1b[2J", '"quoted"', "90"])
def test_a_word_that_means_nothing_is_named(text: str) -> None:
    with pytest.raises(PlanError, match="says nothing about a time"):
        wish(text)


def test_a_wish_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(PlanError, match="end before it may start"):
        wish("after fri before thu")


def test_a_wish_is_spoken_as_it_was_understood() -> None:
    words = spoken(wish("90m before thu, mornings, 15m off meetings"))
    assert words == "1:30, before Thu 12 Mar, mornings, 15m off meetings"
    assert spoken(wish("next week tue 9-12 from wed 14:00")) == (
        "Mon 16 Mar–Sun 22 Mar, from Wed 11 Mar 14:00, Tue, 09:00–12:00"
    )

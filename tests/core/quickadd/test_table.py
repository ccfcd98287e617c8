"""Every row of the table of section 5, whole: nothing else may be read than what stands here."""

from datetime import date, datetime

import pytest

WED = date(2026, 3, 11)
SLA = {
    "kind": "meeting",
    "status": "next",
    "priority": "high",
    "people": ("anna",),
    "estimate": 90,
    "start": datetime(2026, 3, 11, 14),
    "end": datetime(2026, 3, 11, 15, 30),
    "repeat": "FREQ=WEEKLY;INTERVAL=2",
    "fixed": True,
}
ROWS = [
    (
        "Review SLA contract tomorrow 14-15:30 #legal !high @anna ~90m every 2w",
        {**SLA, "title": "Review SLA contract", "tags": ("legal",)},
    ),
    (
        "Granska SLA-avtalet imorgon 14-15:30 #juridik !hög @anna =90m varannan vecka",
        {**SLA, "title": "Granska SLA-avtalet", "tags": ("juridik",)},
    ),
    ("Prepare Friday report tomorrow", {"title": "Prepare Friday report", "status": "next", "day": WED}),
    ("Förbered fredag rapport imorgon", {"title": "Förbered fredag rapport", "status": "next", "day": WED}),
    ("Monday report", {"title": "Monday report", "status": "backlog"}),
    ("Måndag rapport", {"title": "Måndag rapport", "status": "backlog"}),
    (
        "Budget infra <fri 90m",
        {"title": "Budget infra", "status": "next", "estimate": 90, "due": date(2026, 3, 13)},
    ),
    (
        "Budget infra <fre 90 min",
        {"title": "Budget infra", "status": "next", "estimate": 90, "due": date(2026, 3, 13)},
    ),
    ("Ship 14-15 widgets to QA", {"title": "Ship 14-15 widgets to QA", "status": "backlog"}),
    (
        "Möte: Styrelse v13 kl 9-11 med anna,johan",
        {
            "title": "Styrelse",
            "kind": "meeting",
            "status": "next",
            "people": ("anna", "johan"),
            "start": datetime(2026, 3, 23, 9),
            "end": datetime(2026, 3, 23, 11),
            "fixed": True,
        },
    ),
    (
        "mtg: Board w13 at 9-11 with anna,johan",
        {
            "title": "Board",
            "kind": "meeting",
            "status": "next",
            "people": ("anna", "johan"),
            "start": datetime(2026, 3, 23, 9),
            "end": datetime(2026, 3, 23, 11),
            "fixed": True,
        },
    ),
    ("Call vendor 9", {"title": "Call vendor 9", "status": "backlog"}),
    (
        "Call vendor at 9",
        {
            "title": "Call vendor",
            "status": "next",
            "start": datetime(2026, 3, 11, 9),
            "end": datetime(2026, 3, 11, 10),
            "notes": ("09:00 has passed, so tomorrow",),
        },
    ),
    (
        "Ring leverantör kl 9",
        {
            "title": "Ring leverantör",
            "status": "next",
            "start": datetime(2026, 3, 11, 9),
            "end": datetime(2026, 3, 11, 10),
            "notes": ("09:00 has passed, so tomorrow",),
        },
    ),
    (
        "Renew TLS cert senast 2/4 >johan",
        {"title": "Renew TLS cert", "status": "waiting", "owner": "johan", "due": date(2026, 4, 2)},
    ),
    (
        "Renew TLS cert by 2/4 >johan",
        {"title": "Renew TLS cert", "status": "waiting", "owner": "johan", "due": date(2026, 4, 2)},
    ),
    (
        "Fix /etc/hosts template /infra",
        {"title": "Fix /etc/hosts template", "status": "backlog", "list": "work/infra"},
    ),
    ("Run 10m row migration ~2h", {"title": "Run 10m row migration", "status": "backlog", "estimate": 120}),
    (
        "Plan Q2 1,5h mån 13:00",
        {
            "title": "Plan Q2",
            "status": "next",
            "estimate": 90,
            "start": datetime(2026, 3, 16, 13),
            "end": datetime(2026, 3, 16, 14, 30),
        },
    ),
    (
        "Plan Q2 1.5h mon 13:00",
        {
            "title": "Plan Q2",
            "status": "next",
            "estimate": 90,
            "start": datetime(2026, 3, 16, 13),
            "end": datetime(2026, 3, 16, 14, 30),
        },
    ),
    # Of section 8 (jobs 4 and 16) and of the Meeting screen.
    (
        "SLA @anna ons 14-15:30",
        {
            "title": "SLA",
            "kind": "meeting",
            "status": "next",
            "people": ("anna",),
            "start": datetime(2026, 3, 11, 14),
            "end": datetime(2026, 3, 11, 15, 30),
            "fixed": True,
        },
    ),
    (
        "Send counter >anna thu",
        {"title": "Send counter", "status": "waiting", "owner": "anna", "follow_up": date(2026, 3, 12)},
    ),
]


@pytest.mark.parametrize(("text", "said"), ROWS, ids=[text for text, _ in ROWS])
def test_a_row_of_the_table(reading, text: str, said: dict[str, object]) -> None:
    assert reading(text) == said


def test_a_forgotten_hour_is_logged(reading) -> None:
    assert reading("9-10 hiring call #talent", lean="past") == {
        "title": "hiring call",
        "tags": ("talent",),
        "start": datetime(2026, 3, 10, 9),
        "end": datetime(2026, 3, 10, 10),
    }

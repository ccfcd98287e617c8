"""An .ics file such as a large calendar of years exports, for measuring its import."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

_WORDS = ("sync", "review", "budget", "team", "board", "plan", "customer", "roadmap", "security", "incident", "hiring")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def calendar(path: Path, size: int) -> int:
    """Write a calendar of about `size` bytes; the number of its events."""
    chance, lines, total, count = random.Random(4), ["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-CALNAME:Large"], 0, 0
    while total < size:
        event = "\r\n".join(_event(chance, count))
        total, count = total + len(event), count + 1
        lines.append(event)
    path.write_bytes("\r\n".join([*lines, "END:VCALENDAR", ""]).encode())
    return count


def _event(chance: random.Random, number: int) -> Iterator[str]:
    start = datetime(2016, 1, 4) + timedelta(days=chance.randrange(3650), minutes=15 * chance.randrange(32, 68))
    end = start + timedelta(minutes=30 * chance.randrange(1, 4))
    yield "BEGIN:VEVENT"
    yield f"DTSTART;TZID=Europe/Stockholm:{start:%Y%m%dT%H%M%S}"
    yield f"DTEND;TZID=Europe/Stockholm:{end:%Y%m%dT%H%M%S}"
    if chance.random() < 0.03:
        yield f"RRULE:FREQ=WEEKLY;COUNT=10;BYDAY={_DAYS[start.weekday()]}"
    yield from ("DTSTAMP:20260301T120000Z", f"UID:{number:08d}@large.example", "CREATED:20250101T100000Z")
    yield "ORGANIZER;CN=Anna Berg:mailto:anna@example.com"
    for _guest in range(chance.randrange(4)):
        person = chance.randrange(60)
        yield "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Person"
        yield f"  {person};X-NUM-GUESTS=0:mailto:p{person}@example.com"
    yield "DESCRIPTION:" + "\r\n  ".join(" ".join(chance.choices(_WORDS, k=8)) for _line in range(3))
    yield from ("LAST-MODIFIED:20250301T100000Z", f"LOCATION:Room {chance.randrange(20)}", "SEQUENCE:0")
    yield from ("STATUS:CONFIRMED", f"SUMMARY:{' '.join(chance.choices(_WORDS, k=3))}", "TRANSP:OPAQUE")
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:A reminder", "TRIGGER:-PT10M", "END:VALARM")
    yield "END:VEVENT"

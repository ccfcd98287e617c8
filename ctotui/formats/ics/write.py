"""Writing iCalendar (RFC 5545): what goes out comes back in as the same instances."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from ctotui.core.civil import day_of, instant, rezone
from ctotui.core.errors import PlanError
from ctotui.core.imports import Group
from ctotui.core.instance import length
from ctotui.core.model import Block, Item, Occurrence, Person, Wall
from ctotui.core.recurrence import parse
from ctotui.core.series import Series
from ctotui.formats.ics.vtimezone import vtimezone

PRODUCT = "-//ctotui//ctotui//EN"
_PRIORITY = {"urgent": "1", "high": "3", "low": "9"}
_TODO = {"done": "COMPLETED", "dropped": "CANCELLED", "doing": "IN-PROCESS"}
_CONTROL = {code: None for code in range(0x20) if code not in (0x09, 0x0A)} | {0x7F: None}


def write(groups: Iterable[Group], people: Mapping[str, Person], name: str = "", zone: str = "") -> str:
    """A calendar of `groups`, CRLF and folded at 75 octets. `people` are by handle; `zone`, the user's, is that of DUE.

    An item with blocks is an event a block, one without is a task; a cancelled occurrence becomes an excluded date.
    """
    body: list[str] = []
    used: dict[str, list[date]] = {}
    for group in groups:
        for block in group.blocks:
            used.setdefault(block.zone, []).extend((day_of(block.start), day_of(block.end)))
        used.setdefault("", []).extend(day_of(one.start or one.at) for one in group.occurrences)
        used.update((one.zone, used.get(one.zone, [])) for one in group.occurrences if one.zone)
        body += _group(group, people, zone)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{escape(name)}"] if name else []
    days = [day for found in used.values() for day in found]
    for zone_ in sorted(used.keys() - {"", "UTC"}):
        lines += vtimezone(zone_, min(days).year, max(days).year)
    return "".join(f"{fold(line)}\r\n" for line in [*lines, *body, "END:VCALENDAR"])


def escape(text: str) -> str:
    """TEXT (RFC 5545 3.3.11), without control characters."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL)
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> str:
    """A content line in parts of at most 75 octets, never within a character (RFC 5545 3.1)."""
    if len(line.encode("utf-8", "replace")) <= 75:
        return line
    parts, part, size = list[str](), "", 0
    for char in line:
        octets = len(char.encode("utf-8", "replace"))
        if size + octets > (75 if not parts else 74):
            parts.append(part)
            part, size = "", 0
        part, size = part + char, size + octets
    return "\r\n ".join([*parts, part])


def _group(group: Group, people: Mapping[str, Person], zone: str) -> Iterator[str]:
    item = group.item
    if not group.blocks:
        yield from _todo(item, people, zone)
        return
    for number, block in enumerate(group.blocks):
        uid = _uid(item) if number == 0 else f"{block.id}@ctotui"
        repeats = bool(item.repeat) and number == 0
        cancelled = [one.at for one in group.occurrences if one.cancelled] if repeats else []
        yield "BEGIN:VEVENT"
        yield from _head(item, uid)
        yield from _when(block.start, block.end, block.zone)
        yield from _repeat(item, block, cancelled) if repeats else ()
        yield from _common(item, people)
        yield f"STATUS:{_status(item, item.status)}"
        yield "END:VEVENT"
        for one in group.occurrences if repeats else ():
            if not one.cancelled:
                yield from _override(item, block, one, uid, people)


def _uid(item: Item) -> str:
    return " ".join(item.uid.translate(_CONTROL).split()) or f"{item.id}@ctotui"


def _status(item: Item, status: str) -> str:
    tentative = ("tentative", True) in item.extra
    return "CANCELLED" if status == "dropped" else "TENTATIVE" if tentative else "CONFIRMED"


def _head(item: Item, uid: str) -> Iterator[str]:
    yield f"UID:{escape(uid)}"
    yield f"DTSTAMP:{_utc(item.modified or item.created or datetime(1970, 1, 1, tzinfo=UTC))}"
    if item.created is not None:
        yield f"CREATED:{_utc(item.created)}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _value(name: str, moment: Wall, zone: str) -> str:
    """A date or time property in its zone; floating without one."""
    if not isinstance(moment, datetime):
        return f"{name};VALUE=DATE:{moment:%Y%m%d}"
    text = f"{moment:%Y%m%dT%H%M%S}"
    return f"{name}:{text}{'Z' if zone == 'UTC' else ''}" if zone in ("", "UTC") else f"{name};TZID={zone}:{text}"


def _when(start: Wall, end: Wall, zone: str) -> Iterator[str]:
    yield _value("DTSTART", start, zone)
    yield _value("DTEND", end, zone)


def _repeat(item: Item, block: Block, cancelled: list[Wall]) -> Iterator[str]:
    for line in item.repeat.splitlines():
        name, rule = ("EXRULE", line[7:]) if line.upper().startswith("EXRULE:") else ("RRULE", line)
        try:
            yield f"{name}:{_rule(rule, block)}"
        except PlanError:
            continue  # a rule that nobody can read, here neither
    for name, moments in (("RDATE", item.rdates), ("EXDATE", (*item.exdates, *cancelled))):
        for moment in dict.fromkeys(moments):
            yield _value(name, moment, block.zone)


def _rule(text: str, block: Block) -> str:
    """A rule whose UNTIL is what RFC 5545 3.3.10 wants: UTC where the start has a zone."""
    rule = parse(text)
    parts = [part for part in text.strip().upper().removeprefix("RRULE:").split(";") if part]
    if rule.until is None:
        return ";".join(parts)
    until = rule.until
    if block.all_day:
        value = f"{day_of(until):%Y%m%d}"
    else:
        at = until if isinstance(until, datetime) else datetime.combine(until, datetime.max.time())
        if block.zone and not rule.until_utc:
            at = rezone(at, block.zone, "UTC")
        value = f"{at:%Y%m%dT%H%M%S}{'Z' if block.zone else ''}"
    return ";".join(f"UNTIL={value}" if part.startswith("UNTIL=") else part for part in parts)


def _common(item: Item, people: Mapping[str, Person]) -> Iterator[str]:
    yield f"SUMMARY:{escape(item.title)}"
    if item.notes:
        yield f"DESCRIPTION:{escape(item.notes)}"
    if item.location:
        yield f"LOCATION:{escape(item.location)}"
    for number, link in enumerate(item.links):
        yield f"{'URL' if number == 0 else 'ATTACH'}:{''.join(link.translate(_CONTROL).split())}"
    if item.tags:
        yield f"CATEGORIES:{','.join(map(escape, item.tags))}"
    if item.priority in _PRIORITY:
        yield f"PRIORITY:{_PRIORITY[item.priority]}"
    yield from (_attendee(handle, people.get(handle)) for handle in item.people)
    extra = dict(item.extra)
    if extra.get("transparent") is True:
        yield "TRANSP:TRANSPARENT"
    if extra.get("class") in ("private", "confidential"):
        yield f"CLASS:{str(extra['class']).upper()}"


def _attendee(handle: str, person: Person | None) -> str:
    name = (person.name if person is not None else "") or handle
    quoted = name.translate(_CONTROL).replace('"', "'").replace("\n", " ")
    address = f"mailto:{person.email}" if person is not None and person.email else "invalid:nomail"
    return f'ATTENDEE;CN="{quoted}":{"".join(address.translate(_CONTROL).split())}'


def _override(item: Item, block: Block, one: Occurrence, uid: str, people: Mapping[str, Person]) -> Iterator[str]:
    start = one.start if one.start is not None else one.at
    end = one.end if one.end is not None else start + length(Series(item, block), start)
    merged = replace(
        item,
        title=item.title if one.title is None else one.title,
        people=item.people if one.people is None else one.people,
        location=item.location if one.location is None else one.location,
        notes=item.notes if one.notes is None else one.notes,
    )
    yield "BEGIN:VEVENT"
    yield from _head(item, uid)
    yield _value("RECURRENCE-ID", one.at, block.zone)
    yield from _when(start, end, block.zone if one.zone is None else one.zone)
    yield from _common(merged, people)
    yield f"STATUS:{_status(item, one.status or item.status)}"
    yield "END:VEVENT"


def _todo(item: Item, people: Mapping[str, Person], zone: str) -> Iterator[str]:
    yield "BEGIN:VTODO"
    yield from _head(item, _uid(item))
    if item.day is not None:
        yield _value("DTSTART", item.day, "")
    if item.due is not None:
        due = item.due
        at = instant(due, zone).replace(tzinfo=None) if isinstance(due, datetime) else due
        yield _value("DUE", at, "UTC")
    for line in item.repeat.splitlines():
        yield line if line.upper().startswith("EXRULE:") else f"RRULE:{line}"
    yield from _common(item, people)
    yield f"STATUS:{_TODO.get(item.status, 'NEEDS-ACTION')}"
    if item.ended is not None and item.status == "done":
        yield f"COMPLETED:{_utc(item.ended)}"
    yield "END:VTODO"

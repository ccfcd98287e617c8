"""Writing iCalendar (RFC 5545): what goes out comes back in as the same instances, and out again as the same bytes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from ctotui.core.civil import day_of, instant, rezone
from ctotui.core.errors import PlanError
from ctotui.core.groups import Group
from ctotui.core.imports import differing
from ctotui.core.instance import length
from ctotui.core.model import Block, Item, Occurrence, Person, Wall
from ctotui.core.recurrence import parse
from ctotui.core.series import Series
from ctotui.formats.ics.common import CONTROL, dated, escape
from ctotui.formats.ics.holidays import spelled_out
from ctotui.formats.ics.kept import component_of, given_back, parts
from ctotui.formats.ics.lines import Component
from ctotui.formats.ics.sequence import Version, version
from ctotui.formats.ics.values import Unreadable, moment
from ctotui.formats.ics.vtimezone import vtimezone
from ctotui.formats.ics.zones import Zones

PRODUCT = "-//ctotui//ctotui//EN"
_TODO = {"done": "COMPLETED", "dropped": "CANCELLED", "doing": "IN-PROCESS"}
Lines = tuple[str, ...]


def write(groups: Iterable[Group], people: Mapping[str, Person], name: str = "", zone: str = "") -> str:
    """A calendar of `groups`, CRLF and folded at 75 octets. `people` are by handle; `zone`, the user's, is that of DUE.

    An item with blocks is an event a block, one without is a task; a cancelled occurrence becomes an excluded date.
    Components stand in the order of their UID, so that the same records always give the same bytes.
    """
    found = sorted(((key, lines) for group in groups for key, lines in components(group, people, zone)))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    lines += [f"X-WR-CALNAME:{escape(name)}"] if name else []
    return enclosed(lines, [lines for _key, lines in found])


def enclosed(head: list[str], found: Iterable[Lines]) -> str:
    """The text of a file: `head`, the zones that the components `found` name, and they."""
    body = [line for lines in found for line in lines]
    zones: dict[str, list[int]] = {}
    years = [1970]
    for line in body:
        if line.startswith(("DTSTART", "DTEND", "RECURRENCE-ID", "DUE", "RDATE", "EXDATE")):
            stated, _colon, value = line.partition(":")
            if value[:4].isdigit() and not _zone_of(stated):
                years.append(int(value[:4]))
            elif value[:4].isdigit():
                zones.setdefault(_zone_of(stated), []).append(int(value[:4]))
    all_years = [year for found_ in zones.values() for year in found_] + years[1:]
    for zone in sorted(zones):
        head = [*head, *vtimezone(zone, min(all_years), max(all_years))]
    return "".join(f"{fold(line)}\r\n" for line in [*head, *body, "END:VCALENDAR"])


def _zone_of(stated: str) -> str:
    return stated.partition(";TZID=")[2].partition(";")[0]


def fold(line: str) -> str:
    """A content line in parts of at most 75 octets, never within a character (RFC 5545 3.1)."""
    if len(line) <= 75 and (line.isascii() or len(line.encode("utf-8", "replace")) <= 75):
        return line
    if line.isascii():
        return "\r\n ".join([line[:75], *(line[at : at + 74] for at in range(75, len(line), 74))])
    parts_, part, size = list[str](), "", 0
    for char in line:
        octets = len(char.encode("utf-8", "replace"))
        if size + octets > (75 if not parts_ else 74):
            parts_.append(part)
            part, size = "", 0
        part, size = part + char, size + octets
    return "\r\n ".join([*parts_, part])


def components(
    group: Group, people: Mapping[str, Person], zone: str = "", uid: str = ""
) -> Iterator[tuple[tuple[str, str, Lines], Lines]]:
    """The VEVENTs or the VTODO of a group, each with what sorts it: UID, original start, and the lines themselves.

    `uid` is another name than the item's own, where that is taken.
    """
    changed = differing(group)
    touched, as_version = bool(changed) or not group.item.imported, version(group, changed, people)
    times = [one.modified for one in group.records.values() if one.modified is not None]
    item, name = group.item, uid or uid_of(group.item)
    if times and max(times) != item.modified:
        item = replace(item, modified=max(times))
    lines = component_of(item.ics)
    first = group.blocks[0].start if group.blocks else item.day
    rule: list[str] = []
    if item.repeat and first is not None:
        item, rule = spelled_out(item, first, group.blocks[0].zone if group.blocks else "", lines, touched)
    if not group.blocks:
        yield from _sorted(name, "", _todo(item, name, lines, people, zone, touched, rule, as_version))
        return
    for number, block in enumerate(group.blocks):
        own = name if number == 0 else f"{block.id}@ctotui"
        repeats = bool(item.repeat) and number == 0
        touched_ = sorted(group.occurrences, key=lambda one: one.at.isoformat()) if repeats else []
        dates = list(_repeat(item, block, [one.at for one in touched_ if one.cancelled], rule)) if repeats else []
        yield from _sorted(own, "", _event(item, block, own, lines, dates, people, touched, as_version))
        for one in touched_:
            if not one.cancelled:
                yield from _sorted(
                    own, one.at.isoformat(), _override(item, block, one, own, people, touched, as_version)
                )


def _sorted(uid: str, at: str, lines: Iterable[str]) -> Iterator[tuple[tuple[str, str, Lines], Lines]]:
    found = tuple(lines)
    yield (uid, at, found), found


def uid_of(item: Item) -> str:
    """The UID of an item: its own, or one made from its id."""
    return " ".join(item.uid.translate(CONTROL).split()) or f"{item.id}@ctotui"


def _event(
    item: Item,
    block: Block,
    uid: str,
    lines: Component,
    dates: list[str],
    people: Mapping[str, Person],
    touched: bool,
    as_version: Version,
) -> Iterator[str]:
    """One VEVENT; `dates` are the lines that say when it repeats."""
    yield "BEGIN:VEVENT"
    yield from _head(item, uid, lines, touched, as_version)
    yield from _when(block.start, block.end, block.zone)
    yield from dates
    yield from given_back(item, lines, people, touched)
    yield f"STATUS:{_status(item, item.status)}"
    yield from parts(lines, item)
    yield "END:VEVENT"


def _status(item: Item, status: str) -> str:
    tentative = ("tentative", True) in item.extra
    return "CANCELLED" if status == "dropped" else "TENTATIVE" if tentative else "CONFIRMED"


def _head(item: Item, uid: str, lines: Component, touched: bool, as_version: Version) -> Iterator[str]:
    yield f"UID:{escape(uid)}"
    stamp = lines.first("DTSTAMP") if not touched else None
    made = f"DTSTAMP:{_utc(item.modified or item.created or datetime(1970, 1, 1, tzinfo=UTC))}"
    yield stamp.raw if stamp is not None else made
    if item.created is not None:
        yield f"CREATED:{_utc(item.created)}"
    if touched and lines.first("LAST-MODIFIED") is not None and item.modified is not None:
        yield f"LAST-MODIFIED:{_utc(item.modified)}"
    yield from as_version.line(lines)


def _utc(moment_: datetime) -> str:
    return f"{moment_.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _when(start: Wall, end: Wall, zone: str) -> Iterator[str]:
    yield dated("DTSTART", start, zone)
    yield dated("DTEND", end, zone)


def _repeat(item: Item, block: Block, cancelled: list[Wall], holidays: list[str]) -> Iterator[str]:
    for line in item.repeat.splitlines():
        name, rule = ("EXRULE", line[7:]) if line.upper().startswith("EXRULE:") else ("RRULE", line)
        try:
            yield f"{name}:{_rule(rule, block)}"
        except PlanError:
            continue  # a rule that nobody can read, here neither
    for name, moments in (("RDATE", item.rdates), ("EXDATE", (*item.exdates, *cancelled))):
        ordered = sorted(moments, key=lambda one: one.isoformat()) if item.holidays else moments
        for moment_ in dict.fromkeys(ordered):
            yield dated(name, moment_, block.zone)
    yield from holidays


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


def _override(
    item: Item,
    block: Block,
    one: Occurrence,
    uid: str,
    people: Mapping[str, Person],
    touched: bool,
    as_version: Version,
) -> Iterator[str]:
    start = one.start if one.start is not None else one.at
    end = one.end if one.end is not None else start + length(Series(item, block), start)
    merged = replace(
        item,
        title=item.title if one.title is None else one.title,
        people=item.people if one.people is None else one.people,
        location=item.location if one.location is None else one.location,
        notes=item.notes if one.notes is None else one.notes,
    )
    lines = component_of(item.ics if one.ics is None else one.ics)
    yield "BEGIN:VEVENT"
    yield from _head(merged, uid, lines, touched, as_version)
    yield dated("RECURRENCE-ID", one.at, block.zone)
    yield from _when(start, end, block.zone if one.zone is None else one.zone)
    yield from given_back(merged, lines, people, touched, override=one.ics is not None)
    if one.ics is not None:  # a series that is tentative may have dates that are not
        tentative = (("tentative", True),) if lines.text("STATUS") else ()
        merged = replace(merged, extra=tentative)
    yield f"STATUS:{_status(merged, one.status or item.status)}"
    yield from parts(lines, merged, override=one.ics is not None)
    yield "END:VEVENT"


def _todo(
    item: Item,
    uid: str,
    lines: Component,
    people: Mapping[str, Person],
    zone: str,
    touched: bool,
    holidays: list[str],
    as_version: Version,
) -> Iterator[str]:
    yield "BEGIN:VTODO"
    yield from _head(item, uid, lines, touched, as_version)
    if item.day is not None:
        yield _as_kept(lines, "DTSTART", item.day, zone) or dated("DTSTART", item.day, "")
    if item.due is not None:
        due = item.due
        at = instant(due, zone).replace(tzinfo=None) if isinstance(due, datetime) else due
        yield _as_kept(lines, "DUE", due, zone) or dated("DUE", at, "UTC")
    for line in item.repeat.splitlines():
        yield line if line.upper().startswith("EXRULE:") else f"RRULE:{line}"
    for name, moments in (("RDATE", item.rdates), ("EXDATE", item.exdates)):
        yield from (dated(name, moment_, "") for moment_ in moments)
    yield from holidays
    yield from given_back(item, lines, people, touched)
    yield f"STATUS:{_TODO.get(item.status, 'NEEDS-ACTION')}"
    if item.ended is not None and item.status == "done":
        yield f"COMPLETED:{_utc(item.ended)}"
    yield from parts(lines, item if item.due is not None else replace(item, remind=None), of_end=True)
    yield "END:VTODO"


def _as_kept(lines: Component, name: str, now: date, zone: str) -> str:
    """A date that stands in another zone, or with a time that we have no field for, as long as it still is that one."""
    prop = lines.first(name)
    if prop is None:
        return ""
    try:
        then = moment(prop, Zones(lines))
    except Unreadable:
        return ""
    same = then.inside(zone, False) == now if isinstance(now, datetime) else day_of(then.wall) == now
    return prop.raw if same else ""

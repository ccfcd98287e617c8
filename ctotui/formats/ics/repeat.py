"""RRULE, RDATE, EXDATE and EXRULE of a component, as `repeat`, `rdates` and `exdates` of an item (RFC 5545 3.8.5)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from ctotui.core.civil import day_of, rezone
from ctotui.core.errors import PlanError
from ctotui.core.imports import Refused
from ctotui.core.model import Wall
from ctotui.core.recurrence import Rule, check, parse
from ctotui.formats.ics.lines import Component, Property
from ctotui.formats.ics.values import Moment, Unreadable, parse_moment, period
from ctotui.formats.ics.zones import Zones

ONCE = "FREQ=DAILY;COUNT=1"
"""The rule of what repeats on added dates alone."""
MOST = 5_000
"""Dates of one list; more are left out."""
_PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY"}) | frozenset(
    {"BYYEARDAY", "BYWEEKNO", "BYSETPOS", "BYHOUR", "BYMINUTE", "BYSECOND"}
)


@dataclass(slots=True)
class Repeat:
    """How one event repeats, in wall time of its zone; `repeat` is empty where it does not."""

    repeat: str = ""
    rdates: tuple[Wall, ...] = ()
    exdates: tuple[Wall, ...] = ()
    ends: dict[Wall, Wall] = field(default_factory=dict)
    """Ends of added periods, by their start."""


def read_repeat(component: Component, start: Moment, zones: Zones, refused: list[Refused], what: str) -> Repeat:
    """How `component` repeats. A part that cannot be read is left out and named."""
    kept = [rule for prop in component.all("RRULE") if (rule := _rule(prop, start, refused, what))]
    found = Repeat()
    added: list[Wall] = []
    for moment, end in _moments(component.all("RDATE"), start, zones, refused, what):
        added.append(moment)
        if end is not None:
            found.ends[moment] = end
    found.rdates = tuple(dict.fromkeys(one for one in added if one != start.wall or kept))
    excluded = _moments(component.all("EXDATE"), start, zones, refused, what)
    exdates = tuple(dict.fromkeys(moment for moment, _end in excluded))
    if not kept and not found.rdates and not {start.wall, day_of(start.wall)} & set(exdates):
        return found  # happens once; excluded dates say nothing then
    dropped = [f"EXRULE:{rule}" for prop in component.all("EXRULE") if (rule := _rule(prop, start, refused, what))]
    found.repeat, found.exdates = "\n".join([*(kept or [ONCE]), *dropped]), exdates
    return found


def _moments(
    props: Iterable[Property], start: Moment, zones: Zones, refused: list[Refused], what: str
) -> list[tuple[Wall, Wall | None]]:
    """The dates of RDATE or EXDATE lines as starts of the series, with the ends of periods."""
    found: list[tuple[Wall, Wall | None]] = []
    for prop in props:
        for text in prop.value.split(",")[:MOST]:
            if not text.strip():
                continue
            try:
                found.append(_moment(text, prop, start, zones))
            except Unreadable as why:
                refused.append(Refused(prop.line, what, f"{prop.name} {why}; came in without that date", False))
    return found


def _moment(text: str, prop: Property, start: Moment, zones: Zones) -> tuple[Wall, Wall | None]:
    tzid, end = prop.parameters.get("TZID", ""), None
    if "/" in text:
        moment, last = period(text, tzid, zones)
        end = Moment(last, moment.zone).inside(start.zone, start.all_day)
    else:
        moment = parse_moment(text, tzid, zones)
    if prop.name == "EXDATE" and moment.all_day and not start.all_day:
        return moment.wall, None  # an excluded day takes the start on it
    return moment.inside(start.zone, start.all_day), end


def _rule(prop: Property, start: Moment, refused: list[Refused], what: str) -> str:
    """A rule that can be read, in the zone of the series; nothing where there is none."""
    text = prop.value.strip()
    try:
        parse(text)
    except PlanError:
        text, left_out = _mended(text)
        try:
            parse(text)
        except PlanError as why:
            refused.append(Refused(prop.line, what, f"{why} Only its first date came in.", False))
            return ""
        if left_out:
            refused.append(Refused(prop.line, what, f"came in without {left_out} of its rule", False))
    text = _in_zone(text, start)
    try:
        if prop.name == "RRULE":
            check(text, start.wall)
    except PlanError as why:
        refused.append(Refused(prop.line, what, f"{why} It came in so.", False))
    return text


def _mended(text: str) -> tuple[str, str]:
    """A rule without what is no part of one, and what was left out of it."""
    kept, left_out = dict[str, str](), list[str]()
    for part in text.removeprefix("RRULE:").upper().split(";"):
        name, _equals, value = (one.strip() for one in part.partition("="))
        standard = (name == "RSCALE" and value == "GREGORIAN") or (name == "SKIP" and value == "OMIT")
        if not part.strip() or standard:
            continue
        if (
            name not in _PARTS
            or not value
            or name in kept
            or (name in ("INTERVAL", "COUNT") and value.strip("0") == "")
        ):
            left_out.append(f"“{part[:30]}”")
        else:
            kept[name] = value
    if "UNTIL" in kept and "COUNT" in kept:
        left_out.append(f"“COUNT={kept.pop('COUNT')}”")
    return ";".join(f"{name}={value}" for name, value in kept.items()), ", ".join(left_out)


def _in_zone(text: str, start: Moment) -> str:
    """The rule without a leading name, its UNTIL as a moment of the series' own sort."""
    rule = parse(text)
    parts = [part for part in text.strip().upper().removeprefix("RRULE:").split(";") if part]
    return ";".join(f"UNTIL={_until(rule, start)}" if part.startswith("UNTIL=") else part for part in parts)


def _until(rule: Rule, start: Moment) -> str:
    until = rule.until
    assert until is not None, "only called where UNTIL is there"
    if start.all_day or not isinstance(until, datetime):
        return f"{day_of(until):%Y%m%d}"
    local = rezone(until, "UTC", start.zone) if rule.until_utc and start.zone else until
    return f"{local:%Y%m%dT%H%M%S}"

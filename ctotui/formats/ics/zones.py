"""From the zone names of other programs to IANA names (RFC 5545 3.6.5).

Names are tried first: IANA's own, with a vendor's prefix, Windows', Outlook's captions. Only a name that says nothing
is resolved by the offsets of its VTIMEZONE.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo, available_timezones

from ctotui.core.civil import zone_info
from ctotui.core.errors import PlanError
from ctotui.core.recurrence import occurrences
from ctotui.formats.ics.lines import Component, Property

_CAPTIONS = {
    "atlantic time": "America/Halifax",
    "eastern time": "America/New_York",
    "central time": "America/Chicago",
    "mountain time": "America/Denver",
    "pacific time": "America/Los_Angeles",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
    "coordinated universal time": "UTC",
    "bern": "Europe/Berlin",
    "belgrade": "Europe/Belgrade",
    "abu dhabi": "Asia/Dubai",
    "chennai": "Asia/Kolkata",
    "beijing": "Asia/Shanghai",
    "osaka": "Asia/Tokyo",
    "wellington": "Pacific/Auckland",
}
"""Parts of the captions of Outlook that name no IANA city."""
_UTC = frozenset({"utc", "gmt", "z", "etc/utc", "etc/gmt", "greenwich mean time", "universal"})


class Zones:
    """The zones of one file: each TZID is resolved once."""

    def __init__(self, root: Component) -> None:
        self._components = {one.text("TZID").strip('"'): one for one in root.walk("VTIMEZONE")}
        self._known: dict[str, str] = {}
        self.unknown: set[str] = set()
        """Names that nothing is known of: their times were read as floating."""

    def zone(self, tzid: str, year: int) -> str:
        """The IANA name that `tzid` stands for about `year`; empty, floating, where nothing is known of it."""
        if tzid not in self._known:
            name = tzid.strip().strip('"').removeprefix("TZID=")
            component = self._components.get(tzid) or self._components.get(name)
            found = by_name(name)
            if found is None and component is not None:
                found = by_name(component.text("X-LIC-LOCATION")) or by_offsets(component, year)
            if found is None:
                found = _fixed_name(name)
            if found is None:
                self.unknown.add(name)
            self._known[tzid] = found or ""
        return self._known[tzid]


class _Names:
    @cached_property
    def iana(self) -> dict[str, str]:
        """IANA names by their small letters."""
        return {name.lower(): name for name in available_timezones() if name not in ("localtime", "Factory")}

    @cached_property
    def windows(self) -> dict[str, str]:
        """CLDR's table of Windows names, by their small letters."""
        from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

        return {name.lower(): zone for name, zone in WINDOWS_TO_OLSON.items()}

    @cached_property
    def cities(self) -> dict[str, str]:
        """IANA names by their last part."""
        return {name.rsplit("/", 1)[-1].replace("_", " "): full for name, full in self.iana.items() if "/" in name}


_NAMES = _Names()


def by_name(name: str) -> str | None:
    """The IANA zone that a name means, whoever wrote it; None where it says nothing."""
    low = name.strip().lower()
    if not low:
        return None
    if low in _UTC:
        return "UTC"
    if low in _NAMES.iana:
        return _NAMES.iana[low]
    parts = [part for part in low.split("/") if part]
    for size in (3, 2):
        if len(parts) > size and "/".join(parts[-size:]) in _NAMES.iana:
            return _NAMES.iana["/".join(parts[-size:])]
    return _NAMES.windows.get(low) or _by_caption(low)


def _by_caption(low: str) -> str | None:
    """``(UTC-05:00) Eastern Time (US & Canada)``: by the name of a time, or a city with that offset."""
    if not low.startswith(("(utc", "(gmt")) or ")" not in low:
        return None
    offset, text = _offset(low[4 : low.index(")")]), low[low.index(")") + 1 :]
    for words, zone in _CAPTIONS.items():
        if words in text and _standard(zone) == offset:
            return zone
    for city in text.replace("&", ",").split(","):
        found = _NAMES.cities.get(city.strip())
        if found is not None and _standard(found) == offset:
            return found
    return None


def _standard(zone: str) -> timedelta:
    """Offset of a zone without daylight saving."""
    info = zone_info(zone)
    return min(datetime(2024, month, 1, tzinfo=info).utcoffset() or timedelta() for month in (1, 7))


def _offset(text: str) -> timedelta | None:
    """``+01:00``, ``-0330``, ``+005328``; nothing is zero."""
    digits = text.strip().lstrip("+-").replace(":", "")
    if not digits:
        return timedelta()
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in (1, 2, 4, 6):
        return None
    if len(digits) <= 2:
        digits = digits.zfill(2) + "00"
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]), seconds=int(digits[4:] or 0))
    return -size if text.strip().startswith("-") else size


def _fixed_name(name: str) -> str | None:
    """``GMT+0200``, ``UTC-5``: the fixed zone of that offset."""
    low = name.lower().replace(" ", "")
    if low[:3] not in ("utc", "gmt") or low[3:4] not in ("+", "-"):
        return None
    offset = _offset(low[3:])
    return _fixed(offset) if offset is not None else None


def _fixed(offset: timedelta) -> str | None:
    """IANA's zone of a fixed offset in whole hours; its sign is reversed (Etc/GMT-1 is one hour east)."""
    hours, rest = divmod(offset, timedelta(hours=1))
    if rest or not -12 <= hours <= 14:
        return None
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


def by_offsets(component: Component, year: int) -> str | None:
    """The well-known IANA zone whose clock in `year` is that of a VTIMEZONE, else a fixed one, else None."""
    moments = [datetime(year, 1, 4, 12) + timedelta(days=7 * week) for week in range(52)]
    wanted = _offsets(component, moments)
    if wanted is None:
        return None
    for zone in dict.fromkeys(_NAMES.windows.values()):
        info = zone_info(zone)
        if all(_at(info, moment) == offset for moment, offset in zip(moments, wanted, strict=True)):
            return zone
    return _fixed(wanted[0]) if len(set(wanted)) == 1 else None


def _at(info: ZoneInfo, moment: datetime) -> timedelta:
    return moment.replace(tzinfo=UTC).astimezone(info).utcoffset() or timedelta()


def _offsets(component: Component, moments: list[datetime]) -> list[timedelta] | None:
    """What a VTIMEZONE says its offset is at each of `moments` (UTC); None where it says nothing usable."""
    onsets: list[tuple[datetime, timedelta]] = []
    for part in component.parts:
        after, before = _offset(part.text("TZOFFSETTO")), _offset(part.text("TZOFFSETFROM"))
        if part.name in ("STANDARD", "DAYLIGHT") and after is not None:
            ends = moments[-1].date() + timedelta(days=1)
            onsets += [(onset - (before if before is not None else after), after) for onset in _onsets(part, ends)]
    if not onsets:
        return None
    onsets.sort()
    found: list[timedelta] = []
    for moment in moments:
        passed = [offset for onset, offset in onsets if onset <= moment]
        found.append(passed[-1] if passed else onsets[0][1])
    return found


def _onsets(part: Component, last: date) -> list[datetime]:
    """The last starts, in wall time, of one observance before `last`."""
    start = _time(part.first("DTSTART"))
    if start is None:
        return []
    rule = part.first("RRULE")
    onsets = [start]
    for prop in part.all("RDATE"):
        onsets += [found for one in prop.value.split(",") if (found := _wall(one.partition("/")[0]))]
    if rule is not None:
        try:
            onsets += map(_as_time, occurrences(rule.value, start, date(max(last.year - 2, 2), 1, 1), last))
        except PlanError:
            return onsets
    return sorted(onsets)


def _as_time(moment: date) -> datetime:
    return moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)


def _time(prop: Property | None) -> datetime | None:
    return _wall(prop.value) if prop is not None else None


def _wall(text: str) -> datetime | None:
    digits = text.strip().rstrip("Z")
    for form in ("%Y%m%dT%H%M%S", "%Y%m%d"):
        try:
            return datetime.strptime(digits, form)
        except ValueError:
            continue
    return None

"""iCalendar (RFC 5545): `read` a file of any program, `write` one that any program reads."""

from ctotui.formats.ics.read import read
from ctotui.formats.ics.write import write

__all__ = ["read", "write"]

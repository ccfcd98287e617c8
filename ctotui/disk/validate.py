"""The check of a record from a file by its types (storage-and-time 2.4).

Imports pydantic, so it is itself imported only where something new must be checked.
"""

from dataclasses import fields as record_fields
from datetime import datetime
from functools import cache

from pydantic import TypeAdapter, ValidationError

from ctotui.core.errors import PlanError
from ctotui.core.fields import FIELDS, KIND_NAMES, WORDS, conversion_fault, values_of
from ctotui.core.model import TABLES, Block, Entry, Record

FIRST_YEAR, LAST_YEAR = 2, 9998
"""Of a time in a file: those of any zone are then ones that Python can count with."""
Fault = tuple[str, str]
"""Name of a field and what is wrong with it."""


@cache
def _adapter(name: str) -> TypeAdapter[Record]:
    return TypeAdapter(TABLES[name])


def fault(kind: type[Record], table: dict[str, object]) -> Fault | None:
    """The first thing wrong with a table of a file, or None."""
    unreadable = conversion_fault(kind, table)
    if unreadable is not None:
        return unreadable
    try:
        values = values_of(kind, table)
        record = _adapter(KIND_NAMES[kind]).validate_python(values)
    except ValidationError as error:
        first = error.errors()[0]
        return str(first["loc"][0]), str(first["msg"])
    except (PlanError, TypeError) as error:
        return "", str(error)
    return _bent(kind, record, values) or _time_fault(kind, record)


def _bent(kind: type[Record], record: Record, values: dict[str, object]) -> Fault | None:
    """A value that pydantic took only by turning it into another one: the file would be read differently later."""
    forms = {field.name: field.form for field in FIELDS[kind]}
    for field in record_fields(kind):
        if field.name in values and field.name in forms:
            given, taken = values[field.name], getattr(record, field.name)
            if type(given) is not type(taken) or given != taken:
                return field.name, f"should be a {WORDS[forms[field.name]]}"
    return None


def _time_fault(kind: type[Record], record: Record) -> Fault | None:
    for field in FIELDS[kind]:
        value = getattr(record, field.name)
        for moment in value if field.form == "walls" else (value,):
            if isinstance(moment, datetime) and (moment.tzinfo is not None) != (field.form == "instant"):
                return field.name, f"should be a {WORDS[field.form]}"
            if isinstance(moment, datetime) and not FIRST_YEAR <= moment.year <= LAST_YEAR:
                return field.name, f"should be in the years {FIRST_YEAR} to {LAST_YEAR}"
    if not record.id:
        return "id", "should not be empty"
    if isinstance(record, Block) and isinstance(record.start, datetime) != isinstance(record.end, datetime):
        return "end", "should be a whole day exactly where start is one"
    if isinstance(record, Block | Entry) and record.end is not None and record.end < record.start:
        return "end", "is before start"
    return None

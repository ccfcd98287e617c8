"""``import`` and ``export``: records from and for other programs."""

import os
from collections.abc import Iterable
from dataclasses import asdict

from ctotui.cli import days
from ctotui.cli.arguments import UsageError, line
from ctotui.cli.call import Call
from ctotui.core.errors import PlanError
from ctotui.core.model import Block, Entry, Item, List, Person
from ctotui.core.plan import Plan
from ctotui.core.state import State

FORMATS = ("json", "ics")


def import_command(call: Call) -> int:
    """Take files in as one step, or only count; a line of counts for each, then a reason for what was refused."""
    from ctotui.commands import data

    form = call.option("--format")
    if form not in ("", "ics"):
        raise UsageError(f'there is no format "{form}": ics', f"import --format ics {line(*call.words)}")
    found = data.sources(call.session, call.words, call.printer.progress)
    before, now = call.ask(data.loaded), call.session.now
    after, counted = data.counted(before, found, now, call.printer.progress)
    if not call.option("--dry-run"):
        call.printer.progress(f"Keeping {data.names(found)}")
        call.edit(data.label(found), data.keeping(before, after, found, now))
    call.printer.progress("")
    if call.as_json:
        rows = [
            {"file": one.path, **asdict(sums), "reasons": [asdict(reason) for reason in one.imported.refused]}
            for one, sums in zip(found, counted, strict=True)
        ]
        call.printer.json(imports=rows)
    for one, sums in zip(found, counted, strict=True) if not call.as_json else ():
        call.printer.line(f"{one.name}: {data.words(sums)}")
        for reason in one.imported.refused:
            where = f"{one.name}:{reason.line}" if reason.line else one.name
            call.printer.line(f"  {where}: {reason.what}: {reason.why}")
    return 0 if any(one.imported.groups or not one.imported.refused for one in found) else 1


def export(call: Call) -> int:
    """Write everything, or what overlaps some days, as one file (atomically) or to the standard output."""
    form = call.option("--format")
    if form not in FORMATS:
        reason = f'there is no format "{form}": {" or ".join(FORMATS)}' if form else "export needs --format"
        raise UsageError(reason, f"export --format {'ics' if 'c' in form else 'json'}")
    text = _json(call) if form == "json" else _ics(call)
    target = call.option("--output")
    if not target:
        call.printer.raw(text)
        return 0
    _write(call, os.path.abspath(os.path.expanduser(target)), text)
    return 0


def _ics(call: Call) -> str:
    """Blocks as events and open tasks as such (RFC 5545); a series goes out whole."""
    from ctotui.core.exports import calendar_groups
    from ctotui.formats import ics

    first, past = days.ahead(call) if call.option("--from") or call.option("--to") else (None, None)
    groups = call.ask(lambda state: calendar_groups(state.plan, first, past, call.zone))
    people = {person.handle: person for person in call.state.plan.records(Person)}
    return ics.write(groups, people, zone=call.zone)


def _json(call: Call) -> str:
    """Records as JSON: all of them, or in a range those that stand on the calendar or were worked on there."""
    from ctotui.cli.printing import dumps
    from ctotui.core.agenda import instances
    from ctotui.formats import json

    ranged = bool(call.option("--from") or call.option("--to"))
    if not ranged:
        plan = call.ask(_whole)
        items, found, shown = plan.records(Item), plan.records(Entry), None
    else:
        first, past = days.ahead(call)
        shown = call.ask(lambda state: instances(state.plan, first, past, call.zone))
        found = call.ask(lambda state: days.entries_between(state, first, past))
        call.ask(lambda state: days.with_items(state, found))
        plan = call.state.plan
        keys = dict.fromkeys([*(one.item for one in shown), *(entry.item for entry in found)])
        items = [item for key in keys if isinstance(item := plan.find(key), Item)]
    values: dict[str, object] = {"schema": 1, "items": _items(call, plan, items)}
    if shown is not None:
        of = {item.id: item for item in items}
        values["instances"] = [json.instance(one, of.get(one.item)) for one in shown]
    values["entries"] = [json.entry(entry) for entry in found]
    values["lists"] = [json.list_(record) for record in plan.records(List)]
    values["people"] = [json.person(record) for record in plan.records(Person)]
    return dumps(values) + "\n"


def _items(call: Call, plan: Plan, items: Iterable[Item]) -> list[dict[str, object]]:
    """Items as JSON, with what is in memory of their blocks and tracked time, looked through once."""
    from ctotui.core import ids
    from ctotui.core.entries import minutes
    from ctotui.formats import json

    blocks: dict[str, list[Block]] = {}
    for block in sorted(plan.records(Block), key=lambda block: block.start.isoformat()):
        blocks.setdefault(block.item, []).append(block)
    spent: dict[str, int] = {}
    for entry in plan.records(Entry):
        spent[entry.item] = spent.get(entry.item, 0) + minutes(entry, call.state.now)
    return [
        json.item(item, ids.short(plan, item.id), spent.get(item.id, 0), blocks.get(item.id, ()), call.zone)
        for item in items
    ]


def _whole(state: State) -> Plan:
    """The plan with every shard in memory. Raises NotLoaded."""
    state.plan.all("")
    return state.plan


def _write(call: Call, path: str, text: str) -> None:
    """Replace the file whole, or leave it as it was."""
    from ctotui.disk.files import replace

    inside = os.path.realpath(call.opening.paths.data)
    if os.path.commonpath([inside, os.path.realpath(path)]) == inside:
        raise PlanError(f"{path} lies in the data folder: export somewhere else.")
    try:
        os.stat(os.path.dirname(path))
        replace(path, text.encode("utf-8", "replace"))
    except OSError as error:
        from ctotui.store import KeepError

        raise KeepError(f"{path} cannot be written: {error.strerror or error}. Nothing was exported.") from None
    call.printer.line(f"Wrote {path}")

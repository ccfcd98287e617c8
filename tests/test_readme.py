"""The README's generated parts are the tables themselves; CTOTUI_UPDATE_SNAPSHOTS=1 writes them anew."""

import os
from collections.abc import Iterator
from pathlib import Path

from ctotui import demo
from ctotui.commands.every import TABLE
from ctotui.commands.keymap import build, shown
from ctotui.core import cursor
from ctotui.core.fields import FIELDS, WORDS
from ctotui.core.state import State, View
from ctotui.disk.settings import TABLE as SETTINGS
from ctotui.ui.dialogs.menus import GROUPS
from ctotui.ui.glyphs import glyphs
from ctotui.ui.screen import compose
from tests.jobs.table import JOBS, Job

README = Path(__file__).parents[1] / "README.md"


def screenshot() -> Iterator[str]:
    plan, settings = demo.build(), demo.settings()
    here = cursor.at(plan, demo.NOW, settings)
    state = State(plan, View(moment=here.moment, block=here.block), settings, demo.now())
    yield "```text"
    yield compose(state, 80, 24, glyphs(False), build()).text()
    yield "```"


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def keys() -> Iterator[str]:
    yield "| key | command | does | where |"
    yield "|---|---|---|---|"
    for context, name in (("NORMAL", ""), ("GRAB", "while grabbing"), ("INPUT", "while typing")):
        for group in GROUPS:
            for one in TABLE.values():
                if context == one.contexts[0] and one.group == group and one.keys:
                    where = name or ", ".join(part.title() for part in one.panes) or "everywhere"
                    text = " ".join(f"`{cell(shown(key))}`" for key in one.keys)
                    yield f"| {text} | {one.id} | {cell(one.help)} | {where} |"


def jobs() -> Iterator[str]:
    yield "| job | keys | ctotui | calcurse | Taskwarrior | Org |"
    yield "|---|---|--:|--:|--:|--:|"
    for job in (job for job in JOBS if job.elsewhere):
        yield f"| {job.title} | {pressed(job)} | {job.count} | {' | '.join(job.elsewhere or ())} |"
    yield ""
    yield "| job | keys | typed | all |"
    yield "|---|---|--:|--:|"
    for job in (job for job in JOBS if not job.elsewhere):
        yield f"| {job.title} | {pressed(job)} | {len(job.text)} | {job.count} |"


def pressed(job: Job) -> str:
    return " ".join(job.text if key == "…" else f"`{key}`" for key in job.keys.split()) or "it is on the screen"


def fields() -> Iterator[str]:
    for kind, rows in FIELDS.items():
        yield f"`[[{kind.__name__.lower()}]]`"
        yield ""
        yield "| key | form | quick-add | meaning |"
        yield "|---|---|---|---|"
        for row in rows:
            token = f"`{cell(row.token)}`" if row.token else ""
            yield f"| `{row.name}` | {cell(WORDS[row.form])} | {token} | {cell(row.meaning)} |"
        yield ""


def settings() -> Iterator[str]:
    yield "| setting | value | default | does |"
    yield "|---|---|---|---|"
    for row in SETTINGS.values():
        yield f"| `{row.name}` | {cell(row.form)} | `{cell(row.default)}` | {cell(row.words)} |"


def test_the_readme_is_true() -> None:
    text = README.read_text(encoding="utf-8")
    made = text
    parts = {"screenshot": screenshot, "jobs": jobs, "keys": keys, "fields": fields, "settings": settings}
    for name, lines in parts.items():
        head, _, rest = made.partition(f"<!-- {name} -->\n")
        _, _, tail = rest.partition(f"<!-- /{name} -->")
        body = "\n".join(lines()).rstrip("\n")
        made = f"{head}<!-- {name} -->\n{body}\n<!-- /{name} -->{tail}"
    if os.environ.get("CTOTUI_UPDATE_SNAPSHOTS"):
        README.write_text(made, encoding="utf-8")
    assert README.read_text(encoding="utf-8") == made, "run the tests once with CTOTUI_UPDATE_SNAPSHOTS=1"

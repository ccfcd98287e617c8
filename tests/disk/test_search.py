"""Full-history search: what is found in files that are not in memory, and that they stay there (issue: ten years)."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core import query
from ctotui.core.model import Item
from ctotui.core.search import step
from ctotui.core.state import Sought
from ctotui.disk import migrations, search

NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)
ARCHIVE = "items/archive/2019-05.toml"


def block(key: str, title: str, **fields: str) -> str:
    rest = "".join(f"{name} = {value}\n" for name, value in fields.items())
    return f'\n[[item]]\nid = "{key}"\ntitle = {title}\nstatus = "done"\nended = 2019-05-02T09:00:00Z\n{rest}'


@pytest.fixture
def archive(box):
    """A month of the archive, known to be valid, and not in memory of the session that is given back."""

    def make(*blocks: str, head: str = "schema = 1\n"):
        box.write(ARCHIVE, head + "".join(blocks))
        first = box.open()
        first.ask(lambda state: state.plan.all(""))
        first.close()
        return box.open()

    return make


def find(session, *words: str) -> list[str]:
    asked = query.parse((*words, "is:all"), session.state.wall, session.state.plan)
    return [item.id for item in session.search(asked)]


def test_titles_and_notes_of_all_years_are_found_and_nothing_stays_in_memory(archive, add):
    session = archive(
        block("i1", '"Renew the Quota"'),
        block("i2", '"Other"', notes='"""\nthe quota\nof all\n"""'),
        block("i3", '"Neither"'),
    )
    add(session, "quota today", "i4")
    assert find(session, "QUOTA") == ["i4", "i2", "i1"]
    assert find(session, "quota", "all") == ["i2"]
    assert session.state.plan.shards["items/archive/2019-05"] is None
    assert session.folder.plan.shards["items/archive/2019-05"] is None


@pytest.mark.parametrize(
    ("title", "words"),
    [
        (r'"\"Johan\" wants a raise"', ['"johan"']),
        (r'"C:\\temp"', [r"c:\temp"]),
        ('"Möte om Årsbudget"', ["MÖTE", "årsbudget"]),
        (r'"caf\u00e9"', ["café"]),
        (r'"\U0001F680 launch"', ["🚀"]),
        ("'literal'", ["literal"]),
        ('"a [[item]] in brackets"', ["[[item]]"]),
    ],
)
def test_what_is_escaped_in_a_file_is_found_as_it_reads(archive, title, words):
    session = archive(block("i1", title), block("i2", '"x"'))
    assert find(session, *words) == ["i1"]


def test_a_note_that_looks_like_a_block_is_none(archive):
    trap = '"""\nsome\n[[item]]\nid = "ifake"\ntitle = "quota"\n"""'
    session = archive(block("i1", '"Trap"', notes=trap), block("i2", '"quota"'))
    assert sorted(find(session, "quota")) == ["i1", "i2"]


def test_fields_are_looked_for_as_well(archive):
    session = archive(
        block("i1", '"a"', tags='["Legal"]', people='["anna"]', list='"work/infra"'),
        block("i2", '"legal anna work/infra"'),
    )
    for term in ("#legal", "@anna", "/work/infra", "/infra", "area:work", "tag:legal"):
        assert find(session, term) == ["i1"]
    assert find(session, "not:#legal") == ["i2"]
    assert find(session, "is:closed", "prio:normal") == ["i1", "i2"]


def test_a_damaged_file_gives_what_of_it_can_be_read(archive):
    session = archive(block("i1", '"quota"'), block("i2", "quota"), block("i3", '"quota too"'))
    assert sorted(find(session, "quota")) == ["i1", "i3"]


def test_a_file_that_was_never_checked_is_checked(box):
    box.write(ARCHIVE, "schema = 1\n" + block("i1", '"quota"', estimate='"90"') + block("i2", '"quota"'))
    assert find(box.open(), "quota") == ["i2"]


def test_windows_files_and_older_schemas_are_found(archive, monkeypatch):
    session = archive(block("i1", '"quota"', place='"Room 4"').replace("\n", "\r\n"), head="\ufeffschema = 1\r\n")
    assert find(session, "quota") == ["i1"]
    monkeypatch.setattr(migrations, "STEPS", [lambda _n, t: {("location" if k == "place" else k): t[k] for k in t}])
    session = archive(block("i1", '"quota"', place='"Room 4"'))
    asked = query.parse(("quota", "is:all"), session.state.wall, session.state.plan)
    (found,) = session.search(asked)
    assert found.location == "Room 4"


def test_a_short_id_brings_in_the_one_file_that_holds_it(box, archive):
    box.write("items/archive/2018-05.toml", "schema = 1\n" + block("iabcd0000", '"Older"'))
    session = archive(block("ixyz10000", '"One"'), block("ixyz20000", '"Two"'))
    session.fetch("xyz1")
    plan = session.state.plan
    assert plan.get(Item, "ixyz10000").title == "One"
    assert plan.shards["items/archive/2018-05"] is None
    session.fetch("no such id")
    session.fetch("ixyz10000")
    assert session.state.plan.shards["items/archive/2018-05"] is None


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=12), min_size=1, max_size=5), st.data())
def test_the_scan_of_text_finds_what_a_look_at_every_record_finds(texts, data):
    from ctotui.core.fields import to_toml
    from ctotui.disk.splice import new_block

    records = {f"i{n}": Item(f"i{n}", text, notes=texts[-1 - n]) for n, text in enumerate(texts)}
    text = "schema = 1\n" + "".join(new_block("item", to_toml(one)) for one in records.values())
    word = data.draw(st.sampled_from([part for one in texts for part in one.split()] or ["x"])).lower()
    asked = query.Query((query._test("", word, word, NOW, None),), words=(word,))
    wanted = {key for key, one in records.items() if asked.matches(one)}
    literals = [search._literal(one) for one in asked.words]
    found = search._in_file("x.toml", text.encode(), literals, asked.matches, True)
    assert {one.id for one in found} == wanted


def test_notes_of_entries_are_found_in_months_that_are_not_in_memory(box):
    entry = '\n[[entry]]\nid = "n{0}"\nitem = "i1"\nstart = {0}-05T08:00:00Z\nend = {0}-05T09:00:00Z\nnote = "{1}"\n'
    for month, note in (("2023-05", "Zebra talk"), ("2024-02", "a zebra, Åsa"), ("2025-08", "Other")):
        box.write(f"entries/{month}.toml", "schema = 1\n" + entry.format(month, note))
    session = box.open()
    ids, months = session.look_up(("zebra",), lambda _item: False, frozenset())
    assert (ids, months) == (frozenset(), ("entries/2023-05", "entries/2024-02"))
    sought = Sought("zebra", ids, months)
    view = session.ask(lambda state: step(state, sought, -1))
    assert (view.pane, view.entry) == ("time", "n2024-02")
    assert session.state.plan.shards["entries/2025-08"] is None

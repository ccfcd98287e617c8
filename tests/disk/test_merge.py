"""Three-way merge of the text of a file: records by field, the rest byte for byte (storage-and-time 2.3)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core.fields import to_toml
from ctotui.core.merge import merge
from ctotui.core.model import Item
from ctotui.disk.merge import merge_texts, unmarked
from ctotui.disk.reader import read_content
from ctotui.disk.splice import new_block

NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)
HEAD = "schema = 1\n"
BASE = (
    '# mine\nschema = 1\n\n# about A\n[[item]]\ntitle = "A"   # keep\nid = "i1"\ncolour = "red"\nstart = 14:30\n\n'
    '[[item]]\nid = "i2"\ntitle = "B"\nmodified = 2026-03-10T09:00:00Z\n\n[[item]]\ntitle = "no id"\n# the end\n'
)


def records(text: str):
    content = read_content("x", text.encode(), trusted=False)
    assert not content.readonly
    return content.records


def test_each_side_changes_another_record_and_every_other_byte_stays():
    ours = BASE.replace('"B"', '"ours" # why')
    theirs = BASE.replace('"A"', '"theirs"').replace("# the end", "# the very end")
    found = merge_texts(BASE, ours, theirs)
    assert found.text == ours.replace('"A"', '"theirs"').replace("# the end", "# the very end")
    assert (found.problem, found.notes) == ("", [])


def test_both_change_one_record_in_different_lines():
    ours = BASE.replace('"A"', '"ours"')
    theirs = BASE.replace('colour = "red"', 'colour = "blue" # better')
    assert merge_texts(BASE, ours, theirs).text == ours.replace('colour = "red"', 'colour = "blue" # better')


def test_both_add_at_the_end_and_both_stay_with_their_comments():
    ours = BASE.replace("# the end", '\n# my new one\n[[item]]\nid = "i3"\ntitle = "C"\n# the end')
    theirs = BASE.replace("# the end", '\n# your new one\n[[item]]\nid = "i4"\ntitle = "D"\n# the end')
    found = merge_texts(BASE, ours, theirs)
    assert found.text == ours.replace("# the end", '\n# your new one\n[[item]]\nid = "i4"\ntitle = "D"\n# the end')


def test_the_later_of_two_values_stays_and_the_other_is_named():
    ours = BASE.replace('"B"\nmodified = 2026-03-10T09:00', '"ours"\nmodified = 2026-03-10T09:30')
    theirs = BASE.replace('"B"\nmodified = 2026-03-10T09:00', '"theirs"\nmodified = 2026-03-10T09:20')
    found = merge_texts(BASE, ours, theirs)
    assert found.text == ours
    assert found.notes == ['"ours": title was "theirs" on one side; "ours", changed later, stays.']


def test_a_deleted_record_goes_and_an_edited_one_comes_back():
    gone = BASE.replace('[[item]]\nid = "i2"\ntitle = "B"\nmodified = 2026-03-10T09:00:00Z\n\n', "")
    assert merge_texts(BASE, gone, BASE.replace('"A"', '"x"')).text == gone.replace('"A"', '"x"')
    found = merge_texts(BASE, gone, BASE.replace('"B"', '"wanted"'))
    assert records(found.text)["i2"].title == "wanted"
    assert found.notes == ['"wanted" was deleted on one side and changed on the other: it stays.']


def test_other_line_ends_and_a_bom_stay():
    ours = ("\ufeff" + BASE.replace('"A"', '"ours"')).replace("\n", "\r\n")
    found = merge_texts(BASE, ours, BASE + '\n[[item]]\nid = "i9"\ntitle = """\nnew\n"""\n')
    assert found.text.startswith(ours.replace("\r\n# the end\r\n", ""))
    assert found.text.count("\n") == found.text.count("\r\n")
    assert records(found.text)["i9"].title == "new\n"


def test_a_damaged_block_that_one_side_has_stays():
    ours = BASE.replace('title = "B"', "title = = B")
    found = merge_texts(BASE, ours, BASE.replace('"A"', '"theirs"'))
    assert found.text == ours.replace('"A"', '"theirs"')


def test_a_block_damaged_on_one_side_and_changed_on_the_other_is_left_between_marks():
    ours, theirs = BASE.replace('title = "B"', "title = = B"), BASE.replace('"B"', '"theirs"')
    found = merge_texts(BASE, ours, theirs)
    assert found.problem == "i2 was changed on both sides, and cannot be read on one"
    assert '<<<<<<< ours\ntitle = = B\n=======\ntitle = "theirs"\n>>>>>>> theirs\n' in found.text
    assert unmarked(found.text)[1:] == (ours, theirs)


def test_of_two_running_timers_the_latest_runs_and_that_is_said():
    entry = '\n[[entry]]\nid = "{}"\nitem = "i1"\nstart = 2026-03-10T{}:00:00Z\n'
    found = merge_texts(
        "schema = 1\n", "schema = 1\n" + entry.format("n1", "09"), "schema = 1\n" + entry.format("n2", "10")
    )
    assert {key: one.end for key, one in records(found.text).items()} == {
        "n1": datetime(2026, 3, 10, 10, tzinfo=UTC),
        "n2": None,
    }
    assert found.notes == ["Two timers ran: the one started last goes on, the earlier ended where it began."]


def test_one_id_given_twice_becomes_two_records():
    block = '\n[[item]]\nid = "i1"\ntitle = "{0}"\ncreated = 2026-03-{1}T00:00:00Z # {0}\n'
    found = merge_texts(
        "schema = 1\n", "schema = 1\n" + block.format("mine", "02"), "schema = 1\n" + block.format("yours", "01")
    )
    assert sorted(one.title for one in records(found.text).values()) == ["mine", "yours"]
    assert records(found.text)["i1"].title == "yours"
    assert "# mine" in found.text
    assert "# yours" in found.text


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_the_marks_of_git_come_apart(style):
    middle = '||||||| 1234\ntitle = "B"\n' if style == "diff3" else ""
    text = BASE.replace('title = "B"\n', f'<<<<<<< HEAD\ntitle = "x"\n{middle}=======\ntitle = "y"\n>>>>>>> other\n')
    base, ours, theirs = unmarked(text)
    assert (ours, theirs) == (BASE.replace('"B"', '"x"'), BASE.replace('"B"', '"y"'))
    assert base == (BASE if style == "diff3" else BASE.replace('title = "B"\n', ""))
    assert unmarked(text.replace("=======\n", "")) is None


ITEMS = st.builds(
    lambda number, title, notes, tags, minutes: Item(
        f"i{number}", title, notes=notes, tags=tuple(tags), modified=NOW + timedelta(minutes=minutes)
    ),
    st.integers(0, 4), st.sampled_from(["one", "[[item]]", 'a"""b']), st.sampled_from(["", "x\ny", "[[item]]\nid=1"]),
    st.lists(st.sampled_from("ab"), unique=True), st.integers(0, 2),
)  # fmt: skip
SIDE = st.lists(ITEMS, max_size=5, unique_by=lambda item: item.id)


def text_of(items: list[Item]) -> str:
    blocks = "".join(new_block("item", to_toml(item)).replace("\n[[", f"\n# of {item.id}\n[[", 1) for item in items)
    return f"schema = 1\n{blocks}"


@settings(max_examples=60, deadline=None)
@given(SIDE, SIDE, SIDE)
def test_the_text_says_what_the_records_merge_to(base, ours, theirs):
    sides = [{item.id: item for item in side} for side in (base, ours, theirs)]
    texts = [text_of(side) for side in (base, ours, theirs)]
    found = merge_texts(*texts)
    assert found.problem == ""
    assert records(found.text) == merge(*sides).records
    assert merge_texts(texts[0], found.text, texts[2]).text == found.text
    assert records(merge_texts(texts[0], texts[2], texts[1]).text) == records(found.text)
    kept = {item.id for item in ours} & records(found.text).keys()
    assert all(f"# of {key}\n" in found.text for key in kept)

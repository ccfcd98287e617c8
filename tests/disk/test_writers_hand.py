"""What a user wrote by hand survives the next save of another record, byte for byte (storage-and-time 1.4, 2.1)."""

import re

import pytest

from ctotui.core.model import Block, Item

HAND = (
    "# my inbox\nschema = 1  # yes\n\n# the big one\n[[item]]\ntitle = 'Plan'   # a comment\n"
    'notes = """\n[[item]]\n  indented\n"""\nid = "i1"\n  # inside\ncolour = "red"\nalarm = 14:30\n'
    "odd = { a = [1, 2], b.c = 0x1F }\ntags = [ # why\n  'a',\n  'b', # because\n]\n\n\n"
    '[[ item ]] # spaced\nkind="task"\ntitle="no id"\n\n[[item]]\nid = "i2"\ntitle = "other"\n[somewhere]\nelse = 1\n'
    '[[block]]\nid = "b1"\nitem = "i1"\nstart = 2026-03-10T14:30\nend = 2026-03-10 15:00\n# the end'
)
LOOKS = {
    "as it is": lambda text: text,
    "BOM": lambda text: "\ufeff" + text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "BOM and CRLF": lambda text: "\ufeff" + text.replace("\n", "\r\n"),
    "no last line end": lambda text: text.rstrip("\n"),
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("what", ["change", "add", "delete", "finish"])
def test_another_record_is_saved_and_every_other_byte_stays(box, add, change, look, what):
    text = LOOKS[look](HAND)
    box.write("items/inbox.toml", text)
    session = box.open()
    assert {one.title for one in session.state.plan.records(Item)} == {"Plan", "no id", "other"}
    assert session.state.plan.get(Block, "b1").start.hour == 14
    newline = "\r\n" if "CRLF" in look else "\n"
    own = newline.join(["[[item]]", 'id = "i2"', 'title = "other"', ""])
    head, tail = text.split(own)
    if what == "change":
        change(session, "i2", title="new")
    elif what == "add":
        add(session, "added")
    elif what == "delete":
        session.edit("Delete", lambda plan: plan.drop("i2"))
    else:
        change(session, "i2", status="done", ended=session.now)
    saved = box.text("items/inbox.toml")
    given = re.search(rf'id = "i[0-9a-z]{{8}}"{newline}(?=kind="task")', saved)
    assert given is not None
    without = saved.replace(given.group(), "", 1)
    if what == "add":
        assert head + own in without
        assert without.startswith(text[:40])
        assert tail.strip() in without
    else:
        assert without.startswith(head.rstrip())
        assert without.endswith(tail)
    session.undo()
    assert box.text("items/inbox.toml") == text


def test_a_comment_in_an_edited_record_stays_with_its_key(box, change):
    box.write("items/inbox.toml", HAND)
    session = box.open()
    change(session, "i1", title="New", tags=("c",), list="")
    saved = box.text("items/inbox.toml")
    assert 'title = "New"   # a comment\n' in saved
    assert '  # inside\ncolour = "red"\nalarm = 14:30\nodd = { a = [1, 2], b.c = 0x1F }\n' in saved
    assert saved.startswith("# my inbox\nschema = 1  # yes\n\n# the big one\n[[item]]\n")

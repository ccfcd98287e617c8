"""The interpreter, driven by the plain bytes of a legacy terminal (K1, K2, K5)."""

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from ctotui import demo
from ctotui.commands.every import TABLE
from ctotui.commands.keymap import build
from ctotui.core.model import Entry, Item
from ctotui.core.state import Question, State
from ctotui.store import KeepError
from ctotui.ui.desk import WindowDesk
from ctotui.ui.keys import context
from tests.memory import MemoryDesk


class Keyboard:
    """Feeds bytes through Textual's parser into an interpreter over the demo day."""

    def __init__(self, memory: MemoryDesk) -> None:
        self.memory = memory
        self.restarted: list[bool] = []
        self.desk = WindowDesk(memory, build(), self.restarted.append, memory.leave)

    def press(self, text: str) -> "Keyboard":
        parser = XTermParser()
        for part in text.split("\x1b") if "\x1b" in text else [text]:
            for message in parser.feed(part):
                if isinstance(message, events.Key):
                    self.desk.interpreter.press(message.key, message.character)
            if part is not text.split("\x1b")[-1]:
                self.desk.interpreter.press("escape", "\x1b")
        return self

    @property
    def state(self) -> State:
        return self.memory.state

    @property
    def said(self) -> str:
        message = self.state.view.message
        return message.text if message else ""


@pytest.fixture
def keyboard() -> Keyboard:
    return Keyboard(MemoryDesk(demo.build(), demo.settings(), demo.now()))


def test_digits_choose_panes(keyboard: Keyboard) -> None:
    for key, pane in (("2", "week"), ("3", "board"), ("4", "time"), ("1", "today")):
        assert keyboard.press(key).state.view.pane == pane


def test_a_chord_waits_and_an_unknown_end_says_so(keyboard: Keyboard) -> None:
    keyboard.press("g")
    assert keyboard.state.view.keys == "g"
    keyboard.press("z")
    assert "gz is no command" in keyboard.said
    assert keyboard.state.view.keys == ""


def test_escape_ends_a_chord(keyboard: Keyboard) -> None:
    keyboard.press("d\x1b")
    assert keyboard.state.view.keys == ""
    assert keyboard.memory.keeper.done == []


def test_quick_add_types_adds_and_undoes(keyboard: Keyboard) -> None:
    before = len(keyboard.state.plan.records(Item))
    keyboard.press("aBuy toner tomorrow\r")
    assert len(keyboard.state.plan.records(Item)) == before + 1
    assert "Added Buy toner" in keyboard.said
    assert context(keyboard.state.view) == "NORMAL"
    keyboard.press("u")
    assert len(keyboard.state.plan.records(Item)) == before


def test_letters_are_text_while_a_line_is_typed(keyboard: Keyboard) -> None:
    keyboard.press("aq x?:")
    prompt = keyboard.state.view.prompt
    assert prompt is not None
    assert prompt.text == "q x?:"
    keyboard.press("\x7f\x7f")
    assert keyboard.state.view.prompt.text == "q x"  # type: ignore[union-attr]


def test_an_empty_line_is_refused_and_stays_open(keyboard: Keyboard) -> None:
    keyboard.press("a\r")
    assert keyboard.state.view.prompt is not None
    assert "title" in keyboard.said


def test_up_brings_the_last_line_back(keyboard: Keyboard) -> None:
    keyboard.press("aOne thing\ra\x10")
    assert keyboard.state.view.prompt.text == "One thing"  # type: ignore[union-attr]


def test_the_palette_finds_runs_and_gives_reasons(keyboard: Keyboard) -> None:
    keyboard.press(":week\r")
    assert keyboard.state.view.pane == "week"
    keyboard.press("1")
    keyboard.memory.look(part="list", item="")
    keyboard.desk.run(TABLE["item.done"])
    assert "needs an item" in keyboard.said


def test_dot_repeats_the_last_change_on_another_item(keyboard: Keyboard) -> None:
    one, two = demo.item_id(144), demo.item_id(148)
    keyboard.memory.look(part="list", item=one)
    keyboard.press("+")
    before = keyboard.state.plan.get(Item, two).priority
    keyboard.memory.look(item=two)
    keyboard.press(".")
    assert keyboard.state.plan.get(Item, two).priority != before


def test_a_field_key_opens_its_sigil_and_sets_only_that(keyboard: Keyboard) -> None:
    item = demo.item_id(144)
    keyboard.memory.look(part="list", item=item)
    before = keyboard.state.plan.get(Item, item)
    keyboard.press("#board\r")
    after = keyboard.state.plan.get(Item, item)
    assert after.tags == (*before.tags, "board")
    assert (after.title, after.estimate) == (before.title, before.estimate)
    keyboard.press("=3h\r")
    assert keyboard.state.plan.get(Item, item).estimate == 180
    keyboard.press(">johan fri\r")
    assert keyboard.state.plan.get(Item, item).status == "waiting"


def test_e_opens_the_item_as_a_line_and_what_is_taken_out_is_cleared(keyboard: Keyboard) -> None:
    item = demo.item_id(142)
    keyboard.memory.look(part="list", item=item)
    keyboard.press("e")
    prompt = keyboard.state.view.prompt
    assert prompt is not None
    assert "#legal" in prompt.text
    text = prompt.text.replace("#legal", "")
    keyboard.press("\x15" + text + "\r")
    after = keyboard.state.plan.get(Item, item)
    assert after.tags == ()
    assert after.title == "Review SLA contract"
    assert after.estimate == 90


def test_e_without_a_change_is_no_step(keyboard: Keyboard) -> None:
    keyboard.memory.look(part="list", item=demo.item_id(142))
    keyboard.press("e\r")
    assert keyboard.memory.keeper.done == []
    assert context(keyboard.state.view) == "NORMAL"


def test_a_question_takes_its_keys_only(keyboard: Keyboard) -> None:
    answers: list[str] = []
    asked = Question("Sure?", (("y", "yes"), ("n", "no")), lambda _desk, key: answers.append(key))
    keyboard.memory.look(question=asked)
    keyboard.press("x")
    assert keyboard.state.view.question is not None
    keyboard.press("y")
    assert (answers, keyboard.state.view.question) == (["y"], None)


def test_an_edit_that_cannot_be_kept_is_taken_back_with_the_reason(keyboard: Keyboard) -> None:
    keyboard.memory.look(part="list", item=demo.item_id(148))
    before = keyboard.state.plan.get(Item, demo.item_id(148))
    keyboard.memory.keeper.refuse = KeepError("The disk is full: nothing was changed. Free some space and do it again.")
    keyboard.press("+")
    assert "disk is full" in keyboard.said
    assert keyboard.state.plan.get(Item, demo.item_id(148)) == before


def test_deleting_an_entry_a_block_and_an_item(keyboard: Keyboard) -> None:
    today = keyboard.state.now.date()
    entry = next(one for one in keyboard.state.plan.records(Entry) if one.start.date() == today)
    keyboard.memory.look(pane="time", entry=entry.id)
    keyboard.press("dd")
    assert keyboard.state.plan.find(entry.id) is None
    keyboard.press("u")
    assert keyboard.state.plan.find(entry.id) == entry


def test_q_leaves_and_types_in_a_line(keyboard: Keyboard) -> None:
    keyboard.press("aq\x1b")
    assert not keyboard.memory.left
    keyboard.press("q")
    assert keyboard.memory.left


def test_in_the_choice_of_blockers_letters_are_typed_and_the_mouse_chooses(keyboard: Keyboard) -> None:
    from ctotui.ui.frame import Target
    from ctotui.ui.mouse import click, wheel

    item, other = demo.item_id(144), demo.item_id(151)
    keyboard.memory.look(pane="board", column="doing", item=item)
    keyboard.press("bq\x7f")
    assert context(keyboard.state.view) == "PICKER"
    wheel(keyboard.desk, 1)
    assert keyboard.state.view.prompt.choice == 1  # type: ignore[union-attr]
    keyboard.press("sign cloud")
    click(keyboard.desk, Target("choice", "0"), double=True)
    assert keyboard.state.plan.get(Item, item).blocked_by == (other,)
    assert context(keyboard.state.view) == "NORMAL"

"""Editing of one line of text: what a key does to a `Prompt`. Pure."""

from dataclasses import replace

from ctotui.core.state import Prompt


def insert(prompt: Prompt, text: str) -> Prompt:
    """Type `text` at the caret; line ends become spaces."""
    flat = " ".join(text.splitlines()) if "\n" in text or "\r" in text else text
    before, after = prompt.text[: prompt.caret], prompt.text[prompt.caret :]
    return replace(prompt, text=before + flat + after, caret=prompt.caret + len(flat), choice=0, recall=0)


def set_text(prompt: Prompt, text: str) -> Prompt:
    """Replace the whole line, the caret at its end."""
    return replace(prompt, text=text, caret=len(text), choice=0)


def backspace(prompt: Prompt) -> Prompt:
    """Delete the character before the caret."""
    if prompt.caret == 0:
        return prompt
    return _cut(prompt, prompt.caret - 1, prompt.caret)


def delete(prompt: Prompt) -> Prompt:
    """Delete the character at the caret."""
    return _cut(prompt, prompt.caret, prompt.caret + 1)


def delete_word(prompt: Prompt) -> Prompt:
    """Delete the word before the caret."""
    head = prompt.text[: prompt.caret].rstrip(" ")
    return _cut(prompt, head.rfind(" ") + 1, prompt.caret)


def delete_line(prompt: Prompt) -> Prompt:
    """Delete everything before the caret."""
    return _cut(prompt, 0, prompt.caret)


def move(prompt: Prompt, key: str) -> Prompt:
    """Move the caret: left, right, home, end."""
    places = {"left": prompt.caret - 1, "right": prompt.caret + 1, "home": 0, "end": len(prompt.text)}
    return replace(prompt, caret=min(max(places[key], 0), len(prompt.text)))


def _cut(prompt: Prompt, start: int, end: int) -> Prompt:
    text = prompt.text[:start] + prompt.text[end:]
    kept = frozenset(place for place in prompt.as_text if place < start)
    return replace(prompt, text=text, caret=start, choice=0, recall=0, as_text=kept)


EDITS = {
    "backspace": backspace,
    "delete": delete,
    "ctrl+w": delete_word,
    "ctrl+u": delete_line,
    **dict.fromkeys(("left", "right", "home", "end")),
}
"""Keys that edit the line; those without a function move the caret."""


def press(prompt: Prompt, key: str, character: str | None) -> Prompt | None:
    """What a key does to the line, or None where it does nothing to it."""
    if key in EDITS:
        edit = EDITS[key]
        return edit(prompt) if edit is not None else move(prompt, key)
    if character is not None and character.isprintable():
        return insert(prompt, character)
    return None

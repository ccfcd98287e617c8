"""A step that takes an earlier one back, worked out from its images (2.2)."""

from ctotui.core.model import Item, List, Person
from ctotui.core.plan import Plan
from ctotui.disk.editing import Draft, Editing, Opened, chunk_of, locate
from ctotui.disk.log import Image
from ctotui.disk.reader import record_of
from ctotui.disk.replay import replayed
from ctotui.disk.splice import parse_block, rewrite


def take_back(images: tuple[Image, ...], plan: Plan, opened: Opened) -> Draft:
    """The draft that undoes `images`: byte for byte where a block still is what they made of it.

    Where a block was changed since, field by field where the value still is theirs; the rest is named in the notes.
    """
    editing = Editing(plan, opened)
    for image in reversed(images):
        wish = image.inverse()
        if not wish.id:
            _restore_head(editing, wish)
        elif wish.after is None:
            _restore_absence(editing, wish)
        elif wish.before is None:
            _restore_block(editing, wish, plan)
        else:
            _restore_values(editing, wish)
    editing.draft.plan = replayed(plan, editing.draft)
    return editing.draft


def _restore_head(editing: Editing, wish: Image) -> None:
    document = editing.document(wish.file)
    if wish.after is None:
        if document is not None and not document.chunks and not document.tail and document.head == wish.before:
            editing.give_up(wish.file)
    elif document is None:
        editing.sure(wish.file)
        editing.draft.images[-1] = editing.draft.images[-1]._replace(after=wish.after)
        editing.sure(wish.file).head = wish.after
    elif wish.before is not None and document.head == wish.before:
        document.head = wish.after
        editing.draft.images.append(wish)


def _restore_absence(editing: Editing, wish: Image) -> None:
    document = editing.document(wish.file)
    index = locate(document, wish.id, wish.before) if document is not None else None
    if document is None or index is None:
        return
    text = document.chunks[index].text
    if text == wish.before or parse_block(text) == parse_block(wish.before or ""):
        editing.take(wish.file, index, wish.id)
    else:
        editing.draft.notes.append(f"{_named(text)} was changed since and stays.")


def _restore_block(editing: Editing, wish: Image, plan: Plan) -> None:
    text = wish.after or ""
    where = plan.where(wish.id)
    there = [
        key for key, document in editing.draft.documents.items() if document and document.find(wish.id) is not None
    ]
    if there or (where is not None and where not in editing.draft.documents):
        editing.draft.notes.append(f"{_named(text)} was made anew since; what it was is not put back.")
        return
    document = editing.sure(wish.file)
    after = document.find(wish.previous) if wish.previous else -1
    editing.insert(wish.file, len(document.chunks) if after is None else after + 1, wish.id, text)


def _restore_values(editing: Editing, wish: Image) -> None:
    document = editing.document(wish.file)
    index = locate(document, wish.id, wish.before) if document is not None else None
    before, after = wish.before or "", wish.after or ""
    if document is None or index is None:
        editing.draft.notes.append(f"{_named(before)} was deleted or moved since.")
        return
    text = document.chunks[index].text
    if text == before:
        editing.set(wish.file, index, wish.id, after)
        return
    now, theirs, wanted = parse_block(text), parse_block(before), parse_block(after)
    if now is None or theirs is None or wanted is None:
        editing.draft.notes.append(f"{_named(before)} was damaged since and stays as it is.")
        return
    keys = [key for key in {**theirs[1], **wanted[1]} if repr(theirs[1].get(key)) != repr(wanted[1].get(key))]
    free = [key for key in keys if repr(now[1].get(key)) == repr(theirs[1].get(key))]
    if set(keys) - set(free) - {"modified"}:
        fields = ", ".join(key for key in keys if key not in free and key != "modified")
        editing.draft.notes.append(f"{_named(text)} was changed since: its {fields} stay{'s' * (', ' not in fields)}.")
    values = {key: wanted[1].get(key) for key in free}
    if values:
        editing.set(wish.file, index, wish.id, rewrite(text, values))


def _named(text: str) -> str:
    """What a user calls the record of a block."""
    record = record_of(chunk_of(text))
    if isinstance(record, Item):
        return f'"{record.title}"'
    if isinstance(record, List | Person):
        return f'"{record.path if isinstance(record, List) else record.handle}"'
    return f"The {type(record).__name__.lower()} of {getattr(record, 'start', 'then')}" if record else "A record"

"""What the images of a step make of a plan, and of a file that a crash kept it from (2.2)."""

from dataclasses import replace

from ctotui.core.plan import EMPTY, Plan, Shard
from ctotui.disk.editing import Draft, chunk_of, locate
from ctotui.disk.log import Image
from ctotui.disk.reader import read_content, record_of
from ctotui.disk.splice import Document


def _repeats(image: Image) -> bool:
    """Whether a block had, or gets back, the id of another one, of which a file shows the first alone."""
    texts = (text for text in (image.before, image.after) if text is not None)
    found = (record_of(chunk_of(text)) for text in texts)
    return image.id.startswith("~") or any(record is not None and record.id != image.id for record in found)


def replayed(plan: Plan, draft: Draft) -> Plan:
    """`plan` with what the images of a draft change."""
    keys = {image.file for image in draft.images if image.id}
    files = {key: dict(plan.shards.get(key) or EMPTY) for key in keys}
    for image in draft.images:
        if not image.id:
            continue
        records = files[image.file]
        old, new = (record_of(chunk_of(text)) if text is not None else None for text in (image.before, image.after))
        if old is not None and new is not None and old.id == new.id and old.id not in records:
            continue  # one that is hidden, because it is invalid
        if old is not None and (new is None or new.id != old.id):
            records.pop(old.id, None)
        if new is not None and records.get(new.id) != new:
            records[new.id] = new
    for key in {image.file for image in draft.images if image.id and _repeats(image)}:
        document = draft.documents[key]
        read = read_content(key, document.text.encode(), trusted=False).records if document is not None else {}
        files[key] = {name: files[key][name] if files[key].get(name) == one else one for name, one in read.items()}
    shards = {**plan.shards, **{key: Shard(records) for key, records in files.items()}}
    for key, document in draft.documents.items():
        if document is None:
            shards.pop(key, None)
    return Plan(shards)


def apply(image: Image, document: Document | None) -> Document | None:
    """Recovery: the document with `image` made good; a block that another changed since is merged by field (2.2)."""
    if not image.id:
        if document is None and image.before is None and image.after is not None:
            return Document(image.after)
        if document is not None and document.head == image.before:
            gone = image.after is None and not document.chunks
            return None if gone else replace(document, head=document.head if image.after is None else image.after)
        return document
    if document is None:
        return None
    index = locate(document, image.id, image.before)
    if image.before is None:
        if index is None and image.after is not None:
            after = document.find(image.previous) if image.previous else -1
            document.chunks.insert(len(document.chunks) if after is None else after + 1, chunk_of(image.after))
    elif index is not None and document.chunks[index].text == image.before:
        document.chunks[index : index + 1] = [] if image.after is None else [chunk_of(image.after)]
    elif index is not None and image.after is not None:
        from ctotui.disk.merge import joined

        document.chunks[index] = chunk_of(joined(image.before, image.after, document.chunks[index].text))
    return document

"""A step worked out on the text of files before anything is written: new documents, and the images that made them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ctotui.core.plan import Plan
from ctotui.disk import migrations
from ctotui.disk.log import Image
from ctotui.disk.splice import Chunk, Document, scan, unnamed


@dataclass(slots=True)
class Draft:
    """A step that is not kept yet."""

    plan: Plan
    documents: dict[str, Document | None] = field(default_factory=dict)
    """What the files of the step will hold; None: there will be no such file."""
    images: list[Image] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What could not be done, as sentences."""


Opened = Callable[[str], Document | None]
"""The document of a shard as it is on disk, None where there is no such file."""


def chunk_of(text: str) -> Chunk:
    """The chunk that a block's text is."""
    found = scan(text).chunks
    return found[0] if found else Chunk("", text, unnamed(text))


def locate(document: Document, key: str, text: str | None) -> int | None:
    """Index of a block by its id; of one that had none yet, or a copy that had another's, by its text."""
    found = document.find(key)
    if found is None and text is not None:
        found = document.find(unnamed(text))
        if found is None and key.startswith("~"):
            found = next((index for index, chunk in enumerate(document.chunks) if chunk.text == text), None)
    return found


class Editing:
    """Applies changes to the documents of a draft, an image each."""

    def __init__(self, plan: Plan, opened: Opened) -> None:
        self.draft = Draft(plan)
        self._opened = opened

    def document(self, key: str) -> Document | None:
        """The document of a shard as it stands in this draft."""
        if key not in self.draft.documents:
            found = self._opened(key)
            self.draft.documents[key] = found.copy() if found is not None else None
        return self.draft.documents[key]

    def sure(self, key: str) -> Document:
        """As `document`; a file that is not there is begun."""
        found = self.document(key)
        if found is None:
            found = self.draft.documents[key] = Document(migrations.head())
            self._note(Image(key, "", "", None, found.head))
        return found

    def give_up(self, key: str) -> None:
        """Plan for the file to be deleted."""
        document = self.draft.documents[key]
        head = document.head if document is not None else None
        self.draft.documents[key] = None
        self._note(Image(key, "", "", head, None))

    def set(self, file: str, index: int, key: str, text: str) -> None:
        """Put another text in the place of a block."""
        document = self.sure(file)
        old = document.chunks[index]
        document.chunks[index] = chunk_of(text)
        self._note(Image(file, key, _previous(document, index), old.text, text))

    def take(self, file: str, index: int, key: str) -> str:
        """Take a block out, and return its text."""
        document = self.sure(file)
        previous = _previous(document, index)
        gone = document.chunks.pop(index)
        self._note(Image(file, key, previous, gone.text, None))
        return gone.text

    def insert(self, file: str, index: int, key: str, text: str, kind: str = "") -> None:
        """Put a block in; what stands before it gets the line end that it lacked.

        `kind` is the name of its table where the text was just made here, and need not be cut into blocks to know it.
        """
        document = self.sure(file)
        self._close_line(document, file, index)
        closed = text if text.endswith("\n") or (index == len(document.chunks) and not document.tail) else text + "\n"
        chunk = Chunk(kind, closed, key) if kind else chunk_of(closed)
        document.chunks.insert(index, chunk._replace(id=key) if key.startswith("~") else chunk)
        self._note(Image(file, key, _previous(document, index), None, closed))

    def _close_line(self, document: Document, file: str, index: int) -> None:
        if index == 0:
            if document.head.strip("\ufeff") and not document.head.endswith("\n"):
                old = document.head
                document.head += document.newline
                self._note(Image(file, "", "", old, document.head))
        elif not document.chunks[index - 1].text.endswith("\n"):
            before = document.chunks[index - 1]
            self.set(file, index - 1, before.id, before.text + document.newline)

    def _note(self, image: Image) -> None:
        self.draft.images.append(image)


def _previous(document: Document, index: int) -> str:
    return document.chunks[index - 1].id if index else ""

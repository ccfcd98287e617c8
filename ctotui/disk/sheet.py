"""One file of a data folder in memory: its records, its stamp, and its text once it is to be written."""

from dataclasses import dataclass, field
from errno import EACCES, EPERM

from ctotui.core.plan import EMPTY, Shard
from ctotui.disk import files, layout, migrations
from ctotui.disk.compose import whole
from ctotui.disk.files import Finding, Stamp
from ctotui.disk.known import Known, fingerprint
from ctotui.disk.reader import merged, read_content
from ctotui.disk.splice import Document, scan


class Stale(Exception):
    """The file is not what it was when it was last read."""


@dataclass(slots=True)
class Sheet:
    """A file that was read."""

    key: str
    path: str
    stamp: Stamp | None = None
    print: str = ""
    """Fingerprint of the content."""
    shard: Shard = EMPTY
    findings: tuple[Finding, ...] = ()
    readonly: str = ""
    """Why it must not be written, if so."""
    remedy: str = ""
    """What to do about that, in the imperative."""
    schema: int = field(default_factory=migrations.current)
    _document: Document | None = None

    @classmethod
    def read(cls, data: str, key: str, known: Known | None) -> "Sheet":
        """Read the file of a shard; one that is not there is empty. `known` None: check all of it."""
        sheet = cls(key, layout.path_of(data, key))
        sheet._reread(known)
        return sheet

    @property
    def existed(self) -> bool:
        """Whether there was a file when it was last read."""
        return self.stamp is not None

    def _reread(self, known: Known | None) -> bool:
        try:
            content, self.stamp = files.read(self.path, files.LARGEST)
        except (FileNotFoundError, NotADirectoryError):
            if self.stamp is None:
                self.findings, self.readonly = (), ""
            return False
        except OSError as error:
            self._shut(error)
            return True
        self._take(content, known)
        return True

    def _shut(self, error: OSError) -> None:
        """Keep what was read before, and try again at the next `refresh`."""
        what = f"The file cannot be read: {error.strerror}."
        right = error.errno in (EACCES, EPERM)
        todo = "Give yourself the right to read it." if right else "Nothing of it is shown, and it stays as it is."
        self.findings = (Finding(self.path, 0, 0, what, todo),)
        self.readonly, self.remedy = f"{self.path} cannot be read ({error.strerror})", "repair the file"
        self.forget()

    def _take(self, data: bytes, known: Known | None) -> None:
        found = fingerprint(data)
        if found == self.print:
            return
        content = read_content(self.path, data, known is not None and known.has(self.key, data))
        if content.valid and known is not None:
            known.add(self.key, data)
        self.print = found
        self.shard = merged(self.shard, content.records)
        self.findings, self.readonly = tuple(content.findings), content.readonly
        self.schema, self.remedy = content.schema, content.remedy
        if content.spoiled and known is not None:
            self._keep_copy(known.folder, data)
        self._document = None

    def _keep_copy(self, state: str, data: bytes) -> None:
        """Put the content aside (2.4), and say where and how to go back."""
        from ctotui.disk import quarantine

        first, *others = self.findings
        try:
            copy = f"A copy is {quarantine.put(state, f'{self.key}.toml', data)}"
        except OSError as error:
            copy = f"No copy of it could be made ({error.strerror})"
        todo = f"{first.todo} {copy}; `ctotui restore` offers an older one."
        self.findings = (first._replace(todo=todo), *others)

    def refresh(self, known: Known) -> bool:
        """Read the file again where it changed. False where it is not there."""
        try:
            now = files.stamp(self.path)
        except OSError as error:
            self._shut(error)
            return True
        if now is None:
            if self.stamp is None:
                self.findings, self.readonly = (), ""
            return False
        if self.stamp is None or self.stamp.young or not now.same(self.stamp):
            return self._reread(known)
        return True

    def forget(self) -> None:
        """Read it again at the next `refresh`."""
        self.stamp = None
        self.print = ""

    def document(self) -> Document | None:
        """Its text in blocks, None where there is no file. Raises Stale where it changed since it was read."""
        if self._document is None and self.stamp is not None:
            try:
                data, _stamp = files.read(self.path)
            except FileNotFoundError:
                return whole(self.shard)  # gone for now (2.3): made anew from memory
            if fingerprint(data) != self.print:
                raise Stale
            self._document = scan(data.decode())
        return self._document

    def write(self, document: Document | None, shard: Shard, known: Known) -> None:
        """Replace the file. Raises Stale where it changed since it was read, OSError where it cannot be written."""
        now = files.stamp(self.path)
        if now is not None and not now.same(self.stamp):
            self.forget()
            raise Stale
        if document is None:
            files.remove(self.path)
            return
        data = document.text.encode()
        content = read_content(self.path, data, trusted=not self.findings, strict=True)
        if content.records != dict(shard):
            raise OSError(5, "the text does not say what it should", self.path)
        self.stamp = files.replace(self.path, data)
        self.print, self.shard, self._document = fingerprint(data), shard, document if content.valid else None
        self.findings, self.schema = tuple(content.findings), content.schema
        if content.valid:
            known.add(self.key, data)

    @property
    def older(self) -> bool:
        """Whether it is of an older schema, to be rewritten before it is changed (2.1)."""
        return self.existed and self.schema < migrations.current()

    def upgrade(self, known: Known) -> None:
        """Rewrite a file of an older schema. Raises Stale, OSError, and ValueError where it is damaged."""
        document = self.document()
        if self.findings or document is None:
            raise ValueError("a damaged file is not migrated")
        self.write(migrations.migrated(document, self.schema), self.shard, known)

    def overwrite(self, document: Document | None) -> None:
        """Replace the file, or delete it, whatever it was. Raises OSError."""
        if document is None:
            files.remove(self.path)
        else:
            files.replace(self.path, document.text.encode())
        self.forget()

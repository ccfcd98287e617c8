"""What a foreign file says, as records: one thing and all that belongs to it, and the people it names."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from ctotui.core.model import Block, Entry, Item, Occurrence, Person, Record, Wall


@dataclass(frozen=True, slots=True)
class Group:
    """One foreign thing: its item with the blocks, entries and touched occurrences that belong to it."""

    item: Item
    blocks: tuple[Block, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    entries: tuple[Entry, ...] = ()
    original: tuple[Wall, str, tuple[str, ...]] | None = None
    """Start, zone and kept lines of the occurrence that it stands for, where its series is not in the file."""
    cancels: bool = False
    """All that it says is that this does not happen (METHOD:CANCEL): it drops what is known, and adds nothing."""

    @property
    def records(self) -> dict[str, Item | Block | Occurrence | Entry]:
        """All of it by id, the item first."""
        held: list[Item | Block | Occurrence | Entry] = [self.item, *self.blocks, *self.occurrences, *self.entries]
        return {one.id: one for one in held}


def met(people: Iterable[Person], known: Iterable[Record], now: datetime) -> tuple[dict[str, str], list[Person]]:
    """The handle that each of `people` goes by here, empty for the user; and those who are not known yet."""
    here = [record for record in known if isinstance(record, Person)]
    by_email = {one.email.lower(): one for one in here if one.email}
    taken, ids = {one.handle for one in here}, {one.id for one in here}
    handles: dict[str, str] = {}
    strangers: list[Person] = []
    for person in people:
        match = by_email.get(person.email.lower())
        if match is not None:
            handles[person.handle] = "" if match.kind == "me" else match.handle
        else:
            handles[person.handle] = person.handle
            if person.handle not in taken and person.id not in ids:
                strangers.append(replace(person, modified=now))
    return handles, strangers


def with_handles(group: Group, handles: dict[str, str]) -> Group:
    """`group` with its people by the names that they go by here."""

    def named(people: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for one in people if (name := handles.get(one, one))))

    item = replace(group.item, people=named(group.item.people))
    dates = tuple(one if one.people is None else replace(one, people=named(one.people)) for one in group.occurrences)
    return replace(group, item=item, occurrences=dates)

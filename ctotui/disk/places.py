"""Where everything lies (cli.md, "Folders and clock"). Needs only os and sys: `ctotui status` comes through here."""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "ctotui"
IDENTITY = "ctotui.toml"
"""The file of a data folder that holds its id."""


class Paths:
    """The folders of one run, absolute."""

    __slots__ = ("config", "data", "state")

    def __init__(self, data: str, config: str, state: str) -> None:
        self.data = data
        """The user's files; may be a git or Syncthing folder."""
        self.config = config
        """settings.toml, keys.toml, themes."""
        self.state = state
        """Logs and caches of all data folders; never synced. `own_state` is the part of this data folder."""

    def own_state(self) -> str:
        """The state folder of this data folder alone: ``state/<data id>-<hash of the real path>`` (2.1)."""
        from zlib import crc32

        real = os.path.realpath(self.data)
        return os.path.join(self.state, f"{data_id(self.data)}-{crc32(os.fsencode(real)):08x}")


def own_folders(own: str) -> list[str]:
    """The state folder of one data folder and those in it."""
    return [own, *(os.path.join(own, name) for name in ("log", "quarantine", "drafts", "backups"))]


def paths(environ: "Mapping[str, str]", data: str = "", config: str = "", state: str = "") -> Paths:
    """The folders that options (`data`, `config`, `state`; empty: not given) and `environ` choose."""
    chosen = []
    for kind, option in (("data", data), ("config", config), ("state", state)):
        folder = option or environ.get(f"CTOTUI_{kind.upper()}", "") or _default(kind, environ)
        chosen.append(os.path.abspath(os.path.expanduser(folder)))
    return Paths(*chosen)


def _default(kind: str, environ: "Mapping[str, str]") -> str:
    """`platformdirs.user_<kind>_dir`; on Linux by the XDG rule itself, which saves its import of 20 ms."""
    if sys.platform == "linux" and "ANDROID_ROOT" not in environ:
        below = {"data": ".local/share", "config": ".config", "state": ".local/state"}[kind]
        base = environ.get(f"XDG_{kind.upper()}_HOME", "").strip() or os.path.join(os.path.expanduser("~"), below)
        return os.path.join(base, NAME)
    import platformdirs

    return str(getattr(platformdirs, f"user_{kind}_dir")(NAME, False))


def data_id(folder: str) -> str:
    """The id that the data folder carries, ``new`` where it has none (yet)."""
    try:
        with open(os.path.join(folder, IDENTITY), "rb") as file:
            text = file.read(4096).decode("utf-8", "replace")
    except OSError:
        return "new"
    for line in text.splitlines():
        key, _, value = line.partition("=")
        if key.strip() == "id":
            quoted = value.strip().split('"')
            found = "".join(c for c in quoted[1][:40] if c.isascii() and c.isalnum()) if len(quoted) > 2 else ""
            return found or "new"
    return "new"

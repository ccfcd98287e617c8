"""Language and time zone of this machine: the defaults of two settings, found without opening more than a link."""

import os
from collections.abc import Mapping

LOCALTIME = "/etc/localtime"


def language(environ: Mapping[str, str]) -> str:
    """``sv`` where the locale is Swedish, else ``en`` (N5): LC_ALL, then LC_TIME, then LANG."""
    for name in ("LC_ALL", "LC_TIME", "LANG"):
        if value := environ.get(name):
            return "sv" if value.lower().startswith("sv") else "en"
    return "en"


def holidays(environ: Mapping[str, str], zone: str) -> str:
    """``SE`` where the zone or the locale is Swedish, else none: other countries differ by region and are asked for."""
    named = next((value for name in ("LC_ALL", "LC_TIME", "LANG") if (value := environ.get(name))), "")
    return "SE" if zone == "Europe/Stockholm" or named.lower().startswith("sv_se") else ""


def zone(environ: Mapping[str, str], localtime: str = LOCALTIME) -> str:
    """IANA name of the system's zone: TZ, then the link /etc/localtime, then /etc/timezone, else UTC."""
    named = environ.get("TZ", "").lstrip(":")
    for name in (
        named,
        _after_zoneinfo(named),
        _after_zoneinfo(os.path.realpath(localtime)),
        _timezone_file(localtime),
    ):
        if name and _known(name):
            return "UTC" if name in ("Etc/UTC", "Etc/UCT", "Zulu") else name
    return "UTC"


def _after_zoneinfo(path: str) -> str:
    """``Europe/Stockholm`` of ``/usr/share/zoneinfo/Europe/Stockholm``."""
    return path.rpartition("zoneinfo/")[2].removeprefix("posix/") if "zoneinfo/" in path else ""


def _timezone_file(localtime: str) -> str:
    try:
        with open(os.path.join(os.path.dirname(localtime), "timezone"), encoding="ascii") as file:
            return file.read(100).strip()
    except (OSError, ValueError):
        return ""


def _known(name: str) -> bool:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True

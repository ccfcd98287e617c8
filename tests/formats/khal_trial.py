"""ctotui, khal and vdirsyncer on the same folder, for real. Run by hand; installs both into an environment of its own.

    python tests/formats/khal_trial.py [FOLDER OF THE ENVIRONMENT]

Prints what each program says; ends with 1 where one of them does not see what another wrote.
"""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]
ZONE = "Europe/Stockholm"
KHAL = """
[calendars]
[[work]]
path = {path}
[locale]
local_timezone = Europe/Stockholm
default_timezone = Europe/Stockholm
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[default]
default_calendar = work
"""
VDIRSYNCER = """
[general]
status_path = "{status}"
[pair trial]
a = "here"
b = "there"
collections = null
conflict_resolution = null
[storage here]
type = "filesystem"
path = "{here}"
fileext = ".ics"
[storage there]
type = "filesystem"
path = "{there}"
fileext = ".ics"
"""
EVENT = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Server//EN
BEGIN:VEVENT
UID:from-server
DTSTAMP:20260301T000000Z
DTSTART;TZID=Europe/Stockholm:20260311T130000
DTEND;TZID=Europe/Stockholm:20260311T140000
SUMMARY:From the server
X-SERVER:keep this
END:VEVENT
END:VCALENDAR
"""


SEVERAL = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Other//EN
BEGIN:VEVENT
UID:first-of-two
DTSTAMP:20260301T000000Z
DTSTART;TZID=Europe/Stockholm:20260312T080000
DTEND;TZID=Europe/Stockholm:20260312T083000
SUMMARY:First of two
X-ODD;a=b:as
  it was
END:VEVENT
BEGIN:VEVENT
UID:second-of-two
DTSTAMP:20260301T000000Z
DTSTART;TZID=Europe/Stockholm:20260312T100000
DTEND;TZID=Europe/Stockholm:20260312T103000
SUMMARY:Second of two
END:VEVENT
END:VCALENDAR
"""
HALVES = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Other//EN
BEGIN:VEVENT
UID:halves
DTSTAMP:20260301T000000Z
DTSTART;TZID=Europe/Stockholm:20260310T110000
DTEND;TZID=Europe/Stockholm:20260310T111500
RRULE:FREQ=DAILY;COUNT=6
SUMMARY:Before the change
END:VEVENT
BEGIN:VEVENT
UID:halves
DTSTAMP:20260301T000000Z
RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Stockholm:20260311T110000
DTSTART;TZID=Europe/Stockholm:20260311T110000
DTEND;TZID=Europe/Stockholm:20260311T111500
SUMMARY:After the change
END:VEVENT
END:VCALENDAR
"""


class Trial:
    """Folders, programs, and what was found wrong."""

    def __init__(self, root: Path, programs: Path) -> None:
        self.root = root
        self.programs = programs
        self.work, self.server = root / "work", root / "server"
        self.failed = 0
        for folder in (self.work, self.server, root / "config", root / "xdg"):
            folder.mkdir()
        (root / "khal.conf").write_text(KHAL.format(path=self.work))
        text = VDIRSYNCER.format(status=root / "status", here=self.work, there=self.server)
        (root / "vdirsyncer.conf").write_text(text)
        (root / "config" / "settings.toml").write_text(f'zone = "{ZONE}"\n[calendars.work]\npath = "{self.work}"\n')

    def run(self, *words: str) -> str:
        """Run a program; its output, printed as well."""
        kinds = {f"CTOTUI_{kind.upper()}": str(self.root / kind) for kind in ("data", "config", "state")}
        still = {"CTOTUI_NOW": "2026-03-10T08:00", "TZ": ZONE, "HOME": str(self.root), "LC_ALL": "C.UTF-8"}
        xdg = {f"XDG_{kind}_HOME": str(self.root / "xdg") for kind in ("DATA", "CACHE", "STATE", "CONFIG")}
        env = {**os.environ, **kinds, **still, **xdg}
        found = subprocess.run(words, capture_output=True, text=True, env=env, cwd=ROOT, check=False)
        said = (found.stdout + found.stderr).rstrip()
        print(f"$ {Path(words[0]).name} {' '.join(words[1:])}\n{said}\n")
        return said

    def ctotui(self, *words: str) -> str:
        """Run ctotui on the trial's data."""
        return self.run(sys.executable, "-m", "ctotui", *words)

    def khal(self, *words: str) -> str:
        """Run khal on the folder of the calendar."""
        return self.run(str(self.programs / "khal"), "-c", str(self.root / "khal.conf"), *words)

    def listed(self) -> str:
        """What khal lists of three days."""
        form = "{start-long} {end-time} {title}{repeat-symbol} {location}"
        return self.khal("list", "--format", form, "2026-03-10", "3d")

    def vdirsyncer(self, *words: str) -> str:
        """Run vdirsyncer between the folder and the server's."""
        return self.run(str(self.programs / "vdirsyncer"), "-c", str(self.root / "vdirsyncer.conf"), *words)

    def agenda(self) -> str:
        """What ctotui lists of three days."""
        return self.ctotui("agenda", "--from", "2026-03-10", "--to", "2026-03-13")

    def check(self, what: str, holds: bool) -> None:
        """Say whether something holds."""
        self.failed += not holds
        print(f"{'ok  ' if holds else 'FAIL'} {what}\n")

    def short(self, title: str) -> str:
        """The short id of what stands under `title` in the agenda."""
        line = next(line for line in self.agenda().splitlines() if title in line)
        return line.split()[1].partition("@")[0]


def several(t: Trial) -> None:
    """Files that hold more than one thing, and one that was edited by hand in the data folder."""
    (t.work / "several.ics").write_text(SEVERAL)
    (t.work / "halves.ics").write_text(HALVES)
    t.agenda()
    t.ctotui("edit", t.short("Second of two"), "Second", "renamed")
    after = (t.work / "several.ics").read_text()
    t.check("one of two in a file, which khal does not read, is written", "SUMMARY:Second renamed" in after)
    t.check(
        "and the other keeps every byte", SEVERAL[SEVERAL.index("BEGIN:VEVENT") : SEVERAL.index("END:VEVENT")] in after
    )
    t.ctotui("edit", t.short("After the change"), "After", "renamed")
    listed = t.listed()
    t.check("khal lists the second half of a series", "2026-03-11 11:00 11:15 After renamed" in listed)
    t.check("and the first as it was", "2026-03-10 11:00 11:15 Before the change" in listed)
    t.khal("new", "-a", "work", "2026-03-12", "14:00", "15:00", "By hand soon")
    t.agenda()
    (found,) = (path for path in (t.root / "data" / "calendar").glob("*.toml") if "By hand soon" in path.read_text())
    found.write_text(found.read_text().replace("By hand soon", "Done by hand"))
    t.agenda()
    t.check("khal lists what was edited by hand while nothing ran", "Done by hand" in t.listed())
    for name in ("several.ics", "halves.ics"):
        (t.work / name).unlink()
    t.agenda()


def trial(t: Trial) -> None:
    """Every way from one program to another."""
    t.khal("new", "-a", "work", "2026-03-10", "15:00", "16:00", "Made by khal", "::", "with a note")
    t.khal("new", "-a", "work", "-r", "daily", "-u", "2026-03-20", "2026-03-10", "09:00", "09:15", "Standup")
    t.check("ctotui sees what khal made", all(word in t.agenda() for word in ("Made by khal", "Standup")))
    t.ctotui("edit", t.short("Made by khal"), "Renamed", "by", "ctotui")
    listed = t.listed()
    t.check("khal lists what ctotui renamed", "Renamed by ctotui" in listed and "Made by khal" not in listed)
    t.ctotui("move", f"{t.short('Standup')}@2026-03-11", "wed", "10:30")
    listed = t.listed()
    t.check("khal lists the moved date of a series", "2026-03-11 10:30 10:45 Standup" in listed)
    t.check("and the others where they were", listed.count("09:00") == 2)
    (t.server / "from-server.ics").write_text(EVENT)
    t.vdirsyncer("discover")
    t.vdirsyncer("sync")
    t.check("what vdirsyncer brought is in ctotui", "From the server" in t.agenda())
    t.ctotui("edit", t.short("From the server"), "Edited", "in", "ctotui")
    t.vdirsyncer("sync")
    there = (t.server / "from-server.ics").read_text()
    t.check("vdirsyncer carries an edit to the server", "SUMMARY:Edited in ctotui" in there)
    t.check("with what only the server knows", "X-SERVER:keep this" in there)
    t.ctotui("undo")
    t.vdirsyncer("sync")
    t.check("an undo arrives as the old bytes", (t.server / "from-server.ics").read_text() == EVENT)
    ours = next(path for path in t.work.glob("*.ics") if "Renamed by ctotui" in path.read_text())
    (t.server / ours.name).unlink()
    t.vdirsyncer("sync")
    t.check("what is deleted on the server is gone in ctotui", "Renamed by ctotui" not in t.agenda())
    t.ctotui("delete", t.short("From the server"))
    t.vdirsyncer("sync")
    t.check("what is deleted in ctotui is gone on the server", not (t.server / "from-server.ics").exists())
    t.listed()
    t.check("a last sync finds nothing to do", "error" not in t.vdirsyncer("sync").lower())


def main() -> int:
    """Install where that was not done, and try."""
    with tempfile.TemporaryDirectory() as folder:
        environment = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "environment"
        programs = environment / "bin"
        if not (programs / "khal").exists():
            venv.create(environment, with_pip=True)
            subprocess.run([str(programs / "pip"), "install", "-q", "khal", "urwid<4", "vdirsyncer"], check=True)
        place = Path(folder) / "trial"
        place.mkdir()
        found = Trial(place, programs)
        found.khal("--version")
        found.vdirsyncer("--version")
        several(found)
        trial(found)
        return 1 if found.failed else 0


if __name__ == "__main__":
    sys.exit(main())

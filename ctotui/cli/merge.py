"""``merge-driver``: what git runs where both sides changed a file of the data folder (storage-and-time 2.3)."""

from ctotui.cli.arguments import line
from ctotui.cli.call import Call


def merge_driver(call: Call) -> int:
    """Merge three versions record by record into the second; 1 where a conflict is left in it. Never opens the data."""
    from ctotui.disk import files
    from ctotui.disk.merge import merge_texts

    base, ours, theirs = (files.read(path)[0] for path in call.words[:3])
    name = call.words[3] if len(call.words) > 3 else "the file"
    try:
        found = merge_texts(base.decode(), ours.decode(), theirs.decode(), name)
    except UnicodeDecodeError:
        call.printer.complain(f"{name} is not UTF-8 text in one version: it was not merged; ours stays, choose one.")
        return 1
    for note in found.notes:
        call.printer.complain(note)
    if found.text.encode() != ours:
        with open(call.words[1], "wb") as file:  # git's own temporary file: to be kept as it is, not replaced
            file.write(found.text.encode())
    if found.problem:
        call.printer.complain(
            f"{name} was not merged: {found.problem}. Both versions stand in it between marks; "
            "keep what you want with an editor, then git add it."
        )
    return 1 if found.problem else 0


def git_lines(data: str, program: str) -> tuple[str, str]:
    """The two shell lines that let git merge a data folder by record, and leave out what is not to be shared."""
    attributes, ignored = f"{data}/.gitattributes", f"{data}/.gitignore"
    driver = line("git", "-C", data, "config", "merge.ctotui.driver", f"{program} merge-driver %O %A %B %P")
    lines = [line("echo", "*.toml merge=ctotui"), line("printf", "%s\\n", ".ctotui.lock*", ".*.tmp")]
    return driver, f"{lines[0]} >> {line(attributes)} && {lines[1]} >> {line(ignored)}"


def program() -> str:
    """How this program is called from anywhere, as a shell takes it."""
    import os
    import sys
    from shutil import which

    name = os.path.basename(sys.argv[0])
    if name == "ctotui" and (found := which(name)) is not None:
        return name if os.path.realpath(found) == os.path.realpath(sys.argv[0]) else line(os.path.realpath(sys.argv[0]))
    return line(sys.executable, "-m", "ctotui")

"""docs/first-hour.md is lived through: each command is run, each edit made, each line compared.
What an editor shows is asked of the server behind most of them.

Only what takes a network is left out: environments are made of this one, and pip does nothing
(`packaging/test_wheel.py` has the real ones). SPECLOOM_REGEN=1 writes what is printed into the
page.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.editors.server import Server

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "first-hour.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
PLACE = re.compile(r"^(.+?):(\d+):(\d+): ", re.M)
SECONDS = re.compile(r"\b\d+\.\d+s\b")

PYTHON = f"""\
#!/bin/sh
case "$*" in
  "-m venv "*)
    for folder; do :; done
    mkdir -p "$folder/bin"
    cp "$STUBS"/* "$folder/bin"
    touch "$folder/bin/activate" ;;
  "-m pip "*) ;;
  *) PYTHONPATH="$PYTHONPATH:{ROOT / 'generator'}" exec {shlex.quote(sys.executable)} "$@" ;;
esac
"""
STUBS = {
    "python3": PYTHON,
    "python": PYTHON,
    "pip": "#!/bin/sh\n",
    "specloom": '#!/bin/sh\nexec python -m specloom "$@"\n',
}


class Reader:
    """Somebody who does what the page says, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        stubs = folder / "stubs"
        stubs.mkdir()
        for name, text in STUBS.items():
            (stubs / name).write_text(text)
            (stubs / name).chmod(0o755)
        self.folder = folder / "work"
        self.folder.mkdir()
        self._environment = {
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
            "PATH": f"{stubs}:{os.environ['PATH']}",
            "PYTHONPATH": "",
            "STUBS": str(stubs),
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        for role in ("AUTHOR", "COMMITTER"):
            self._environment[f"GIT_{role}_NAME"] = "Reader"
            self._environment[f"GIT_{role}_EMAIL"] = "reader@example.com"

    def run(self, command: str) -> str:
        """What a command prints."""
        if command.startswith("cd "):
            self.folder /= command.removeprefix("cd ")
            return ""
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=self.folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        return done.stdout

    def edit(self, diff: str) -> None:
        """Makes the change of a block that begins with `--- path`; its lines stand once."""
        head, *lines = diff.splitlines(keepends=True)
        file = self.folder / head.removeprefix("--- ").strip()
        old = "".join(line[1:] for line in lines if line[0] in " -")
        new = "".join(line[1:] for line in lines if line[0] in " +")
        text = file.read_text("utf-8")
        assert text.count(old) == 1, diff
        file.write_text(text.replace(old, new), "utf-8")

    def save(self, code: str) -> None:
        """Saves a block that begins with `# name`."""
        name = code.splitlines()[0].removeprefix("# ")
        (self.folder / name).write_text(code, "utf-8")


class Step(NamedTuple):
    """A block of the page, and where its text is."""

    language: str
    text: str
    start: int
    end: int


def in_an_editor(reader: Reader, step: Step) -> str:
    """A block of places in one file, with what an editor underlines or proposes there."""
    places = [(name, int(a), int(b)) for name, a, b in PLACE.findall(step.text)]
    name = places[0][0]
    path = reader.folder / name
    shown: dict[tuple[int, int], str] = {}
    server = Server(reader.folder)
    try:
        (slips,) = server.diagnostics({path: path.read_text("utf-8")}).values()
        for slip in slips if step.language == "underlined" else ():
            start = slip["range"]["start"]
            shown[start["line"] + 1, start["character"] + 1] = slip["message"]
        for _, line, column in places if step.language == "proposed" else ():
            found = server.completions(path, line - 1, column - 1)
            shown[line, column] = ", ".join(sorted(found))
    finally:
        server.close()
    lines = sorted(shown.items())
    return "".join(f"{name}:{at[0]}:{at[1]}: {said}\n" for at, said in lines)


def steps(page: str) -> Iterator[Step]:
    """The blocks in their order."""
    for found in BLOCK.finditer(page):
        yield Step(found[1], found[2], *found.span(2))


def session(reader: Reader, text: str) -> str:
    """A console block with what its commands really print."""
    lines = text.splitlines()
    commands = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
    return "".join(f"$ {command}\n{reader.run(command)}" for command in commands)


def timeless(text: str) -> str:
    """The same without seconds."""
    return SECONDS.sub("1.23s", text)


def test_the_page_is_true(tmp_path: Path) -> None:
    page = PAGE.read_text("utf-8")
    reader = Reader(tmp_path)
    true: list[str] = []
    rest = 0
    for step in steps(page):
        said = step.text
        match step.language:
            case "console":
                said = session(reader, step.text)
                if timeless(said) == timeless(step.text):
                    said = step.text
            case "underlined" | "proposed":
                said = in_an_editor(reader, step)
            case "diff":
                reader.edit(step.text)
            case "python":
                reader.save(step.text)
            case other:
                pytest.fail(f"nobody knows what to do with a block of {other}")
        true += [page[rest : step.start], said]
        rest = step.end
    written = "".join(true) + page[rest:]
    assert str(tmp_path) not in written
    assert "Traceback" not in written
    if os.environ.get("SPECLOOM_REGEN"):
        PAGE.write_text(written, "utf-8")
        return
    assert page == written

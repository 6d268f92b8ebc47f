"""How the page of a code is written, and how it becomes a folder of this one.

A page is Markdown: a title, what the code means, the sections of `SECTIONS`, and a line of
codes to look at next. The examples lie over `tests/language/base/`, a small API without
mistakes. Below `## Wrong` and `## Right` stand

- a file: a line that begins with its name below the spec's folder (`` `port/ships.yaml`: ``),
  and a block of YAML; or a block of `bytes`, a literal of Python on each line, for what text
  can't show,
- `` `port/a.yaml` is a link to `b.yaml`. ``,
- `` `port/a.yaml` moves to `port/b.yaml`. ``,
- `` `api.yaml` is taken out. ``.

What is right says only what differs from what is wrong.
"""

import ast
import difflib
import re
import shutil
from pathlib import Path
from typing import NamedTuple

SECTIONS = ("Why", "Wrong", "What is printed", "Right")

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
_STEP = re.compile(
    r"^`(?P<file>[^`\n]+)`(?:, [^\n]+)?:\n\n```(?P<kind>yaml|bytes)\n(?P<text>.*?)^```$"
    r"|^`(?P<link>[^`\n]+)` is a link to `(?P<target>[^`\n]+)`\.$"
    r"|^`(?P<old>[^`\n]+)` moves to `(?P<new>[^`\n]+)`\.$"
    r"|^`(?P<gone>[^`\n]+)` is taken out\.$",
    re.M | re.S,
)


class Link(NamedTuple):
    """A symbolic link, and where it leads from its own folder."""

    target: str


Spec = dict[str, bytes | Link]
"""The files of a spec, by their paths below its folder."""


class Page(NamedTuple):
    """The parts of a page."""

    title: str
    meaning: str
    sections: dict[str, str]

    @property
    def printed(self) -> str:
        """What the tool prints, as the page shows it."""
        return _blocks(self.sections["What is printed"], "text")[0]

    @property
    def see_also(self) -> list[str]:
        """The codes that its last line names."""
        last = self.sections["Right"].strip().rpartition("\n\n")[2]
        assert last.startswith("See also "), last
        return re.findall(r"\[(SPL\d+)\]\(\1\.md\)", last)

    def wrong(self, base: Spec) -> Spec:
        """The spec that has the mistake: what the page shows, upon the base."""
        return _after(base, self.sections["Wrong"])

    def right(self, base: Spec) -> Spec:
        """The spec without it."""
        return _after(self.wrong(base), self.sections["Right"])


def read_page(text: str) -> Page:
    """A page by its parts."""
    head, *parts = re.split(r"^## (.+)\n", text, flags=re.M)
    title, _, meaning = head.partition("\n")
    return Page(title, meaning.strip(), dict(zip(parts[::2], parts[1::2], strict=True)))


def with_printed(text: str, printed: str) -> str:
    """The page with another answer of the tool."""
    shown = re.compile(r"(?<=^## What is printed\n).*?(?=^## )", re.M | re.S)
    (section,) = shown.findall(text)
    start, _, end = section.partition("```text\n")
    end = end[end.index("```\n") :]
    return text.replace(section, f"{start}```text\n{printed}{end}")


def _blocks(section: str, kind: str) -> list[str]:
    return [text for name, text in _BLOCK.findall(section) if name == kind]


def _after(spec: Spec, section: str) -> Spec:
    """The spec once all that a section says is done."""
    made = dict(spec)
    steps = list(_STEP.finditer(section))
    files = [step for step in steps if step["file"]]
    assert steps and len(files) == len(_BLOCK.findall(section)), section
    for step in steps:
        if step["file"]:
            made[step["file"]] = _content(step["kind"], step["text"])
        elif step["link"]:
            made[step["link"]] = Link(step["target"])
        elif step["old"]:
            made[step["new"]] = made.pop(step["old"])
        else:
            del made[step["gone"]]
    return made


def _content(kind: str, text: str) -> bytes:
    if kind == "yaml":
        return text.encode()
    literals = [ast.literal_eval(line) for line in text.splitlines()]
    return b"".join(literals)


def in_words(spec: Spec, base: Spec) -> str:
    """What of a spec upon the base is no file, in the words of a page: a line each."""
    links = [
        f"`{name}` is a link to `{content.target}`.\n"
        for name, content in sorted(spec.items())
        if isinstance(content, Link)
    ]
    gone = [f"`{name}` is taken out.\n" for name in sorted(base.keys() - spec.keys())]
    return "".join([*links, *gone])


def read_spec(folder: Path) -> Spec:
    """The files of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def write_spec(spec: Spec, folder: Path) -> None:
    """Makes the folder hold these files and no others."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in spec.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Link):
            path.symlink_to(content.target)
        else:
            path.write_bytes(content)


def changed_lines(before: Spec, after: Spec) -> int:
    """How many lines somebody has to touch to mend a spec; to move or drop a file is one."""
    dropped = [before[name] for name in before.keys() - after.keys()]
    count = len(dropped)
    for name in after.keys() - before.keys():
        if after[name] not in dropped:
            count += len(_lines(after[name]))
    for name in before.keys() & after.keys():
        matcher = difflib.SequenceMatcher(
            None, _lines(before[name]), _lines(after[name]), autojunk=False
        )
        count += sum(
            max(i2 - i1, j2 - j1)
            for kind, i1, i2, j1, j2 in matcher.get_opcodes()
            if kind != "equal"
        )
    return count


def _lines(content: bytes | Link) -> list[bytes]:
    return [] if isinstance(content, Link) else content.splitlines()

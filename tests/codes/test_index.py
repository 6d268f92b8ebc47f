"""docs/diagnostics.md lists every code; `SPECLOOM_REGEN=1` writes it from the pages' titles."""

import os
from collections.abc import Iterator
from pathlib import Path

from specloom.diagnostics import pages, rules

ROOT = Path(__file__).parents[2]
INDEX = ROOT / "docs" / "diagnostics.md"
FOLDER = Path(pages.__file__).parent

HEAD = """\
# Diagnostics

What Specloom says of a spec that is wrong has a code. A code never changes its meaning and is
never used again. All of them are errors: as long as there is one, nothing is written. One run
answers all that it can see, in the order of files and lines; mend the first ones first, as a
later one may follow from them. A second place that belongs to a mistake, such as the first of
two declarations, is shown below it.

Each code has a page: what it means, why the language has the rule, an example, what is printed,
and the example mended.
"""


def index() -> str:
    return HEAD + "".join(map("".join, map(group, pages.GROUPS)))


def group(start: str) -> Iterator[str]:
    yield f"\n## {pages.GROUPS[start]}\n\n| code | |\n|---|---|\n"
    to_folder = os.path.relpath(FOLDER, INDEX.parent).replace(os.sep, "/")
    for code in pages.codes():
        if code.startswith(start):
            title = (pages.title(code) or "").replace("|", "\\|")
            yield f"| [{code}]({to_folder}/{code}.md) | {title} |\n"


def test_the_index_lists_every_page() -> None:
    if os.environ.get("SPECLOOM_REGEN"):
        INDEX.write_bytes(index().encode())
    text = INDEX.read_bytes().decode()
    assert text == index()
    for code in (*pages.codes(), *rules.RETIRED):
        assert text.count(f"[{code}](") == 1
        assert text.count(f"/{code}.md)") == 1


def test_every_link_of_the_index_leads_to_a_page() -> None:
    links = [
        line.split("](")[1].split(")")[0]
        for line in index().splitlines()
        if "](" in line
    ]
    assert len(links) == len(pages.codes())
    assert all((INDEX.parent / link).is_file() for link in links)


def test_the_other_documents_link_to_the_index() -> None:
    assert "(docs/diagnostics.md)" in (ROOT / "README.md").read_text("utf-8")
    assert "(diagnostics.md)" in (ROOT / "docs" / "language.md").read_text("utf-8")

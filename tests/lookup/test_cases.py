"""What the commands answer: a folder of `cases` for each idea.

A case holds `commands.txt`, a command a line (`COLUMNS=20 explain …`: a narrow terminal), the
`expected.txt` of all of them, and `spec/`, laid upon the small API of the language's tests;
without it the commands are given to the flagship. `SPECLOOM_REGEN=1` writes what is expected.
"""

import shlex

import pytest

from tests.language.cases import compare, lay_out

from .running import CASES, Place


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir()))
def test_what_is_answered(name: str, place: Place) -> None:
    case = CASES / name
    if (case / "spec").exists():
        lay_out(case, place.folder)
    else:
        place.use("avara")
    lines = (case / "commands.txt").read_text(encoding="utf-8").splitlines()
    compare(case, "\n".join(answered(line, place) for line in lines))


def answered(line: str, place: Place) -> str:
    words = shlex.split(line)
    columns = None
    if words[0].startswith("COLUMNS="):
        columns = int(words.pop(0).partition("=")[2])
    code, out, err = place.run(*words, columns=columns)
    end = f"exit {code}\n" if code else ""
    return f"$ {line}\n{out}{err}{end}"

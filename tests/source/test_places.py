"""What stands where a file of a spec should: a pipe, a link to a folder."""

import os
from pathlib import Path

from specloom.diagnostics import rules
from specloom.weave import resolve_all

from tests.language.cases import HERE, lay_out


def found(folder: Path) -> list[tuple[str, str, str]]:
    mistakes = resolve_all([str(folder)]).diagnostics
    return [
        (one.code, one.span.file.rpartition("/")[2], one.message) for one in mistakes
    ]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    lay_out(HERE / "valid" / "includes", tmp_path)
    os.mkfifo(tmp_path / "spec" / "port" / "pipe.yaml")
    ((code, file, message),) = found(tmp_path / "spec")
    assert (code, file) == (rules.FILE_UNREADABLE.code, "pipe.yaml")
    assert "no plain file" in message


def test_a_link_to_a_folder_is_told(tmp_path: Path) -> None:
    lay_out(HERE / "valid" / "includes", tmp_path)
    (tmp_path / "else").mkdir()
    (tmp_path / "spec" / "port" / "more").symlink_to(tmp_path / "else")
    ((code, file, message),) = found(tmp_path / "spec")
    assert (code, file) == (rules.FILE_UNREADABLE.code, "more")
    assert "link to a folder" in message

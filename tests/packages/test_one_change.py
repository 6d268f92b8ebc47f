"""A change of one field changes the files that name it, and no others."""

import re
from pathlib import Path

import pytest
from specloom.weave import weave

from .weaving import ROOT, copied_spec

AVARA = ROOT / "spec" / "avara"


def files(spec: Path) -> dict[str, str]:
    """Every file of every build."""
    woven = weave([str(spec)])
    assert not woven.diagnostics
    return {
        f"{build.build}/{name}": text
        for build in woven.builds
        for name, text in build.files.items()
    }


@pytest.mark.parametrize(
    ("file", "field", "names"),
    [
        ("types.yaml", "is_viewer_enabled", ["is_viewer_enabled", "isViewerEnabled"]),
        ("owners.yaml", "user_count", ["user_count", "userCount"]),
        ("webhooks.yaml", "content_creator_name", ["content_creator_name"]),
    ],
)
def test_only_files_that_name_the_field(
    file: str, field: str, names: list[str], tmp_path: Path
) -> None:
    spec = copied_spec(tmp_path, AVARA)
    before = files(spec)
    path = spec / file
    text = path.read_text("utf-8")
    pattern = re.compile(rf"^(    |      ){field}(\??):", re.M)
    changed = pattern.sub(lambda m: f"{m[1]}{field}{'' if m[2] else '?'}:", text)
    assert changed != text
    path.write_text(changed, "utf-8")
    after = files(spec)
    assert before.keys() == after.keys()
    written = {name for name in after if after[name] != before[name]}
    assert written
    naming = {name for name in after if any(n in after[name] for n in names)}
    assert written <= naming
    assert len(written) < len(after) / 10

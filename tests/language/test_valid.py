"""What the builds of a good spec say: a folder of `valid` for each feature."""

from pathlib import Path

import pytest
from specloom.diagnostics.render import render_text
from specloom.weave import build_names, resolve_build, weave

from tests.language.cases import HERE, compare, lay_out, names
from tests.language.dump import dump_api

CASES = HERE / "valid"


@pytest.mark.parametrize("name", names("valid"))
def test_what_the_builds_say(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = lay_out(CASES / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    woven = weave([spec])
    assert not woven.diagnostics, render_text(woven.diagnostics, woven.texts)
    builds, _ = build_names([spec])
    assert [each.build for each in woven.builds] == list(builds)
    compare(CASES / name, "\n".join(map(dumped, builds)))


def dumped(build: str) -> str:
    api, _, _ = resolve_build(["spec"], build)
    assert api is not None
    return dump_api(api)

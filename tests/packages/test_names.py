"""Names that Python can't have are answered in the spec, at their place."""

from pathlib import Path

import pytest
from specloom.weave import weave

from .weaving import run_tests, weave_into

API = """\
specloom: 1
name: shop
base_url: https://shop.example
products: [shop]
releases: [2030-01]
variants: {one: One}
builds:
  shop_one: {variant: one, release: 2030-01}
"""
SHOP = """\
path: /v1/shop
endpoints:
  NAME:
    post: /
    body: {text: TYPE}
    returns: RECORD
types:
  TYPE: string(1..3)
records:
  RECORD: {text: TYPE}
"""


def _weave(folder: Path, shop: str, place: str = "shop.yaml") -> list[tuple[str, int]]:
    """The codes and lines of what is wrong with a small API."""
    (folder / "api.yaml").write_text(API)
    (folder / place).parent.mkdir(exist_ok=True)
    (folder / place).write_text(shop)
    found = weave([str(folder)]).diagnostics
    return [(each.code, each.span.line) for each in found]


def _shop(name: str, type_: str, record: str) -> str:
    text = SHOP.replace("NAME", name).replace("TYPE", type_)
    return text.replace("RECORD", record)


@pytest.mark.parametrize(
    ("name", "type_", "record"),
    [
        ("create", "Word", "Thing"),
        ("import", "Text", "Kind"),
        ("text", "Time", "Text2"),
        ("list", "Dates", "Members"),
        ("thing", "Word", "Thing"),
        ("word", "Word", "Thing"),
    ],
)
def test_names_that_need_no_thought(
    name: str, type_: str, record: str, tmp_path: Path
) -> None:
    assert _weave(tmp_path, _shop(name, type_, record)) == []


@pytest.mark.parametrize("name", ["builtins", "deprecated", "st"])
def test_endpoints_named_as_what_modules_import(name: str, tmp_path: Path) -> None:
    assert _weave(tmp_path, _shop(name, "Word", "Thing")) == [("SPL301", 3)]


@pytest.mark.parametrize("name", ["Model", "Open", "CONST", "None"])
def test_records_and_types_named_as_what_modules_import(
    name: str, tmp_path: Path
) -> None:
    codes = [code for code, _ in _weave(tmp_path, _shop("create", "Word", name))]
    assert codes == ["SPL301"]
    codes = [code for code, _ in _weave(tmp_path, _shop("create", name, "Thing"))]
    assert codes == ["SPL301"]


def test_a_file_named_by_a_keyword(tmp_path: Path) -> None:
    found = _weave(tmp_path, _shop("create", "Word", "Thing"), "shop/class.yaml")
    assert found == [("SPL301", 1)]


TAKEN = "api cache check checks drawn functools given integer members moment need path "
TAKEN += "pytest query record settings strategies tests webhooks"


def test_files_named_as_what_their_tests_import(tmp_path: Path) -> None:
    spec = tmp_path / "spec"
    (spec / "shop").mkdir(parents=True)
    (spec / "api.yaml").write_text(API)
    for name in TAKEN.split():
        text = _shop(name, "Word", "Thing").replace("/v1/shop", f"/v1/{name}")
        (spec / "shop" / f"{name}.yaml").write_text(text)
    weave_into(tmp_path / "out", spec)
    ran = run_tests(tmp_path / "out", examples=3)
    assert ran.code == 0, ran.out[-3000:]

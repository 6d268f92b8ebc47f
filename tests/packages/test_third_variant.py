"""A third kind of customer is a column in api.yaml: no file of fields, no code."""

import re
from collections import Counter
from pathlib import Path

from specloom.diagnostics import Diagnostics
from specloom.source import Mapping, read_source
from specloom.source.tree import Node

from .weaving import ROOT, copied_spec, run_tests, weave_into

AVARA = ROOT / "spec" / "avara"
MOST_LINES = 10

TITLE = ("  express: Express customer\n", "  partner: Partner clinic\n")
BUILD = (
    "  avara_express_2026_01: {variant: express, release: 2026-01}\n",
    "  avara_partner: {variant: partner, release: 2026-01}\n",
)
WORDS = {
    "owner": "partner_clinic",
    "owners": "partners",
    "customers": "partner_clinics",
    "prefix": "pcl",
    "customer": "partner clinic",
}


def _with_partner(text: str) -> str:
    """api.yaml with a variant `partner`: a title, a build, and a cell in each row."""
    for line, added in (TITLE, BUILD):
        assert text.count(line) == 1
        text = text.replace(line, line + added)
    for word, cell in WORDS.items():
        row = re.compile(rf"^(  {word}: .*?)\s*}}", re.MULTILINE)
        text, count = row.subn(rf"\1, partner: {cell}}}", text)
        assert count == 1
    return text


def _changed(before: str, after: str) -> int:
    """How many lines of `after` are not in `before`."""
    return sum((Counter(after.split("\n")) - Counter(before.split("\n"))).values())


def test_a_third_variant_is_a_few_lines(tmp_path: Path) -> None:
    spec = copied_spec(tmp_path, AVARA)
    api = spec / "api.yaml"
    before = api.read_text("utf-8")
    api.write_text(_with_partner(before), "utf-8")
    assert 0 < _changed(before, api.read_text("utf-8")) <= MOST_LINES
    out = tmp_path / "generated"
    weave_into(out, spec)

    partner = out / "avara_partner" / "avara_partner"
    studies = partner / "viewer" / "studies"
    functions = (studies / "__init__.py").read_text("utf-8")
    assert "partner_clinic_id: PartnerClinicId | MISSING = MISSING," in functions
    assert 'wire("partnerClinicId")' in (studies / "_models.py").read_text("utf-8")
    assert (partner / "partners" / "users" / "__init__.py").exists()
    assert "class PartnerClinicReference(Model)" in (partner / "types.py").read_text(
        "utf-8"
    )
    assert '"^pcl_[0-9a-f]{32}$"' in (partner / "types.py").read_text("utf-8")
    for path in partner.rglob("*.py"):
        if path.parent.name != "tests" and "tests" not in path.parts[len(out.parts) :]:
            assert "express" not in path.read_text("utf-8").lower(), path

    # All of the new package, and what the others say of it.
    likes = [
        path.relative_to(out).as_posix() for path in out.rglob("test_like_partner.py")
    ]
    assert len(likes) == 2
    ran = run_tests(out, 5, "avara_partner", *likes)
    assert ran.code == 0, ran.out[-3000:]
    assert "skipped" not in ran.out


def _fields(node: Node) -> list[str]:
    """The names of a group of fields, marks left out."""
    assert isinstance(node, Mapping)
    names = [entry.key.text.split()[0].removesuffix("?") for entry in node.entries]
    return [name for name in names if not name.startswith("$")]


def _groups(node: Node) -> list[tuple[str, Node]]:
    """Records and bodies of a file, by name."""
    assert isinstance(node, Mapping)
    found: list[tuple[str, Node]] = []
    for entry in node.entries:
        if entry.key.text == "records" and isinstance(entry.value, Mapping):
            found += [(each.key.text, each.value) for each in entry.value.entries]
        if entry.key.text == "endpoints" and isinstance(entry.value, Mapping):
            for endpoint in entry.value.entries:
                assert isinstance(endpoint.value, Mapping)
                found += [
                    (f"{endpoint.key.text}.{part.key.text}", part.value)
                    for part in endpoint.value.entries
                    if isinstance(part.value, Mapping) and part.key.text != "example"
                ]
    return found


def test_no_field_is_written_twice_for_variants() -> None:
    """Each fact stands once: no field has marks of a variant, no name comes twice."""
    seen = 0
    for path in sorted(AVARA.rglob("*.yaml")):
        root = read_source(str(path), path.name, Diagnostics()).root
        assert root is not None
        for name, group in _groups(root):
            fields = _fields(group)
            seen += len(fields)
            assert len(fields) == len(set(fields)), f"{path.name}: {name}"
            assert isinstance(group, Mapping)
            marked = [
                entry.key.text for entry in group.entries if "@" in entry.key.text
            ]
            assert not marked, f"{path.name}: {name}"
    assert seen > 40


def test_variants_are_named_in_api_yaml_only() -> None:
    """Another file that named one would have to be edited for the next."""
    for path in AVARA.rglob("*.yaml"):
        if path.name != "api.yaml":
            text = path.read_text("utf-8")
            assert not re.search(
                r"express|\borgs?\b|\bcus\b", text, re.IGNORECASE
            ), path

"""The texts that generated tests try: rightly labelled, and telling a pattern from its kin."""

import json
import re
from pathlib import Path

import pytest
from specloom import ir
from specloom.formats import FORMATS, KIND_FORMATS
from specloom.patterns import Problem, parse_pattern, relatives, same_language, witness
from specloom.targets.cases import TextCases, text_cases

from .engines import UID, rust

ROOT = Path(__file__).parents[2]
SPECS = [
    path.read_text(encoding="utf-8")
    for folder in ("spec", "tests/packages", "tests/language")
    for path in sorted((ROOT / folder).rglob("*.yaml"))
]
WRITTEN = {
    found.replace("''", "'")
    for spec in SPECS
    for found in re.findall(r"pattern: '(\^(?:[^'\n]|'')*\$)'", spec)
}
IN_SPECS = sorted(
    each for each in WRITTEN if not isinstance(parse_pattern(each), Problem)
)
MORE = [
    *(
        "^$",
        "^a$",
        "^a?$",
        "^a+$",
        "^a*b$",
        "^(a|b|cd)$",
        "^(a|ab)(c|bcd)$",
        "^[ab]{3}$",
    ),
    *("^[^a]$", "^[^\n]+$", r"^\t\n$", "^[ -~]{1,8}$", "^[à-ü]+$", "^[一-龥]{2,4}$"),
    *("^usr_[0-9a-f]{32}$", "^[A-Z]{3}-[0-9]{2,4}$", r"^[0-9]+(\.[0-9]{1,2})?$"),
    *("^[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}$", "^#[0-9a-fA-F]{6}$", "^v[0-9]+(-rc[0-9]+)?$"),
    r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9a-z.-]+)?$",
    *("^(mon|tue|wed|thu|fri|sat|sun)$", r"^\+[1-9][0-9]{6,14}$", "^([a-z]+,)*[a-z]+$"),
    *("^(a{2}|b){3}$", "^(x[0-9])+$", "^([01][0-9]|2[0-3]):[0-5][0-9]$", "^a{4,}$"),
    *(
        "^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$",
        "^(é|⚓|😀)$",
        r"^\$\{[a-z]+\}$",
        "^[\x00-\x1f]$",
    ),
]
TYPES = [
    *(ir.StringType(pattern=pattern) for pattern in [*IN_SPECS, *MORE]),
    ir.StringType(pattern=UID, min=1, max=64),
    ir.StringType(pattern="^[A-Z]{1,3}[0-9]?$", min=2, max=4),
    ir.StringType(pattern="^[a-z]*$", max=3),
    ir.StringType(pattern="^[a-z]*$", min=2),
    ir.StringType(pattern="^(é|e)+$", max_bytes=8),
    ir.StringType(pattern="^https://[a-z.]+$", format="url"),
    ir.StringType(pattern="^[a-z@.]+$", format="email", max=12),
    ir.StringType(pattern="^[A-Z]*$", format="base64", min=4),
    *(ir.StringType(format=name, max=40) for name in FORMATS),
]
each_type = pytest.mark.parametrize(
    "type_", TYPES, ids=lambda each: ascii(each.pattern)
)


def test_the_specs_have_patterns() -> None:
    assert UID in IN_SPECS
    assert len(IN_SPECS) > 8


def patterns_of(type_: ir.StringType) -> list[str]:
    """The pattern of a type, and that of its format."""
    named = [FORMATS[type_.format].pattern] if type_.format else []
    return [*named, *([type_.pattern] if type_.pattern else [])]


def in_python(type_: ir.StringType, text: str) -> bool:
    return all(re.fullmatch(each, text) for each in patterns_of(type_))


def in_rust(type_: ir.StringType, text: str) -> bool:
    return all(rust(each).isinstance_python(text) for each in patterns_of(type_))


def broken(type_: ir.StringType, text: str) -> list[str]:
    """The limits of length and of bytes that a text breaks."""
    size = len(json.dumps(text, ensure_ascii=False).encode())
    limits = {
        "min_length": len(text) < (type_.min or 0),
        "max_length": type_.max is not None and len(text) > type_.max,
        "max_bytes": type_.max_bytes is not None and size > type_.max_bytes,
    }
    return [rule for rule, is_broken in limits.items() if is_broken]


@each_type
def test_two_other_engines_agree_with_each_label(type_: ir.StringType) -> None:
    cases = text_cases(type_)
    for text in (cases.valid, *cases.good):
        assert in_python(type_, text), ascii(text)
        assert in_rust(type_, text), ascii(text)
        assert not broken(type_, text), ascii(text)
    for rule, texts in cases.bad.items():
        for text in texts:
            assert in_python(type_, text) == in_rust(type_, text), ascii(text)
            found = broken(type_, text)
            if rule == "pattern":
                assert not in_rust(type_, text), ascii(text)
                assert not found, ascii(text)
            else:
                assert found[0] == rule, ascii(text)
                assert rule != "max_bytes" or in_rust(type_, text), ascii(text)


@each_type
def test_no_text_stands_twice(type_: ir.StringType) -> None:
    cases = text_cases(type_)
    texts = [cases.valid, *cases.good, *sum(cases.bad.values(), ())]
    assert len(set(texts)) == len(texts)


def tells(cases: TextCases, patterns: list[str]) -> bool:
    """Whether a text shows that a package has these patterns instead of its own."""
    engines = [rust(each) for each in patterns]
    for text in (cases.valid, *cases.good):
        if not all(engine.isinstance_python(text) for engine in engines):
            return True
    return any(
        all(engine.isinstance_python(text) for engine in engines)
        for text in cases.bad.get("pattern", ())
    )


@each_type
def test_the_texts_tell_each_pattern_from_its_relatives(type_: ir.StringType) -> None:
    cases = text_cases(type_)
    patterns = patterns_of(type_)
    top = type_.max if type_.max_bytes is None else type_.max_bytes - 2
    limits = (type_.min or 0, top)
    # Those of formats are told by the lists of `_kinds`: see test_format_texts.
    for pattern in filter(None, [type_.pattern]):
        beside = [each for each in patterns if each != pattern]
        for change, other in relatives(pattern):
            if not tells(cases, [other, *beside]):
                within = beside[0] if beside else None
                assert witness(pattern, other, limits, within=within) is None, change
                if type_.pattern and not beside:
                    assert same_language(pattern, other, limits), change


def test_the_lists_are_short_enough_to_be_read() -> None:
    cases = text_cases(ir.StringType(pattern=UID, min=1, max=64))
    texts = [cases.valid, *cases.good, *sum(cases.bad.values(), ())]
    assert len(texts) <= 45
    assert sum(len(text) > 8 for text in texts) <= 4


def test_they_hold_the_classic_mistakes() -> None:
    cases = text_cases(ir.StringType(pattern="^usr_[0-9a-f]{3}$"))
    assert {
        *("usr_ef0\n", "usr_ef0\0", "usr_ef", "usr_ef00", "usr_ef\u0660", " usr_ef0"),
        *("usr_ef0 ", "sr_ef0", "uusr_ef0", "sur_ef0", "USR_EF0", "usr_ef/", ""),
    } <= set(cases.bad["pattern"])


@pytest.mark.parametrize(
    "pattern",
    [
        *("^[a-z]{1000}$", "^" + "abcde" * 1000 + "$", "^(a|b)*a(a|b){20}$"),
        f"^({'|'.join(f'w{n}' for n in range(400))})$",
        *(each.pattern for each in KIND_FORMATS.values()),
    ],
    ids=lambda pattern: pattern[:20],
)
def test_large_patterns_have_texts(pattern: str) -> None:
    cases = text_cases(ir.StringType(pattern=pattern))
    assert 10 < len(cases.bad["pattern"]) < 200

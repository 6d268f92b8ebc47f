"""The facts are read whole, each sample keeps what it is a sample of, nothing is left out."""

from collections import Counter
from collections.abc import Iterator

import pytest

from ..seeds import SOURCES as SEEDS
from .checks import CHECKS, shapes
from .facts import FOLDER, REPLIES, SOURCES, Build, load_all, raw, snake
from .listing import groups
from .samples import beyond, edges, goods, others, wrongs
from .shapes import DECIDED_ONLY, LIMITERS, SAID_ONLY, Field, Shape, limited
from .spots import spots_of

COUNTS = {
    "avara_org": (834, 6202),
    "avara_express_2026_01": (834, 6202),
    "avara_express": (1038, 8753),
}
"""How many facts about fields a file holds, and how many of all uses are tried."""

each_build = pytest.mark.parametrize(
    "build", load_all(), ids=lambda build: build.package
)


def fields_of(shape: Shape) -> Iterator[Field]:
    """All fields in the shape."""
    for spot in spots_of(shape.fields):
        if spot.field is not None:
            yield spot.field


def all_fields(build: Build) -> Iterator[Field]:
    """All fields that the tests of a build are about."""
    for endpoint in build.endpoints:
        arguments = tuple(each.field for each in endpoint.arguments)
        yield from fields_of(Shape("record", fields=arguments))
        for read in endpoint.returns:
            yield from fields_of(read.shape)
    for event in build.events:
        yield from fields_of(event.reading.shape)
        yield from fields_of(event.reply.shape)


def stated(build: Build) -> Iterator[tuple[str, str]]:
    """Where each fact about a field stands in the files of a build."""
    data = raw(SOURCES[build.package])
    for endpoint in data["endpoints"]:
        for part in ("path_params", "query", "body"):
            yield from ((endpoint["name"], each["wire"]) for each in endpoint[part])
    for prefix, part in (("", "models"), ("input_objects.", "input_objects")):
        for name, fields in data[part].items():
            yield from ((prefix + name, each["wire"]) for each in fields)


def stated_of_replies() -> set[tuple[str, str]]:
    """The same for the replies to events."""
    replies = raw(REPLIES)
    return {(name, each["wire"]) for name in replies for each in replies[name]}


def hints_in(tree: object) -> Iterator[str]:
    """The kinds of all hints in a file."""
    if isinstance(tree, dict):
        yield from (each["kind"] for each in tree.get("hints", ()))
        for part in tree.values():
            yield from hints_in(part)
    elif isinstance(tree, list):
        for part in tree:
            yield from hints_in(part)


@each_build
def test_each_fact_of_the_files_is_tried(build: Build) -> None:
    tried = {each.source for each in all_fields(build)}
    assert set(stated(build)) - tried == set()
    assert {owner for owner, _ in tried - set(stated(build)) - stated_of_replies()} == {
        "page"
    }


def test_each_fact_of_the_replies_is_tried() -> None:
    (build,) = (each for each in load_all() if each.package == "avara_express")
    assert stated_of_replies() - {each.source for each in all_fields(build)} == set()


@each_build
def test_count_of_facts(build: Build) -> None:
    """As many as there were when this was written, so that none gets lost."""
    cases = sum(len(each.spots) for each in groups() if each.build is build)
    assert (len(list(stated(build))), cases) == COUNTS[build.package]


def test_each_kind_of_hint_is_known() -> None:
    """A new kind of hint needs a limiter, and samples; one that is gone needs none."""
    kinds = {kind for source in SOURCES.values() for kind in hints_in(raw(source))}
    assert kinds == (LIMITERS.keys() - DECIDED_ONLY) | SAID_ONLY


def test_a_new_kind_of_hint_is_an_error() -> None:
    with pytest.raises(KeyError, match="max_words"):
        limited(Shape("string"), [{"kind": "max_words", "value": 3}])


def test_each_check_has_something_to_check() -> None:
    assert {each.aspect for each in groups()} == CHECKS.keys()


def test_the_facts_agree_on_names() -> None:
    """So the names of replies, which are stated as JSON alone, are known in Python."""
    for build in load_all():
        for each in all_fields(build):
            assert each.python == snake(each.wire), each.place


def test_null_has_a_meaning_only_where_it_may_stand() -> None:
    for build in load_all():
        for each in all_fields(build):
            assert each.nullable is not None, f"{build.package} {each.place}"
            if "null_means" in each.hints:
                assert each.nullable, f"{build.package} {each.place}"


def test_a_place_is_the_same_in_both_builds_of_january() -> None:
    org, express, _ = load_all()
    places = [
        Counter(each.place for each in all_fields(build)) for build in (org, express)
    ]
    assert places[0] == places[1]


def test_samples_can_be_told_apart() -> None:
    """A value that is put in the wrong field would be seen."""
    for shape in each_shape():
        values = goods(shape)
        assert shape.kind == "const" or len({repr(each) for each in values}) > 1


def test_what_is_past_a_limit_is_no_good_value() -> None:
    for shape in each_shape():
        allowed = [*goods(shape), *edges(shape)]
        for value, _ in beyond(shape):
            assert value not in allowed, shape


def test_each_limit_has_something_past_it() -> None:
    for shape in each_shape():
        stated = (
            shape.form,
            shape.max_length,
            shape.min_length,
            shape.minimum,
            shape.maximum,
            shape.max_items,
            shape.max_pairs,
            shape.max_bytes,
        )
        rules = {rule for _, rule in beyond(shape)}
        written = shape.kind == "datetime"
        assert len(rules) == written + sum(each is not None for each in stated)


def test_each_shape_has_wrong_values() -> None:
    for shape in each_shape():
        assert shape.kind == "any" or len(list(wrongs(shape))) >= 5


def test_an_enum_has_near_misses() -> None:
    for shape in each_shape():
        if shape.kind == "enum":
            found = others(shape, frozenset({(*shape.values, "kin")}))
            assert "kin" in found
            assert not set(found) & set(shape.values)


def each_shape() -> Iterator[Shape]:
    """The shape of every field, item, key and value."""
    for whole in shapes():
        yield from (spot.shape for spot in spots_of(whole.fields))


def test_each_file_is_read() -> None:
    """The folder holds what the tests of both parts read, and nothing else."""
    read = {*SEEDS, *SOURCES.values(), REPLIES}
    assert {path.stem for path in FOLDER.glob("*.json")} == read

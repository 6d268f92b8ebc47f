"""Which builds there are, and what can be said of a spec before any of them is resolved.

In: `syntax.Spec`. Out: `Build`s and the `View`s that have to be looked at.
"""

import keyword
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from specloom.diagnostics import Diagnostics, Related, Span, nearest, rules
from specloom.names import DEVICES, IDENTIFIER
from specloom.resolve.files import SNAKE_CASE, check_files
from specloom.resolve.lifetimes import (
    are_known,
    check_lifetimes,
    groups,
    listing,
    variants_at,
    way_out,
)
from specloom.resolve.misses import PRODUCT, RELEASE, VARIANT, Kind, Misses
from specloom.resolve.view import OncePerPlace, View
from specloom.resolve.words import half_words
from specloom.source import Scalar
from specloom.spec import language
from specloom.spec.syntax import ApiDeclared, BuildDeclared, Cell, Spec, Text

_NEEDED = frozenset(
    [
        "annotated_types",
        "hypothesis",
        "pydantic",
        "pydantic_core",
        "pytest",
        "standardwebhooks",
        "typing_extensions",
        "typing_inspection",
    ]
)
"""What a package and its tests import, beside Python's own modules."""


class Build(NamedTuple):
    """A package to make: what it is called and the view it shows."""

    name: str
    variant: str
    variant_title: str
    release: str
    products: tuple[Text, ...]
    span: Span


def check_spec(
    spec: Spec, diagnostics: Diagnostics, misses: Misses
) -> tuple[Build, ...]:
    """The builds; mistakes in api.yaml and in marks are reported."""
    api = spec.api
    _check_names(api, misses)
    _check_vocabulary(api, diagnostics, misses)
    check_lifetimes(spec, diagnostics, misses)
    builds = []
    for declared in api.builds:
        build = _check_build(declared, api, diagnostics, misses)
        if build is not None:
            builds.append(build)
    check_files(spec, diagnostics, misses)
    misses.report()
    return _few_enough(api, builds, diagnostics)


def _few_enough(
    api: ApiDeclared, builds: list[Build], diagnostics: Diagnostics
) -> tuple[Build, ...]:
    """All builds, or none if there are too many: then the first such is reported."""
    views = 0
    seen: set[str] = set()
    for number, build in enumerate(builds):
        if build.release not in seen:
            seen.add(build.release)
            views += len(variants_at(api, build.release))
        for count, most, what in (
            (number + 1, language.MOST_BUILDS, "builds"),
            (
                views,
                language.MOST_VIEWS,
                "views, which are variants at the releases of builds",
            ),
        ):
            if count > most:
                hint = "divide the API among several folders with an api.yaml each"
                diagnostics.report(
                    rules.TOO_MANY, build.span, hint=hint, most=most, what=what
                )
                return ()
    return tuple(builds)


def _check_names(api: ApiDeclared, misses: Misses) -> None:
    """Takes up names that no release or variant can have."""
    for release, span in api.release_places().items():
        if not language.RELEASE.fullmatch(release):
            hint = "letters, digits, `.`, `_` and `-`, such as `2026-01`"
            misses.refuse(release, span, "a release", hint)
    for variant, span in api.variant_places().items():
        if not IDENTIFIER.fullmatch(variant):
            misses.refuse(variant, span, "a variant", SNAKE_CASE)


def _check_vocabulary(
    api: ApiDeclared, diagnostics: Diagnostics, misses: Misses
) -> None:
    variants = api.variant_places()
    for word, cells in api.vocabulary.items():
        slips = {nearest(cell, variants) for cell in cells if cell not in variants}
        for variant in variants:
            good = IDENTIFIER.fullmatch(variant)  # else its cells may say the right one
            if good and variant not in cells and variant not in slips:
                diagnostics.report(
                    rules.EMPTY_CELL,
                    api.words[word],
                    hint=f'add `{variant}: …`; an empty text is `""`',
                    word=word,
                    variant=variant,
                )
        for variant, cell in cells.items():
            _known(VARIANT, Text(variant, cell.column), variants, misses)


def _check_build(
    declared: BuildDeclared,
    api: ApiDeclared,
    diagnostics: Diagnostics,
    misses: Misses,
) -> Build | None:
    name = declared.key.name
    hidden = name.text in sys.stdlib_module_names or name.text in _NEEDED
    taken = keyword.iskeyword(name.text) or name.text in DEVICES
    if hidden:
        diagnostics.report(
            rules.BAD_NAME,
            name.span,
            hint="it would hide a module of that name, which packages need",
            name=name.text,
            what="a build",
        )
    elif taken or not IDENTIFIER.fullmatch(name.text):
        diagnostics.report(
            rules.BAD_NAME,
            name.span,
            hint="it names a Python package: lower case, digits, underscores, no keyword",
            name=name.text,
            what="a build",
        )
    for product in declared.products or ():
        places = {each.text: each.span for each in api.products}
        if product.text not in places:  # that a build names it is no use of a product
            _known(PRODUCT, product, places, misses)
    products = api.products if declared.products is None else declared.products
    variant = _known(VARIANT, declared.variant, api.variant_places(), misses)
    release = _known(RELEASE, declared.release, api.release_places(), misses)
    if variant is None or release is None:
        return None
    if variant not in variants_at(api, release):
        asked = [text.text for text in (declared.variant, declared.release) if text]
        marks = [v.key.marks for v in api.variants if v.key.name.text == variant]
        # Else one of them is another slip.
        if asked == [variant, release] and all(are_known(api, m) for m in marks):
            diagnostics.report(
                rules.ENDED_VARIANT,
                (declared.variant or name).span,
                hint=way_out(variant, variants_at(api, release)),
                name=variant,
                release=release,
            )
        return None
    title = next(v.title.text for v in api.variants if v.key.name.text == variant)
    return Build(name.text, variant, title, release, products, declared.span)


def _known(
    kind: Kind, text: Text | None, places: dict[str, Span], misses: Misses
) -> str | None:
    """The name, or after a mistake the nearest: the other mistakes are looked for as well."""
    if text is None:
        return next(iter(places), None)
    if text.text in places:
        misses.used.add(places[text.text])
        return text.text
    way_out = listing(places)
    misses.add(kind, text.text, text.span, places, otherwise=way_out, name=text.text)
    return nearest(text.text, places) or next(iter(places), None)


def views_of(
    spec: Spec, builds: Iterable[Build], diagnostics: Diagnostics, misses: Misses
) -> dict[tuple[str, str], View]:
    """A view for each variant at each release that some build shows, by both.

    What they find goes to `diagnostics`, but names that nothing declares to `misses`.
    """
    api = spec.api
    for word, span in api.words.items():
        if not IDENTIFIER.fullmatch(word):
            hint = "words are written in lower case; `<Word>` is the same word with a capital"
            misses.refuse(word, span, "a word", hint)
    releases = tuple(release.text for release in api.releases)
    wanted = [
        release for release in releases if any(b.release == release for b in builds)
    ]
    spoken = {
        variant.key.name.text: {
            word: _cell(word, cells, variant.key.name.text, api.words[word])
            for word, cells in api.vocabulary.items()
        }
        for variant in api.variants
    }
    vocabularies = tuple(
        {word: cell.text for word, cell in words.items()} for words in spoken.values()
    )
    views = {}
    told: dict[tuple[str, Span], OncePerPlace] = {}
    for release in wanted:
        for name in sorted(variants_at(api, release)):
            words = spoken[name]
            views[name, release] = View(
                name,
                frozenset(each.key.name.text for each in api.variants),
                release,
                releases,
                {word: cell.text for word, cell in words.items()},
                vocabularies,
                {word: cell.span for word, cell in words.items()},
                OncePerPlace(diagnostics, misses, told),
                api.words,
                half_words(api.words),
                misses,
                spec.whole,
            )
    return views


def _cell(word: str, cells: dict[str, Cell], variant: str, row: Span) -> Cell:
    """What a word is called in a variant; for a cell that is missing any text does."""
    column = variant if variant in cells else nearest(variant, cells)
    return cells[column] if column is not None else Cell(word, row, row)


def check_unused_words(spec: Spec, used: set[Span], diagnostics: Diagnostics) -> None:
    """Reports words that no view has needed: their places are not in `used`."""
    for word, span in spec.api.words.items():
        if span not in used:
            hint = "use it, or take its row out"
            related = []
            for prefix in _prefixes(spec):
                if prefix.text == word:
                    hint = f"did you mean `{{id: <{word}>}}`?"
                    related.append(Related(prefix.span, "is the word meant here?"))
            diagnostics.report(
                rules.UNUSED_WORD, span, hint=hint, related=related, word=word
            )


def _prefixes(spec: Spec) -> Iterator[Text]:
    """What stands in front of ids, as it is written."""
    for file in spec.files:
        inside = [group.fields for group in groups(file)]
        for declared in chain(file.types, file.params, *inside):
            prefix = declared.value.properties.get("id")
            if isinstance(prefix, Scalar):
                yield Text(prefix.text, prefix.span)

"""Which builds there are, and what can be said of a spec before any of them is resolved.

In: `syntax.Spec`. Out: `Build`s and the `View`s that have to be looked at.
"""

import keyword
from collections.abc import Iterable
from typing import NamedTuple

from specloom.diagnostics import Diagnostics, Rule, Span, nearest, rules
from specloom.names import DEVICES, IDENTIFIER
from specloom.resolve.files import check_files
from specloom.resolve.lifetimes import check_lifetimes, variants_at, way_out
from specloom.resolve.view import OncePerPlace, View
from specloom.spec.language import RELEASE
from specloom.spec.syntax import ApiDeclared, BuildDeclared, Spec, Text


class Build(NamedTuple):
    """A package to make: what it is called and the view it shows."""

    name: str
    variant: str
    variant_title: str
    release: str
    products: tuple[Text, ...]
    span: Span


def check_spec(spec: Spec, diagnostics: Diagnostics) -> tuple[Build, ...]:
    """The builds; mistakes in api.yaml and in marks are reported."""
    api = spec.api
    variants = {variant.key.name.text: variant.title for variant in api.variants}
    releases = [release.text for release in api.releases]
    for release in api.releases:
        if not RELEASE.fullmatch(release.text):
            diagnostics.report(
                rules.BAD_NAME,
                release.span,
                hint="letters, digits, `.`, `_` and `-`, such as `2026-01`",
                name=release.text,
                what="a release",
            )
    _check_vocabulary(api, variants, diagnostics)
    check_lifetimes(spec, diagnostics)
    check_files(spec, diagnostics)
    builds = []
    for declared in api.builds:
        build = _check_build(declared, api, variants, releases, diagnostics)
        if build is not None:
            builds.append(build)
    return tuple(builds)


def _check_vocabulary(
    api: ApiDeclared, variants: dict[str, Text], diagnostics: Diagnostics
) -> None:
    for word, cells in api.vocabulary.items():
        slips = {nearest(cell, variants) for cell in cells if cell not in variants}
        for variant in variants:
            if variant not in cells and variant not in slips:
                diagnostics.report(
                    rules.EMPTY_CELL,
                    api.words[word],
                    hint=f'add `{variant}: …`; an empty text is `""`',
                    word=word,
                    variant=variant,
                )
        for variant, cell in cells.items():
            if variant not in variants:
                diagnostics.report(
                    rules.UNKNOWN_VARIANT,
                    cell.span,
                    hint=way_out(variant, variants),
                    name=variant,
                )


def _check_build(
    declared: BuildDeclared,
    api: ApiDeclared,
    variants: dict[str, Text],
    releases: list[str],
    diagnostics: Diagnostics,
) -> Build | None:
    name = declared.key.name
    taken = keyword.iskeyword(name.text) or name.text in DEVICES
    if taken or not IDENTIFIER.fullmatch(name.text):
        diagnostics.report(
            rules.BAD_NAME,
            name.span,
            hint="it names a Python package: lower case, digits, underscores, no keyword",
            name=name.text,
            what="a build",
        )
    known_products = [product.text for product in api.products]
    products = api.products if declared.products is None else declared.products
    for product in products:
        _known(rules.UNKNOWN_PRODUCT, product, known_products, diagnostics)
    variant = _known(rules.UNKNOWN_VARIANT, declared.variant, variants, diagnostics)
    release = _known(rules.UNKNOWN_RELEASE, declared.release, releases, diagnostics)
    if variant is None or release is None:
        return None
    if variant not in variants_at(api, release):
        diagnostics.report(
            rules.ENDED_VARIANT,
            (declared.variant or name).span,
            hint=way_out(variant, variants_at(api, release)),
            name=variant,
            release=release,
        )
        return None
    title = variants[variant].text
    return Build(name.text, variant, title, release, products, declared.span)


def _known(
    rule: Rule, text: Text | None, known: Iterable[str], diagnostics: Diagnostics
) -> str | None:
    """The name, or after a mistake a known one: the other mistakes are looked for as well."""
    choices = list(known)
    if text is not None and text.text in choices:
        return text.text
    if text is not None:
        diagnostics.report(
            rule, text.span, hint=way_out(text.text, choices), name=text.text
        )
    return choices[0] if choices else None


def views_of(
    spec: Spec, builds: Iterable[Build], diagnostics: Diagnostics
) -> dict[tuple[str, str], View]:
    """A view for each variant at each release that some build shows, by both."""
    api = spec.api
    releases = tuple(release.text for release in api.releases)
    wanted = [
        release for release in releases if any(b.release == release for b in builds)
    ]
    views = {}
    told: dict[tuple[str, Span], OncePerPlace] = {}
    for release in wanted:
        for name in sorted(variants_at(api, release)):
            words = {  # a cell that is missing was reported: any text does
                word: cells[name].text if name in cells else word
                for word, cells in api.vocabulary.items()
            }
            views[name, release] = View(
                name,
                frozenset(each.key.name.text for each in api.variants),
                release,
                releases,
                words,
                OncePerPlace(diagnostics, told),
                set(),
                spec.whole,
            )
    return views


def check_unused_words(
    spec: Spec, views: Iterable[View], diagnostics: Diagnostics
) -> None:
    """Reports words that no view has needed."""
    needed = set().union(*(view.words for view in views))
    for word, span in spec.api.words.items():
        if word not in needed:
            hint = "use it, or take its row out"
            diagnostics.report(rules.UNUSED_WORD, span, hint=hint, word=word)

"""Which builds there are, and what can be said of a spec before any of them is resolved.

In: `syntax.Spec`. Out: `Build`s and the `View`s that have to be looked at.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from specloom.diagnostics import Diagnostics, Rule, Span, nearest, rules
from specloom.names import IDENTIFIER
from specloom.resolve.view import View
from specloom.spec.syntax import ApiDeclared, BuildDeclared, Group, Key, Spec, Text


class Build(NamedTuple):
    """A package to make: what it is called and the view it shows."""

    name: str
    variant: str
    variant_title: str
    release: str
    products: tuple[Text, ...]
    span: Span


def _near(name: str, known: Iterable[str]) -> str | None:
    near = nearest(name, known)
    return f"did you mean `{near}`?" if near else None


def check_spec(spec: Spec, diagnostics: Diagnostics) -> tuple[Build, ...]:
    """The builds; mistakes in api.yaml and in marks are reported."""
    api = spec.api
    variants = {variant.key.name.text: variant.title for variant in api.variants}
    releases = {release.text for release in api.releases}
    _check_vocabulary(api, variants, diagnostics)
    for key in _keys(spec):
        _check_marks(key, api, variants, diagnostics)
    products = {product.text for product in api.products}
    for file in spec.files:
        first = file.resource or file.place[0]
        if (len(file.place) > 1 or file.endpoints) and first.text.split(".")[
            0
        ] not in products:
            diagnostics.report(
                rules.MISPLACED_FILE,
                first.span,
                hint=_near(first.text, products)
                or "list it under `products` in api.yaml",
                name=first.text,
            )
    builds = []
    for declared in api.builds:
        build = _check_build(declared, api, variants, releases, diagnostics)
        if build is not None:
            builds.append(build)
    if not api.builds:
        diagnostics.report(
            rules.NO_BUILDS, api.span, hint="`builds` in api.yaml lists them"
        )
    return tuple(builds)


def _check_vocabulary(
    api: ApiDeclared, variants: dict[str, Text], diagnostics: Diagnostics
) -> None:
    for word, cells in api.vocabulary.items():
        for variant in variants:
            if variant not in cells:
                diagnostics.report(
                    rules.EMPTY_CELL, api.words[word], word=word, variant=variant
                )
        for variant, cell in cells.items():
            if variant not in variants:
                diagnostics.report(
                    rules.UNKNOWN_VARIANT,
                    cell.span,
                    hint=_near(variant, variants),
                    name=variant,
                )


def _check_build(
    declared: BuildDeclared,
    api: ApiDeclared,
    variants: dict[str, Text],
    releases: set[str],
    diagnostics: Diagnostics,
) -> Build | None:
    name = declared.key.name
    if not IDENTIFIER.fullmatch(name.text):
        diagnostics.report(
            rules.BAD_NAME,
            name.span,
            hint="it names a Python package: lower case, digits and underscores",
            name=name.text,
            what="a build",
        )
        return None
    if declared.variant is None or declared.release is None:
        return None
    for rule, text, known in (
        (rules.UNKNOWN_VARIANT, declared.variant, set(variants)),
        (rules.UNKNOWN_RELEASE, declared.release, releases),
    ):
        _check_known(rule, text, known, diagnostics)
    known_products = {product.text: product for product in api.products}
    products = api.products if declared.products is None else declared.products
    for product in products:
        _check_known(rules.UNKNOWN_PRODUCT, product, set(known_products), diagnostics)
    if declared.variant.text not in variants or declared.release.text not in releases:
        return None
    title = variants[declared.variant.text].text
    return Build(
        name.text,
        declared.variant.text,
        title,
        declared.release.text,
        products,
        declared.span,
    )


def _check_known(
    rule: Rule, text: Text, known: set[str], diagnostics: Diagnostics
) -> None:
    if text.text not in known:
        diagnostics.report(
            rule, text.span, hint=_near(text.text, known), name=text.text
        )


def _check_marks(
    key: Key, api: ApiDeclared, variants: dict[str, Text], diagnostics: Diagnostics
) -> None:
    order = {release.text: at for at, release in enumerate(api.releases)}
    since, until = -1, len(order)
    for mark in key.marks:
        known = set(variants) if mark.kind == "@" else set(order)
        rule = rules.UNKNOWN_VARIANT if mark.kind == "@" else rules.UNKNOWN_RELEASE
        if mark.name not in known:
            diagnostics.report(
                rule, mark.span, hint=_near(mark.name, known), name=mark.name
            )
        elif mark.kind == "+":
            since = max(since, order[mark.name])
        elif mark.kind == "-":
            until = min(until, order[mark.name])
    if since >= until or until == 0:
        diagnostics.report(
            rules.EMPTY_SELECTION,
            key.marks[0].span,
            hint="`+R` means from R on, `-R` means no longer from R on",
        )


def _keys(spec: Spec) -> Iterator[Key]:
    """Every key that may carry marks."""
    for file in spec.files:
        for declared in file.types:
            yield declared.key
        for record in file.records:
            yield record.key
            yield from (field.key for field in record.group.fields)
        for endpoint in file.endpoints:
            yield endpoint.key
            for part in (endpoint.body, endpoint.returns):
                if isinstance(part, Group):
                    yield from (field.key for field in part.fields)


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
    for release in wanted:
        for variant in sorted(api.variants, key=lambda v: v.key.name.text):
            name = variant.key.name.text
            words = {
                word: cells[name].text
                for word, cells in api.vocabulary.items()
                if name in cells
            }
            views[name, release] = View(
                name, release, releases, words, diagnostics, set()
            )
    return views


def check_unused_words(
    spec: Spec, views: Iterable[View], diagnostics: Diagnostics
) -> None:
    """Reports words that no view has needed."""
    needed = set().union(*(view.words for view in views))
    for word, span in spec.api.words.items():
        if word not in needed:
            diagnostics.report(rules.UNUSED_WORD, span, word=word)

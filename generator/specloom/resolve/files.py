"""Checks where files lie and what their resources are called, before any view is resolved.

In: `syntax.Spec`. Out: nothing; mistakes go to the diagnostics.
"""

from collections.abc import Iterable

from specloom.diagnostics import Diagnostics, Span, nearest, rules
from specloom.names import IDENTIFIER, WORD, snake
from specloom.resolve.misses import FOLDER, Misses
from specloom.resolve.words import half_words, is_sound
from specloom.spec.syntax import FileDeclared, Spec, Text

SNAKE_CASE = "lower case, digits and underscores, such as `priority_list`"
"""The hint for a name that is not in snake case."""


def check_files(spec: Spec, diagnostics: Diagnostics, misses: Misses) -> None:
    """Reports files that belong to no product, products without files, and bad names."""
    products = {product.text: product.span for product in spec.api.products}
    halves = half_words(spec.api.words)

    def sound(name: str) -> bool:
        """Else the views say what is wrong with its words."""
        return is_sound(name, spec.api.words, halves)

    found = {  # a bad name is enough said of a product
        name
        for name, span in products.items()
        if not sound(name)
        or not _check_name(Text(name, span), name, "a product", misses)
    }
    folders: dict[str, Span] = {}
    renamed = _renamed(spec, products)
    for file in spec.files:
        if not diagnostics and not misses:  # what was misread may have been endpoints
            _check_effect(file, diagnostics)
        what = "a resource" if file.resource else "a file or folder of a spec"
        (first, name), *others = _parts(file)
        placed = products and (len(file.place) > 1 or file.endpoints)
        near = (nearest(name, products) or renamed) if placed else None
        for text, part in others if name in products or near else _parts(file):
            _check_name(text, part, what, misses)
        if name in products:
            found.add(name)
            misses.used.add(products[name])
        elif placed:
            span = first.span
            if file.resource is None:  # the files of a folder have one slip in common
                span = folders.setdefault(name, span)
            else:
                span = span._replace(end=min(span.end, span.column + len(name)))
            told = file.resource is not None and "/" in name
            if sound(name) and sound(near or name) and not told:
                listed = _way_to_product(file, products)
                if renamed is not None and near == renamed:
                    listed = f"call it `{near}`, which has no files; or {listed}"
                misses.add(FOLDER, name, span, products, otherwise=listed, name=name)
            found.add(near or name)
    for name in products.keys() - found if spec.whole else ():
        diagnostics.report(
            rules.EMPTY_PRODUCT,
            products[name],
            hint=f"its files lie in the folder `{name}`, or their `resource` begins so",
            name=name,
        )


def _renamed(spec: Spec, products: dict[str, Span]) -> str | None:
    """The one product without files, if one folder belongs to no product: that is it."""
    firsts = {
        _parts(file)[0][1]
        for file in spec.files
        if len(file.place) > 1 or file.endpoints
    }
    missing, strange = products.keys() - firsts, firsts - products.keys()
    is_one = spec.whole and len(missing) == len(strange) == 1
    return next(iter(missing)) if is_one else None


def _way_to_product(file: FileDeclared, products: Iterable[str]) -> str:
    """The hint for a file that belongs to no product."""
    if len(file.place) > 1 or file.resource is not None:
        return "list it under `products` in api.yaml"
    folders = ", ".join(f"`{product}/`" for product in products)
    return f"move the file into the folder of a product: {folders}"


def _check_effect(file: FileDeclared, diagnostics: Diagnostics) -> None:
    """Reports what only endpoints or webhooks give a meaning."""
    if file.path is not None and not file.endpoints:
        diagnostics.report(
            rules.NO_EFFECT,
            file.path.span,
            hint="take it out",
            key="path",
            what="endpoints",
        )
    if file.envelope is not None and not file.events:
        diagnostics.report(
            rules.NO_EFFECT,
            file.envelope.span,
            hint="take it out",
            key="envelope",
            what="webhooks",
        )


def _parts(file: FileDeclared) -> list[tuple[Text, str]]:
    """The words of the module's path, each with the text that says it."""
    if file.resource is None:
        return [(part, part.text) for part in file.place]
    return [(file.resource, part) for part in file.resource.text.split(".")]


def _check_name(text: Text, name: str, what: str, misses: Misses) -> bool:
    filled = WORD.sub(lambda word: "word" if word[1].isascii() else word[0], name)
    good = IDENTIFIER.fullmatch(filled) is not None
    if not good:
        parts = [snake(each) for each in name.split("/")]
        better = ".".join(parts)
        sound = all(map(IDENTIFIER.fullmatch, parts))
        hint = f"did you mean `{better}`?" if sound else SNAKE_CASE
        misses.refuse(name, text.span, what, hint)
    return good

"""Checks where files lie and what their resources are called, before any view is resolved.

In: `syntax.Spec`. Out: nothing; mistakes go to the diagnostics.
"""

import re

from specloom.diagnostics import Diagnostics, nearest, rules
from specloom.names import IDENTIFIER
from specloom.spec.syntax import FileDeclared, Spec, Text

_WORD = re.compile(r"<[A-Za-z][A-Za-z0-9_]*>")


def check_files(spec: Spec, diagnostics: Diagnostics) -> None:
    """Reports files that belong to no product, products without files, and bad names."""
    products = {product.text: product for product in spec.api.products}
    found = {  # a bad name is enough said of a product
        product.text
        for product in products.values()
        if not _check_name(product, product.text, "a product", diagnostics)
    }
    for file in spec.files:
        if not diagnostics:  # what was misread may have been endpoints
            _check_effect(file, diagnostics)
        parts = _parts(file)
        for text, part in parts:
            what = "a resource" if file.resource else "a file or folder of a spec"
            _check_name(text, part, what, diagnostics)
        first, name = parts[0]
        if name in products:
            found.add(name)
        elif products and (len(file.place) > 1 or file.endpoints):
            near = nearest(name, products)
            diagnostics.report(
                rules.MISPLACED_FILE,
                first.span,
                hint=(
                    f"did you mean `{near}`?"
                    if near
                    else "list it under `products` in api.yaml"
                ),
                name=name,
            )
            found.add(near or name)
    for name in products.keys() - found if spec.whole else ():
        diagnostics.report(
            rules.EMPTY_PRODUCT,
            products[name].span,
            hint=f"its files lie in the folder `{name}`, or their `resource` begins so",
            name=name,
        )


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


def _check_name(text: Text, name: str, what: str, diagnostics: Diagnostics) -> bool:
    good = IDENTIFIER.fullmatch(_WORD.sub("word", name)) is not None
    if not good:
        diagnostics.report(
            rules.BAD_NAME,
            text.span,
            hint="lower case, digits and underscores, such as `priority_list`",
            name=name,
            what=what,
        )
    return good

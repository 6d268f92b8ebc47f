"""`specloom explain`: what a path of the spec means, or a diagnostic code."""

import argparse
import json
import re
import sys
from typing import TYPE_CHECKING

from specloom.commands.arguments import add_colour, add_spec
from specloom.commands.looking import (
    ambiguous,
    not_found,
    read_apis,
    screen_width,
    styler,
)
from specloom.commands.refusal import Refusal

if TYPE_CHECKING:
    from specloom.diagnostics.colour import Choice

_LINK = re.compile(r"\[(SPL[0-9]+)\]\([^)]*\)")
_CODE = re.compile(r"SPL[0-9]+", re.IGNORECASE)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the path, the spec and the format."""
    parser.add_argument(
        "path",
        metavar="PATH",
        help="such as shop.orders.create.note, Order.note, '<word>', 'POST /orders'; or a "
        "code: SPL202",
    )
    add_spec(parser)
    parser.add_argument(
        "--format", choices=["text", "json"], default="text", help="(default: text)"
    )
    add_colour(parser)


def run(options: argparse.Namespace) -> int:
    """`explain`, as the options say."""
    if _CODE.fullmatch(options.path):
        return explain_code(options.path.upper(), options.format)
    return explain_path(options.path, options.spec, options.format, options.colour)


def explain_code(code: str, form: str) -> int:
    """Prints the page of a diagnostic code. Answers 0.

    Raises:
        Refusal: there is no such code.
    """
    from specloom.diagnostics import nearest
    from specloom.diagnostics.pages import codes, page

    text = page(code)
    if text is None:
        near = nearest(code, codes())
        hint = f"; did you mean {near}?" if near else ""
        raise Refusal(f"there is no diagnostic {code}{hint}")
    text = _LINK.sub(
        r"\1", text
    )  # to pages beside this one, which only readers of HTML see
    if form == "json":
        text = _json({"code": code, "page": text})
    sys.stdout.write(text)
    return 0


def explain_path(path: str, spec: str, form: str, colour: "Choice") -> int:
    """Prints what a path means. Answers 0.

    Raises:
        Refusal: a mistake in the spec, or the path names nothing or several things.
    """
    from specloom.lookup.explain import explain
    from specloom.lookup.search import hits

    apis, texts = read_apis(spec, included=True)
    found = hits(path, apis)
    if not found:
        raise not_found(path, apis)
    if len(found) > 1:
        raise ambiguous(path, found)
    explanation = explain(found[0].found, found[0].api.parts)
    if form == "json":
        from specloom.lookup.explained_json import explanation_json

        text = _json(explanation_json(explanation))
    else:
        from specloom.lookup.explained import Page, explained

        text = explained(explanation, Page(screen_width(), styler(colour), texts))
    sys.stdout.write(text)
    return 0


def _json(data: object) -> str:
    return json.dumps(data, indent=2) + "\n"

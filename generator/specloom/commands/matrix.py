"""`specloom matrix`: which variant has which field in which release, side by side."""

import argparse
import json
import sys

from specloom.commands.arguments import add_colour, add_spec
from specloom.commands.looking import (
    not_found,
    read_apis,
    screen_width,
    styler,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the path, the spec and the format."""
    parser.add_argument(
        "path",
        metavar="PATH",
        nargs="?",
        help="only this part and what it holds, such as shop.orders or Order",
    )
    parser.add_argument(
        "--only-differences", action="store_true", help="only rows that differ"
    )
    add_spec(parser)
    parser.add_argument(
        "--format",
        choices=["text", "markdown", "json"],
        default="text",
        help="(default: text). Text is folded to the width of the terminal; in a pipe "
        "only if COLUMNS says a width",
    )
    add_colour(parser)


def run(options: argparse.Namespace) -> int:
    """`matrix`, as the options say. Answers 0.

    Raises:
        Refusal: a mistake in the spec, or the path names nothing.
    """
    from specloom.lookup.matrix import matrix_of
    from specloom.lookup.search import hits

    apis, _ = read_apis(options.spec, included=False)
    below: dict[int, list[str]] = {}
    if options.path is not None:
        found = hits(options.path, apis)
        if not found:
            raise not_found(options.path, apis)
        for hit in found:
            paths = [target.part.path for target in hit.found.targets]
            below.setdefault(id(hit.api), []).extend((hit.found.path, *paths))
    matrices = [
        matrix_of(
            api.parts,
            None if options.path is None else below.get(id(api)),
            only_differences=options.only_differences,
        )
        for api in apis
        if options.path is None or id(api) in below
    ]
    if options.format == "json":
        from specloom.lookup.matrix_json import matrix_json

        data = {"apis": [matrix_json(matrix) for matrix in matrices]}
        text = json.dumps(data, indent=2) + "\n"
    elif options.format == "markdown":
        from specloom.lookup.tables import matrix_markdown

        text = "\n".join(map(matrix_markdown, matrices))
    else:
        from specloom.lookup.tables import matrix_text

        room, paint = screen_width(), styler(options.colour)
        text = "\n".join(matrix_text(m, room, paint) for m in matrices)
    sys.stdout.write(text)
    return 0

"""What `explain` and `matrix` share: all views of the spec, the screen, what is not found."""

import os
import shutil
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from specloom.commands.builds import find_apis, refuse_mistakes
from specloom.commands.refusal import Refusal

if TYPE_CHECKING:
    from specloom.diagnostics.colour import Choice, Styler
    from specloom.lookup.find import Finder
    from specloom.lookup.search import Hit

_LISTED = 60  # candidates that a refusal names


def read_apis(spec: str, *, included: bool) -> "tuple[list[Finder], dict[str, str]]":
    """A finder for every API, and the texts of the files.

    `included`: it finds records that are only included, too.

    Raises:
        Refusal: there is no spec, or it has mistakes.
    """
    from specloom.lookup.find import Finder
    from specloom.lookup.overview import overview_of
    from specloom.lookup.parts import Parts
    from specloom.weave import Weaving, resolve_all

    found = resolve_all(find_apis(spec))
    refuse_mistakes(Weaving((), found.diagnostics, found.texts))
    parts = [Parts(overview_of(each), included=included) for each in found.apis]
    return [Finder(each) for each in parts], found.texts


def screen_width() -> int | None:
    """The columns of the terminal, or `COLUMNS`; None in a pipe: nothing is folded there."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS"):
        return shutil.get_terminal_size().columns
    return None


def styler(choice: "Choice") -> "Styler":
    """What colours the output, if it is to have colours; `choice` is what `--color` says."""
    from specloom.diagnostics.colour import Styler, wants_colour

    return Styler(wants_colour(sys.stdout, os.environ, choice))


def not_found(path: str, apis: "Sequence[Finder]") -> Refusal:
    """The refusal of a path that names nothing that can be shown."""
    from specloom.lookup.screen import clean
    from specloom.lookup.search import nearest_other, nearest_path, other_meaning

    other = other_meaning(path, apis)
    if other is not None:
        return Refusal(
            f"`{clean(path)}` is {other}; `explain` and `matrix` show what an API "
            "consists of, such as endpoints, records, types and fields"
        )
    near = nearest_other(path, apis) or nearest_path(path, apis)
    hint = f"; did you mean `{clean(near)}`?" if near else ""
    return Refusal(f"nothing is called `{clean(path)}`{hint}")


def ambiguous(path: str, hits: "Sequence[Hit]") -> Refusal:
    """The refusal of a path that names several things."""
    from specloom.lookup.screen import clean

    lines = [f"  {clean(hit.path)}" for hit in hits[:_LISTED]]
    more = len(hits) - _LISTED
    lines += [f"  and {more} more"] if more > 0 else []
    count = f"{len(hits)} places are called `{clean(path)}`; name one of them:"
    return Refusal("\n".join([count, *lines]))

"""Shows mistakes to people, in the manner of rustc.

In: diagnostics and the texts of the files they stand in. Out: a text. Imports: `diagnostics`.
"""

from collections.abc import Mapping, Sequence

from specloom.diagnostics.colour import Styler
from specloom.diagnostics.diagnostic import Diagnostic
from specloom.diagnostics.lines import lines_of
from specloom.diagnostics.snippet import CUT, Canvas, Mark, snippet
from specloom.diagnostics.visible import visible

MOST = 500
"""So many mistakes are shown; nobody reads more, but all of them are counted."""

_MESSAGE = 400  # characters of a message, which may quote a name of any length


def render_text(
    found: Sequence[Diagnostic],
    texts: Mapping[str, str],
    *,
    colour: bool = False,
    encoding: str = "utf-8",
) -> str:
    """The mistakes in the order given, and a last line that counts them.

    `texts` has the text of each file by its name in the spans; a place in another file, or
    in an empty one, is shown without its line. Nothing that stands in a spec can move the
    cursor, turn the direction of writing or hide: such characters are shown as `<U+202E>`,
    and so are those that `encoding` has no bytes for. No mistakes give an empty text.
    """
    if not found:
        return ""
    paint = Styler(colour)
    files = {one.span.file for one in found}
    shown = found[:MOST]
    named = {one.span.file for one in shown}
    named |= {related.span.file for one in shown for related in one.related}
    pages = {file: lines_of(texts[file]) for file in named if texts.get(file)}
    blocks = [_block(one, pages, paint, encoding) for one in shown]
    count = f"{_count(len(found), 'mistake')} in {_count(len(files), 'file')}"
    if len(found) > MOST:
        count += f"; these are the first {MOST}, and check --format json has all"
    return "\n".join([*blocks, paint(count, "strong") + "\n"])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _block(
    one: Diagnostic, pages: Mapping[str, list[str]], paint: Styler, encoding: str
) -> str:
    """One mistake: what, where, the places that belong to it, the way out."""
    marks = [
        Mark(one.span, "^"),
        *(Mark(span, "-", _clean(label, encoding)) for span, label in one.related),
    ]
    canvas = Canvas(max(len(str(mark.span.line)) for mark in marks), paint, encoding)
    head = paint(f"error[{one.code}]", "error")
    out = [head + paint(f": {_clean(one.message, encoding)}", "strong")]
    for place in _places(marks, pages):
        out += _place(place, pages.get(place[0].span.file, ()), canvas)
    if one.hint:
        sign, name = paint("=", "frame"), paint("hint", "hint")
        pad = " " * canvas.gutter
        out.append(f"{pad} {sign} {name}: {_clean(one.hint, encoding)}")
    return "\n".join(out) + "\n"


def _places(marks: Sequence[Mark], pages: Mapping[str, list[str]]) -> list[list[Mark]]:
    """The marks by what is drawn as one: those of a file, or one without its line."""
    places: list[list[Mark]] = []
    drawn: dict[str, list[Mark]] = {}
    for mark in marks:
        file = mark.span.file
        if mark.span.line <= len(pages.get(file, ())):
            if file not in drawn:
                places.append(drawn.setdefault(file, []))
            drawn[file].append(mark)
        else:
            places.append([mark])
    return places


def _place(place: Sequence[Mark], page: Sequence[str], canvas: Canvas) -> list[str]:
    """Where it is, and what stands there if it is known."""
    (span, sign, label), *_ = place
    arrow = canvas.paint("-->" if sign == "^" else ":::", "frame")
    name = visible(span.file, canvas.encoding)
    where = f"{' ' * canvas.gutter}{arrow} {name}:{span.line}:{span.column}"
    if span.line > len(page):
        return [where + (f": {label}" if label else "")]
    return [where, *snippet(page, place, canvas)]


def _clean(text: str, encoding: str) -> str:
    """A text that a diagnostic carries, safe to show on one line."""
    if len(text) > _MESSAGE:
        text = text[:_MESSAGE] + CUT
    return visible(text, encoding)

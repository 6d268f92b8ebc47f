"""Reports to show: one of each kind, and any at all."""

from hypothesis import strategies as st
from specloom.diagnostics import Diagnostic, Related, Span
from specloom.output.findings import Finding, Kind
from specloom.reports.report import Report

MISTAKE = Diagnostic(
    Span("spec/shop/orders.yaml", 12, 5, 12),
    "SPL101",
    "`requird` is not a key of an endpoint",
    "did you mean `required`?",
)
TWICE = Diagnostic(
    Span("spec/shop/types.yaml", 9, 3, 8),
    "SPL304",
    "`Order` is declared twice in variant org, release 2026-01",
    None,
    (Related(Span("spec/shop/types.yaml", 4, 3, 8), "first declared here"),),
)
TEXTS = {
    "spec/shop/orders.yaml": "\n" * 11 + "    requird: true\n",
    "spec/shop/types.yaml": "types:\n\n\n  Order: {a: string}\n"
    + "\n" * 4
    + "  Order: {}",
}
MISTAKES = Report("check", mistakes=(MISTAKE, TWICE), texts=TEXTS)
FINDINGS = Report(
    "check",
    findings=(
        Finding("generated/shop/shop/notes.txt", "extra"),
        Finding("generated/shop/shop/old.py", "stale", "no longer generated"),
        Finding("generated/shop/shop/orders.py", "edited by hand"),
    ),
    mend="specloom generate",
)
REFUSED = Report("check", refused="there is no spec: looked for spec/*/api.yaml")
FINE = Report("check", said="Up to date: 2 builds, 96 files.\n")

ANY_TEXT = st.text(st.characters(), max_size=20) | st.sampled_from(
    [
        "\n::error::forged",
        "a%0Ab",
        "%25",
        "x,line=9::y",
        "\x1b[31m",
        "\u202e",
        "[a](1)",
        "{0}",
        "\ud800",
        "\udcff",
        "\ud83d\ude00",
        "\U0001f600",
        "\r\n",
        "\x85",
        "\u2028",
        '"\\',
        "a:b/c d",
        "#?%",
    ]
)
_KINDS: list[Kind] = ["stale", "edited by hand", "missing", "extra", "no longer listed"]
_NAMES = ANY_TEXT.filter(lambda text: text.strip("/.") and "\0" not in text)
PATHS = st.lists(_NAMES, min_size=1, max_size=3).map("/".join)
_SPANS = st.builds(
    lambda file, line, column, width: Span(file, line, column, column + width),
    PATHS,
    st.integers(1, 10**6),
    st.integers(1, 10**6),
    st.integers(0, 100),
)
_CODES = st.sampled_from(["SPL006", "SPL101", "SPL202", "SPL304"])
_MISTAKES = st.builds(
    Diagnostic,
    _SPANS,
    _CODES,
    ANY_TEXT,
    st.none() | ANY_TEXT,
    st.lists(st.builds(Related, _SPANS, ANY_TEXT), max_size=3).map(tuple),
)
_FINDINGS = st.builds(Finding, PATHS, st.sampled_from(_KINDS), st.none() | ANY_TEXT)

REPORTS = st.one_of(
    st.builds(
        Report,
        st.just("check"),
        mistakes=st.lists(_MISTAKES, min_size=1, max_size=4).map(tuple),
    ),
    st.builds(
        Report,
        st.just("check"),
        findings=st.lists(_FINDINGS, min_size=1, max_size=4).map(tuple),
        mend=st.none() | ANY_TEXT,
    ),
    st.builds(Report, st.just("generate"), refused=ANY_TEXT),
    st.builds(Report, st.just("generate"), said=ANY_TEXT),
)


def whole(text: str) -> str:
    """The text with U+FFFD for half a character."""
    return "".join("\ufffd" if "\ud800" <= each <= "\udfff" else each for each in text)

"""Where names are looked up: the file's own, then `types.yaml` of its folder and above.

In: a spec and a view. Out: a `Scope` per file, holding what this view has of it.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from specloom.diagnostics import Diagnostics, Related, Span, nearest, rules
from specloom.diagnostics.suggest import slips_from
from specloom.ir import Path
from specloom.names import CLASS, IDENTIFIER, capital
from specloom.resolve.files import SNAKE_CASE
from specloom.resolve.misses import RECORD, TYPE, Kind
from specloom.resolve.view import View
from specloom.spec.language import BUILT_IN, TYPE_ADVICE, TYPES_ELSEWHERE
from specloom.spec.syntax import Declared, FileDeclared, Key, RecordDeclared, Spec, Text

SHARED = "types"
"""The file whose names are seen by its folder and those below."""


class Named(NamedTuple):
    """A type or a record, and the file that declares it."""

    declared: Declared | RecordDeclared
    home: Path
    name: str


class Scope:
    """The names that one file sees in one view."""

    __slots__ = ("_absent", "_everywhere", "_own", "file", "outer", "path", "shown")

    def __init__(
        self,
        file: FileDeclared,
        path: Path,
        outer: "Scope | None",
        everywhere: dict[str, Span],
        *,
        shown: bool,
    ) -> None:
        self.shown = shown  # False: the marks of the file keep it out of this view
        self.file = file
        self.path = path
        self.outer = outer
        self._own: dict[str, Named] = {}
        self._absent: dict[str, Named] = {}
        self._everywhere = everywhere  # what any file declares, to say where it is

    def own(self) -> tuple[Named, ...]:
        """What the file declares, by name."""
        return tuple(self._own[name] for name in sorted(self._own))

    def find(self, name: str) -> Named | None:
        """What `name` means here."""
        found = self._own.get(name)
        if found is None and self.outer is not None:
            return self.outer.find(name)
        return found

    def absent(self, name: str) -> Span | None:
        """Where `name` is declared, if its marks keep it out of this view."""
        found = self.hidden(name)
        return found.declared.key.name.span if found else None

    def hidden(self, name: str) -> Named | None:
        """What `name` means here in other views, if its marks keep it out of this one."""
        found = self._absent.get(name)
        if found is None and self.outer is not None:
            return self.outer.hidden(name)
        return found

    def declared(self, *, records: bool) -> dict[str, Named]:
        """All that can be said here in some view, by the name as it is written.

        `records`: no types.
        """
        found = self.outer.declared(records=records) if self.outer else {}
        for named in (*self._absent.values(), *self._own.values()):
            if not records or isinstance(named.declared, RecordDeclared):
                found[named.declared.key.name.text] = named
        return found

    def meant(self, text: Text) -> Named | None:
        """The record that is probably meant by a name that means nothing here."""
        records = self.declared(records=True)
        near = nearest(text.text, records)
        return records[near] if near is not None else None

    def elsewhere(self, name: str) -> Span | None:
        """Where a file that is not seen from here declares `name`."""
        return self._everywhere.get(name)

    def add(self, key: Key, declared: Declared | RecordDeclared, view: View) -> None:
        """Takes up a declaration of the file, if this view has it."""
        name = view.fill(key.name)
        if name in BUILT_IN:
            hint = "give it a name of its own, with a capital first"
            span = key.name.span
            view.diagnostics.report(rules.BUILT_IN_NAME, span, hint=hint, name=name)
            return
        if not CLASS.fullmatch(name) and view.knows(key.name):
            hint = "a capital first, then letters and digits: `StudyState`"
            what = "a type or a record"
            if not view.is_spoilt(key.name, CLASS.fullmatch, hint, what):
                view.misses.refuse(key.name.text, key.name.span, what, hint)
        self._everywhere.setdefault(name, key.name.span)
        if not self.shown or not view.has(key):
            self._absent[name] = Named(declared, self.path, name)
        elif name in self._own:
            view.twice(name, key.name.span, self._own[name].declared.key.name.span)
        else:
            self._own[name] = Named(declared, self.path, name)

    def check_shadowing(self, diagnostics: Diagnostics) -> None:
        """Reports names that hide one of the files above."""
        hiding = [
            (name, named.declared.key.name.span, hidden.declared.key.name.span)
            for name, named in self._own.items()
            if self.outer and (hidden := self.outer.find(name)) is not None
        ]
        hint = "use that one, or rename this one"
        files = {first.file for _, _, first in hiding}
        if 1 < len(hiding) == len(self._own) and len(files) == 1:
            hint = f"all of this file repeats {files.pop()}: drop one"
            del hiding[1:]
        for name, span, first in hiding:
            related = [Related(first, "declared here")]
            diagnostics.report(
                rules.SHADOWED,
                span,
                hint=hint,
                related=related,
                name=name,
                file=first.file,
            )


def scopes_of(spec: Spec, view: View) -> dict[Path, Scope]:
    """A scope per file, by the path of the module that it becomes."""
    scopes: dict[Path, Scope] = {}
    everywhere: dict[str, Span] = {}
    shared: dict[Path, Scope] = {}
    # Shallow files first, and `types` before its neighbours: they are the outer scopes.
    ordered = sorted(
        spec.files, key=lambda f: (len(f.place), f.place[-1].text != SHARED)
    )
    for file in ordered:
        folder = tuple(view.fill(part) for part in file.place[:-1])
        path = module_path(file, view)
        is_shared = file.place[-1].text == SHARED
        shown = view.shows(file.marks)
        if shown and file.resource is not None:
            view.is_spoilt(file.resource, _is_path(file), SNAKE_CASE, "a resource")
        if path in scopes and shown and scopes[path].shown:
            _report_two_files(scopes[path].file, file, path, view)
        outer = _outer(shared, folder, skip=is_shared)
        scope = Scope(file, path, outer, everywhere, shown=shown)
        for declared in file.types:
            scope.add(declared.key, declared, view)
        for record in file.records:
            scope.add(record.key, record, view)
        scope.check_shadowing(view.diagnostics)
        if is_shared:
            shared[folder] = scope
        if shown or path not in scopes:
            scopes[path] = scope
    return scopes


def _is_path(file: FileDeclared) -> Callable[[str], bool]:
    """Whether a text is as many names, with dots between them, as the file's resource."""
    count = file.resource.text.count(".") + 1 if file.resource else 0

    def is_path(text: str) -> bool:
        names = text.split(".")
        return len(names) == count and all(map(IDENTIFIER.fullmatch, names))

    return is_path


def empty_scope(span: Span) -> Scope:
    """A scope without names, for an API that has no types.yaml beside api.yaml."""
    place = (Text(SHARED, span),)
    nothing = FileDeclared(
        place=place,
        marks=(),
        doc=None,
        resource=None,
        path=None,
        params=(),
        types=(),
        records=(),
        endpoints=(),
        envelope=None,
        events=(),
        span=span,
    )
    return Scope(nothing, (SHARED,), None, {}, shown=False)


def _report_two_files(
    first: FileDeclared, second: FileDeclared, path: Path, view: View
) -> None:
    places = [(file.resource or file.place[0]).span for file in (first, second)]
    view.twice(".".join(path), places[1], places[0])


def module_path(file: FileDeclared, view: View) -> Path:
    """`viewer/studies.yaml` → `("viewer", "studies")`; `resource` overrides the place."""
    if file.resource is not None:
        return tuple(view.fill(file.resource).split("."))
    return tuple(view.fill(part) for part in file.place)


def _outer(shared: dict[Path, Scope], folder: Path, *, skip: bool) -> Scope | None:
    """The nearest `types` at or above `folder`; above it, if the folder's own asks."""
    while skip or folder not in shared:
        if not folder:
            return None
        folder = folder[:-1]
        skip = False
    return shared[folder]


def unknown_name(scope: Scope, text: Text, name: str, view: View, span: Span) -> None:
    """Reports a name that means nothing here."""
    declared = scope.absent(name)
    if declared is not None:
        view.misses.absent(name, span, declared, view.title)
    elif view.knows(text) and not view.misses.has(TYPE, span):
        found = scope.declared(records=False)
        meant = TYPES_ELSEWHERE.get(name)
        if any(each.lower() == name.lower() for each in found):
            meant = None  # that one is meant: `file`, where `File` is declared
        hint = f"did you mean `{meant}`?" if meant else TYPE_ADVICE.get(name)
        _miss(TYPE, scope, text._replace(span=span), name, found, view, hint)


def are_texts(scope: Scope, names: list[Text], view: View, *, null: bool) -> bool:
    """Whether the members of a union are texts to choose from; reports it."""
    texts = [name.text for name in names]
    if any(text in BUILT_IN or not IDENTIFIER.fullmatch(text) for text in texts):
        return False
    known = [*BUILT_IN, *TYPES_ELSEWHERE, *scope.declared(records=False)]
    if any(nearest(text, known) is not None for text in texts):
        return False
    enum = f"`{{enum: [{', '.join(texts)}]}}`"
    hint = f"give {enum} a name and write `Name | null`"
    view.diagnostics.report(
        rules.BAD_UNION,
        names[0].span,
        hint=hint if null else f"did you mean {enum}?",
        message=f"`{texts[0]}` and `{texts[1]}` are no types",
    )
    return True


def report_unknown_record(
    scope: Scope, text: Text, name: str, view: View
) -> Named | None:
    """Reports a name that means nothing here, where a record is needed.

    Gives the record that is probably meant, so that nothing is said of what it has.
    """
    if name in BUILT_IN:
        report_no_record(name, text.span, None, view)
        return None
    found = scope.declared(records=True)
    if nearest(text.text, found) is None:  # an answer may be a union of records
        found = scope.declared(records=False)
    if view.knows(text):
        _miss(RECORD, scope, text, name, found, view, None)
    near = scope.meant(text) if view.whole else None
    return scope.find(near.name) if near is not None else None


def _miss(
    kind: Kind,
    scope: Scope,
    text: Text,
    name: str,
    declared: dict[str, Named],
    view: View,
    hint: str | None,
) -> None:
    known: dict[str, Span | None] = {
        name: named.declared.key.name.span for name, named in declared.items()
    }
    if "<" not in text.text:
        for named in declared.values():  # its name in this view will do as well
            known.setdefault(named.name, named.declared.key.name.span)
    if kind is TYPE:
        known |= dict.fromkeys(BUILT_IN)
    otherwise = _elsewhere(scope, name)
    if otherwise is not None and not _has_slip_of(name, known):
        known = {}  # this very name is meant
    if kind is TYPE and otherwise is None and IDENTIFIER.fullmatch(text.text):
        otherwise = (
            f"declare it as `{capital(name)}` under `types` or `records`; "
            f"the text itself is `{{const: {name}}}`"
        )
    view.misses.add(
        kind,
        text.text,
        text.span,
        known,
        hint=hint,
        otherwise=otherwise,
        name=text.text,
    )


def _elsewhere(scope: Scope, name: str) -> str | None:
    """The hint that a file which is not seen from here declares a name."""
    other = scope.elsewhere(name)
    if other is None:
        return None
    seen = "only what a types.yaml declares is seen by others"
    if other.file.rpartition("/")[2].startswith(f"{SHARED}."):
        seen = "a types.yaml is seen by its folder and those below"
    return f"{other.file} declares it; {seen}"


def _has_slip_of(name: str, known: Iterable[str]) -> bool:
    """Whether one slip of the hand makes the name of a known one."""
    near = nearest(name, known)
    slips = slips_from(name, near) if near is not None else None
    return slips is not None and slips[0] <= 1


def report_no_record(name: str, span: Span, named: Named | None, view: View) -> None:
    """Reports a type, built in or declared, where a record is needed."""
    related = [Related(named.declared.key.name.span, "declared here")] if named else []
    hint = "put it into a field of a record"
    if name == "null":
        hint = "leave the key out where nothing is sent or answered"
    view.diagnostics.report(
        rules.NOT_A_RECORD,
        span,
        hint=hint,
        related=related,
        name=name,
    )

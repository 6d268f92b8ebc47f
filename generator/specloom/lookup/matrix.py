"""Which view has what: a row for each field, a column for each variant at each release.

In: `Parts`, and a path that narrows them. Out: `Table`s, one for each product, as plain data.
What has another name because of a word of the vocabulary is the same, and its row says so; what
was renamed is one row, called as it is called last.
"""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, TypeAlias

from specloom import ir
from specloom.lookup.notation import Shape, Shapes, written
from specloom.lookup.overview import Column, Overview
from specloom.lookup.parts import SENT, Kind, Part, Parts
from specloom.lookup.renames import renamed
from specloom.names import python_member

Direction: TypeAlias = Literal["request", "response"]


class Cell(NamedTuple):
    """What one view has of a field, or of what holds fields."""

    name: str
    wire: str | None  # None: it is no field
    required: bool
    nullable: bool
    deprecated: str | None
    was: str | None
    type: str | None  # in the notation of the language
    shape: Shape  # of the type: equal if nothing but a word differs
    written: str  # the name, words put back

    @property
    def key(self) -> tuple[object, ...]:
        """What two views that have the same have both."""
        return (
            self.required,
            self.nullable,
            self.deprecated,
            self.shape,
            self.written,
        )


class Row(NamedTuple):
    """One field; or what holds fields, which is there or not."""

    path: str
    name: str
    owner: str | None  # the path of what holds it; None: it holds fields itself
    kind: Kind
    direction: Direction | None  # None: an endpoint or a webhook, which has both
    cells: tuple[Cell | None, ...]  # in the order of the table's columns

    @property
    def worded(self) -> bool:
        """Whether a word gives it several names."""
        names: dict[str, set[tuple[str, str | None]]] = {}
        for cell in self.cells:
            if cell is not None:
                names.setdefault(cell.written, set()).add((cell.name, cell.wire))
        return any(len(some) > 1 for some in names.values())

    @property
    def keys(self) -> list[object]:
        """What each view has of it, names by words apart."""
        return [cell.key if cell is not None else None for cell in self.cells]

    @property
    def differs(self) -> bool:
        """Whether the views have it, or call it, otherwise."""
        return len(set(self.keys)) > 1 or self.worded


class Table(NamedTuple):
    """The rows of one product."""

    product: str | None  # None: what belongs to none
    columns: tuple[Column, ...]
    builds: tuple[tuple[str, ...], ...]  # that show it, for each column
    rows: tuple[Row, ...]


class Matrix(NamedTuple):
    """An API, its views side by side."""

    api: str
    columns: tuple[Column, ...]
    unbuilt: tuple[Column, ...]  # those that no build shows
    tables: tuple[Table, ...]
    empty: bool  # there is nothing to compare, whatever is asked for


def matrix_of(
    parts: Parts, below: Iterable[str] | None, *, only_differences: bool
) -> Matrix:
    """The tables of an API; `below`: only rows at or below one of these paths."""
    overview = parts.overview
    products = [*(product.text for product in overview.spec.api.products), None]
    wanted = None if below is None else tuple(below)
    tables = []
    empty = True
    for product in products:
        columns = tuple(
            column for column in overview.columns if overview.looks_at(product, column)
        )
        found = [
            row
            for file in sorted(parts.files.values(), key=lambda file: file.path)
            if overview.product_of(file.name) == product
            for row in _rows(file, columns, overview)
            if wanted is None or any(_is_below(row.path, path) for path in wanted)
        ]
        rows = [row for row in found if row.differs or not only_differences]
        empty = empty and not found
        if rows:
            builds = tuple(overview.builds_of(column, product) for column in columns)
            tables.append(Table(product, columns, builds, tuple(rows)))
    built = {build.column for build in overview.builds}
    unbuilt = tuple(column for column in overview.columns if column not in built)
    return Matrix(overview.name, overview.columns, unbuilt, tuple(tables), empty)


def _is_below(path: str, above: str) -> bool:
    return path == above or path.startswith(f"{above}.")


def _rows(file: Part, columns: tuple[Column, ...], overview: Overview) -> Iterator[Row]:
    """The rows of one file: each owner, then its fields."""
    owners = [
        part
        for part in file.members.values()
        if part.kind in ("endpoint", "webhook", "envelope", "record")
    ]
    old = renamed(owners)
    cells = _Cells(overview)
    for owner in sorted(owners, key=lambda part: part.path):
        if owner in old.values():
            continue
        before = old.get(owner)
        directions: tuple[Direction, ...] = ("request", "response")
        if owner.kind == "record":
            for direction in directions:
                row = Row(
                    owner.path,
                    owner.name,
                    None,
                    owner.kind,
                    direction,
                    cells.of(owner, before, columns, direction),
                )
                if any(row.cells):
                    yield row
                    yield from _fields(owner, before, columns, direction, cells)
        else:
            if owner.kind != "envelope":
                all_cells = cells.of(owner, before, columns, None)
                yield Row(owner.path, owner.name, None, owner.kind, None, all_cells)
            for direction in directions:
                yield from _fields(owner, before, columns, direction, cells)


def _fields(
    owner: Part,
    before: Part | None,
    columns: tuple[Column, ...],
    direction: Direction,
    cells: "_Cells",
) -> Iterator[Row]:
    """The fields of an owner; those of what it was before its renaming join them."""
    fields = list(owner.fields())
    names = {(field.place, field.name): field for field in fields}
    earlier = list(before.fields()) if before else []
    partner = {
        names[each.place, each.name]: each
        for each in earlier
        if (each.place, each.name) in names
    }
    fields += [each for each in earlier if each not in partner.values()]
    old = renamed(fields)
    for field in sorted(fields, key=lambda part: part.path):
        if field in old.values() or not _stands(field, direction):
            continue
        row = Row(
            f"{owner.path}.{field.name}",
            field.name,
            owner.path,
            "field",
            direction,
            cells.of(field, old.get(field) or partner.get(field), columns, direction),
        )
        if any(row.cells):
            yield row


def _stands(field: Part, direction: Direction) -> bool:
    """Whether a field stands where it may be of this direction; records tell by view."""
    return not field.place or (field.place in SENT) == (direction == "request")


class _Cells:
    """Makes the cells of rows."""

    def __init__(self, overview: Overview) -> None:
        self._shapes = {
            column: Shapes(
                overview.items,
                overview.views[column],
                {
                    (record.home, record.name): record.span
                    for module in overview.modules[column]
                    for record in module.records
                },
            )
            for column in overview.columns
        }

    def of(
        self,
        part: Part,
        before: Part | None,
        columns: tuple[Column, ...],
        direction: Direction | None,
    ) -> tuple[Cell | None, ...]:
        """What each column has of a part, or of what it was before it was renamed."""
        cells = []
        for column in columns:
            cell = self._cell(part, column, direction)
            if cell is None and before is not None:
                cell = self._cell(before, column, direction)
            cells.append(cell)
        return tuple(cells)

    def _cell(
        self, part: Part, column: Column, direction: Direction | None
    ) -> Cell | None:
        shown = part.seen.get(column)
        holder = shown
        if part.kind == "field" and part.owner is not None and not part.place:
            holder = part.owner.seen.get(column)
        if isinstance(holder, ir.Record):
            here = holder.in_request if direction == "request" else holder.in_response
            if not here:
                return None
        match shown:
            case ir.Field():
                return Cell(
                    python_member(shown.name),
                    shown.wire,
                    shown.required,
                    shown.nullable,
                    shown.deprecated,
                    shown.was,
                    written(shown.type),
                    self._shapes[column].of(shown.type, shown.span),
                    part.name,
                )
            case ir.Endpoint() | ir.Record():
                was = shown.was if isinstance(shown, ir.Endpoint) else None
                return _owner_cell(shown.name, shown.deprecated, was, part.name)
            case ir.Event():
                return _owner_cell(shown.type, shown.deprecated, shown.was, part.name)
            case _:
                return None


def _owner_cell(name: str, deprecated: str | None, was: str | None, text: str) -> Cell:
    return Cell(name, None, True, False, deprecated, was, None, (), text)


def alike(matrix: Matrix) -> list[list[Column]]:
    """The columns, those together that have the same in every row but for words."""
    vectors = [
        {
            column: [row.keys[at] for row in table.rows]
            for at, column in enumerate(table.columns)
        }
        for table in matrix.tables
    ]

    def same(one: Column, other: Column) -> bool:
        """Whether they agree in every product that both look at."""
        return all(
            each[one] == each[other]
            for each in vectors
            if one in each and other in each
        )

    groups: list[list[Column]] = []
    for column in matrix.columns:
        for group in groups:
            if all(same(member, column) for member in group):
                group.append(column)
                break
        else:
            groups.append([column])
    return groups

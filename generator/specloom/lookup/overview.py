"""One API beside itself: what each of its views shows, ready to be compared.

In: `weave.Viewed`. Out: an `Overview`: a column for each variant at each release, and for each
column the modules of all products together.
"""

from collections.abc import Iterable
from typing import NamedTuple

from specloom import ir
from specloom.diagnostics import Span
from specloom.lookup.declarations import Item, items_of
from specloom.resolve.scope import module_path
from specloom.resolve.view import View
from specloom.spec.syntax import FileDeclared, Spec
from specloom.weave import Viewed


class Column(NamedTuple):
    """A kind of customer at a release."""

    variant: str
    release: str


class BuildShown(NamedTuple):
    """A build: the view that it shows, and of which products, as they are called there."""

    name: str
    column: Column
    products: frozenset[str]


class Overview(NamedTuple):
    """An API in all its views."""

    spec: Spec
    columns: tuple[Column, ...]  # by release, then in the order of `variants`
    views: dict[Column, View]
    modules: dict[Column, tuple[ir.Module, ...]]  # of all products that are looked at
    products: dict[
        Column, frozenset[str]
    ]  # that are looked at, as they are called there
    builds: tuple[BuildShown, ...]
    items: dict[Span, Item]

    @property
    def name(self) -> str:
        """What api.yaml calls the API."""
        return self.spec.api.name.text

    def builds_of(self, column: Column, product: str | None) -> tuple[str, ...]:
        """The builds that show a product (None: what belongs to none) of this column."""
        return tuple(
            build.name
            for build in self.builds
            if build.column == column
            and (product is None or self._called(product, column) in build.products)
        )

    def looks_at(self, product: str | None, column: Column) -> bool:
        """Whether anything is known of a product in a column; None: of what is shared."""
        if product is None:
            return True
        return self._called(product, column) in self.products[column]

    def _called(self, product: str, column: Column) -> str:
        """A product as a view calls it; `product` is as the spec writes it."""
        for text in self.spec.api.products:
            if text.text == product:
                return self.views[column].fill(text)
        return product

    def product_of(self, file: str) -> str | None:
        """The product that a file belongs to; `file` is its dotted path, words and all."""
        first = file.split(".")[0]
        products = [product.text for product in self.spec.api.products]
        return first if first in products else None


def overview_of(viewed: Viewed) -> Overview:
    """All that its views show. The spec has no mistakes."""
    variants = [variant.key.name.text for variant in viewed.spec.api.variants]
    releases = [release.text for release in viewed.spec.api.releases]
    columns = sorted(
        (Column(*view) for view in viewed.views),
        key=lambda column: (
            releases.index(column.release),
            variants.index(column.variant),
        ),
    )
    apis: dict[Column, dict[tuple[str, ...], ir.Api]] = {each: {} for each in columns}
    for resolved in viewed.resolved:
        for api in (resolved.api, *resolved.siblings, *resolved.releases):
            apis[Column(api.variant, api.release)].setdefault(api.products, api)
    builds = tuple(
        BuildShown(
            resolved.api.build,
            Column(resolved.api.variant, resolved.api.release),
            frozenset(resolved.api.products),
        )
        for resolved in viewed.resolved
    )
    return Overview(
        viewed.spec,
        tuple(columns),
        {Column(*names): view for names, view in viewed.views.items()},
        {column: _together(apis[column].values()) for column in columns},
        {column: frozenset().union(*apis[column]) for column in columns},
        builds,
        items_of(viewed.spec),
    )


def files_of(overview: Overview, column: Column) -> dict[ir.Path, FileDeclared]:
    """The file that each module of a column comes from."""
    view = overview.views[column]
    return {
        module_path(file, view): file
        for file in overview.spec.files
        if view.shows(file.marks)
    }


def file_name(file: FileDeclared) -> str:
    """What a file's module is called, words and all: `<owners>.users`."""
    if file.resource is not None:
        return file.resource.text
    return ".".join(part.text for part in file.place)


def _together(apis: Iterable[ir.Api]) -> tuple[ir.Module, ...]:
    """The modules of all products: of a file that several share, what each of them needs."""
    found: dict[ir.Path, ir.Module] = {}
    for api in apis:
        for module in api.modules:
            other = found.get(module.path)
            found[module.path] = _merged(other, module) if other else module
    return tuple(found[path] for path in sorted(found))


def _merged(one: ir.Module, other: ir.Module) -> ir.Module:
    if one == other:
        return one
    records = {record.name: record for record in one.records}
    for record in other.records:
        same = records.get(record.name)
        records[record.name] = record._replace(
            in_request=record.in_request or (same is not None and same.in_request),
            in_response=record.in_response or (same is not None and same.in_response),
        )
    return one._replace(records=tuple(records[name] for name in sorted(records)))

"""Small APIs, made by hand: the targets are tested without the front end."""

from itertools import count
from typing import Any

from specloom import ir
from specloom.diagnostics import Span
from specloom.targets.python.modules import render_modules

RELEASE = "2030-01"
TEXT = ir.StringType()
_lines = count(1)


def _span() -> Span:
    """A place that nothing else has."""
    return Span("spec/shop/api.yaml", next(_lines), 1, 2)


def field(name: str, type_: ir.Type = TEXT, **more: Any) -> ir.Field:
    """Required and never null, unless `more` says so; sent in camel case."""
    first, *rest = name.split("_")
    wire = first + "".join(word.title() for word in rest)
    given = {"required": True, "nullable": False, "span": _span(), "wire": wire, **more}
    return ir.Field(name, type=type_, **given)


def optional(name: str, type_: ir.Type = TEXT, **more: Any) -> ir.Field:
    """A field that may be left out."""
    return field(name, type_, required=False, **more)


def record(home: str, name: str, *fields: ir.Field, **more: Any) -> ir.Record:
    """A record of the module `home`, such as `shop.orders`."""
    given = {"doc": None, "example": {}, "recursive": False, "span": _span(), **more}
    return ir.Record(
        home=tuple(home.split(".")),
        name=name,
        fields=fields,
        in_request=True,
        in_response=True,
        **given,
    )


def use(made: ir.Record) -> ir.RecordType:
    """A use of a record."""
    return ir.RecordType(made.home, made.name)


def named(
    home: str, name: str, target: ir.Type = TEXT, doc: str | None = None
) -> ir.NamedType:
    """A named type of the module `home`."""
    return ir.NamedType(tuple(home.split(".")), name, target, doc, _span())


def endpoint(full_name: str, **more: Any) -> ir.Endpoint:
    """An endpoint by its full name, such as `shop.orders.create`."""
    *resource, name = full_name.split(".")
    given: dict[str, Any] = {
        "method": "POST",
        "path": f"/v1/{'/'.join(resource)}",
        "parameters": (),
        "query": (),
        "headers": (),
        "body": (),
        "returns": None,
        "pages": None,
        "errors": (),
        "examples": (),
        "doc": None,
        "span": _span(),
    }
    return ir.Endpoint(name=name, resource=tuple(resource), **{**given, **more})


def event(type_: str, made: ir.Record, reply: ir.Record | None = None) -> ir.Event:
    """A webhook."""
    return ir.Event(type_, use(made), use(reply) if reply else None, None, _span())


def api(
    *declared: ir.Record | ir.NamedType | ir.Endpoint,
    webhooks: dict[str, ir.Webhooks] | None = None,
    **more: Any,
) -> ir.Api:
    """An API of these types, records and endpoints, each in its module."""
    modules: dict[ir.Path, list[Any]] = {}
    for each in declared:
        home = each.resource if isinstance(each, ir.Endpoint) else each.home
        modules.setdefault(home, []).append(each)
    known = {tuple(home.split(".")): each for home, each in (webhooks or {}).items()}
    given: dict[str, Any] = {"query": ir.QueryStyle(), **more}
    return ir.Api(
        name="shop",
        build="shop_one",
        variant="one",
        variant_title="One",
        release=RELEASE,
        base_url="https://shop.example",
        auth=None,
        acronyms=("URL",),
        products=("shop",),
        doc=None,
        modules=tuple(
            ir.Module(
                path=path,
                doc=None,
                types=tuple(e for e in found if isinstance(e, ir.NamedType)),
                records=tuple(e for e in found if isinstance(e, ir.Record)),
                endpoints=tuple(e for e in found if isinstance(e, ir.Endpoint)),
                webhooks=known.get(path),
            )
            for path, found in sorted(modules.items())
        ),
        **given,
    )


def rendered(made: ir.Api) -> dict[str, str]:
    """The files of the modules of an API."""
    return render_modules(made, frozenset(module.path for module in made.modules))

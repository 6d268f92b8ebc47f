"""What an API may lack, so that a build has no use for some of the copied code.

In: an API. Out: whether it lacks something. Imported by `known`.
"""

from collections.abc import Callable, Iterator

from specloom import ir
from specloom.names import python_member


def _endpoints(api: ir.Api) -> Iterator[ir.Endpoint]:
    return (endpoint for module in api.modules for endpoint in module.endpoints)


def lacks(kind: str) -> Callable[[ir.Api], bool]:
    """Whether nothing that the API holds is of a kind of type."""

    def lacks(api: ir.Api) -> bool:
        return not any(each.kind == kind for each in _types(api))

    return lacks


def no_headers(api: ir.Api) -> bool:
    """No argument is a header."""
    return not any(endpoint.headers for endpoint in _endpoints(api))


def no_lists(api: ir.Api) -> bool:
    """No argument beside the body is a list."""
    return not any(
        isinstance(ir.bare(field.type), ir.ListType)
        for endpoint in _endpoints(api)
        for field in (*endpoint.query, *endpoint.headers)
    )


def no_unclear_lists(api: ir.Api) -> bool:
    """No list beside the body has items that could be empty or hold a comma."""
    return not any(
        _may_be_unclear(ir.bare(part.item.type))
        for endpoint in _endpoints(api)
        for field in (*endpoint.query, *endpoint.headers)
        for part in ir.walk(field.type)
        if isinstance(part, ir.ListType)
    )


def _may_be_unclear(item: ir.Type) -> bool:
    if isinstance(item, ir.EnumType):
        return any(not each.value or "," in each.value for each in item.values)
    return isinstance(item, ir.StringType | ir.ConstType | ir.UnionType)


def no_null_texts(api: ir.Api) -> bool:
    """No argument of a query that may be null could be the text that stands for it."""
    return not any(
        field.nullable and isinstance(ir.bare(field.type), ir.StringType)
        for endpoint in _endpoints(api)
        for field in endpoint.query
    )


def no_moments(api: ir.Api) -> bool:
    """No argument beside the body is a point in time, or a list of them."""
    return not any(
        isinstance(part, ir.DateTimeType)
        for endpoint in _endpoints(api)
        for field in (*endpoint.parameters, *endpoint.query, *endpoint.headers)
        for part in ir.walk(field.type)
    )


def no_errors(api: ir.Api) -> bool:
    """No endpoint documents an error."""
    return not any(endpoint.errors for endpoint in _endpoints(api))


def no_errors_of_pages(api: ir.Api) -> bool:
    """No endpoint with pages documents an error."""
    return not any(endpoint.pages and endpoint.errors for endpoint in _endpoints(api))


def no_free_paths(api: ir.Api) -> bool:
    """No argument of a path could be empty, dots, or hold what has to be escaped."""
    return not any(
        isinstance(ir.bare(field.type), ir.StringType | ir.UnionType | ir.AnyType)
        and getattr(ir.bare(field.type), "pattern", None) is None
        for endpoint in _endpoints(api)
        for field in endpoint.parameters
    )


def nothing_beside(api: ir.Api) -> bool:
    """No argument beside the body could break a rule of its place."""
    return (
        no_free_paths(api)
        and no_headers(api)
        and no_null_texts(api)
        and no_unclear_lists(api)
    )


def pages_say_more(api: ir.Api) -> bool:
    """Each page has a field that says whether more follow."""
    return all(each.pages.more for each in _endpoints(api) if each.pages)


def no_circles(api: ir.Api) -> bool:
    """No argument holds a record that may hold itself: all are of some depth."""
    records = (record for module in api.modules for record in module.records)
    return not any(record.recursive and record.in_request for record in records)


def plain_places(api: ir.Api) -> bool:
    """No rule of a place depends on how the API writes lists and null."""
    return no_null_texts(api) and no_unclear_lists(api)


def _types(api: ir.Api) -> Iterator[ir.Type]:
    """Every type of a field, of an argument and of an answer, and all inside it."""
    for module in api.modules:
        for record in module.records:
            for field in record.fields:
                yield from ir.walk(field.type)
        for endpoint in module.endpoints:
            for field in endpoint.arguments:
                yield from ir.walk(field.type)
            if endpoint.returns is not None:
                yield from ir.walk(endpoint.returns)


def _unions(api: ir.Api) -> Iterator[list[ir.Type]]:
    """The members of each union."""
    for each in _types(api):
        if isinstance(each, ir.UnionType):
            yield [*map(ir.bare, each.members)]


def no_fractions(api: ir.Api) -> bool:
    """Every bound of a number is whole."""
    bounds = (
        bound
        for each in _types(api)
        if isinstance(each, ir.NumberType)
        for bound in (each.minimum, each.maximum, each.above, each.below)
    )
    return all(bound is None or bound == int(bound) for bound in bounds)


def no_discriminators(api: ir.Api) -> bool:
    """No union names the field that tells its records apart."""
    unions = (each for each in _types(api) if isinstance(each, ir.UnionType))
    return not any(each.discriminator for each in unions)


_TEXTS = (
    ir.StringType,
    ir.IdType,
    ir.EnumType,
    ir.DateType,
    ir.TimeType,
    ir.DateTimeType,
    ir.UuidType,
)


def no_lone_text(api: ir.Api) -> bool:
    """No union has a single kind of text, which any text is not."""
    for members in _unions(api):
        texts = [each for each in members if isinstance(each, _TEXTS)]
        if len(texts) == 1 and texts[0] != ir.StringType():
            return False
    return True


def no_texts_apart(api: ir.Api) -> bool:
    """No union has several kinds of text."""
    return not any(
        sum(isinstance(each, _TEXTS) for each in members) > 1
        for members in _unions(api)
    )


def no_bytes_of_records(api: ir.Api) -> bool:
    """Nothing that has a limit in bytes holds a record."""
    limited = (each for each in _types(api) if getattr(each, "max_bytes", None))
    return not any(use for each in limited for use in ir.uses_of(each))


def no_lone_record(api: ir.Api) -> bool:
    """No union has a single record."""
    return not any(
        sum(isinstance(each, ir.RecordType) for each in members) == 1
        for members in _unions(api)
    )


def only_classes(api: ir.Api) -> bool:
    """Each member of a union is a class of Python."""
    classes = (ir.RecordType, ir.BooleanType, ir.IntegerType, ir.NumberType, *_TEXTS)
    return all(
        isinstance(each, classes) and not isinstance(each, ir.EnumType)
        for members in _unions(api)
        for each in members
    )


def told_by_one_name(api: ir.Api) -> bool:
    """What the records of unions are told apart by is called the same in JSON."""
    fields = {
        ir.RecordType(record.home, record.name): record.fields
        for module in api.modules
        for record in module.records
    }
    return all(
        field.wire == python_member(field.name)
        for members in _unions(api)
        for each in members
        if isinstance(each, ir.RecordType)
        for field in fields[each]
        if field.required
    )

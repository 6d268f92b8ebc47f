"""Names that Python, pydantic, the packages or Windows need for themselves.

Each of them, for each kind of name, is answered, or the package that has it imports and its own
tests pass.
"""

import builtins
import keyword
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import BaseModel
from specloom.names import pascal
from specloom.targets.python import reserved
from specloom.weave import weave

from tests.packages.weaving import run_tests, weave_into

OTHERS = """
self cls args kwargs data value values key wire model models fields events api request response
parse strict payload headers secret query body path params errors pages base_url url method
content next need may record text const st checks drawn given members integer moment settings
pytest hypothesis random annotations typing pydantic datetime decimal uuid re json os sys
functools types conftest test tests strategies webhooks runtime _ __ __init__ __class__
__slots__ __dict__ __module__ __doc__ _private con nul aux prn com1
"""
"""What modules import, parameters and variables of theirs, and names with underscores."""

OTHER_CLASSES = """
BaseModel List Dict Optional Union TypedDict NamedTuple Enum Check Documented Operation Record
Events Given Moment Shared Places Mistake Path Query Header Decimal UUID T K V A X
"""

WORDS = sorted(
    {
        *keyword.kwlist,
        *keyword.softkwlist,
        *(
            name
            for known in (BaseModel, type(BaseModel))
            for name in dir(known)
            if not name.startswith("__")
        ),
        *(name for name in dir(builtins) if name.islower() and name[0] != "_"),
        *reserved.BUILTINS,
        *reserved.TAKEN_FUNCTIONS,
        *reserved.TAKEN_BY_WEBHOOKS,
        *reserved.TAKEN_MODULES,
        *OTHERS.split(),
    }
)
CLASSES = sorted(
    {
        *(name for name in dir(builtins) if name[0].isupper()),
        *reserved.RESERVED,
        *map(pascal, WORDS),
        *OTHER_CLASSES.split(),
    }
    - {""}
)
HOMOGLYPHS = [
    "\u0441lass",
    "s\u0435lf",
    "\u0410PI",
    "\uff49\uff44",
    "na\u00efve",
    "\ufb01",
]

API = """\
specloom: 1
name: shop
base_url: https://shop.example
products: [shop]
releases: [r1]
variants: {one: One}
builds: {shop_one: {variant: one, release: r1}}
"""


def fields(names: list[str]) -> dict[str, str]:
    written = "".join(f"      '{name}?': string\n" for name in names)
    read = "".join(f"    '{name}?': integer\n" for name in names)
    text = f"path: /v1/shop\nendpoints:\n  create:\n    post: /\n    body:\n{written}"
    text += f"    returns: Thing\nrecords:\n  Thing:\n    id: string\n{read}"
    return {"shop.yaml": text}


def arguments(names: list[str]) -> dict[str, str]:
    query = "".join(f"      '{name}?': string\n" for name in names)
    return {
        "shop.yaml": f"path: /v1/shop\nendpoints:\n  find:\n    get: /\n    query:\n{query}"
        "      needed: string\n"
    }


def parameters(names: list[str]) -> dict[str, str]:
    text = "path: /v1/shop\nparams:\n"
    text += "".join(f"  '{name}': string\n" for name in names) + "endpoints:\n"
    text += "".join(
        f"  get{at}: {{get: '/{at}/{{{name}}}'}}\n" for at, name in enumerate(names)
    )
    return {"shop.yaml": text}


def endpoints(names: list[str]) -> dict[str, str]:
    made = "".join(
        f"  '{name}': {{post: /e{at}, body: {{size: 'list[integer]'}}, returns: Thing}}\n"
        for at, name in enumerate(names)
    )
    text = f"path: /v1/shop\nendpoints:\n{made}records:\n  Thing: {{ok: boolean}}\n"
    return {"shop.yaml": text}


def records(names: list[str]) -> dict[str, str]:
    made = "".join(f"  '{name}': {{ok: boolean, at: datetime}}\n" for name in names)
    uses = "".join(f"      f{at}?: '{name}'\n" for at, name in enumerate(names))
    text = f"post: /\n    body:\n{uses}    returns: Whole\nrecords:\n{made}  Whole:\n"
    return {"shop.yaml": f"path: /v1/shop\nendpoints:\n  create:\n    {text}{uses}"}


def types(names: list[str]) -> dict[str, str]:
    made = "".join(f"  '{name}': 'list[string(1..3)]'\n" for name in names)
    uses = "".join(f"      f{at}?: '{name}'\n" for at, name in enumerate(names))
    text = f"post: /\n    body:\n{uses}types:\n{made}"
    return {"shop.yaml": f"path: /v1/shop\nendpoints:\n  create:\n    {text}"}


def files(names: list[str]) -> dict[str, str]:
    return {
        f"shop/{name}.yaml": f"path: /v1/f{at}\nendpoints:\n"
        "  create: {post: /, body: {ok: boolean}, returns: Thing}\n"
        "records: {Thing: {ok: boolean}}\n"
        for at, name in enumerate(names)
    }


def events(names: list[str]) -> dict[str, str]:
    made = "".join(f"  '{name}': {{data: {{ok: boolean}}}}\n" for name in names)
    return {"shop.yaml": f"webhooks:\n{made}"}


def values(names: list[str]) -> dict[str, str]:
    written = ", ".join(f"'{name}'" for name in names)
    body = f"body: {{a: {{enum: [{written}]}}}}"
    return {"shop.yaml": f"path: /v1/shop\nendpoints:\n  create: {{post: /, {body}}}\n"}


KINDS: dict[str, Callable[[list[str]], dict[str, str]]] = {
    "fields": fields,
    "arguments": arguments,
    "parameters": parameters,
    "endpoints": endpoints,
    "records": records,
    "types": types,
    "files": files,
    "events": events,
    "values": values,
}


def write(made: dict[str, str], spec: Path) -> None:
    for old in spec.rglob("*.yaml"):
        old.unlink()
    for name, text in ({"api.yaml": API} | made).items():
        path = spec / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_names_are_answered_or_work(kind: str, tmp_path: Path) -> None:
    make = KINDS[kind]
    spec = tmp_path / "spec"
    taken: list[str] = []
    for name in (*WORDS, *CLASSES, *HOMOGLYPHS):
        write(make([name]), spec)
        if not weave([str(spec)]).diagnostics:
            taken.append(name)
    together: list[str] = []  # some become one name in Python
    for size in (64, 8, 1):
        left = [name for name in taken if name not in together]
        for at in range(0, len(left), size):
            write(make([*together, *left[at : at + size]]), spec)
            if not weave([str(spec)]).diagnostics:
                together += left[at : at + size]
    assert len(together) >= 20
    write(make(together), spec)
    weave_into(tmp_path / "out", spec)
    ran = run_tests(tmp_path / "out", 2)
    assert ran.code == 0, ran.out[-4000:]


DEVICES = ("con", "nul", "prn", "aux", "com1", "lpt9")


@pytest.mark.parametrize("name", DEVICES)
def test_a_device_of_windows_is_no_file(name: str, tmp_path: Path) -> None:
    write(files([name]), tmp_path)
    (found,) = weave([str(tmp_path)]).diagnostics
    assert found.code == "SPL301"
    write(fields(["name"]), tmp_path)
    (tmp_path / "api.yaml").write_text(API.replace("shop_one", name))
    (found,) = weave([str(tmp_path)]).diagnostics
    assert found.code == "SPL301"

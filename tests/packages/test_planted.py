"""Ten and more bugs, planted in a woven package as a careless hand would make them.

Each makes the package's own tests fail, and one line of what pytest says names the field or
the endpoint, the case, and what was wrong.
"""

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from .weaving import ROOT, Ran, run_pytest_in_each, weave_into

KIOSK = ROOT / "tests" / "mutate" / "spec" / "kiosk"
BUILD = "kiosk_street"
TABLES = "not(drawn)and(not(edits))"
"""Hypothesis would look seconds long for the least example of what the tables tell at once."""


class Bug(NamedTuple):
    """A text of a file in the place of another, and what a line of the failure says."""

    file: str
    old: str
    new: str
    said: tuple[str, ...]
    times: int = 1  # how often the old text stands there


BUGS = {
    "a limit one off": Bug(
        "orders/_models.py",
        "amount: Annotated[int, Field(ge=1, le=9)]",
        "amount: Annotated[int, Field(ge=1, le=10)]",
        ("Line.amount: ", "10", "should break [('amount', 'maximum')], was accepted"),
    ),
    "a limit too narrow": Bug(
        "orders/_models.py",
        "Field(min_length=1, max_length=3)",
        "Field(min_length=1, max_length=2)",
        (
            "orders.create.labels: ",
            "good",
            "was refused as [('labels[key 1]', 'max_length')]",
        ),
    ),
    "an optional argument sent as null": Bug(
        "orders/__init__.py",
        "labels=labels, size=size",
        "labels=labels, size=None if size is MISSING else size",
        ("orders.create.size: not said", "accepted, but changed to", '"size":null'),
    ),
    "an empty argument left out": Bug(
        "orders/__init__.py",
        "labels=labels, size=size",
        "labels=labels or MISSING, size=size",
        ("orders.create.labels: good {}", "accepted, but changed to"),
    ),
    "a pattern without its end": Bug(
        "types.py",
        "^[A-Z]{2,3}$",
        "^[A-Z]{2,3}",
        ("orders.create.code: bad", "should break [('code', 'pattern')], was accepted"),
    ),
    "null dropped from what is sent": Bug(
        "_runtime.py",
        "include=places.body, by_alias=True",
        "include=places.body, exclude_none=True, by_alias=True",
        ("orders.create.size: null", "accepted, but changed to"),
    ),
    "a name of JSON lost": Bug(
        "orders/_models.py",
        'is_paid: Annotated[bool, wire("isPaid")]',
        "is_paid: bool",
        ("Order.is_paid: valid", "in JSON", "('is_paid', 'required')"),
    ),
    "unknown arguments let through": Bug(
        "_runtime.py",
        '        extra="forbid",\n',
        '        extra="ignore",\n',
        ("Line.no_such_field: unknown", "should break", "was accepted"),
    ),
    "an argument forgotten by its builder": Bug(
        "orders/__init__.py",
        "since=since, ",
        "",
        ("orders.list.since: valid", "sent as Head", "should be Head"),
    ),
    "two arguments mixed up": Bug(
        "orders/__init__.py",
        "code=code, corner_id=corner_id",
        "code=corner_id, corner_id=corner_id",
        ("orders.create.code: valid", "was refused as [('code', "),
    ),
    "a value of an enum lost": Bug(
        "types.py",
        'Literal["small", "large"]',
        'Literal["small"]',
        ("orders.create.size: good 'large'", "was refused as [('size', 'enum')]"),
    ),
    "required made optional": Bug(
        "orders/_models.py",
        "amount: Annotated[int, Field(ge=1, le=9)]",
        "amount: Annotated[int, Field(ge=1, le=9)] | MISSING = MISSING",
        (
            "Line.amount: not said",
            "should break [('amount', 'required')], was accepted",
        ),
    ),
    "optional made required": Bug(
        "orders/_models.py",
        "wrapped: bool | MISSING = MISSING",
        "wrapped: bool | MISSING",
        ("Line.wrapped: not said", "was refused as [('wrapped', 'required')]"),
    ),
    "null refused": Bug(
        "orders/_models.py",
        "size: Open[Size] | MISSING | None = MISSING",
        "size: Open[Size] | MISSING = MISSING",
        ("Order.size: null", "was refused as [('size', 'null')]"),
    ),
    "a default in the place of what is left out": Bug(
        "orders/_models.py",
        "wrapped: bool | MISSING = MISSING",
        "wrapped: bool | MISSING = False",
        ("Line.wrapped: not said", "accepted, but changed to", '"wrapped":false'),
    ),
    "an answer that no newer server may extend": Bug(
        "orders/_models.py",
        "size: Open[Size] | MISSING | None = MISSING",
        "size: Size | MISSING | None = MISSING",
        ("Order.size: bad", "in JSON", "was refused as [('size', 'enum')]"),
    ),
    "another method": Bug(
        "orders/__init__.py",
        '"DELETE /v1/orders/{order_id}", OrderCancelParams',
        '"POST /v1/orders/{order_id}", OrderCancelParams',
        ("orders.cancel.order_id: valid", "sent as Head", "POST", "DELETE"),
    ),
    "another path": Bug(
        "orders/__init__.py",
        '"DELETE /v1/orders/{order_id}", OrderCancelParams',
        '"DELETE /v1/order/{order_id}", OrderCancelParams',
        ("orders.cancel.order_id: valid", "sent as Head", "/v1/order/", "/v1/orders/"),
    ),
    "an argument in another place": Bug(
        "orders/_models.py",
        'in_query("since")',
        'wire("since")',
        ("orders.list.since: valid", "sent as Head", "('since', "),
    ),
    "another style of lists": Bug(
        "_runtime.py",
        '"repeat"] = "comma"',
        '"repeat"] = "repeat"',
        ("orders.list.sizes: good ['small', 'small']", "small%2Csmall"),
    ),
    "an error that shows a value": Bug(
        "_errors.py",
        "{mistake.rule}: {mistake.allowed}",
        "{mistake.rule}: {mistake.allowed}, not {mistake.value!r}",
        ("every_mistake says:", "in Line:"),  # a mistake of the error, not of a field
    ),
    "days that are written in another way": Bug(
        "_values.py",
        'if len(text) == 10 and text[7] == "-":',
        "if text:",
        ("orders.list.since: bad '20240105'", "('since', 'format')", "was accepted"),
    ),
    "another answer promised": Bug(
        "orders/__init__.py",
        "def cancel(order_id: OrderId) -> Request[Order]:",
        "def cancel(order_id: OrderId) -> Request[int]:",
        ("orders.cancel: answers <class 'int'>, should answer", "Order"),
    ),
    "an argument of another type promised": Bug(
        "orders/__init__.py",
        "    code: Code,\n",
        "    code: int,\n",
        ("orders.create.code: is <class 'int'>, should be <class 'str'>",),
    ),
    "a dictionary of other types": Bug(
        "orders/_models.py",
        "    amount: int\n    item_name: str\n",
        "    amount: str\n    item_name: str\n",
        ("Line.amount: is <class 'str'>, should be <class 'int'>",),
    ),
    "statuses in another order": Bug(
        "_runtime.py",
        '(f"{status}", f"{status // 100}XX", "default")',
        '(f"{status // 100}XX", f"{status}", "default")',
        ("orders.create: 404 is read as _Range, should be _Exact",),
    ),
    "another rule in the error": Bug(
        "_errors.py",
        '("minimum", "at least {ge}")',
        '("minimum", "above {ge}")',
        ("Line.amount: bad 0", "minimum: should allow", "allows 'above 1'"),
    ),
}


@pytest.fixture(scope="session")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ran]:
    """What the tests of the package say with each bug in it."""
    whole = tmp_path_factory.mktemp("kiosk")
    weave_into(whole, KIOSK)
    words = (
        f"-q -p no:cacheprovider --tb=short -k {TABLES} {BUILD}/tests/test_orders.py"
    )
    (sound,) = run_pytest_in_each([whole / BUILD], words)  # and its bytecode is there
    assert sound.code == 0, sound.out
    folders = []
    for number, bug in enumerate(BUGS.values()):
        folder = Path(shutil.copytree(whole / BUILD, whole / f"{number}" / BUILD))
        path = folder / BUILD / bug.file
        text = path.read_text("utf-8")
        assert text.count(bug.old) == bug.times, bug
        path.write_text(text.replace(bug.old, bug.new), "utf-8")
        for cached in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
            cached.unlink()  # it would do for a file of the same second and size
        folders.append(folder)
    return dict(zip(BUGS, run_pytest_in_each(folders, words), strict=True))


@pytest.mark.xdist_group("planted")
@pytest.mark.parametrize("name", BUGS)
def test_the_tests_of_a_package_name_it(name: str, said: dict[str, Ran]) -> None:
    ran = said[name]
    assert ran.code == 1, ran.out
    lines = ran.out.splitlines()
    told = [line for line in lines if all(part in line for part in BUGS[name].said)]
    assert told, ran.out

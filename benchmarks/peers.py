"""Two peers that make bodies from JSON Schema, in an environment of their own.

In: a document of JSON Schema and the title of a definition. Out: bodies, with what the peer
says of each. The environment stands beside the interpreter that runs this, and is made where
it is missing or `peers-requirements.txt` says something else than it holds.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
REQUIREMENTS = HERE / "peers-requirements.txt"
TOOLS = {
    "schemathesis": "schemathesis, coverage phase",
    "hypothesis-jsonschema": "hypothesis-jsonschema",
}


class Body(NamedTuple):
    """JSON, and whether the peer calls it valid."""

    text: str
    valid: bool


class Offer(NamedTuple):
    """The bodies that a peer makes for a definition, and the seconds that it took."""

    bodies: list[Body]
    seconds: float


class NoPeersError(Exception):
    """The environment can't be made here."""


def interpreter() -> str:
    """The Python of the peers.

    Raises:
        NoPeersError: the environment is missing and can't be made.
    """
    home = Path(sys.prefix, "peers")
    python = str(home / "bin" / "python")
    holds = home / REQUIREMENTS.name
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if not (holds.exists() and holds.read_text(encoding="utf-8") == wanted):
        _run(sys.executable, "-m", "venv", "--clear", str(home))
        install = ("-m", "pip", "install", "--quiet", "--no-deps", "--requirement")
        _run(python, *install, str(REQUIREMENTS))
        holds.write_text(wanted, encoding="utf-8")
    return python


def _run(*words: str) -> None:
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:]
        raise NoPeersError(*last)


def bodies(python: str, tool: str, document: dict[str, Any], title: str) -> Offer:
    """What a peer makes of a definition.

    Raises:
        subprocess.CalledProcessError: the peer failed.
    """
    before = time.perf_counter()
    done = subprocess.run(
        [python, str(HERE / "peer_bodies.py"), tool, title],
        input=json.dumps(document),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    return Offer([*_read(done.stdout)], time.perf_counter() - before)


def _read(lines: str) -> Iterator[Body]:
    for line in lines.splitlines():
        told = json.loads(line)
        yield Body(json.dumps(told["value"]), told["valid"])

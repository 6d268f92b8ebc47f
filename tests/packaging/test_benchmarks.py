"""The benchmarks run and print what they promise; how fast anything is, no test asserts."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import peer_bodies, peers

ROOT = Path(__file__).resolve().parents[2]
API = """\
specloom: 1
name: harbour
base_url: https://api.harbour.example
products: [port]
releases: [2026-01]
variants: {org: Organization}
builds:
  harbour_org: {variant: org, release: 2026-01}
"""
SHIPS = """\
path: /v1/ships
endpoints:
  create:
    post: /
    body:
      name: string(2..40)
      sunk?: boolean
    returns: Ship
records:
  Ship:
    name: string(2..40)
    year?: integer(1900..) | null
"""
BODIES = {
    "PortShipCreateParams": [
        ({"name": "ab"}, True),
        ({"name": "a"}, False),
        ({"name": "ab", "sunk": True}, True),
        ({"sunk": 1}, True),  # mislabelled
    ],
    "PortShip": [
        ({"name": "ab", "year": 1900}, True),
        ({"name": "ab", "year": 1}, False),
    ],
}
TRIAL = """\
import json, sys
from benchmarks.kills import Subject, Trial, Under
from benchmarks.peers import Body

subjects = (
    Subject("PortShipCreateParams", "port.ships", "ShipCreateParams"),
    Subject("PortShip", "port.ships", "Ship"),
)
spec, bodies = sys.argv[1:]
trial = Trial(spec, 1_000, Under("harbour_org", ("port.ships.create",), subjects))
told = json.loads(bodies)
offered = {
    title: [Body(json.dumps(value), valid) for value, valid in told[title]]
    for title in told
}
nothing = {title: [] for title in told}
scores = trial.by_tests(), trial.by_bodies(offered), trial.by_bodies(nothing)
print(json.dumps([score._asdict() for score in scores]))
"""


@pytest.mark.long
@pytest.mark.skipif(
    not Path(sys.executable).with_name("specloom").exists(),
    reason="specloom is not installed in this environment",
)
def test_every_table_of_speed() -> None:
    words = [sys.executable, "-m", "benchmarks", "1", "runs", "cases"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("median CPU time)") == 3
    assert done.stdout.count("specloom generate") == 2
    assert done.stdout.count("specloom check") == 1
    counts = re.findall(
        r"^  avara_\w+ +([0-9,]+) +[0-9.]+ s +[0-9,]+ /s$", done.stdout, re.M
    )
    assert len(counts) == 3, done.stdout
    assert all(int(count.replace(",", "")) > 10_000 for count in counts)


def test_peers_and_tests_are_tried_on_the_same_mutants(tmp_path: Path) -> None:
    (tmp_path / "harbour" / "port").mkdir(parents=True)
    (tmp_path / "harbour" / "api.yaml").write_text(API)
    (tmp_path / "harbour" / "port" / "ships.yaml").write_text(SHIPS)
    words = [sys.executable, "-c", TRIAL, str(tmp_path / "harbour"), json.dumps(BODIES)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    ours, theirs, nothing = json.loads(done.stdout)
    assert ours["of"] == theirs["of"] == nothing["of"] > 20
    assert ours["noticed"] == ours["of"]
    assert 0 < theirs["noticed"] < theirs["of"]
    assert (theirs["bodies"], theirs["left_out"]) == (6, 1)
    assert nothing["noticed"] == 0


def test_peers_are_pinned_and_known() -> None:
    assert peers.TOOLS.keys() == peer_bodies.TOOLS.keys()
    lines = peers.REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[0-9][\w.]*", line) for line in pins), pins
    names = {line.partition("==")[0].lower() for line in pins}
    assert {*peers.TOOLS, "hypothesis"} <= names


@pytest.mark.long
def test_peers_that_can_not_be_installed_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    requirements = tmp_path / "requirements.txt"
    requirements.write_text(f"{tmp_path / 'nowhere'}\n")
    monkeypatch.setattr(peers, "REQUIREMENTS", requirements)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    with pytest.raises(peers.NoPeersError, match="nowhere"):
        peers.interpreter()

"""The README says what is true: its Python runs and prints what it shows, its YAML works."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from specloom.cli import main
from specloom.diagnostics.render import render_text
from specloom.weave import weave

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def blocks(language: str) -> list[str]:
    """The README's blocks of one language, in order."""
    return [text for name, text in BLOCK.findall(README) if name == language]


def block_with(language: str, words: str) -> str:
    """The only block of a language that holds these words."""
    found = [text for text in blocks(language) if words in text]
    assert len(found) == 1, (language, words)
    return found[0]


def test_the_python_prints_what_is_shown() -> None:
    code = "".join(blocks("python"))
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "generated" / "avara_org")},
        capture_output=True,
        text=True,
        check=True,
    )
    shown = block_with("text", "POST https") + block_with("text", "3 mistakes")
    assert done.stdout == shown


@pytest.fixture
def avara(tmp_path: Path) -> Path:
    """A copy of the Avara spec."""
    return Path(shutil.copytree(ROOT / "spec" / "avara", tmp_path / "spec" / "avara"))


def with_endpoint(avara: Path, text: str) -> None:
    """Puts an endpoint behind the others of viewer/studies.yaml."""
    file = avara / "viewer" / "studies.yaml"
    old = file.read_text(encoding="utf-8")
    file.write_text(old.replace("\ntypes:\n", f"{text}\ntypes:\n", 1), encoding="utf-8")


def test_adding_an_endpoint(avara: Path) -> None:
    text = block_with("yaml", "archive").split("\n", 1)[1]
    with_endpoint(avara, text)
    woven = weave([str(avara)])
    assert not woven.diagnostics
    for build in woven.builds:
        module = build.files[f"{build.build}/viewer/studies/__init__.py"]
        assert ("def archive(" in module) == (build.build == "avara_express")


def test_the_mistake_is_answered_as_shown(
    avara: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = block_with("yaml", "archive").split("\n", 1)[1]
    with_endpoint(
        avara,
        text.replace("reason: string(1..200) -- Why it is put away.", "reason: strign"),
    )
    monkeypatch.chdir(avara.parent.parent)
    woven = weave(["spec/avara"])
    answer = render_text(woven.diagnostics, woven.texts)
    shown = block_with("text", "SPL202")
    assert answer.startswith(shown)


def test_the_answers_about_the_spec_are_those_that_are_shown(
    avara: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(avara.parent.parent)
    monkeypatch.delenv("COLUMNS", raising=False)
    for command in ("specloom explain 'viewer", "specloom matrix auto_scribe"):
        words = shlex.split(block_with("sh", command))
        monkeypatch.setattr(sys, "argv", words)
        assert main() == 0
        answer = capsys.readouterr().out
        assert answer in blocks("text"), answer


LISTS = """
first = {"studies": [], "hasMore": True, "cursor": "QQ=="}
last = {"studies": [], "hasMore": False, "cursor": None}
import json
bodies = iter([json.dumps(first), json.dumps(last)])
sent = []
def send(request):
    sent.append(request.url())
    return next(bodies)
assert list(stat_studies(send)) == []
assert len(sent) == 2 and sent[1].count("cursor=QQ%3D%3D") == 1, sent
"""

WEBHOOKS = """
import base64, datetime
from standardwebhooks import Webhook
secret = "whsec_" + base64.b64encode(b"s" * 24).decode()
data = {"studyId": "stu_" + "0" * 32, "studyInstanceUid": "1.2.3"}
event = {"id": "whe_" + "0" * 32, "type": "study.access_requested", "data": data}
def signed(payload, secret):
    now = datetime.datetime.now(datetime.timezone.utc)
    signature = Webhook(secret).sign("msg_1", now, payload)
    return {"webhook-id": "msg_1", "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": signature}
payload = json.dumps(event)
told = json.loads(answer(payload, signed(payload, secret), secret))
assert told == {"authorized": True, "urls": ["https://images.example.com/1.2.3"]}, told
try:
    answer(payload + " ", signed(payload, secret), secret)
except webhooks.WebhookVerificationError:
    pass
else:
    raise AssertionError("an altered body was taken")
newer = payload.replace("study.", "new.")
assert answer(newer, signed(newer, secret), secret) is None
"""


def test_the_lists_and_webhooks_work() -> None:
    code = "".join(blocks("python")) + LISTS + WEBHOOKS
    subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "generated" / "avara_org")},
        capture_output=True,
        check=True,
    )


def test_another_kind_of_customer_is_what_is_shown(avara: Path) -> None:
    """The rows that are shown replace those of the vocabulary, the other lines join."""
    file = avara / "api.yaml"
    text = file.read_text(encoding="utf-8")
    section = ""
    for line in block_with("yaml", "hospital: Hospital").splitlines()[1:]:
        if not line.startswith(" "):
            section = line
        elif section == "vocabulary:":
            word = line.split(":")[0]
            old = next(
                each for each in text.splitlines() if each.startswith(f"{word}:")
            )
            text = text.replace(old, line)
        else:
            text = text.replace(f"{section}\n", f"{section}\n{line}\n")
    file.write_text(text, encoding="utf-8")
    woven = weave([str(avara)])
    assert not woven.diagnostics, render_text(woven.diagnostics, woven.texts)
    assert "avara_hospital" in [build.build for build in woven.builds]


def test_the_spec_beside_the_python_is_the_spec() -> None:
    shown = block_with("yaml", "UserId: {id: usr}")
    real = "".join(
        path.read_text("utf-8") for path in (ROOT / "spec" / "avara").rglob("*.yaml")
    )
    for line in (
        "owner:     {org: org,           express: express_customer}",
        "post: /",
        "pages: {studies: Study",
    ):
        assert line in shown
        assert line in real

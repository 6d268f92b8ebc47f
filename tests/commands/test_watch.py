"""`specloom watch`: whatever editors, disks and people do, it says what is true, and once."""

import gc
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from specloom import fingerprint
from specloom.commands import watch as watching
from specloom.commands.generate import Done
from specloom.commands.refusal import Refusal
from specloom.commands.screen import Screen, fitting
from specloom.commands.watch import Watch
from specloom.fingerprint import Call
from specloom.starter import Requirement, project_files

from .conftest import SMALL, Builds, Project

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
"""Seconds after which something that has to happen is said not to."""

FIRST = "Watching spec (Ctrl-C ends it).\nalpha: 2 written\nbeta: 2 written\n"


def wait_for(true: Callable[[], bool]) -> None:
    """Comes back when it is so."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.02)


OFTEN = "\nfrom specloom.commands import watch\nwatch.INTERVAL = 0.05\n"
A_WHILE = 0.5
"""Seconds in which it looks several times."""


class Watched:
    """A process that watches, and what it has said so far."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.said = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        while text := os.read(self.process.stdout.fileno(), 65536):
            self.said += text.decode()

    def expect(self, text: str) -> None:
        """Waits until this is all that it says, and forgets it."""
        try:
            wait_for(lambda: len(self.said) >= len(text))
        finally:
            assert self.said == text
        self.said = ""

    def expect_mistake(self, message: str) -> None:
        """Waits until this mistake is all that it shows, and forgets it."""
        line = f"error[SPL999]: {message}\n"
        wait_for(lambda: line in self.said)
        assert self.said.startswith(line)
        assert self.said.count("error") == 1
        self.said = ""

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Sends a signal; the exit code, and what it said that nobody expected."""
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        assert self.process.stderr is not None
        return code, self.said + self.process.stderr.read()


@pytest.fixture
def start(project: Project) -> Iterator[Callable[..., Watched]]:
    """Starts to watch the project."""
    started: list[Watched] = []

    def begin(*words: str, before: str = "") -> Watched:
        watched = Watched(project.start("watch", *words, before=before + OFTEN))
        started.append(watched)
        return watched

    yield begin
    for watched in started:
        watched.process.kill()
        watched.process.wait()
        for stream in (watched.process.stdout, watched.process.stderr):
            assert stream is not None
            stream.close()


Start = Callable[..., Watched]


def changed(number: int) -> Builds:
    """The small spec with another file in each build."""
    line = {f"{number}.py": f"N = {number}\n"}
    return {build: {**files, **line} for build, files in SMALL.items()}


def written(*builds: str) -> str:
    """What is said of builds with one new file, and one gone."""
    return "".join(f"{build}: 1 written, 1 removed, 2 unchanged\n" for build in builds)


NEW = "alpha: 1 written, 2 unchanged\nbeta: 1 written, 2 unchanged\n"
"""What is said of the first file that `changed` adds."""


def test_what_is_saved_is_generated(project: Project, start: Start) -> None:
    watched = start()
    watched.expect(FIRST)
    project.spec(changed(1))
    watched.expect(NEW)
    project.spec(changed(2))
    watched.expect(written("alpha", "beta"))
    assert (project.out / "beta/2.py").read_text() == "N = 2\n"
    assert project.run("check").code == 0


def test_options_are_those_of_generate(project: Project, start: Start) -> None:
    words = ["--build", "beta", "--out", "else/where", "--spec", "spec/one"]
    start(*words).expect("Watching spec/one (Ctrl-C ends it).\nbeta: 2 written\n")
    assert [
        path.name for path in Path("else/where").iterdir() if path.name[0] != "."
    ] == ["beta"]


def test_nothing_new_is_nothing_said(project: Project, start: Start) -> None:
    project.run("generate")
    watched = start()
    first = "Watching spec (Ctrl-C ends it).\nNothing changed: 2 builds, 4 files.\n"
    watched.expect(first)
    api = project.root / "spec/one/api.yaml"
    api.touch()
    time.sleep(A_WHILE)
    api.write_text(api.read_text() + "\n\n")  # says the same
    time.sleep(A_WHILE)
    Path("spec/one/notes.md").write_text("what nobody reads")
    time.sleep(A_WHILE)
    project.spec(changed(1))
    watched.expect(NEW)


def test_a_mistake_is_shown_until_it_is_another_or_mended(
    project: Project, start: Start
) -> None:
    project.run("generate")
    project.spec(SMALL, mistake="one")
    watched = start()
    wait_for(lambda: "\n" in watched.said)
    watched.said = watched.said.removeprefix("Watching spec (Ctrl-C ends it).\n")
    watched.expect_mistake("one")
    with (project.root / "spec/one/api.yaml").open("a") as file:
        file.write("\n\n")  # the same mistake still
    time.sleep(A_WHILE)
    project.spec(SMALL, mistake="two")
    watched.expect_mistake("two")
    project.spec(SMALL)
    watched.expect("Nothing changed: 2 builds, 4 files.\n")
    project.spec(SMALL, mistake="two")
    watched.expect_mistake("two")
    project.spec(changed(1))
    watched.expect(NEW)


def test_a_spec_that_comes_and_goes(project: Project, start: Start) -> None:
    shutil.move("spec", "elsewhere")
    watched = start()
    nothing = (
        "error: there is no spec: looked for spec/*/api.yaml, but there is no folder "
        "`spec`. "
    )
    wait_for(lambda: nothing in watched.said and watched.said.endswith("\n"))
    missing = watched.said.splitlines(keepends=True)[1]
    time.sleep(A_WHILE)
    watched.expect(f"Watching spec (Ctrl-C ends it).\n{missing}")
    shutil.move("elsewhere", "spec")
    watched.expect("alpha: 2 written\nbeta: 2 written\n")
    shutil.rmtree("spec")
    watched.expect(missing)
    time.sleep(A_WHILE)
    project.spec(SMALL)
    watched.expect("Nothing changed: 2 builds, 4 files.\n")
    Path("spec").rename("spac")
    watched.expect(missing)
    Path("spac").rename("spec")
    watched.expect("Nothing changed: 2 builds, 4 files.\n")
    Path("spec/one").rename("spec/two")
    time.sleep(A_WHILE)
    project.spec(changed(1), api="two")
    watched.expect(NEW)


def test_what_comes_in_two_parts_ends_right(project: Project, start: Start) -> None:
    watched = start()
    watched.expect(FIRST)
    api = project.root / "spec/one/api.yaml"
    text = project.spec(changed(1)).read_text()
    api.write_text(text[:20])
    wait_for(lambda: "JSONDecodeError" in watched.said)  # what it says is shown
    watched.said = ""
    api.write_text(text)
    watched.expect(NEW)


def test_a_bug_is_shown_and_the_next_save_is_another_try(
    project: Project, start: Start
) -> None:
    watched = start()
    watched.expect(FIRST)
    (project.root / "spec/one/api.yaml").write_text('{"builds": 1}')
    watched.expect(
        "error: a bug in specloom (AttributeError: 'int' object has no attribute "
        "'items'); SPECLOOM_TRACEBACK=1 shows where\n"
    )
    project.spec(changed(1))
    watched.expect(NEW)


def test_files_in_the_way_are_told(project: Project, start: Start) -> None:
    (project.out / "alpha/alpha").mkdir(parents=True)
    (project.out / "alpha/alpha/__init__.py").write_text("mine")
    watched = start()
    wait_for(lambda: "specloom did not write it" in watched.said)
    (project.out / "alpha/alpha/__init__.py").unlink()
    (project.root / "spec/one/api.yaml").touch()  # saved once more
    wait_for(lambda: watched.said.endswith("alpha: 2 written\nbeta: 2 written\n"))


def test_what_is_deleted_is_made_again(project: Project, start: Start) -> None:
    watched = start()
    watched.expect(FIRST)
    shutil.rmtree(project.out / "alpha")
    watched.expect("alpha: 2 written\n")
    shutil.rmtree(project.out)
    watched.expect("alpha: 2 written\nbeta: 2 written\n")
    time.sleep(A_WHILE)
    assert watched.said == ""


def test_what_is_edited_in_the_output_waits_for_the_next_save(
    project: Project, start: Start
) -> None:
    watched = start()
    watched.expect(FIRST)
    edited = project.out / "beta/beta/c.py"
    edited.write_text("mine")
    (project.root / "spec/one/api.yaml").touch()
    time.sleep(A_WHILE)
    assert (watched.said, edited.read_text()) == ("", "mine")
    project.spec(changed(1))
    restored = "restored generated/beta/beta/c.py (it was edited by hand)\n"
    line = "beta: 2 written, 1 unchanged\n"
    watched.expect(restored + NEW.splitlines(keepends=True)[0] + line)


SLOW = """
import os, time
replace = os.replace
def slow(source, target):
    open("begun", "w").close()
    time.sleep(60)
os.replace = slow
"""


@pytest.mark.parametrize("before", ["", SLOW], ids=["waiting", "writing"])
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)]
)
def test_a_signal_ends_it_silently(
    project: Project, start: Start, before: str, number: signal.Signals, code: int
) -> None:
    watched = start(before=before)
    if before:
        wait_for(Path("begun").exists)
        assert watched.end(number) == (code, "Watching spec (Ctrl-C ends it).\n")
    else:
        watched.expect(FIRST)
        assert watched.end(number) == (code, "")
    assert not list(project.out.rglob("*.specloom-new"))
    assert project.run("generate").code == 0


@pytest.mark.parametrize("lines", [1, 3], ids=["at once", "later"])
def test_nobody_reads_any_more(project: Project, lines: int) -> None:
    process = project.start("watch")
    assert process.stdout is not None and process.stderr is not None
    for _ in range(lines):
        process.stdout.readline()
    process.stdout.close()
    assert process.wait(PATIENCE) == 141
    assert process.stderr.read() == ""
    process.stderr.close()


# In this process.


class Shown(Screen):
    """A screen that remembers."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def show(self, text: str) -> None:
        self.texts.append(text)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Where the results go; between two looks is no time to wait for."""
    monkeypatch.setattr(watching, "INTERVAL", 0.01)
    return Shown()


def test_what_changes_while_it_is_read_is_read_once_more(
    project: Project, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = project.root / "spec/one/api.yaml"
    runs = []

    def run(call: Call) -> Done:
        runs.append(call)
        if len(runs) == 1:
            text = api.read_text()
            api.unlink()
            api.write_text(text)  # as it was: but the run has seen nothing there
            raise FileNotFoundError(2, "No such file or directory", str(api))
        return Done("done\n", changed=False)

    monkeypatch.setattr(watching, "bring_up_to_date", run)
    watch = Watch(Call("generate"), shown)
    watch.look()
    assert shown.texts == []
    watch.look()
    assert shown.texts == ["done\n"]
    watch.look()
    assert len(runs) == 2


def test_how_editors_save(
    project: Project, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step is taken while the spec is waited for to rest."""
    watch = Watch(Call("generate"), shown)
    watch.look()
    api = project.root / "spec/one/api.yaml"
    old = api.read_text()
    texts = [project.spec(changed(number)).read_text() for number in (1, 2, 3)]
    api.write_text(old)
    watch.look()
    assert len(shown.texts) == 1
    beside = Path(f"{api}.tmp")
    steps: list[Callable[[], object]] = []
    monkeypatch.setattr(time, "sleep", lambda _: steps.pop(0)() if steps else None)
    ways: list[list[Callable[[], object]]] = [
        [  # a swap file, a probe, the old text moved aside, the new written
            (api.parent / ".api.yaml.swp").touch,
            (api.parent / "4913").touch,
            (api.parent / "4913").unlink,
            lambda: api.rename(f"{api}~"),
            lambda: api.write_text(texts[0]),
            Path(f"{api}~").unlink,
        ],
        [  # beside its place, and renamed
            lambda: beside.write_text(texts[1]),
            lambda: beside.replace(api),
        ],
        [  # emptied, and written in halves
            lambda: api.write_text(""),
            lambda: api.write_text(texts[2][:20]),
            lambda: api.write_text(texts[2]),
        ],
    ]
    for way in ways:
        steps += way[1:]
        way[0]()
        while steps:
            watch.look()
            time.sleep(0)
        watch.look()
    news = written("alpha", "beta")
    assert shown.texts[1:] == [NEW, news, news]


def test_a_spec_that_never_rests_is_read_at_last(
    project: Project, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch(Call("generate"), shown)
    watch.look()
    log = project.root / "spec/one/log"

    def restless(_: float) -> None:
        with log.open("a") as file:
            file.write("x")

    monkeypatch.setattr(time, "sleep", restless)
    project.spec(changed(1))
    watch.look()
    assert shown.texts[1:] == [NEW]


def test_what_can_not_be_read_is_waited_for(project: Project, shown: Shown) -> None:
    watch = Watch(Call("generate"), shown)
    watch.look()
    folder = project.root / "spec/one"
    (folder / "nowhere.yaml").symlink_to("nowhere")
    os.mkfifo(folder / "pipe.yaml")
    (folder / "loop").symlink_to(folder)
    watch.look()
    assert len(shown.texts) == 1
    project.spec(changed(1))
    watch.look()
    assert shown.texts[1:] == [NEW]


def test_another_generator_ends_it(
    project: Project, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch(Call("generate"), shown)
    watch.look()
    monkeypatch.setattr(
        fingerprint, "generator_signature", lambda: [("ir.py", 1, 2, 3)]
    )
    project.spec(changed(1))
    with pytest.raises(Refusal, match="start `watch` once more"):
        watch.look()
    assert not (project.out / "alpha/1.py").exists()


def test_a_traceback_on_demand(
    project: Project, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPECLOOM_TRACEBACK", "1")
    (project.root / "spec/one/api.yaml").write_text('{"builds": 1}')
    Watch(Call("generate"), shown).look()
    assert shown.texts[0].startswith("Traceback (most recent call last):\n")


def test_many_runs_keep_nothing(
    tmp_path: Path, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a real spec: lines move, types are misspelled, fields are named anew."""
    monkeypatch.chdir(tmp_path)
    for path, content in project_files("tea", Requirement("specloom", True)).items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(content)
    orders = Path("spec/tea/shop/orders.yaml")
    text = orders.read_text()
    watch = Watch(Call("generate"), shown)
    counts = []
    gc.disable()  # as `run` does
    try:
        for number in range(8):
            orders.write_text("# one line more\n" * number + text)
            watch.look()
            orders.write_text(text.replace("cancelled?", f"cancelled{number % 2}?"))
            watch.look()
            orders.write_text(text.replace("integer(1..99)", "intger"))
            watch.look()
            shown.texts.clear()
            counts.append(len(gc.get_objects()))
    finally:
        gc.enable()
    assert max(counts[5:]) - min(counts[2:5]) < 50, counts


# On a terminal.


@pytest.fixture
def terminal(project: Project) -> Iterator[Callable[..., Callable[[str], str]]]:
    """Starts to watch on a terminal; what is shown from then on, up to some text."""
    pty = pytest.importorskip("pty")
    termios = pytest.importorskip("termios")
    ends: list[int] = []
    processes: list[subprocess.Popen[bytes]] = []

    def begin(term: str, lines: int = 24) -> Callable[[str], str]:
        ours, theirs = pty.openpty()
        ends.append(ours)
        termios.tcsetwinsize(theirs, (lines, 80))
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.commands.fake", "watch"],
            cwd=project.root,
            env={
                "PYTHONPATH": f"{ROOT}:{ROOT / 'generator'}",
                "TERM": term,
                "NO_COLOR": "1",
            },
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        processes.append(process)

        def until(text: str) -> str:
            said = ""
            while not said.endswith(text):
                said += os.read(ours, 65536).decode().replace("\r\n", "\n")
            return said

        return until

    yield begin
    for process in processes:
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 130
    for end in ends:
        os.close(end)


STATUS = "\nWatching spec (Ctrl-C ends it).\n"
CLEAR = "\x1b[H\x1b[2J"


def test_a_terminal_is_drawn_anew(
    project: Project, terminal: Callable[..., Callable[[str], str]]
) -> None:
    until = terminal("xterm-256color")
    assert until(STATUS) == f"{CLEAR}alpha: 2 written\nbeta: 2 written\n{STATUS}"
    project.spec(SMALL, mistake="one")
    assert until(STATUS).startswith(f"{CLEAR}error[SPL999]: one\n")
    project.spec(SMALL)
    assert until(STATUS) == f"{CLEAR}Nothing changed: 2 builds, 4 files.\n{STATUS}"


def test_a_small_terminal_shows_the_beginning(
    project: Project, terminal: Callable[..., Callable[[str], str]]
) -> None:
    project.spec({f"build{number}": {"a.py": ""} for number in range(9)})
    until = terminal("xterm", lines=6)
    first = "build0: 1 written\nbuild1: 1 written\n"
    assert until(STATUS) == f"{CLEAR}{first}... 7 more lines\n{STATUS}"


def test_a_simple_terminal_gets_lines(
    project: Project, terminal: Callable[..., Callable[[str], str]]
) -> None:
    until = terminal("dumb")
    assert until("beta: 2 written\n") == FIRST


@pytest.mark.parametrize(
    ("text", "rows", "shown"),
    [
        ("", 3, ""),
        ("a\nb\nc\n", 3, "a\nb\nc\n"),
        ("a\nb\nc\nd\n", 3, "a\nb\n... 2 more lines\n"),
        ("0123456789\nb\nc\n", 3, "0123456789\nb\nc\n"),
        ("0123456789+\nb\nc\n", 3, "0123456789+\n... 2 more lines\n"),
        (
            "\x1b[1;31m0123456789\x1b[0m\nb\nc\n",
            3,
            "\x1b[1;31m0123456789\x1b[0m\nb\nc\n",
        ),
        ("海海海海海+\nb\nc\n", 3, "海海海海海+\n... 2 more lines\n"),
        ("\n\n\n\n", 3, "\n\n... 2 more lines\n"),
        ("0123456789" * 9 + "\n", 3, "... 1 more line\n"),
        ("a\nb\n", 0, "... 2 more lines\n"),
    ],
)
def test_what_fits(text: str, rows: int, shown: str) -> None:
    assert fitting(text, 10, rows) == shown

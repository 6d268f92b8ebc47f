"""`specloom watch`: generates whenever the spec is saved, and shows what came of it.

It looks at the files that a spec consists of, a few times a second, and waits until they rest:
editors write in several steps. What counts is what the files say; touching one is no change.
Only a signal, or nobody left to read, ends it: a spec with mistakes, a folder that is gone or a
bug in one run is shown, and the next save is another try.
"""

import gc
import os
import signal
import stat
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

from specloom import fingerprint
from specloom.commands.generate import bring_up_to_date
from specloom.commands.refusal import Refusal
from specloom.commands.reporting import refused
from specloom.commands.run import TRACEBACK, found_bug
from specloom.commands.screen import Screen
from specloom.diagnostics.colour import wants_colour
from specloom.diagnostics.visible import visible
from specloom.fingerprint import Call

if TYPE_CHECKING:
    import argparse

INTERVAL = 0.2
"""Seconds between two looks."""

PATIENCE = 10
"""How many looks a spec that never rests is waited for."""

Looks = dict[str, tuple[int, ...]]
"""Each file of a spec: when it was written and changed, how long it is, which one it is; of
what is no file, nothing."""


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Declares which build, from where and to where."""
    from specloom.commands.arguments import add_colour, add_folders

    add_folders(parser)
    add_colour(parser)


def run(options: "argparse.Namespace") -> int:
    """`watch`, as the options say. Comes back by an exception only.

    Raises:
        KeyboardInterrupt, SystemExit, BrokenPipeError: somebody ended it.
        Refusal: the generator itself is another one by now.
    """
    signal.signal(signal.SIGTERM, _end)
    call = Call("generate", options.build, options.spec, options.out)
    screen = Screen(f"Watching {visible(options.spec)} (Ctrl-C ends it).")
    colour = wants_colour(sys.stdout, os.environ, options.colour)
    watch = Watch(call, screen, colour)
    while True:
        watch.look()
        screen.refuse_nobody()
        time.sleep(INTERVAL)


def _end(number: int, _: object) -> None:
    sys.exit(128 + number)


class Outcome(NamedTuple):
    """What one run came to."""

    said: str
    kind: str  # "failed", "changed" or "same"


class Watch:
    """A spec, and what is known of it."""

    def __init__(self, call: Call, screen: Screen, colour: bool = False) -> None:
        self._call = call
        self._screen = screen
        self._colour = colour
        self._generator = fingerprint.generator_signature()
        self._looks: Looks | None = None  # None: nobody has looked yet
        self._contents: str | None = None  # None: a run is due, whatever the files say
        self._shown = Outcome("", "failed")
        self._locks: set[str] = set()  # of the builds, after the last run

    def look(self) -> None:
        """Runs if the spec says something else than before, and shows what is new.

        A build that somebody has deleted is made again.

        Raises:
            Refusal: the generator itself is another one by now.
            BrokenPipeError: nobody reads.
        """
        looks = look_at(self._call.spec)
        if not all(map(os.path.lexists, self._locks)):
            self._contents = None
        if looks == self._looks and self._contents is not None:
            return
        if self._looks is not None:
            looks = self._rested(looks)
        self._looks = looks
        contents = _contents(looks)
        if contents == self._contents and self._shown.kind != "failed":
            return  # but what failed, by a full disk perhaps, is tried at every save
        self._contents = contents
        outcome = self._run()
        self._locks = _locks(self._call.out)
        if look_at(self._call.spec) != looks:  # half of it was read before, half after
            self._contents = None
            if outcome.kind == "failed":
                return
        self._show(outcome)

    def _rested(self, looks: Looks) -> Looks:
        """The files when nobody has written for an interval."""
        for _ in range(PATIENCE):
            time.sleep(INTERVAL)
            before, looks = looks, look_at(self._call.spec)
            if looks == before:
                break
        return looks

    def _run(self) -> Outcome:
        if fingerprint.generator_signature() != self._generator:
            raise Refusal(
                "specloom has been changed or updated: start `watch` once more"
            )
        try:
            amount = fingerprint.unchanged(self._call)
            if amount is not None:
                return Outcome(fingerprint.answer(self._call, amount), "same")
            done = bring_up_to_date(self._call)
            return Outcome(done.said, "changed" if done.changed else "same")
        except Exception as error:
            return Outcome(_told(error, self._colour), "failed")
        finally:
            gc.collect()  # `run` has switched it off

    def _show(self, outcome: Outcome) -> None:
        """Shows what was done, what is wrong now, and that nothing is wrong any more."""
        match outcome.kind:
            case "changed":
                news = True
            case "failed":
                news = outcome != self._shown
            case _:
                news = self._shown.kind == "failed"
        if news:
            self._shown = outcome
            self._screen.show(outcome.said)


def _told(error: Exception, colour: bool) -> str:
    """What is said of mistakes, of a disk that says no, or of a bug."""
    if not isinstance(error, (Refusal, OSError)):
        if os.environ.get(TRACEBACK):
            import traceback

            return "".join(traceback.format_exception(error))
        error = found_bug(error)
    from specloom.reports.text import text

    encoding = sys.stdout.encoding or "utf-8"
    return text(refused(error, "watch"), colour=colour, encoding=encoding)


def look_at(spec: str) -> Looks:
    """Every file below the APIs' folders; what vanishes meanwhile is not there."""
    found: Looks = {}
    for api in fingerprint.api_folders(spec):
        for folder, folders, names in os.walk(api):
            folders[:] = [name for name in folders if not fingerprint.ignored(name)]
            for name in names:
                if not fingerprint.ignored(name):
                    path = os.path.join(folder, name)
                    found[path] = _look(path)
    return found


def _locks(out: str) -> set[str]:
    """The locks of the builds that stand in a folder."""
    try:
        builds = os.listdir(out)
    except OSError:
        return set()
    paths = {os.path.join(out, build, fingerprint.LOCK) for build in builds}
    return {path for path in paths if os.path.lexists(path)}


def _look(path: str) -> tuple[int, ...]:
    try:
        state = os.stat(path)
    except OSError:
        return ()
    if not stat.S_ISREG(state.st_mode):
        return ()
    return state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino


def _contents(looks: Looks) -> str:
    """A digest of what the files say, and of which of them can't be read."""
    return fingerprint.digest(
        (path, _read(path) if looks[path] else b"") for path in sorted(looks)
    )


def _read(path: str) -> bytes:
    try:
        return fingerprint.read(path)
    except OSError as error:
        return repr(error).encode()

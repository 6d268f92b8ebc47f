"""The figures of the sweep: `python -m tests.typos [HOW_MANY]`, by the part that names play."""

import gc
import random
import sys
from collections import Counter
from pathlib import Path

from tests.typos.trial import Trials, distinct


def main() -> None:
    trials = Trials(Path("spec/avara"))
    every = trials.slips()
    names = Counter(name.role for name in distinct(trials.names))
    if len(sys.argv) > 1:
        every = random.Random(0).sample(every, int(sys.argv[1]))
    gc.freeze()
    figures: dict[str, Counter[str]] = {}
    for slip in every:
        trial = trials.run(*slip)
        found = figures.setdefault(trial.name.role, Counter())
        found["trials"] += 1
        found["at its line"] += trial.lines[:1] == [(trial.name.file, trial.name.line)]
        found["shown"] += trial.pointed_at
        found["one message"] += trial.once
        found["right"] += trial.right
    figures["all"] = sum(figures.values(), Counter())
    columns = ("trials", "at its line", "shown", "one message", "right")
    print("names", *columns, sep="\t")
    for role, found in sorted(figures.items()):
        count = names[role] if role != "all" else names.total()
        print(count, *(found[column] for column in columns), role, sep="\t")


main()

"""Seeds faults into a build and looks whether the build's own tests notice them.

A *mutant* is a build with one fault: its API says something else than the spec (`faults_*`:
a limit one off, a field that may be left out), or its code does (`source_*`: a flag flipped, a
check dropped). `selection` says which part of the build is under trial, `mutants` lists its
mutants, `trials` runs the unmutated build's tests against each of them in a process of its own
that was forked from a warm one, and `report` tells what survived.

Comes in: a resolved build. Goes out: verdicts. Used by `commands.mutate`.
"""

"""One module per command, and `run`, which reads the command line and picks one.

A command takes a `fingerprint.Call` (or plain values) and answers an exit code. What is wrong
with the call, the spec or the disk is a `refusal.Refusal` or an `OSError`, which `run` catches;
`reporting` shows it, in the format and the colours that are asked for.
Imported by `cli` only; may import every stage of the pipeline, and does so late.
"""

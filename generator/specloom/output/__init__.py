"""The end of the pipeline: texts in, files on disk out, or findings about those that are there.

`lock` is the list of what a build's folder holds; `state` reads what stands in a folder; `plan`
compares the two with what should be there (no side effects); `write` carries a plan out;
`findings` says what `check` has to say about one; `exclusive` keeps two runs apart. May be
imported by `commands`; imports `fingerprint` (digests, names of caches) only.
"""

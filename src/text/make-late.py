#!/usr/bin/python3
"""Write two headers for the functions named in a file, a name on each line: the list of them, and macros by which a call of
one is a call by the table ht_hb.

usage: make-late.py LIST CALLS FILE"""

import pathlib
import sys

listed, calls, file = map(pathlib.Path, sys.argv[1:])
names = file.read_text(encoding="utf-8").split()
listed.write_text("#define HT_HARFBUZZ_LISTED(X) " + " ".join(f"X({name})" for name in names) + "\n", encoding="utf-8")
calls.write_text("".join(f"#define {name} ht_hb.{name}\n" for name in names), encoding="utf-8")

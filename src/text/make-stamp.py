#!/usr/bin/python3
"""Write a header with FONT_STAMP: a word that changes with the given files.

usage: make-stamp.py OUTPUT FILE…"""

import hashlib
import pathlib
import sys

output, *files = map(pathlib.Path, sys.argv[1:])
stamp = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]
output.write_text(f'#define FONT_STAMP "{stamp}"\n')

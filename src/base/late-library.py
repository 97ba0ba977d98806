#!/usr/bin/env python3
"""A library that is loaded when a run needs it (library.h), as it is called where the program is built: of the argument
DIR/libNAME.so the name that the loader knows it by, and Debian's package that has it."""
import os
import re
import subprocess
import sys


def soname(path):
    """As the linker would note it."""
    shown = subprocess.run(["readelf", "-d", path], capture_output=True, text=True, check=True).stdout
    return re.search(r"\(SONAME\).*\[(.*)\]", shown)[1]


def package(path, name):
    """What dpkg says; elsewhere the name and version without a dot, as Debian mostly does."""
    places = {os.path.realpath(path), os.path.realpath(path).replace("/usr/lib/", "/lib/")}
    for place in places:
        try:
            owner = subprocess.run(["dpkg-query", "-S", place], capture_output=True, text=True)
        except FileNotFoundError:
            break
        if owner.returncode == 0:
            return owner.stdout.split(":")[0]
    return re.sub(r"\.so\.?", "", name)


known_as = soname(sys.argv[1])
print(known_as, package(sys.argv[1], known_as))

#!/usr/bin/python3
"""Write fonts.conf from its template and the table of faces.

usage: make-conf.py fonts.conf.in faces.txt OUTPUT DIRECTORY…

Each DIRECTORY is searched for fonts beside the system's."""

import sys
from xml.sax.saxutils import escape


def read_faces(path):
    """[(role, commercial names, open names)] in the table's order."""
    roles = []
    with open(path, encoding="utf-8") as table:
        for number, line in enumerate(table, 1):
            line = line.split("#", 1)[0].strip()
            if line.startswith("["):
                roles.append((line.strip("[]"), [], []))
            elif line and not roles:
                sys.exit(f"{path}:{number}: a name before the first [role]")
            elif line.startswith("+"):
                roles[-1][2].append(line[1:].strip())
            elif line:
                roles[-1][1].append(line)
    return roles


def alias(family, accepted):
    names = "".join(f"\n    <family>{escape(name)}</family>" for name in accepted)
    return f'  <alias binding="same"><family>{escape(family)}</family><accept>{names}\n  </accept></alias>'


def aliases(roles):
    names = [alias(name, [role]) for role, commercial, _ in roles for name in commercial]
    chains = [alias(role, commercial + open_) for role, commercial, open_ in roles]
    return "\n".join(["  <!-- A name means its role -->", *names, "  <!-- The roles -->", *chains])


def main():
    template, table, output, *dirs = sys.argv[1:]
    with open(template, encoding="utf-8") as file:
        text = file.read()
    text = text.replace("@DIRS@", "\n".join(f"  <dir>{escape(d)}</dir>" for d in dirs))
    text = text.replace("@ALIASES@", aliases(read_faces(table)))
    with open(output, "w", encoding="utf-8") as file:
        file.write(text)


main()

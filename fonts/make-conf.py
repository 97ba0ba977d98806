#!/usr/bin/python3
"""Write fonts.conf from its template and the table of faces.

usage: make-conf.py fonts.conf.in faces.txt OUTPUT DIRECTORY…

Each DIRECTORY is searched for fonts beside the system's; one that is not absolute is looked for beside the output."""

import os
import re
import sys
from xml.sax.saxutils import escape


class Faces:
    """The table: roles as [name, commercial names, those of another role, open names]; what faces are not used for."""

    def __init__(self, path):
        self.roles, self.without = [], {}
        with open(path, encoding="utf-8") as table:
            for number, line in enumerate(table, 1):
                line = line.split("#", 1)[0].strip()
                if line:
                    self.take(f"{path}:{number}", line)

    def take(self, place, line):
        if line.startswith("["):
            self.roles.append((line.strip("[]"), [], [], []))
        elif not self.roles:
            sys.exit(f"{place}: a name before the first [role]")
        elif line.startswith("@"):
            self.roles[-1][2].extend(self.commercial(place, line[1:].strip(" []")))
        elif line.startswith("+"):
            self.roles[-1][3].append(line[1:].strip())
        elif line.startswith("-"):
            name, _, chars = line[1:].partition(":")
            self.without.setdefault(name.strip(), []).extend(ranges(place, chars))
        else:
            self.roles[-1][1].append(line)

    def commercial(self, place, role):
        for name, names, _, _ in self.roles:
            if name == role:
                return names
        sys.exit(f"{place}: [{role}] is not above")


def ranges(place, text):
    """[(first, last)] of U+XXXX and U+XXXX–U+XXXX."""
    found = []
    for word in text.split():
        match = re.fullmatch(r"U\+([0-9A-F]{4,6})(?:–U\+([0-9A-F]{4,6}))?", word)
        if not match:
            sys.exit(f"{place}: {word} is neither U+XXXX nor U+XXXX–U+XXXX")
        found.append((int(match[1], 16), int(match[2] or match[1], 16)))
    return found


def alias(family, accepted):
    names = "".join(f"\n    <family>{escape(name)}</family>" for name in accepted)
    return f'  <alias binding="same"><family>{escape(family)}</family><accept>{names}\n  </accept></alias>'


def aliases(roles):
    names = [alias(name, [role]) for role, commercial, _, _ in roles for name in commercial]
    chains = [alias(role, commercial + others + open_) for role, commercial, others, open_ in roles]
    return "\n".join(["  <!-- A name means its role -->", *names, "  <!-- The roles -->", *chains])


def exclusion(family, found):
    """A face does not have these characters, as far as the program is concerned."""
    chars = "".join(f"\n        <range><int>{a}</int><int>{b}</int></range>" for a, b in found)
    return f"""  <match target="scan">
    <test name="family"><string>{escape(family)}</string></test>
    <edit name="charset" mode="assign"><minus><name>charset</name><charset>{chars}
      </charset></minus></edit>
  </match>"""


def directory(path):
    prefix = "" if os.path.isabs(path) else ' prefix="relative"'
    return f"  <dir{prefix}>{escape(path)}</dir>"


def main():
    template, table, output, *dirs = sys.argv[1:]
    faces = Faces(table)
    with open(template, encoding="utf-8") as file:
        text = file.read()
    text = text.replace("@DIRS@", "\n".join(map(directory, dirs)))
    text = text.replace("@WITHOUT@", "\n".join(exclusion(*item) for item in faces.without.items()))
    text = text.replace("@ALIASES@", aliases(faces.roles))
    with open(output, "w", encoding="utf-8") as file:
        file.write(text)


main()

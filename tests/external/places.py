"""Where the masthead, red lines, seals and the imprint of a PDF are: those of ours beside an editor's, of the same record."""
from support import BOTTOM, LEFT, MM, RIGHT, ink_box, page_lines

NEAR = 1.0  # mm


def red_boxes(page):
    """Red rules: (x0, y0, x1, y1) in mm."""
    found = []
    for drawing in page.get_drawings():
        colour, box = drawing.get("fill") or drawing.get("color"), drawing["rect"]
        half = (drawing.get("width") or 0) / 2 if drawing["type"] == "s" and box.height < 0.1 else 0
        if colour and colour[0] > 0.9 and colour[1] < 0.1 and box.width > 100 * MM and box.height + 2 * half < 5 * MM:
            found.append((box.x0 / MM, (box.y0 - half) / MM, box.x1 / MM, (box.y1 + half) / MM))
    return sorted(found, key=lambda box: box[1])


def red_lines(document):
    """Those of all pages. LibreOffice draws the border of a paragraph twice, at the same place."""
    found = [(n, *box) for n, page in enumerate(document) for box in red_boxes(page)]
    return [box for i, box in enumerate(found) if not i or not near([found[i - 1]], [box], 0.1)]


def masthead(document, within=None):
    """The box of its ink on page 1, as [(x0, y0, x1, y1)]; of none, []. within: of ours, beside which it is looked for."""
    large = [line for line in page_lines((within or document)[0]) if line[0].size > 20 and line[0].colour == 0xFF0000]
    if not large:
        return []
    top, bottom = min(line[0].y for line in large) - 25, max(line[0].y for line in large) + 3
    return [ink_box(document[0], (10, max(top, 0), 200, bottom), dpi=300, red=True) or (0, 0, 0, 0)]


def foot_rows(document):
    """The imprint's lines of text on the last page: those of 4号 in the type area."""
    return [(line[0].x, line[0].y) for line in page_lines(document[-1]) if 13 < line[0].size < 15 and line[0].y < BOTTOM]


def foot_rules(document):
    """Black rules of the type area's width at the foot of the last page: where their middles are."""
    found = []
    for drawing in document[-1].get_drawings():
        box, colour = drawing["rect"], drawing.get("fill") or drawing.get("color")
        black = colour is not None and max(colour) < 0.1
        if black and abs(box.x0 / MM - LEFT) < 1 and abs(box.x1 / MM - RIGHT) < 1 and box.height < 2:
            found.append(((box.y0 + box.y1) / 2 / MM,))
    rows = foot_rows(document)
    return sorted(rule for rule in found if rows and rule[0] > rows[0][1] - 10)


def seals(document):
    return sorted((n, round(info["bbox"][1] / MM), [v / MM for v in info["bbox"]])
                  for n, page in enumerate(document) for info in page.get_image_info())


def seal_middles(document, beside=()):
    """(page, x, y) of each, in their order, or in that of the nearest beside. A picture's box may hold blank edges that
    another program leaves out."""
    found = [(n, (b[0] + b[2]) / 2, (b[1] + b[3]) / 2) for n, _, b in seals(document)]
    if len(found) != len(beside):
        return found
    ordered = []
    for n, x, y in beside:
        ordered.append(min(found, key=lambda m: (m[0] != n, (m[1] - x) ** 2 + (m[2] - y) ** 2)))
        found.remove(ordered[-1])
    return ordered


def near(ours, theirs, most=NEAR):
    return len(ours) == len(theirs) and all(abs(x - y) <= most for a, b in zip(ours, theirs) for x, y in zip(a, b))


def differences(ours, theirs):
    """What is elsewhere, by more than NEAR, in `theirs`: a text for each kind. Both are open documents."""
    seals_of_ours = seal_middles(ours)
    last = len(ours) == len(theirs) and abs(ours[-1].rect.width - theirs[-1].rect.width) < 1
    kinds = {"masthead": (masthead(ours), masthead(theirs, ours)), "red lines": (red_lines(ours), red_lines(theirs)),
             "seals and pictures": (seals_of_ours, seal_middles(theirs, seals_of_ours)),
             "imprint's text": (foot_rows(ours), foot_rows(theirs)) if last else ([], []),
             "imprint's rules": (foot_rules(ours), foot_rules(theirs)) if last else ([], [])}
    for kind, (a, b) in kinds.items():
        if len(a) != len(b):
            yield f"{kind}: {len(b)}, not {len(a)}"
        elif not near(a, b):
            off = max((abs(x - y) for p, q in zip(a, b) for x, y in zip(p, q)))
            yield f"{kind}: {off:.2f} mm elsewhere"

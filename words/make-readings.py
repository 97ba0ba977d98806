#!/usr/bin/python3
"""Make C of what lines are known by: words, features, weights, grammar.

usage: make-readings.py FOLDER HEADER SOURCE

FOLDER has words.txt (lists as make-words.py reads them; `@file.list` takes the words of a list of the folder above),
features.txt, weights.txt and grammar.txt; the head of each says how it is written. `#`, at the beginning of a line or
after a blank, begins a comment. What names nothing, or is named by nothing, is an error: so a word that is spelt wrong
is found while building."""

import importlib.util
import pathlib
import re
import sys

spec = importlib.util.spec_from_file_location("make_words", pathlib.Path(__file__).with_name("make-words.py"))
make_words = importlib.util.module_from_spec(spec)
spec.loader.exec_module(make_words)
Fault, Reader, without_comment = make_words.Fault, make_words.Reader, make_words.without_comment

WORD_TESTS = ("is", "begins", "ends", "closes", "has", "label", "alone")
POINT = 10  # weights are kept in tenths of a point
FEATURE_WORDS = 3  # of 64 bits
GATE = -40  # what it costs a reading to lack all that it must have


class ListReader(Reader):
    """Lists that may take the words of lists in other files."""

    def __init__(self, path, folder):
        super().__init__(path)
        self.folder, self.others = folder, {}

    def add_words(self, section, words):
        for word in words:
            taken = re.fullmatch(r"@([a-z]+)\.([a-z-]+)", word)
            if not taken:
                super().add_words(section, [word])
                continue
            if taken[1] not in self.others:
                self.others[taken[1]] = Reader(self.folder / f"{taken[1]}.txt").read()
            other = self.others[taken[1]].sections.get(taken[2])
            if not other:
                self.fault(f"unknown list {word}")
            for row in other.rows:
                self.add(section, row[:1])


def lines_of(path):
    """(place, line) of each line with text."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = without_comment(line)
        if line:
            yield f"{path}:{number}", line


def points(place, text):
    try:
        return round(float(text) * POINT)
    except ValueError:
        raise Fault(f"{place}: error: {text} is no number of points") from None


class Names:
    """Names in their order, and the places where each is needed."""

    def __init__(self, what):
        self.what, self.index, self.used = what, {}, set()

    def add(self, place, name):
        if name in self.index:
            raise Fault(f"{place}: error: there is a {self.what} {name} already")
        self.index[name] = len(self.index)

    def find(self, place, name):
        if name not in self.index:
            raise Fault(f"{place}: error: unknown {self.what} {name}")
        self.used.add(name)
        return self.index[name]


def read_features(path, lists):
    """Names of features; tests as (feature, how, a, b, most) in order."""
    features, tests, code = Names("feature"), [], set()
    for place, line in lines_of(path):
        name, _, rest = line.partition(": ")
        own = []
        for test in rest.split(", "):
            how, *args = test.split()
            if how == "code":
                code.add(name)
            elif how in WORD_TESTS:
                own.append((how, lists.find(place, args[0]), 0, 0))
            elif how == "pair":
                own.append((how, lists.find(place, args[0]), lists.find(place, args[1]), int(args[2])))
            elif how in ("next", "before"):
                own.append((how, features.find(place, args[0]), 0, 0))
            elif how == "only":
                own.append((how, features.find(place, args[0]), 0, int(args[1])))
            elif how in ("both", "less"):
                own.append((how, features.find(place, args[0]), features.find(place, args[1]), 0))
            else:
                raise Fault(f"{place}: error: unknown test {how}")
        features.add(place, name)
        tests += [(features.index[name], *t) for t in own]
    return features, tests, code


def read_weights(path, features):
    readings, rows = Names("reading"), []
    for place, line in lines_of(path):
        name, _, rest = line.partition(": ")
        readings.add(place, name)
        weights, must = [0] * len(features.index), 0
        for item in rest.split(", "):
            words = item.split()
            if words[0] == "must":
                for word in words[1:]:
                    must |= 1 << features.find(place, word)
            else:
                weights[features.find(place, words[0])] += points(place, words[1])
        rows.append((weights, must))
    return readings, rows


class Form:
    def __init__(self, name):
        self.name, self.states, self.start, self.edges = name, {}, {}, {}

    def state(self, name):
        return self.states.setdefault(name, len(self.states))


def read_clause(place, text, readings, features):
    who, _, what = text.partition(" with ")
    mask, wanted = 0, []
    for name in who.split():
        mask |= (1 << len(readings.index)) - 1 if name == "any" else 1 << readings.find(place, name)
    for name in what.split():
        wanted.append(features.find(place, name))
    return mask, wanted


def read_grammar(path, readings, features):
    forms, groups, evidence, form = [], {}, [], None
    for place, line in lines_of(path):
        words = line.split()
        if line.startswith("%"):
            groups["@" + words[0][1:]] = words[1:]
        elif words[0] == "form":
            form = Form(words[1])
            forms.append(form)
        elif words[0] == "evidence":
            head = re.fullmatch(r"evidence (\S+) (\S+) (always|if (.*)|unless (.*))", line)
            if not head or head[1] not in [f.name for f in forms]:
                raise Fault(f"{place}: error: not `evidence FORM POINTS always|if …|unless …`")
            clauses = (head[4] or head[5] or "").split(" or ")
            evidence.append(([f.name for f in forms].index(head[1]), points(place, head[2]), bool(head[5]),
                             [read_clause(place, c, readings, features) for c in clauses if c]))
        else:
            left, _, right = line.partition(">")
            spread = lambda names: [n for name in names for n in groups.get(name, [name])]
            for name in spread(left.split()):
                if name != "start":
                    readings.find(place, name.partition("/")[0])
                for target in spread(right.split()):
                    to, _, cost = target.partition("=")
                    readings.find(place, to.partition("/")[0])
                    cost = points(place, cost or "0")
                    if name == "start":
                        form.start[form.state(to)] = cost
                    else:
                        form.edges.setdefault(form.state(to), {})[form.state(name)] = cost
    for f in forms:
        for name, i in f.states.items():
            if i not in f.start and i not in f.edges:
                raise Fault(f"{path}: error: no way leads to {name} in the form {f.name}")
    return forms, evidence


def make_trie(sections, lists):
    """Aho-Corasick over the bytes of all words: nodes (edges, fail, tags, length, next with a word)."""
    nodes = [{"next": {}, "tags": 0, "len": 0, "fail": 0, "out": 0}]
    for section in sections.values():
        for row in section.rows:
            at, word = 0, row[0].encode()
            for byte in word:
                if byte not in nodes[at]["next"]:
                    nodes[at]["next"][byte] = len(nodes)
                    nodes.append({"next": {}, "tags": 0, "len": 0, "fail": 0, "out": 0})
                at = nodes[at]["next"][byte]
            nodes[at]["tags"] |= 1 << lists.index[section.name]
            nodes[at]["len"] = len(word)
    queue = list(nodes[0]["next"].values())
    for at in queue:
        for byte, to in nodes[at]["next"].items():
            fail = nodes[at]["fail"]
            while fail and byte not in nodes[fail]["next"]:
                fail = nodes[fail]["fail"]
            nodes[to]["fail"] = nodes[fail]["next"].get(byte, 0)
            queue.append(to)
        fail = nodes[at]["fail"]
        nodes[at]["out"] = fail if nodes[fail]["len"] else nodes[fail]["out"]
    return nodes


def c_name(name):
    return name.upper().replace("-", "_").replace("/", "_")


def enum(prefix, names, count):
    return ["enum {", *(f"\t{prefix}{c_name(n)}," for n in names), f"\t{count}", "};", ""]


def bits(mask):
    """A mask of features as words of 64 bits."""
    words = [mask >> 64 * i & (1 << 64) - 1 for i in range(FEATURE_WORDS)]
    return "{" + ", ".join(f"UINT64_C({w:#x})" for w in words) + "}"


def strings(c_type, names):
    return [f"const char *const {c_type}[] = {{", *(f'\t"{n}",' for n in names), "};", ""]


def make(folder):
    reader = ListReader(folder / "words.txt", folder.parent).read()
    lists = Names("list of words")
    for name in reader.sections:
        lists.add(folder / "words.txt", name)
    features, tests, code = read_features(folder / "features.txt", lists)
    readings, weights = read_weights(folder / "weights.txt", features)
    forms, evidence = read_grammar(folder / "grammar.txt", readings, features)
    for names, most in ((lists, 64), (features, 64 * FEATURE_WORDS), (readings, 64)):
        if len(names.index) > most:
            raise Fault(f"{folder}: error: more than {most} of {names.what}")
    unused = set(readings.index) - readings.used
    if unused:
        raise Fault(f"{folder}/grammar.txt: error: no form has the reading {sorted(unused)[0]}")
    nodes = make_trie(reader.sections, lists)
    made = "/* Made from words/readings by words/make-readings.py. */"
    header = [made, "#ifndef HT_WORDS_READINGS_H", "#define HT_WORDS_READINGS_H", "", "#include <stdbool.h>", "#include <stdint.h>", ""]
    header += enum("HT_CUE_", lists.index, "HT_CUE_COUNT")
    header += enum("HT_FEATURE_", features.index, "HT_FEATURE_COUNT")
    header += enum("HT_READING_", readings.index, "HT_READING_COUNT")
    header += enum("HT_TEXT_", [f.name for f in forms], "HT_TEXT_COUNT")
    header += enum("HT_TEST_", (*WORD_TESTS, "pair", "next", "before", "only", "both", "less"), "HT_TEST_COUNT")
    header += [f"#define HT_FEATURE_WORDS {FEATURE_WORDS}", "", """\
typedef struct ht_feature_test {
	uint8_t feature, how, a, b;
	uint16_t most;
} ht_feature_test;

/* A set of features. */
typedef struct ht_feature_set {
	uint64_t bits[HT_FEATURE_WORDS];
} ht_feature_set;

/* What came before a state, and what that costs. */
typedef struct ht_reading_edge {
	uint8_t from;
	int16_t points;
} ht_reading_edge;

/* A state of a form's grammar: the reading at one place. Its edges are edges[first] to edges[first + n]. */
typedef struct ht_reading_state {
	uint8_t reading;
	bool begins; /* a text may begin with it */
	int16_t points;
	uint16_t first, n;
	const char *name;
} ht_reading_state;

typedef struct ht_reading_form {
	const char *name;
	const ht_reading_state *states;
	uint8_t n;
	const ht_reading_edge *edges;
} ht_reading_form;

/* Points for a form if a clause holds (or none does): lines of the readings have all these features, each on one of them. */
typedef struct ht_reading_clause {
	uint64_t readings;
	ht_feature_set features;
} ht_reading_clause;

typedef struct ht_reading_evidence {
	uint8_t form;
	bool unless;
	int16_t points;
	uint8_t n;
	ht_reading_clause clauses[2];
} ht_reading_evidence;

/* A node of the automaton that finds all words: edges[first] to edges[first of the next node]. */
typedef struct ht_cue_node {
	uint16_t first, fail, out; /* out: the next shorter word that ends here, or 0 */
	uint8_t len;               /* of the word that ends here, or 0 */
	uint64_t cues;
} ht_cue_node;

typedef struct ht_cue_edge {
	uint8_t byte;
	uint16_t to;
} ht_cue_edge;
""",
               f"#define HT_POINT {POINT} /* points are kept in tenths */",
               f"#define HT_GATE ({GATE * POINT}) /* to lack all that the reading must have */",
               f"#define HT_FEATURE_TESTS {len(tests)}", f"#define HT_READING_EVIDENCE {len(evidence)}",
               f"#define HT_STATES_MOST {max(len(f.states) for f in forms)}", "",
               "extern const char *const ht_reading_names[];", "extern const char *const ht_feature_names[];",
               "extern const ht_feature_test ht_feature_tests[];", "extern const int16_t ht_reading_weights[][HT_FEATURE_COUNT];",
               "extern const ht_feature_set ht_reading_must[];", "extern const ht_reading_form ht_reading_forms[];",
               "extern const ht_reading_evidence ht_reading_evidences[];", "extern const ht_cue_node ht_cue_nodes[];",
               "extern const ht_cue_edge ht_cue_edges[];", "", "#endif"]
    source = [made, '#include "words_readings.h"', "", *strings("ht_reading_names", readings.index),
              *strings("ht_feature_names", features.index)]
    source += ["const ht_feature_test ht_feature_tests[] = {",
               *(f"\t{{{f}, HT_TEST_{how.upper()}, {a}, {b}, {most}}}," for f, how, a, b, most in tests), "};", ""]
    source += ["const int16_t ht_reading_weights[][HT_FEATURE_COUNT] = {",
               *("\t{" + ", ".join(map(str, w)) + "}," for w, _ in weights), "};", ""]
    source += ["const ht_feature_set ht_reading_must[] = {", *(f"\t{{{bits(m)}}}," for _, m in weights), "};", ""]
    for f in forms:
        edges, rows = [], []
        for name, i in f.states.items():
            own = sorted(f.edges.get(i, {}).items())
            rows.append(f"\t{{HT_READING_{c_name(name.partition('/')[0])}, {'true' if i in f.start else 'false'}, "
                        f"{f.start.get(i, 0)}, {len(edges)}, {len(own)}, \"{name}\"}},")
            edges += own
        source += [f"static const ht_reading_edge {f.name}_edges[] = {{", *(f"\t{{{a}, {c}}}," for a, c in edges), "};", ""]
        source += [f"static const ht_reading_state {f.name}_states[] = {{", *rows, "};", ""]
    source += ["const ht_reading_form ht_reading_forms[] = {",
               *(f'\t{{"{f.name}", {f.name}_states, {len(f.states)}, {f.name}_edges}},' for f in forms), "};", ""]
    source += ["const ht_reading_evidence ht_reading_evidences[] = {"]
    for form, value, unless, clauses in evidence:
        rows = []
        for mask, wanted in clauses:
            rows.append(f"{{UINT64_C({mask:#x}), {{{bits(sum(1 << w for w in wanted))}}}}}")
        source.append(f"\t{{{form}, {'true' if unless else 'false'}, {value}, {len(clauses)}, {{{', '.join(rows) or '{0}'}}}}},")
    source += ["};", "", "const ht_cue_node ht_cue_nodes[] = {"]
    edges = []
    for node in nodes:
        source.append(f"\t{{{len(edges)}, {node['fail']}, {node['out']}, {node['len']}, UINT64_C({node['tags']:#x})}},")
        edges += sorted(node["next"].items())
    source += [f"\t{{{len(edges)}, 0, 0, 0, 0}},", "};", "", "const ht_cue_edge ht_cue_edges[] = {",
               *(f"\t{{{byte}, {to}}}," for byte, to in edges), "};"]
    return header, source, code


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__.splitlines()[2])
    try:
        header, source, _ = make(pathlib.Path(sys.argv[1]))
    except Fault as fault:
        sys.exit(str(fault))
    make_words.write(sys.argv[2], header)
    make_words.write(sys.argv[3], source)


if __name__ == "__main__":
    main()

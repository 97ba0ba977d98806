/* The words in a line, all found at once by one automaton (words/readings/words.txt), and the tests for features that
 * are data (words/readings/features.txt). */
#include <string.h>

#include "readings.h"

/* Of a long paragraph the end is looked at, too, in bytes. */
#define SEEN_END 60

/* ---- words ---- */

static size_t next_node(size_t node, unsigned char byte)
{
	for (;; node = ht_cue_nodes[node].fail) {
		size_t low = ht_cue_nodes[node].first, high = ht_cue_nodes[node + 1].first;
		while (low < high) {
			size_t middle = (low + high) / 2;
			if (ht_cue_edges[middle].byte < byte)
				low = middle + 1;
			else
				high = middle;
		}
		if (low < ht_cue_nodes[node + 1].first && ht_cue_edges[low].byte == byte)
			return ht_cue_edges[low].to;
		if (!node)
			return 0;
	}
}

/* Where a remark in brackets at the end begins; len: there is none. */
static size_t remark_begin(const char *s, size_t len)
{
	static const char close[] = "）";
	if (len < sizeof close || memcmp(s + len - strlen(close), close, strlen(close)) != 0)
		return len;
	const char *open = NULL;
	for (const char *p = s; (p = strstr(p, "（")); p += strlen("（"))
		open = p;
	size_t begin = open ? (size_t)(open - s) : len;
	return len - begin <= 60 && begin > 0 ? begin : len;
}

static void note_cue(im_cues *m, const char *s, size_t len, size_t remark, uint64_t found, size_t from, size_t to)
{
	const bool begins = from == 0, ends = to == len, colon = ht_str_one_of(s + to, "：:") > 0;
	m->has |= found;
	m->begins |= begins ? found : 0;
	m->ends |= ends ? found : 0;
	m->closes |= ends || to == remark ? found : 0;
	m->is |= begins && ends ? found : 0;
	m->label |= begins && colon ? found : 0;
	m->alone |= begins && (ends || (colon && to + ht_str_one_of(s + to, "：:") == len)) ? found : 0;
	if (m->n < IM_CUES_MOST)
		m->at[m->n++] = (im_cue){found, (uint32_t)from, (uint32_t)to};
}

static void find_cues_in(im_cues *m, const char *s, size_t len, size_t from, size_t to)
{
	const size_t remark = remark_begin(s, len);
	size_t node = 0;
	for (size_t i = from; i < to; i++) {
		node = next_node(node, (unsigned char)s[i]);
		size_t word = ht_cue_nodes[node].len ? node : ht_cue_nodes[node].out;
		for (; word; word = ht_cue_nodes[word].out)
			note_cue(m, s, len, remark, ht_cue_nodes[word].cues, i + 1 - ht_cue_nodes[word].len, i + 1);
	}
}

void im_find_cues(im_cues *m, const char *s, size_t len)
{
	m->has = m->begins = m->ends = m->closes = m->is = m->label = m->alone = 0;
	m->n = 0;
	if (len <= IM_CUES_SEEN + SEEN_END) {
		find_cues_in(m, s, len, 0, len);
		return;
	}
	find_cues_in(m, s, len, 0, IM_CUES_SEEN);
	find_cues_in(m, s, len, len - SEEN_END, len);
}

/* Is there a word of a, and at most `within` bytes after it one of b? Where is it in *at. */
bool im_has_cue_pair(const im_cues *m, int a, int b, size_t from_least, size_t from_most, size_t within)
{
	for (size_t i = 0; i < m->n; i++) {
		if (!(m->at[i].cues & im_cue_bit(a)) || m->at[i].from < from_least || m->at[i].from > from_most)
			continue;
		for (size_t k = 0; k < m->n; k++)
			if (m->at[k].cues & im_cue_bit(b) && m->at[k].from >= m->at[i].to &&
			    m->at[k].from <= m->at[i].to + within)
				return true;
	}
	return false;
}

bool im_cue_ends_at(const im_cues *m, int cue, size_t to)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->at[i].to == to && m->at[i].cues & im_cue_bit(cue))
			return true;
	return false;
}

bool im_cue_begins_at(const im_cues *m, int cue, size_t from)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->at[i].from == from && m->at[i].cues & im_cue_bit(cue))
			return true;
	return false;
}

/* ---- the tests that are data ---- */

static bool test_cues(const im_cues *m, const ht_feature_test *t)
{
	switch (t->how) {
	case HT_TEST_IS:
		return m->is & im_cue_bit(t->a);
	case HT_TEST_BEGINS:
		return m->begins & im_cue_bit(t->a);
	case HT_TEST_ENDS:
		return m->ends & im_cue_bit(t->a);
	case HT_TEST_CLOSES:
		return m->closes & im_cue_bit(t->a);
	case HT_TEST_HAS:
		return m->has & im_cue_bit(t->a);
	case HT_TEST_LABEL:
		return m->label & im_cue_bit(t->a);
	case HT_TEST_ALONE:
		return m->alone & im_cue_bit(t->a);
	case HT_TEST_PAIR:
		return m->has & im_cue_bit(t->a) && m->has & im_cue_bit(t->b) &&
		       im_has_cue_pair(m, t->a, t->b, 0, IM_CUES_SEEN, t->most * 3u);
	default:
		return false;
	}
}

static bool test_features(const im_seen *line, const ht_feature_test *t)
{
	switch (t->how) {
	case HT_TEST_ONLY:
		return im_has_feature(&line->set, t->a) && line->chars <= t->most;
	case HT_TEST_BOTH:
		return im_has_feature(&line->set, t->a) && im_has_feature(&line->set, t->b);
	case HT_TEST_LESS:
		return im_has_feature(&line->set, t->a) && !im_has_feature(&line->set, t->b);
	default:
		return false;
	}
}

void im_test_cues(const im_cues *m, ht_feature_set *set)
{
	for (size_t t = 0; t < HT_FEATURE_TESTS; t++)
		if (test_cues(m, &ht_feature_tests[t]))
			im_add_feature(set, ht_feature_tests[t].feature);
}

void im_test_features(im_seen *line)
{
	for (size_t t = 0; t < HT_FEATURE_TESTS; t++)
		if (test_features(line, &ht_feature_tests[t]))
			im_add_feature(&line->set, ht_feature_tests[t].feature);
}

/* What a column of a table should not divide: a text's pieces between the places where a line may end at no price, and
 * the words of a head.
 *
 * A piece that is wider than a column may well be (an address, a code) is divided where hold.c gives a price. */
#include "text/compose.h"

#include "title.h"

typedef struct measured {
	ht_para para;
	ht_fine *ends; /* where each cluster would end on one line; its beginning is that without its width */
	bool *starts;  /* a piece begins with this cluster */
	ht_fine gaps;
	size_t n;
} measured;

static ht_fine begin_of(const measured *m, size_t cluster)
{
	return m->ends[cluster] - m->para.clusters[cluster].width;
}

static ht_fine end_of(const measured *m, size_t begin, size_t end)
{
	return m->ends[ht_para_trim(&m->para, begin, end) - 1];
}

static size_t next_start(const measured *m, size_t begin)
{
	size_t end = begin + 1;
	while (end < m->para.n_clusters && !m->starts[end])
		end++;
	return end;
}

static void find_ends(measured *m)
{
	ht_fine at = 0;
	for (size_t i = 0; i < m->para.n_clusters; i++) {
		const ht_cluster *cluster = &m->para.clusters[i];
		if (i > 0)
			at += cluster->gap - cluster->merge;
		if (i > 0 && cluster->gap_flexes)
			m->gaps += cluster->gap;
		at += cluster->width;
		m->ends[i] = at;
		m->starts[i] = i == 0 || cluster->can_break;
	}
}

/* Only before words. */
static void keep_words(measured *m)
{
	ht_title_words words = {0};
	bool *begins = ht_para_array(&m->para, m->para.n + 1, sizeof *begins);
	ht_title_split(&m->para, &words);
	if (m->para.status != HT_OK)
		return;
	for (size_t i = 0; i < words.n; i++)
		begins[words.v[i].begin] = true;
	for (size_t i = 1; i < m->para.n_clusters; i++)
		m->starts[i] &= begins[m->para.clusters[i].first] || m->para.clusters[i].hold;
}

/* Divide what is wider than most. */
static void divide_long(measured *m, ht_fine most)
{
	for (size_t begin = 0, end; begin < m->para.n_clusters; begin = end) {
		end = next_start(m, begin);
		if (end_of(m, begin, end) - begin_of(m, begin) <= most)
			continue;
		for (size_t i = begin + 1; i < end; i++)
			m->starts[i] = m->para.clusters[i].hold || m->para.clusters[i].can_break;
	}
}

/* The widest piece; v: append all of them. */
static ht_fine widest(measured *m, ht_text_piece *v)
{
	ht_fine most = 0;
	for (size_t begin = 0, end; begin < m->para.n_clusters; begin = end) {
		end = next_start(m, begin);
		ht_fine width = end_of(m, begin, end) - begin_of(m, begin);
		if (width > most)
			most = width;
		if (v)
			v[m->n++] = (ht_text_piece){ht_para_round(&m->para, begin_of(m, begin)),
			                            ht_para_round(&m->para, end_of(m, begin, end))};
	}
	return most;
}

static void find_pieces(measured *m, const ht_piece_limits *limits, ht_arena *arena, ht_text_pieces *ret)
{
	size_t n = m->para.n_clusters;
	ht_fine most = ht_para_fine(&m->para, limits->piece);
	m->ends = ht_para_array(&m->para, n + 1, sizeof *m->ends);
	m->starts = ht_para_array(&m->para, n + 1, sizeof *m->starts);
	ht_text_piece *v = NULL;
	if (arena)
		v = ht_arena_array(arena, n + 1, sizeof *v);
	if (arena && !v)
		ht_para_fail(&m->para, HT_ERR_NOMEM);
	if (m->para.status != HT_OK || !n)
		return;
	find_ends(m);
	*ret = (ht_text_pieces){
	    .v = v, .width = ht_para_round(&m->para, end_of(m, 0, n)), .gaps = ht_para_round(&m->para, m->gaps)};
	bool names = ht_para_find_names(&m->para, m->starts);
	ret->name = names && ht_para_is_name(&m->para);
	divide_long(m, most);
	ht_fine longest = widest(m, NULL);
	if (v && !names && ret->width <= limits->words)
		keep_words(m);
	divide_long(m, most);
	ret->longest = ht_para_round(&m->para, longest);
	ret->word = ht_para_round(&m->para, widest(m, v));
	ret->n = m->n;
}

ht_status ht_text_pieces_find(ht_fonts *fonts, const ht_span *spans, size_t n, const ht_para_shape *shape,
                              const ht_piece_limits *limits, ht_arena *arena, ht_diags *diags, ht_text_pieces *ret)
{
	measured m = {.n = 0};
	ht_text_pieces found = {0};
	ht_para_open(&m.para, fonts, spans, n, shape, diags);
	if (m.para.status == HT_OK)
		find_pieces(&m, limits, arena, &found);
	if (m.para.status == HT_OK)
		*ret = found;
	return ht_para_close(&m.para);
}

/* What each line is: the best way through all lines, for each form of text, and the form that fits best.
 *
 * A line's features say how well each reading fits it (words/readings/weights.txt); a form's grammar says which reading
 * may follow which, at what cost. The way with the most points is found for all lines together (Viterbi), so a line
 * that could be anything by itself gets the reading that fits between its neighbours. A second pass from the end gives
 * the most points of all ways that lead through another reading at a line: by how much less is how sure the line is.
 * The cost is that of lines times edges, all additions. */
#include <string.h>

#include "readings.h"

/* A line above the text is left out when it is that and nothing else by so many points. */
#define JUNK_SURE (2 * HT_POINT)

#define NEVER (-(INT32_C(1) << 28))

typedef struct finder {
	im_doc *d;
	im_seen *v;
	size_t n;
	int32_t (*fits)[HT_READING_COUNT]; /* of each line */
} finder;

typedef struct way {
	int32_t points;
	uint8_t *states; /* of each line */
} way;

/* ---- how well a reading fits a line ---- */

static void add_weights(const im_seen *line, int32_t fits[HT_READING_COUNT])
{
	uint8_t set[HT_FEATURE_COUNT];
	size_t n = 0;
	for (int f = 0; f < HT_FEATURE_COUNT; f++)
		if (im_has_feature(&line->set, f))
			set[n++] = (uint8_t)f;
	for (int r = 0; r < HT_READING_COUNT; r++) {
		const ht_feature_set *must = &ht_reading_must[r];
		bool needed = false, met = false;
		fits[r] = 0;
		for (int w = 0; w < HT_FEATURE_WORDS; w++) {
			needed |= must->bits[w] != 0;
			met |= (must->bits[w] & line->set.bits[w]) != 0;
		}
		for (size_t i = 0; i < n; i++)
			fits[r] += ht_reading_weights[r][set[i]];
		fits[r] += needed && !met ? HT_GATE : 0;
	}
}

/* ---- the best way ---- */

static int32_t begin_at(const finder *f, const ht_reading_state *s)
{
	return s->begins ? s->points + f->fits[0][s->reading] : NEVER;
}

/* One line further: now[s] is the most points of a way that ends in state s, from[s] the state before. */
static void step(const finder *f, const ht_reading_form *form, size_t line, const int32_t *before, int32_t *now,
                 uint8_t *from)
{
	for (int s = 0; s < form->n; s++) {
		const ht_reading_state *state = &form->states[s];
		int32_t best = NEVER;
		for (const ht_reading_edge *e = form->edges + state->first; e < form->edges + state->first + state->n;
		     e++)
			if (before[e->from] + e->points > best) {
				best = before[e->from] + e->points;
				from[s] = e->from;
			}
		now[s] = best > NEVER ? best + f->fits[line][state->reading] : NEVER;
	}
}

static bool find_way(const finder *f, const ht_reading_form *form, way *w)
{
	int32_t a[HT_STATES_MOST], b[HT_STATES_MOST] = {0}, *before = a, *now = b;
	uint8_t *from = ht_arena_array(f->d->arena, f->n, form->n);
	w->states = ht_arena_array(f->d->arena, f->n, 1);
	if (!from || !w->states)
		return false;
	for (int s = 0; s < form->n; s++)
		now[s] = begin_at(f, &form->states[s]);
	for (size_t i = 1; i < f->n; i++) {
		int32_t *swap = before;
		before = now;
		now = swap;
		step(f, form, i, before, now, from + i * form->n);
	}
	uint8_t best = 0;
	for (uint8_t s = 0; s < form->n; s++)
		best = now[s] > now[best] ? s : best;
	w->points = now[best];
	for (size_t i = f->n; i-- > 0; best = from[i * form->n + best])
		w->states[i] = best;
	return true;
}

/* ---- what speaks for a form as a whole ---- */

static bool holds(const finder *f, const ht_reading_form *form, const way *w, const ht_reading_clause *c)
{
	ht_feature_set left = c->features;
	bool any = false;
	for (size_t i = 0; i < f->n; i++) {
		if (!(c->readings >> form->states[w->states[i]].reading & 1))
			continue;
		any = true;
		for (int k = 0; k < HT_FEATURE_WORDS; k++)
			left.bits[k] &= ~f->v[i].set.bits[k];
	}
	for (int k = 0; k < HT_FEATURE_WORDS; k++)
		any &= !left.bits[k];
	return any;
}

static int32_t weigh_form(const finder *f, int which, const way *w)
{
	int32_t points = w->points;
	for (size_t i = 0; i < HT_READING_EVIDENCE; i++) {
		const ht_reading_evidence *e = &ht_reading_evidences[i];
		bool found = e->n == 0;
		for (int c = 0; e->form == which && c < e->n && !found; c++)
			found = holds(f, &ht_reading_forms[which], w, &e->clauses[c]);
		if (e->form == which && found != e->unless)
			points += e->points;
	}
	return points;
}

/* ---- how sure a line is ---- */

/* The most points of a way from each state of line i to the end, in rest[state], out of those of line i + 1 (the line's
 * own points are not counted). */
static void step_back(const finder *f, const ht_reading_form *form, size_t i, const int32_t *next, int32_t *rest)
{
	for (int s = 0; s < form->n; s++)
		rest[s] = NEVER;
	for (int s = 0; s < form->n; s++) {
		const ht_reading_state *state = &form->states[s];
		int32_t points = next[s] + f->fits[i + 1][state->reading];
		for (const ht_reading_edge *e = form->edges + state->first; e < form->edges + state->first + state->n;
		     e++)
			if (points + e->points > rest[e->from])
				rest[e->from] = points + e->points;
	}
}

/* For each line of the way the next best reading, and by how many points the way is better than any through another
 * reading.
 */
static void find_margins(const finder *f, const ht_reading_form *form, const way *w, im_reading *readings)
{
	int32_t *reach = ht_arena_array(f->d->arena, f->n * form->n, sizeof *reach);
	int32_t a[HT_STATES_MOST] = {0}, b[HT_STATES_MOST], *rest = a, *other = b;
	uint8_t from[HT_STATES_MOST];
	if (!reach) {
		f->d->nomem = true;
		return;
	}
	for (int s = 0; s < form->n; s++)
		reach[s] = begin_at(f, &form->states[s]);
	for (size_t i = 1; i < f->n; i++)
		step(f, form, i, reach + (i - 1) * form->n, reach + i * form->n, from);
	for (size_t i = f->n; i-- > 0;) {
		im_reading *reading = &readings[f->v[i].line];
		int32_t best = NEVER * 2;
		for (int s = 0; s < form->n; s++) {
			int32_t points = reach[i * form->n + (size_t)s] + rest[s];
			if (form->states[s].reading == reading->reading || points <= best)
				continue;
			best = points;
			reading->second = form->states[s].reading;
		}
		reading->sure = w->points - best;
		if (i == 0)
			break;
		step_back(f, form, i - 1, rest, other);
		int32_t *swap = rest;
		rest = other;
		other = swap;
	}
}

/* ---- what follows from it ---- */

/* What a site prints around a text, by its words. */
static bool is_furniture(const im_seen *line)
{
	static const int words[] = {HT_FEATURE_MENU, HT_FEATURE_SITE, HT_FEATURE_CREDIT, HT_FEATURE_PICTURE,
	                            HT_FEATURE_PAGE_NUMBER};
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (im_has_feature(&line->set, words[i]))
			return true;
	return false;
}

/* 公　　告 above a number: the second line of a masthead, not the name of a column. */
static bool is_masthead_end(im_doc *d, size_t i)
{
	const char *s = im_squeeze(d, d->lines[i].text);
	size_t kind = im_kind_at_end(d, s);
	if (!kind || s[kind] || i + 1 >= d->n)
		return false;
	const char *p = d->lines[i + 1].text;
	ht_scan_number number;
	return ht_scan_yearly_number_at(&p, &number) && !*p;
}

/* Lines above the text that are none of it, and those below it that are known words of sites, leave it. Other lines
 * below stay: they may be names of a list that nobody knows. */
static void leave_out(const finder *f)
{
	im_doc *d = f->d;
	for (size_t i = 0; i < f->n; i++) {
		const im_reading *reading = &d->readings.v[f->v[i].line];
		im_line *line = &d->lines[f->v[i].line];
		const bool furniture = is_furniture(&f->v[i]);
		const bool above = reading->reading == HT_READING_JUNK && reading->sure >= JUNK_SURE;
		const bool below = reading->reading == HT_READING_TAIL && furniture;
		if (line->kind != IM_BODY || !(above || below) ||
		    (im_has_feature(&f->v[i].set, HT_FEATURE_ORGANS) && !furniture))
			continue;
		if (im_has_feature(&f->v[i].set, HT_FEATURE_TABLE))
			continue; /* rows, which meta reads */
		if (is_masthead_end(d, f->v[i].line) ||
		    (f->v[i].line + 1 < d->n && is_masthead_end(d, f->v[i].line + 1)))
			continue;
		line->kind = IM_JUNK;
		line->guessed = !furniture;
		line->credit = furniture;
	}
}

/* ---- the title ---- */

static bool is_title_more(const im_reading *r)
{
	return r->reading == HT_READING_TITLE_MORE && !ht_str_ends(r->state, "/enclosed");
}

/* The end of the title that begins with line i; what is left out between its lines belongs to it. */
static size_t title_end(const im_doc *d, size_t i)
{
	size_t to = i + 1;
	for (size_t k = i + 1; k < d->n; k++)
		if (d->lines[k].kind == IM_BODY && is_title_more(&d->readings.v[k]))
			to = k + 1;
		else if (d->lines[k].kind == IM_BODY || d->lines[k].kind == IM_TABLE)
			break;
	return to;
}

bool im_read_title(const im_doc *d, size_t *from, size_t *to)
{
	bool found = false;
	if (!d->readings.v || d->readings.form == HT_TEXT_BULLETIN || d->readings.form == HT_TEXT_ORDER)
		return false;
	for (size_t i = 0; i < d->n; i++) {
		if (d->lines[i].kind != IM_BODY || d->readings.v[i].reading != HT_READING_TITLE)
			continue;
		*from = i;
		*to = title_end(d, i);
		found = true;
		if (d->readings.form != HT_TEXT_DOCUMENT)
			break; /* a document's page repeats it above; what is below a report's is text */
	}
	return found;
}

bool im_is_below_title(const im_doc *d, size_t i)
{
	static const uint8_t below[] = {
	    HT_READING_JUNK,    HT_READING_METADATA,   HT_READING_LABEL,     HT_READING_VALUE,      HT_READING_NUMBER,
	    HT_READING_SIGNERS, HT_READING_TITLE_NOTE, HT_READING_TITLE_DAY, HT_READING_OFFICE_DAY, HT_READING_ISSUE};
	return d->readings.v && memchr(below, d->readings.v[i].reading, sizeof below);
}

bool im_is_headed(const im_doc *d, size_t i)
{
	static const uint8_t heads[] = {HT_READING_TITLE, HT_READING_TITLE_MORE, HT_READING_MINUTES_MARK,
	                                HT_READING_MASTHEAD};
	if (!d->readings.v || d->readings.form == HT_TEXT_BULLETIN || d->readings.form == HT_TEXT_ORDER)
		return true;
	return memchr(heads, d->readings.v[i].reading, sizeof heads);
}

bool im_is_addressed(const im_doc *d, size_t i)
{
	return d->readings.v && d->readings.form == HT_TEXT_DOCUMENT &&
	       d->readings.v[i].reading == HT_READING_RECIPIENTS;
}

bool im_is_headed_bulletin(const im_doc *d, const im_line *line)
{
	return d->readings.v && d->readings.form == HT_TEXT_BULLETIN &&
	       d->readings.v[line - d->lines].reading == HT_READING_BULLETIN_MARK;
}

bool im_is_label_more(const im_doc *d, const im_line *line)
{
	return d->readings.v && d->readings.v[line - d->lines].reading == HT_READING_LABEL_MORE;
}

int32_t im_sure_of(const im_doc *d, size_t i)
{
	return d->readings.v && i < d->n ? d->readings.v[i].sure / HT_POINT : 0;
}

bool im_is_metadata(const im_doc *d, size_t i)
{
	return d->readings.v && d->readings.v[i].reading == HT_READING_METADATA;
}

bool im_is_item_title(const im_doc *d, size_t i)
{
	const im_reading *r = d->readings.v && d->readings.form == HT_TEXT_BULLETIN ? &d->readings.v[i] : NULL;
	return r &&
	       (r->reading == HT_READING_ITEM_TITLE || (r->second == HT_READING_ITEM_TITLE && d->lines[i].blanks > 0));
}

size_t im_lead_line(const im_doc *d)
{
	size_t i = 0;
	while (i < d->n && !(d->readings.v && d->readings.v[i].reading == HT_READING_LEAD))
		i++;
	return i;
}

/* ---- all of it ---- */

bool im_is_of_meeting(const im_doc *d)
{
	return d->readings.v && (d->readings.form == HT_TEXT_REPORT || d->readings.form == HT_TEXT_RECORD);
}

void im_find_readings(im_doc *d)
{
	finder f = {.d = d};
	way ways[HT_TEXT_COUNT];
	f.v = im_see_lines(d, &f.n);
	d->readings.v = f.v ? ht_arena_array(d->arena, d->n, sizeof *d->readings.v) : NULL;
	f.fits = f.v ? ht_arena_array(d->arena, f.n, sizeof *f.fits) : NULL;
	if (!d->readings.v || !f.fits) {
		d->readings.v = NULL;
		d->nomem |= f.v != NULL;
		return;
	}
	for (size_t i = 0; i < f.n; i++)
		add_weights(&f.v[i], f.fits[i]);
	int best = 0;
	for (int k = 0; k < HT_TEXT_COUNT; k++) {
		if (!find_way(&f, &ht_reading_forms[k], &ways[k])) {
			d->nomem = true;
			d->readings.v = NULL;
			return;
		}
		d->readings.points[k] = weigh_form(&f, k, &ways[k]);
		best = d->readings.points[k] > d->readings.points[best] ? k : best;
	}
	const ht_reading_form *form = &ht_reading_forms[best];
	d->readings.form = best;
	for (size_t i = 0; i < d->n; i++)
		d->readings.v[i] = (im_reading){.reading = HT_READING_COUNT, .second = HT_READING_COUNT, .state = ""};
	for (size_t i = 0; i < f.n; i++) {
		const ht_reading_state *s = &form->states[ways[best].states[i]];
		d->readings.v[f.v[i].line] =
		    (im_reading){.reading = s->reading, .second = HT_READING_COUNT, .state = s->name};
	}
	find_margins(&f, form, &ways[best], d->readings.v);
	leave_out(&f);
}

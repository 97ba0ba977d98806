/* Straight quotes made quotation marks. A straight mark may also be the sign of inches, minutes or seconds, or an
 * apostrophe; so a line is changed only where each mark that is none of these has its partner. */
#include <glib.h>

#include "typed_line.h"

/* The marks of one kind in a line, as they are read from its beginning. */
typedef struct quotes {
	const typed_line *x;
	uint32_t straight;
	size_t sign;   /* after the last mark that is a sign of units; 0: none yet */
	size_t open;   /* after the mark that has no partner yet; 0: there is none */
	size_t looked; /* how far what is open was looked at for a mark that no name has */
	bool clauses;  /* it has one */
	bool doubtful; /* one stands where no quotation begins or ends */
} quotes;

static bool is_any_digit(uint32_t c)
{
	return is_digit(c) || (c >= U'０' && c <= U'９');
}

static bool is_letter(uint32_t c)
{
	return is_latin(c) || ht_is_han(c);
}

/* 24", 15'20", 15°20': does i come after a figure or its sign? */
static bool is_after_figure(const quotes *q, size_t i)
{
	const uint32_t before = i ? q->x->v[i - 1].c : 0;
	const bool after_sign = i && q->sign == i;
	return is_any_digit(before) || after_sign || ht_str_set_has("°′″", before);
}

/* 学生's, it's, students' work, and '70年代. */
static bool is_apostrophe(const quotes *q, size_t i)
{
	const typed_line *x = q->x;
	const uint32_t before = i ? x->v[i - 1].c : 0, after = char_at(x, i + 1);
	if (q->straight != '\'')
		return false;
	if (is_latin(before) && (is_latin(after) || (!q->open && !is_cjk(after))))
		return true;
	if (is_letter(before) && after == 's' && !is_latin(char_at(x, i + 2)))
		return true;
	return is_digit(after) && is_digit(char_at(x, i + 2)) && ht_str_set_has("年s", char_at(x, i + 3));
}

/* May a quotation begin at i? */
static bool may_open(const quotes *q, size_t i)
{
	const uint32_t before = i ? q->x->v[i - 1].c : 0, after = char_at(q->x, i + 1);
	if (!before || ht_is_space(before) || is_cjk(before) || ht_str_set_has("([{<*_\"',:;.?!/+-–~&|\\", before))
		return true;
	return is_latin(before) && is_cjk(after);
}

/* May the quotation that is open end at i? What stands before a word only, begins another. */
static bool may_close(const quotes *q, size_t i)
{
	const uint32_t before = q->x->v[i - 1].c, after = char_at(q->x, i + 1);
	if (ht_str_set_has("([{（《〈「『【〔“‘", before))
		return false;
	return i == q->open || !ht_is_space(before) || !is_letter(after);
}

/* Is what is quoted up to i no more than a name, as in "12345" and "双100"? */
static bool is_name(quotes *q, size_t i)
{
	for (; q->looked < i && !q->clauses; q->looked++)
		q->clauses = ht_str_set_has("，。、；：！？,;:!?", q->x->v[q->looked].c);
	return !q->clauses;
}

/* Is the mark at i one of units or an apostrophe? After a figure it can only end what is a name. */
static bool is_sign(quotes *q, size_t i)
{
	if (is_apostrophe(q, i))
		return true;
	return is_after_figure(q, i) && (!q->open || !is_name(q, i));
}

/* Does the pair belong to Chinese text? What is single within Latin text (rock 'n' roll) is how that is written. */
static bool is_chinese_pair(const quotes *q, size_t from, size_t to)
{
	const typed_line *x = q->x;
	return q->straight == '"' || any_cjk(x, from, to) || is_cjk(char_before(x, from)) || is_cjk(char_after(x, to));
}

/* Take the mark at i for what it is; its partner, before it, or x->n. */
static size_t read_mark(quotes *q, size_t i)
{
	size_t partner = q->x->n;
	if (is_sign(q, i)) {
		q->sign = i + 1;
	} else if (q->open) {
		partner = q->open - 1;
		q->doubtful |= !may_close(q, i);
		q->open = 0;
	} else {
		q->doubtful |= !may_open(q, i);
		q->open = q->looked = i + 1;
		q->clauses = false;
	}
	return partner;
}

static void pair_quotes(typed_line *x, uint32_t straight, uint32_t open, uint32_t close)
{
	quotes q = {.x = x, .straight = straight};
	const size_t earlier = x->pairs;
	for (size_t i = 0; i < x->n; i++) {
		if (x->v[i].c != straight || x->v[i].fixed)
			continue;
		size_t partner = read_mark(&q, i);
		if (partner < x->n && is_chinese_pair(&q, partner, i))
			x->v[partner].pair = x->v[i].pair = ++x->pairs;
	}
	if (q.open || q.doubtful)
		return; /* left for a person to check */
	size_t last = earlier;
	for (size_t i = 0; i < x->n; i++) {
		if (x->v[i].c != straight || x->v[i].pair <= earlier)
			continue;
		x->v[i].c = x->v[i].pair > last ? open : close;
		last = x->v[i].pair;
		x->changes++;
	}
}

void ht_pass_quotes(typed_line *x)
{
	if (!any_cjk(x, 0, x->n))
		return;
	pair_quotes(x, '"', U'“', U'”');
	pair_quotes(x, '\'', U'‘', U'’');
}

/* Documents for editing that this program wrote: each paragraph has the named style of what it is (发文字号, 主送机关,
 * 署名和成文日期 …), whatever its text, so nothing has to be guessed. */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "im.h"
#include "import/messages.h"
#include "words_documents.h"

/* What a named style says of its paragraphs. */
typedef enum role {
	MASTHEAD,
	HEAD, /* numbers, grades, signers: each tells by itself which it is */
	OFFICE_DATE,
	TITLE,
	TITLE_NOTE,
	RECIPIENTS,
	SIGNATURE,
	OFFICERS,
	NOTE,
	IMPRINT,
	PEOPLE,
	LABEL, /* an attachment begins */
	ROLES,
	NO_ROLE = ROLES
} role;

/* Of a file that does not say that this program made it, fewer such styles may be chance. */
#define ROLES_LEAST 4

static role role_of(const im_line *line)
{
#define ROW(style, role) {style, role},
	static const struct {
		const char *style;
		role role;
	} roles[] = {HT_WORDS_STYLE_ROLE(ROW)};
#undef ROW
	for (size_t i = 0; line->style && i < ARRAY_LEN(roles); i++)
		if (strcmp(roles[i].style, line->style) == 0)
			return roles[i].role;
	return NO_ROLE;
}

bool im_is_of_people(const im_line *line)
{
	return role_of(line) == PEOPLE;
}

bool im_is_styled(const im_doc *d)
{
	bool seen[ROLES + 1] = {false};
	size_t n = 0;
	for (size_t i = 0; i < d->n; i++) {
		role r = role_of(&d->lines[i]);
		n += r != NO_ROLE && !seen[r];
		seen[r] = true;
	}
	return d->own ? n > 0 : n >= ROLES_LEAST && (seen[TITLE] || seen[MASTHEAD]);
}

typedef struct styled {
	im_doc *d;
	bool item_by_item; /* titles are those of items */
	bool in_text;      /* the header is above */
	bool attached;     /* what comes now is an attachment or enclosed */
	size_t fields;     /* lines that became one */
} styled;

static void take_line(styled *s, im_line *line)
{
	line->kind = IM_FIELD;
	s->fields++;
}

/* The end of the lines from i on that have the same role; paragraph: and are one paragraph. */
static size_t end_of(const im_doc *d, size_t i, bool paragraph)
{
	const role r = role_of(&d->lines[i]);
	size_t to = i + 1;
	while (to < d->n && role_of(&d->lines[to]) == r &&
	       (!paragraph || d->lines[to].loc.line == d->lines[i].loc.line))
		to++;
	return to;
}

static const char *join_lines(im_doc *d, size_t from, size_t to)
{
	const char *all = d->lines[from].text;
	for (size_t i = from + 1; i < to; i++)
		all = im_join(d, all, d->lines[i].text);
	return all;
}

static void take_lines(styled *s, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		take_line(s, &s->d->lines[i]);
}

/* Names above each other, 文件 beside them: the sheet makes that masthead from the issuers. */
static void take_joint_masthead(styled *s, im_line *line)
{
	const size_t names = strcspn(line->text, "\t");
	im_split(s->d, &s->d->issuers, im_copy(s->d, line->text, names), IM_CELL_BREAKS, line->loc);
	take_line(s, line);
}

static size_t take_masthead(styled *s, size_t i)
{
	im_doc *d = s->d;
	const size_t to = end_of(d, i, false);
	if (d->lines[i].kind == IM_TABLE && !d->issuers.n) {
		take_joint_masthead(s, &d->lines[i]);
		return i + 1;
	}
	if (d->masthead || d->lines[i].kind != IM_BODY)
		return to;
	d->masthead = im_squeeze(d, join_lines(d, i, to));
	s->item_by_item = im_by_mark(d)->item_by_item;
	take_lines(s, i, to);
	return to;
}

/* The line's next piece, which a tab ends; *from moves on, to NULL after the last. */
static const char *next_piece(im_doc *d, const char **from)
{
	const size_t n = strcspn(*from, "\t");
	const char *piece = im_copy(d, *from, n);
	*from = (*from)[n] ? *from + n + 1 : NULL;
	return piece;
}

static bool take_head_piece(im_doc *d, im_line *line, const char *piece)
{
	const char *whole = line->text;
	line->text = piece;
	bool taken = im_take_header_line(d, line);
	line->text = whole;
	if (!taken && d->signers.n && d->number) { /* below each other, the number beside the last */
		im_read_people(d, &d->signers, piece, strlen(piece));
		taken = true;
	}
	if (!taken && !d->number && ht_str_has_any(piece, (const char *const[]){"〔", "号", NULL})) {
		d->number = im_squeeze(d, piece); /* 〔2026〕　号: its numeral is to be filled in */
		taken = true;
	}
	return taken;
}

/* What is not taken stays in the text. */
static void take_head(styled *s, im_line *line)
{
	const char *from = line->text, *rest = "";
	while (from) {
		const char *piece = next_piece(s->d, &from);
		if (*piece && !take_head_piece(s->d, line, piece))
			rest = im_join(s->d, rest, piece);
	}
	line->kind = IM_BODY;
	if (*rest)
		line->text = rest;
	else
		take_line(s, line);
}

static void take_office_date(styled *s, im_line *line)
{
	im_doc *d = s->d;
	const char *from = line->text, *office = next_piece(d, &from), *date = from;
	ht_scan_day day;
	if (!from || d->editor || !im_is_day(date, &day) || !day.date.year)
		return;
	d->editor = office;
	d->date = day;
	if (!s->item_by_item)
		im_split(d, &d->issuers, office, IM_GAPS, line->loc);
	take_line(s, line);
}

static size_t take_title(styled *s, size_t i)
{
	im_doc *d = s->d;
	const size_t to = end_of(d, i, true);
	if (s->item_by_item) {
		d->lines[i].text = join_lines(d, i, to);
		take_lines(s, i + 1, to);
		s->in_text = true;
		return to;
	}
	if (d->title || s->in_text) {
		s->attached = true;
		return to;
	}
	d->title = join_lines(d, i, to);
	d->title_loc = d->lines[i].loc;
	take_lines(s, i, to);
	return to;
}

static size_t take_title_note(styled *s, size_t i)
{
	const size_t to = end_of(s->d, i, false);
	if (s->in_text || s->d->title_note_end)
		return to;
	s->d->title_note = i;
	s->d->title_note_end = to;
	s->fields += to - i;
	return to;
}

static size_t take_recipients(styled *s, size_t i)
{
	static const char *const colons[] = {"：", ":", NULL};
	im_doc *d = s->d;
	const size_t to = end_of(d, i, false);
	const char *all = join_lines(d, i, to);
	if (d->recipients.n || s->in_text)
		return to;
	im_split(d, &d->recipients, im_copy(d, all, strlen(all) - ht_str_suffix_of(all, colons)), "，,",
	         d->lines[i].loc);
	take_lines(s, i, to);
	return to;
}

/* The one whose name is in the picture of a stamp. false: the picture does not say it. */
static bool take_stamp(im_doc *d, const im_line *line, const char *office)
{
	const char *name = line->stamp ? ht_str_after(line->stamp, office) : NULL;
	const size_t len = name ? strlen(name) - strlen(IM_STAMP) : 0;
	if (!len)
		return false;
	return im_add_person(d, &d->signers, (im_person){.name = im_copy(d, name, len), .office = office});
}

/* Names, beside each other over seals, and the date. */
static void take_signature(styled *s, size_t i, bool officers)
{
	im_doc *d = s->d;
	im_line *line = &d->lines[i];
	const char *from = line->text, *rest = "";
	while (from) {
		const char *piece = next_piece(d, &from);
		ht_scan_day day;
		if (!*piece)
			continue;
		if (im_is_day(piece, &day)) {
			d->date = day;
			d->sign = i;
		} else if (officers) {
			im_read_people(d, &d->signers, piece, strlen(piece));
		} else if (!line->stamp) {
			im_add_text(d, &d->signature, piece, line->loc);
		} else if (!take_stamp(d, line, piece)) {
			rest = im_join(d, rest, piece);
		}
	}
	if (*rest)
		line->text = rest;
	else
		take_line(s, line);
}

static void take_note(styled *s, im_line *line)
{
	const size_t open = ht_str_one_of(line->text, "（("), len = strlen(line->text);
	const bool bracketed = open && ht_str_ends_one_of(line->text, "）)");
	if (s->d->note)
		return;
	s->d->note = bracketed ? im_copy(s->d, line->text + open, len - 2 * open) : line->text;
	take_line(s, line);
}

/* Returns the line to go on with. */
static size_t read_line(styled *s, size_t i)
{
	im_line *line = &s->d->lines[i];
	const role r = role_of(line);
	if (line->kind != IM_BODY && !(r == MASTHEAD && line->kind == IM_TABLE))
		return i + 1;
	s->attached |= r == LABEL;
	if (s->attached)
		return i + 1;
	switch (r) {
	case MASTHEAD:
		return take_masthead(s, i);
	case TITLE:
		return take_title(s, i);
	case TITLE_NOTE:
		return take_title_note(s, i);
	case RECIPIENTS:
		return take_recipients(s, i);
	case HEAD:
		take_head(s, line);
		break;
	case OFFICE_DATE:
		take_office_date(s, line);
		break;
	case SIGNATURE:
	case OFFICERS:
		take_signature(s, i, r == OFFICERS);
		break;
	case NOTE:
		take_note(s, line);
		break;
	default:
		s->in_text |= r == NO_ROLE;
	}
	return i + 1;
}

/* Titles of items are headings. */
static void find_items(im_doc *d)
{
	im_find_contents(d, 0);
	for (size_t i = 0; i < d->n; i++)
		if (d->lines[i].kind == IM_BODY && role_of(&d->lines[i]) == TITLE)
			d->lines[i].level = 1;
}

void im_read_styled(im_doc *d, const ht_form **form)
{
	styled s = {.d = d};
	char lines[24];
	d->sign = d->n;
	d->styled = true;
	*form = d->named_form ? im_form_called(d, d->named_form) : NULL;
	for (size_t i = 0; i < d->n && !d->nomem;)
		i = read_line(&s, i);
	if (s.item_by_item)
		find_items(d);
	im_find_imprint(d);
	snprintf(lines, sizeof lines, "%zu", s.fields);
	ht_diag(d->diags, HT_D_IMPORT_STYLED, (ht_loc){d->file, 0, 0}, lines, NULL);
}

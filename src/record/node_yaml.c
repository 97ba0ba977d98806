/* YAML through libyaml's events.
 *
 * libyaml gives each event's place (lines and columns in characters) and one
 * error in its own words, made for people who know the YAML specification.
 * The table below gives that error in words for people who know documents;
 * yaml_explain.c looks for the slips that hide after it.
 *
 * A scalar that goes over several lines is folded by YAML: each line end
 * becomes a space. Between two Chinese characters no space was meant, so it is removed again: a title wrapped in the
 * editor stays a title. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "base/array.h"
#include "base/utf8.h"
#include "record/messages.h"
#include "tree.h"

typedef struct yaml_reader {
	ht_tree *tree;
	yaml_parser_t parser;
	int documents;
	const char *at; /* source line at_line at at_column (both 0-based); moves forward */
	size_t at_line, at_column;
	ht_node *last;         /* the scalar read last */
	const char *last_text; /* where it is in the source, if it is plain and on one line */
	bool last_open;        /* it is plain: what follows may be meant to belong to it */
	yaml_mark_t end;       /* of the last event */
	const char *end_at;
	int flow; /* brackets that are open */
} yaml_reader;

static ht_loc place(const yaml_reader *y, yaml_mark_t point)
{
	const ht_source *src = y->tree->src;
	int line = src->line + (int)point.line;
	return (ht_loc){src->file, line, ht_source_col(src, line, (int)point.column + 1)};
}

/* The begin of the line after the one that holds p. */
static const char *next_line(const char *p, const char *end)
{
	size_t len;
	ht_next_line(&p, end, &len);
	return p;
}

/* The source at a mark no earlier than those asked for before. */
static const char *source_at(yaml_reader *y, yaml_mark_t point)
{
	const char *end = y->tree->src->data + y->tree->src->len;
	for (; y->at_line < point.line; y->at_line++, y->at_column = 0)
		y->at = next_line(y->at, end);
	for (size_t n; y->at_column < point.column && y->at < end; y->at_column++, y->at += n)
		ht_utf8_get(y->at, end, &n);
	return y->at;
}

static size_t leading_spaces(const char *p, const char *end)
{
	size_t n = 0;
	while (p + n < end && p[n] == ' ')
		n++;
	return n;
}

/* The column (1-based) at which a block scalar's content begins: what its
 * first line with text is indented more in the source than in the value. */
static int block_column(const char *p, const char *end, const char *text)
{
	for (; *text == '\n'; text++)
		p = next_line(p, end);
	size_t source = leading_spaces(p, end), kept = leading_spaces(text, text + strlen(text));
	return (int)(source > kept ? source - kept : 0) + 1;
}

static bool is_wide(uint32_t cp)
{
	return ht_is_han(cp) || (cp >= 0x3000 && cp <= 0x303F) || (cp >= 0xFF00 && cp <= 0xFFEF) ||
	       (cp >= 0x2010 && cp <= 0x2027);
}

static uint32_t char_before(const char *begin, const char *p)
{
	if (p == begin)
		return 0;
	do
		p--;
	while (p > begin && ((unsigned char)*p & 0xC0) == 0x80);
	return ht_utf8_get(p, p + 4, NULL);
}

/* Remove from text, in place, the spaces that YAML made of line ends between Chinese characters. p is where the
 * scalar's first line begins in the source. The source is followed line by line; where it does not match the text
 * (escapes) the rest stays as it is. */
static void unfold(char *text, const char *p, const char *end)
{
	const char *r = text, *stop = text + strlen(text);
	char *w = text;
	size_t n;
	for (const char *line; r < stop && (line = ht_next_line(&p, end, &n));) {
		line = ht_utf8_trim(line, &n);
		if ((size_t)(stop - r) < n || memcmp(r, line, n) != 0)
			break;
		memmove(w, r, n);
		w += n;
		r += n;
		bool drop = n && *r == ' ' && is_wide(char_before(text, w)) && is_wide(ht_utf8_get(r + 1, stop, NULL));
		if (drop)
			r++;
		else if (n)
			while (r < stop && (*r == ' ' || *r == '\n'))
				*w++ = *r++;
	}
	memmove(w, r, (size_t)(stop - r) + 1);
}

/* What begins an escape in such a scalar; 0: nothing does. */
static char escape_of(yaml_scalar_style_t style)
{
	if (style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
		return '\\';
	return style == YAML_SINGLE_QUOTED_SCALAR_STYLE ? '\'' : 0;
}

/* Where the scalar's text begins in the source, and whether its lines are the
 * source's. */
static void locate_text(yaml_reader *y, ht_node *node, const yaml_event_t *ev, char *text)
{
	const char *end = y->tree->src->data + y->tree->src->len;
	yaml_scalar_style_t style = ev->data.scalar.style;
	const char *p = source_at(y, ev->start_mark);
	bool one_line = ev->start_mark.line == ev->end_mark.line;
	if (style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE) {
		p = next_line(p, end);
		const int column = block_column(p, end, text);
		const size_t spaces = leading_spaces(p, end);
		node->text_loc.line++;
		node->text_loc.col = ht_source_col(y->tree->src, node->text_loc.line, column);
		node->line_exact = style == YAML_LITERAL_SCALAR_STYLE;
		node->source = p + (spaces < (size_t)column - 1 ? spaces : (size_t)column - 1);
	} else {
		if (style != YAML_PLAIN_SCALAR_STYLE && p < end) {
			p++;
			node->text_loc.col++;
		}
		/* Escapes make the value shorter than its source. */
		size_t n = strlen(text);
		node->line_exact = one_line && (size_t)(end - p) >= n && memcmp(p, text, n) == 0;
		node->source = p;
	}
	node->source_end = end;
	node->escape = escape_of(style);
	if (!one_line && style != YAML_LITERAL_SCALAR_STYLE)
		unfold(text, p, end);
}

/* What !! stands for. */
static const char prefix[] = "tag:yaml.org,2002:";

static bool core_tag(const char *tag)
{
	static const char *const names[] = {"str", "int", "float", "bool", "null", "timestamp", "map", "seq"};
	if (!tag || strcmp(tag, "!") == 0)
		return true;
	if (strncmp(tag, prefix, sizeof prefix - 1) != 0)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(tag + sizeof prefix - 1, names[i]) == 0)
			return true;
	return false;
}

static void report_tag(yaml_reader *y, ht_loc loc, const char *tag)
{
	const char *name = tag;
	if (strncmp(tag, prefix, sizeof prefix - 1) == 0)
		name = ht_arena_printf(y->tree->src->arena, "!!%s", tag + sizeof prefix - 1);
	HT_TREE_FAULT(y->tree, HT_D_YAML_TAG, loc, name, NULL);
}

/* Properties of a node that records do not need. */
static void check_properties(yaml_reader *y, const yaml_event_t *ev, const yaml_char_t *anchor, const yaml_char_t *tag)
{
	ht_loc loc = place(y, ev->start_mark);
	if (anchor)
		HT_TREE_FAULT(y->tree, HT_D_YAML_ANCHOR, loc, (const char *)anchor, NULL);
	if (!core_tag((const char *)tag))
		report_tag(y, loc, (const char *)tag);
}

/* Control characters that came in by escapes ("\a", "\u2028"). */
static void check_escaped(yaml_reader *y, char *text, size_t len, ht_loc loc)
{
	unsigned cp;
	if (!ht_find_forbidden(text, len, &cp))
		return;
	char name[16];
	snprintf(name, sizeof name, "U+%04X", cp);
	HT_TREE_FAULT(y->tree, HT_D_CONTROL_CHAR, loc, name, NULL);
	for (size_t i = 0; i < len; i++)
		if (!text[i])
			text[i] = ' ';
}

/* ---- comments ---- */

static const char *line_end(const char *p, const char *end)
{
	while (p < end && *p != '\n' && *p != '\r')
		p++;
	return p;
}

static bool is_blank_char(char c)
{
	return c == ' ' || c == '\t';
}

/* Is what begins with the # at p plainly a comment? begin: of the blanks before it. Where the value before it has no
 * end of its own (open), text may have been meant: then only what is set off as comments usually are, by two blanks
 * before # and one after it. */
static bool is_comment(const char *begin, const char *p, const char *end, bool open)
{
	bool spaced = p + 1 == end || is_blank_char(p[1]) || p[1] == '#';
	bool set_off = p - begin >= 2 || *begin == '\t';
	return spaced && (set_off || !open);
}

/* Keep the comment [p, end) with the scalar read last, which it may belong to. begin: of that scalar's text, where
 * quotes can be put around both; else NULL. */
static void keep_comment(yaml_reader *y, const char *p, const char *end, ht_loc loc, const char *begin)
{
	ht_arena *arena = y->tree->src->arena;
	y->last->comment = ht_arena_strndup(arena, p, (size_t)(end - p));
	y->last->comment_loc = loc;
	y->last->raw = begin ? ht_arena_strndup(arena, begin, (size_t)(end - begin)) : NULL;
	if (!y->last->comment || (begin && !y->last->raw))
		y->tree->status = HT_ERR_NOMEM;
}

static void tell_comment(yaml_reader *y, const char *p, const char *end, ht_loc loc)
{
	const char *comment = ht_arena_strndup(y->tree->src->arena, p, (size_t)(end - p));
	if (comment && y->tree->src->slips)
		ht_diag(y->tree->src->diags, HT_D_COMMENT, loc, comment, NULL);
	else if (!comment)
		y->tree->status = HT_ERR_NOMEM;
}

/* What libyaml passes over between two events: blanks, line ends, the signs of lists and maps, comments. A comment on
 * a line of its own is one; what follows a value on its line may be text. from, at the mark point, is where the last
 * event ended; the scalar read last is the value. */
static void look_behind(yaml_reader *y, const char *from, yaml_mark_t point, const char *to)
{
	const char *p = from, *stop = line_end(from, to), *line = from;
	while (line > y->tree->src->data && is_blank_char(line[-1]))
		line--;
	if (!y->last || line == y->tree->src->data || line[-1] == '\n' || line[-1] == '\r')
		return;
	while (p < stop && (*p != '#' || !is_blank_char(p[-1])))
		p++;
	if (p == stop)
		return;
	const char *begin = p;
	while (begin > from && is_blank_char(begin[-1]))
		begin--;
	bool open = begin == from && y->last_open;
	ht_loc loc = place(y, point);
	loc.col = ht_source_col(y->tree->src, loc.line, (int)(point.column + (size_t)(p - from)) + 1);
	const char *text = y->last_text;
	if (text && !*y->last->text)
		text = p;
	size_t len = (size_t)(stop - p);
	ht_utf8_trim(p, &len);
	if (is_comment(begin, p, stop, open))
		return;
	if (open)
		keep_comment(y, p, p + len, loc, y->flow ? NULL : text);
	else
		tell_comment(y, p, p + len, loc);
}

/* The line of a block text's header: after it a comment may stand. */
static void look_at_header(yaml_reader *y, yaml_mark_t point)
{
	const char *p = source_at(y, point), *end = y->tree->src->data + y->tree->src->len, *stop = line_end(p, end);
	size_t n = 0;
	while (p + n < stop && !is_blank_char(p[n]) && p[n] != '#')
		n++;
	if (p + n < stop && p[n] == '#') {
		HT_TREE_FAULT(y->tree, HT_D_YAML_BLOCK, place(y, point), NULL);
		return;
	}
	point.column += n;
	look_behind(y, p + n, point, stop);
}

/* Where the last line with text of a block text ends; without one, its header. */
static ht_loc end_of_block(yaml_reader *y, const yaml_event_t *ev)
{
	const char *begin = source_at(y, ev->start_mark), *end = y->tree->src->data + y->tree->src->len;
	const char *p = source_at(y, ev->end_mark), *header = line_end(begin, end);
	yaml_mark_t point = ev->end_mark;
	if (p <= header)
		return place(y, point);
	while (p > header && (is_blank_char(p[-1]) || p[-1] == '\n' || p[-1] == '\r')) {
		p--;
		point.line -= *p == '\n' || (*p == '\r' && p[1] != '\n');
	}
	const char *line = p;
	while (line > begin && line[-1] != '\n' && line[-1] != '\r')
		line--;
	point.column = ht_utf8_count(line, (size_t)(p - line));
	if (line == begin) /* its header */
		point.column += ev->start_mark.column;
	return place(y, point);
}

static void read_scalar(yaml_reader *y, const yaml_event_t *ev)
{
	ht_tree *tree = y->tree;
	size_t len = ev->data.scalar.length;
	char *text = ht_arena_strndup(tree->src->arena, (const char *)ev->data.scalar.value, len);
	if (!text) {
		tree->status = HT_ERR_NOMEM;
		return;
	}
	ht_loc loc = place(y, ev->start_mark);
	check_properties(y, ev, ev->data.scalar.anchor, ev->data.scalar.tag);
	if (ev->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
		check_escaped(y, text, len, loc);
	bool quoted = ev->data.scalar.style != YAML_PLAIN_SCALAR_STYLE || ev->data.scalar.tag;
	ht_node *node = ht_tree_scalar(tree, loc, text, quoted);
	if (!node)
		return;
	locate_text(y, node, ev, text);
	yaml_scalar_style_t style = ev->data.scalar.style;
	node->block = style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE;
	bool plain = style == YAML_PLAIN_SCALAR_STYLE, one_line = ev->start_mark.line == ev->end_mark.line;
	y->last = node;
	y->last_open = plain;
	y->last_text = plain && one_line ? source_at(y, ev->start_mark) : NULL;
	node->joined = !node->block && !one_line;
	node->end = place(y, ev->end_mark);
	if (node->block) {
		look_at_header(y, ev->start_mark);
		node->end = end_of_block(y, ev);
	}
}

static void read_alias(yaml_reader *y, const yaml_event_t *ev)
{
	ht_loc loc = place(y, ev->start_mark);
	HT_TREE_FAULT(y->tree, HT_D_YAML_ALIAS, loc, (const char *)ev->data.alias.anchor, NULL);
	ht_tree_scalar(y->tree, loc, "", false);
}

static void read_document(yaml_reader *y, const yaml_event_t *ev)
{
	if (++y->documents == 1)
		return;
	HT_TREE_FAULT(y->tree, HT_D_YAML_DOCUMENTS, place(y, ev->start_mark), NULL);
	y->tree->status = HT_ERR_INPUT;
}

/* Without brackets it ends with its last member. */
static ht_loc end_of_collection(const yaml_reader *y, const yaml_event_t *ev)
{
	if (!y->flow)
		return (ht_loc){0};
	return place(y, ev->end_mark);
}

static void read_event(yaml_reader *y, const yaml_event_t *ev)
{
	const char *begin = source_at(y, ev->start_mark);
	if (y->end_at && begin > y->end_at)
		look_behind(y, y->end_at, y->end, begin);
	y->last_open = false;
	y->last_text = NULL;
	switch (ev->type) {
	case YAML_DOCUMENT_START_EVENT:
		read_document(y, ev);
		break;
	case YAML_SCALAR_EVENT:
		read_scalar(y, ev);
		break;
	case YAML_ALIAS_EVENT:
		read_alias(y, ev);
		break;
	case YAML_SEQUENCE_START_EVENT:
		y->flow += ev->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE || y->flow;
		check_properties(y, ev, ev->data.sequence_start.anchor, ev->data.sequence_start.tag);
		ht_tree_open(y->tree, HT_NODE_SEQ, place(y, ev->start_mark), y->flow);
		break;
	case YAML_MAPPING_START_EVENT:
		y->flow += ev->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE || y->flow;
		check_properties(y, ev, ev->data.mapping_start.anchor, ev->data.mapping_start.tag);
		ht_tree_open(y->tree, HT_NODE_MAP, place(y, ev->start_mark), y->flow);
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		ht_tree_close(y->tree, end_of_collection(y, ev));
		y->flow -= y->flow > 0;
		break;
	default:
		break;
	}
	y->end = ev->end_mark;
	y->end_at = source_at(y, ev->end_mark);
}

/* libyaml's errors: what is in its problem and context (NULL: anything),
 * our diagnostic, whether its place is the context's (where the thing began),
 * and whether it names the character there. First match counts. */
static const struct {
	const char *problem, *context;
	ht_code code;
	bool at_context, names_char;
} errors[] = {
    {"that cannot start any token", NULL, HT_D_YAML_START, false, true},
    {"alphabetic or numeric character", "anchor", HT_D_YAML_START, true, true},
    {"alphabetic or numeric character", "alias", HT_D_YAML_START, true, true},
    {NULL, "scanning a tag", HT_D_YAML_START, true, true},
    {NULL, "parsing a tag", HT_D_YAML_START, true, true},
    {"unknown directive", NULL, HT_D_YAML_START, true, true},
    {"incompatible YAML document", NULL, HT_D_YAML_START, false, true},
    {"found duplicate %", NULL, HT_D_YAML_START, false, true},
    {NULL, "directive", HT_D_YAML_START, true, true},
    {"could not find expected ':'", NULL, HT_D_YAML_NO_COLON, true, false},
    {"mapping values are not allowed", NULL, HT_D_YAML_COLON, false, false},
    {"sequence entries are not allowed", NULL, HT_D_YAML_ITEM, false, false},
    {"not allowed in this context", NULL, HT_D_YAML_INDENT, false, false},
    {"tab character", NULL, HT_D_YAML_TAB, false, false},
    {"end of stream", "quoted scalar", HT_D_YAML_QUOTE, true, false},
    {"document indicator", "quoted scalar", HT_D_YAML_QUOTE, true, false},
    {"invalid Unicode character", NULL, HT_D_YAML_SURROGATE, false, false},
    {NULL, "quoted scalar", HT_D_YAML_ESCAPE, false, false},
    {NULL, "block scalar", HT_D_YAML_BLOCK, false, false},
    {NULL, "flow", HT_D_YAML_BRACKET, true, false},
    {NULL, "block mapping", HT_D_YAML_INDENT, false, false},
    {NULL, "block collection", HT_D_YAML_INDENT, false, false},
    {NULL, "block node", HT_D_YAML_INDENT, false, false},
    {"undefined tag handle", NULL, HT_D_YAML_START, true, true},
    {"<document start>", NULL, HT_D_YAML_INDENT, false, false},
};

static bool holds(const char *text, const char *part)
{
	return !part || (text && strstr(text, part));
}

/* The source at a mark that may lie before those asked for. */
static const char *rewind_to(yaml_reader *y, yaml_mark_t point)
{
	y->at = y->tree->src->data;
	y->at_line = y->at_column = 0;
	return source_at(y, point);
}

/* The character at a mark, for a message. */
static void name_char(yaml_reader *y, yaml_mark_t point, char out[8])
{
	const char *end = y->tree->src->data + y->tree->src->len, *p = rewind_to(y, point);
	size_t n;
	ht_utf8_get(p, end, &n);
	memcpy(out, p, n);
	out[n] = '\0';
}

/* Our code for the parser's error; -1: none. */
static int find_error(const yaml_parser_t *p)
{
	for (size_t i = 0; i < ARRAY_LEN(errors); i++)
		if (holds(p->problem, errors[i].problem) && holds(p->context, errors[i].context))
			return (int)i;
	return -1;
}

/* Within quotes and brackets the lines do not look like fields. */
static bool explainable(const yaml_parser_t *p)
{
	return !p->context || (!strstr(p->context, "quoted") && !strstr(p->context, "flow"));
}

/* Is a closing quotation mark before the place, but for blanks? */
static bool after_quote(yaml_reader *y, yaml_mark_t point)
{
	const char *begin = y->tree->src->data, *p = rewind_to(y, point);
	while (p > begin && (p[-1] == ' ' || p[-1] == '\t'))
		p--;
	return p > begin && (p[-1] == '"' || p[-1] == '\'');
}

static void report(yaml_reader *y)
{
	const yaml_parser_t *p = &y->parser;
	ht_source *src = y->tree->src;
	if (y->end_at) /* a comment may be the cause */
		look_behind(y, y->end_at, y->end, src->data + src->len);
	ht_loc loc = place(y, p->problem_mark);
	src->bad = true;
	if (explainable(p) && ht_yaml_explain(src, loc.line))
		return;
	int i = find_error(p);
	if (i < 0) {
		ht_diag(src->diags, HT_D_SYNTAX, loc, "YAML", NULL);
		return;
	}
	ht_code code = errors[i].code;
	yaml_mark_t point = errors[i].at_context && p->context ? p->context_mark : p->problem_mark;
	char name[8] = "";
	if (errors[i].names_char)
		name_char(y, point, name);
	if (code == HT_D_YAML_INDENT && after_quote(y, point))
		code = HT_D_YAML_AFTER_QUOTE;
	ht_diag(src->diags, code, place(y, point), name, NULL);
}

void ht_tree_read_yaml(ht_tree *tree)
{
	yaml_reader y = {.tree = tree, .at = tree->src->data};
	if (!yaml_parser_initialize(&y.parser)) {
		tree->status = HT_ERR_NOMEM;
		return;
	}
	yaml_parser_set_encoding(&y.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&y.parser, (const unsigned char *)tree->src->data, tree->src->len);
	for (bool more = true; more && tree->status == HT_OK;) {
		yaml_event_t ev;
		if (!yaml_parser_parse(&y.parser, &ev)) {
			tree->status = y.parser.error == YAML_MEMORY_ERROR ? HT_ERR_NOMEM : HT_ERR_INPUT;
			if (tree->status == HT_ERR_INPUT)
				report(&y);
			break;
		}
		more = ev.type != YAML_STREAM_END_EVENT;
		read_event(&y, &ev);
		yaml_event_delete(&ev);
	}
	yaml_parser_delete(&y.parser);
}

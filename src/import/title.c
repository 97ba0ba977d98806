/* A title for a text without one: the masthead, the name of what is sent, or what the first sentence of a report says.
 */
#include <string.h>

#include "import/messages.h"
#include "im.h"
#include "limits.h"

/* `《某规则》……现予印发`: the name of what is issued makes the title. */
static bool derive_from_sent(im_doc *d)
{
	size_t i = 0;
	while (i < d->n && d->lines[i].kind != IM_BODY)
		i++;
	const char *s = i < d->n ? d->lines[i].text : "";
	const char *open = strstr(s, "《"), *close = open ? strstr(open, "》") : NULL;
	if (!close || !strstr(close, "印发") || ht_str_chars(s) > SENDING_SENTENCE_MOST)
		return false;
	d->title = ht_arena_printf(d->arena, "关于印发%.*s的通知", (int)(ht_str_next(close) - open), open);
	d->nomem |= !d->title;
	d->title_loc = d->lines[i].loc;
	ht_diag(d->diags, HT_D_IMPORT_TITLE_DERIVED, d->title_loc, d->title ? d->title : "", NULL);
	return d->title != NULL;
}

static bool has_headings(const im_doc *d)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->lines[i].kind == IM_BODY && d->lines[i].level)
			return true;
	return false;
}

/* `3月4日，县政协召开十届五次常委会会议。`, `县长某某主持召开县政府第12次常务会议`: the first sentence of a report
 * names the organ and the meeting. */
static bool derive_from_lead(im_doc *d)
{
	size_t i = im_lead_line(d);
	if (i == d->n)
		return false;
	const char *s = im_without_day(d->lines[i].text), *end = s;
	while (*end && !ht_str_one_of(end, "，。；：,;:"))
		end = ht_str_next(end);
	const char *clause = im_copy(d, s, (size_t)(end - s));
	const char *by = ht_str_after(clause, "主持召开"), *organ = by ? im_leading_organ(d, by) : NULL;
	if (organ)
		clause = im_checked(d, ht_arena_printf(d->arena, "%s召开%s", organ, by + strlen(organ)));
	else if (by)
		clause = by;
	size_t chars = ht_str_chars(clause);
	if (chars < DERIVED_TITLE_LEAST || chars > DERIVED_TITLE_MOST || !strstr(clause, "会"))
		return false;
	d->title = clause;
	d->title_loc = d->lines[i].loc;
	ht_diag(d->diags, HT_D_IMPORT_TITLE_LEAD, d->title_loc, d->title, NULL);
	return true;
}

/* No line is the title: one made from what the text says of itself, else none. A sentence is no title. */
void im_derive_title(im_doc *d)
{
	if (d->title || d->meta_title)
		return;
	/* 某某县人民政府公告, 第三号: the masthead is the title, too */
	if (im_by_mark(d)->tells_of_meeting || (d->masthead && im_kind_at_end(d, d->masthead))) {
		d->title = d->masthead;
		ht_diag(d->diags, HT_D_IMPORT_TITLE_MASTHEAD, d->title_loc, d->title, NULL);
		return;
	}
	if (d->masthead && d->issue && has_headings(d))
		return; /* each item has its own */
	if (derive_from_sent(d))
		return;
	if (!derive_from_lead(d))
		ht_diag(d->diags, HT_D_IMPORT_NO_TITLE, im_whole_file(d), NULL);
}

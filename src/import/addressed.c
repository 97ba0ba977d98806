/* Whom a text is addressed to: lines that may be recipients (7.3.2), and lines that only look so. */
#include <string.h>

#include "addressed.h"
#include "import/messages.h"
#include "words_documents.h"
#include "words_web.h"

/* The bytes of s before the colons at its end. */
static size_t before_colons(const char *s)
{
	size_t len = strlen(s);
	static const char *const colons[] = {"：", ":", NULL};
	for (size_t n; (n = ht_str_suffix_of_n(s, len, colons));)
		len -= n;
	return len;
}

/* Does s, or what is after a comma in it, begin as sentences do: `根据办法，经评审，现予公示`? */
static bool has_clause(const char *s)
{
	for (const char *p = s; *p; p = ht_str_next(p))
		if ((p == s || ht_str_one_of(ht_str_previous(s, p), "，,；;")) &&
		    ht_str_starts_any(p, ht_words_clause_begin))
			return true;
	return false;
}

/* Lines that end in a colon but are not recipients: 现通知如下： 会议指出： 根据办法，现予公示： */
bool im_introduces_text(const char *s)
{
	return strstr(s, "。") || has_clause(s) || ht_str_suffix_of_n(s, before_colons(s), ht_words_not_addressed);
}

const char *im_without_chat_tag(im_doc *d, const char *recipients, ht_loc loc)
{
	const char *rest = ht_str_starts(recipients, "【") ? ht_str_after(recipients, "】") : NULL;
	if (!rest || !*rest)
		return recipients;
	im_leave_out(d, im_copy(d, recipients, (size_t)(rest - recipients)), loc, HT_D_IMPORT_REMOVED);
	return ht_str_skip_spaces(rest);
}

/* Marks that separate recipients. */
#define RECIPIENT_SEPARATORS "，、；,"

static bool has_recipient_separators(const char *s)
{
	for (; *s; s = ht_str_next(s))
		if (ht_str_one_of(s, RECIPIENT_SEPARATORS))
			return true;
	return false;
}

/* A line of recipients that goes on in the next: it ends with a mark that
 * separates them, or was broken within one. */
bool im_is_open_list(im_doc *d, const char *s)
{
	im_texts words = {0};
	im_split(d, &words, s, IM_GAPS, (ht_loc){0});
	const char *last = words.n > 1 ? words.v[words.n - 1].s : "";
	if (im_is_name(last, strlen(last)))
		return false; /* 副局长　褚云帆: who writes */
	if (ht_str_ends_one_of(s, RECIPIENT_SEPARATORS))
		return true;
	return has_recipient_separators(s) && !strstr(s, "关于") && !im_ends_title(d, s);
}

/* `各位同事，` alone on its line begins a mail, whose text goes on below. */
bool im_is_spoken_to(const char *s)
{
	return ht_str_starts_any(s, ht_words_greeting) && ht_str_ends_one_of(s, "，,");
}

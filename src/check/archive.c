/* What archives ask for: the parts of the archival code, and the code itself where it is given whole. */
#include <ctype.h>
#include <string.h>

#include "check/messages.h"
#include "ck.h"
#include "words_documents.h"

#define YEAR_DIGITS 4

/* A field of the group 归档 as text, or NULL. */
static const ht_value *given(const ck *c, const char *name)
{
	const ht_value *group = ck_value(c, "archive");
	const ht_value *v = group && group->n ? ht_group_find(group->groups[0], name) : NULL;
	return v && v->text.s ? v : NULL;
}

static bool all_digits(const char *s)
{
	return *s && !s[strspn(s, "0123456789")];
}

static bool is_year(const char *s)
{
	return all_digits(s) && strlen(s) == YEAR_DIGITS;
}

static void check_year(ck *c)
{
	const ht_value *v = given(c, "year");
	const char *s = v ? v->text.s : "";
	const size_t digits = strspn(s, "0123456789");
	if (!*s || is_year(s))
		return;
	ck_find(c, HT_D_CHECK_ARCHIVE_YEAR, v->text.loc, s, NULL);
	if (digits == YEAR_DIGITS && (strcmp(s + digits, "年") == 0 || strcmp(s + digits, "年度") == 0))
		ck_edit(c, v->text.loc, s, strlen(s), ck_copy(c, s, digits), true);
}

/* DA/T 22-2015 has 永久, 30年, 10年; before it there were 长期 and 短期; other kinds of record have other years. */
static void check_retention(ck *c)
{
	static const char *const words[] = {"永久", "长期", "短期", "Y", "D30", "D10", NULL};
	const ht_value *v = given(c, "retention");
	const char *s = v ? v->text.s : "", *unit = s + strspn(s, "0123456789");
	if (!*s || ht_str_is_any(s, words) || (unit > s && strcmp(unit, "年") == 0))
		return;
	ck_find(c, HT_D_CHECK_ARCHIVE_RETENTION, v->text.loc, s, NULL);
}

/* Is s after the code's beginning, or after what separates its parts? */
static bool begins_part(const char *code, const char *s)
{
	static const char dot[] = "·";
	return s == code || s[-1] == '-' || ((size_t)(s - code) >= strlen(dot) && ht_str_starts(s - strlen(dot), dot));
}

/* Is the part one of the code's? A number's zeros before it are no matter. */
static bool has_part(const char *code, const char *part)
{
	const bool number = all_digits(part);
	const char *value = number ? part + strspn(part, "0") : part;
	const size_t len = strlen(value);
	for (const char *at = code; len && (at = strstr(at, value)); at++) {
		const char *begin = at;
		while (number && begin > code && begin[-1] == '0')
			begin--;
		const bool ends = !at[len] || at[len] == '-' || ht_str_starts(at + len, "·");
		if (ends && begins_part(code, begin))
			return true;
	}
	return !len;
}

/* The code given whole has the parts that are given, whatever their order. */
static void check_parts(ck *c, const ht_value *code)
{
	static const char *const parts[] = {"fonds", "class_code", "year", "item_number"};
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		const ht_value *v = given(c, parts[i]);
		if (v && strcmp(parts[i], "year") == 0 && !is_year(v->text.s))
			continue; /* said by check_year() */
		if (v && !has_part(code->text.s, v->text.s))
			ck_find(c, HT_D_CHECK_ARCHIVE_CODE, code->text.loc, code->text.s, v->text.s, v->field->zh,
			        NULL);
	}
}

static bool is_plain(const char *code)
{
	for (; *code; code = ht_str_next(code)) {
		const bool other = ispunct((unsigned char)*code) && !strchr("-.", *code);
		if (*code == ' ' || other || ht_str_one_of(code, "　—－–"))
			return false;
	}
	return true;
}

static void check_code(ck *c)
{
	const ht_value *code = given(c, "archival_code"), *file = given(c, "file_number");
	if (code && !is_plain(code->text.s))
		ck_find(c, HT_D_CHECK_ARCHIVE_BLANK, code->text.loc, code->text.s, NULL);
	if (code)
		check_parts(c, code);
	if (file && !code && (strstr(file->text.s, "·") || (strchr(file->text.s, '-') != strrchr(file->text.s, '-'))))
		ck_find(c, HT_D_CHECK_ARCHIVE_FILE, file->text.loc, file->text.s, NULL);
}

static void check_item(ck *c)
{
	static const char *const needed[] = {"fonds", "class_code", "year", "retention"};
	const ht_value *v = given(c, "item_number");
	if (v && !all_digits(v->text.s))
		ck_find(c, HT_D_CHECK_ARCHIVE_ITEM, v->text.loc, v->text.s, NULL);
	for (size_t i = 0; v && !given(c, "archival_code") && i < ARRAY_LEN(needed); i++) {
		if (given(c, needed[i]))
			continue;
		const ht_field *field = ht_field_find(ck_value(c, "archive")->field->sub, needed[i]);
		ck_find(c, HT_D_CHECK_ARCHIVE_PARTS, v->text.loc, field->zh, NULL);
		return;
	}
}

static void check_grade(ck *c)
{
	const ht_value *archive = given(c, "secrecy"), *page = ck_value(c, "secrecy");
	if (!archive || !page || !page->text.s)
		return;
	const size_t grade = ht_str_prefix_of(page->text.s, ht_words_secrecy_grade);
	if (grade && strncmp(archive->text.s, page->text.s, grade) != 0)
		ck_find(c, HT_D_CHECK_ARCHIVE_SECRECY, archive->text.loc, archive->text.s, page->text.s, NULL);
}

void ck_archive(ck *c)
{
	const ht_value *created = given(c, "created");
	if (!ck_value(c, "archive"))
		return;
	check_year(c);
	check_retention(c);
	check_item(c);
	check_code(c);
	check_grade(c);
	if (created && !created->date.year)
		ck_find(c, HT_D_CHECK_ARCHIVE_CREATED, created->text.loc, created->text.s, NULL);
}

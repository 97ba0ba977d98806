/* What archives ask for: the parts of the archival code, and the code itself where it is given whole. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/messages.h"
#include "ck.h"
#include "record/retention.h"
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

/* A document's day is of the year that it is filed under, unless it belongs to a matter of another. */
static void check_year_of_date(ck *c)
{
	const ht_value *v = given(c, "year"), *date = ck_value(c, "date");
	if (!v || !is_year(v->text.s) || !date || !date->date.year || atoi(v->text.s) == date->date.year)
		return;
	char year[12];
	snprintf(year, sizeof year, "%d", date->date.year);
	ck_find(c, HT_D_CHECK_ARCHIVE_OTHER_YEAR, v->text.loc, v->text.s, year, NULL);
}

/* DA/T 22-2015 has 永久, 30年, 10年; before it there were 长期 and 短期; other kinds of record have other years. A code
 * in place of the name would make two folders of one period. */
static void check_retention(ck *c)
{
	const ht_value *v = given(c, "retention");
	const char *s = v ? v->text.s : "";
	ht_retention period;
	const bool known = ht_retention_parse(s, strlen(s), &period);
	if (!*s || (known && strcmp(period.name, s) == 0))
		return;
	ck_find(c, HT_D_CHECK_ARCHIVE_RETENTION, v->text.loc, s, NULL);
	if (known)
		ck_edit(c, v->text.loc, s, strlen(s), ck_copy(c, period.name, strlen(period.name)), true);
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

static void say_part(ck *c, const ht_value *code, const char *part, const ht_value *v)
{
	ck_find(c, HT_D_CHECK_ARCHIVE_CODE, code->text.loc, code->text.s, part, v->field->zh, NULL);
}

/* Is a part of the code a retention period's, and another one's than this? What has none says nothing of it. */
static bool has_other_period(const char *code, const ht_retention *period)
{
	for (const char *at = code; *at; at += strcspn(at, "-") + (at[strcspn(at, "-")] == '-')) {
		ht_retention found;
		const size_t len = strcspn(at, "-");
		const bool letter = *at == 'Y' || *at == 'C' || *at == 'D';
		if (letter && ht_retention_parse(at, len, &found) && strcmp(found.code, period->code) != 0)
			return true;
	}
	return false;
}

static void check_period(ck *c, const ht_value *code)
{
	const ht_value *v = given(c, "retention");
	ht_retention period;
	if (v && ht_retention_parse(v->text.s, strlen(v->text.s), &period) && has_other_period(code->text.s, &period))
		say_part(c, code, period.code, v);
}

/* The code given whole has the parts that are given, whatever their order. One of a file bound by hand (案卷) needs
 * no class, year or office: fonds, catalogue, file, item. */
static void check_parts(ck *c, const ht_value *code)
{
	static const struct {
		const char *name;
		bool of_files;
	} parts[] = {{"fonds", true},       {"class_code", false}, {"year", false},
	             {"organ_code", false}, {"file_number", true}, {"item_number", true}};
	const bool is_file = given(c, "file_number");
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		const ht_value *v = given(c, parts[i].name);
		if (!v || (is_file && !parts[i].of_files))
			continue;
		if (strcmp(parts[i].name, "year") == 0 && !is_year(v->text.s))
			continue; /* said by check_year() */
		if (!has_part(code->text.s, v->text.s))
			say_part(c, code, v->text.s, v);
	}
	check_period(c, code);
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

/* What follows the star of 机密★10年, or NULL. */
static const char *term_of(const ht_value *v)
{
	const char *star = v && v->text.s ? strstr(v->text.s, "★") : NULL;
	return star && star[strlen("★")] ? star + strlen("★") : NULL;
}

static void check_grade(ck *c)
{
	const ht_value *archive = given(c, "secrecy"), *apart = given(c, "secrecy_term"),
	               *page = ck_value(c, "secrecy");
	const char *own = term_of(archive);
	if (own && apart && strcmp(own, apart->text.s) != 0)
		ck_find(c, HT_D_CHECK_ARCHIVE_TERMS, archive->text.loc, archive->text.s, apart->text.s, NULL);
	if (!page || !page->text.s)
		return;
	const size_t grade = ht_str_prefix_of(page->text.s, ht_words_secrecy_grade);
	if (archive && grade && strncmp(archive->text.s, page->text.s, grade) != 0)
		ck_find(c, HT_D_CHECK_ARCHIVE_SECRECY, archive->text.loc, archive->text.s, page->text.s, NULL);
	const ht_value *v = apart ? apart : archive;
	const char *said = apart ? apart->text.s : own, *shown = term_of(page);
	if (said && shown && strcmp(said, shown) != 0)
		ck_find(c, HT_D_CHECK_ARCHIVE_TERM, v->text.loc, said, shown, NULL);
}

void ck_archive(ck *c)
{
	const ht_value *created = given(c, "created");
	if (!ck_value(c, "archive"))
		return;
	check_year(c);
	check_year_of_date(c);
	check_retention(c);
	check_item(c);
	check_code(c);
	check_grade(c);
	if (created && !created->date.year)
		ck_find(c, HT_D_CHECK_ARCHIVE_CREATED, created->text.loc, created->text.s, NULL);
}

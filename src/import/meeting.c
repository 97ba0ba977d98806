/* The facts of a meeting: from labelled lines (`地点：…`) and from running text.
 *
 * In running text a sentence is cut at its verbs (主持, 出席, 列席, 请假); the
 * people of a verb stand between the verb before and itself, or, where the
 * sentence begins with the verb (`出席会议的有：`), behind it. Only what consists
 * of names or of groups (`各街道负责人`) counts; the sentence stays in the body
 * either way. */
#include <string.h>

#include <glib.h>

#include "im.h"

static const char *const meeting_ends[] = {"会议",   "全会",   "例会",   "常委会", "座谈会", "推进会",     "动员会",
                                           "部署会", "办公会", "协调会", "调度会", "工作会", "现场会",     "专题会",
                                           "联席会", "理事会", "交流会", "总结会", "常务会", "民主生活会", "务虚会",
                                           "党组会", "主席会", "通报会", "报告会", NULL};

/* ---- name, ordinal, place, time ---- */

static bool is_numeral(const char *p)
{
	return g_ascii_isdigit(*p) || im_mark_at(p, "一二三四五六七八九十百〇零");
}

/* `二届40次` or `第15次` within the meeting's name. */
static const char *find_ordinal(im_doc *d, const char *name)
{
	const char *times = strstr(name, "次"), *from = times;
	if (!times)
		return NULL;
	while (from > name) {
		const char *p = g_utf8_find_prev_char(name, from);
		if (!p || (!is_numeral(p) && !im_mark_at(p, "第届")))
			break;
		from = p;
	}
	return from < times ? im_copy(d, from, (size_t)(times - from) + strlen("次")) : NULL;
}

/* The end of the name that begins at p: behind the last word for a meeting
 * before a mark. NULL: none. */
static const char *name_end(const char *p)
{
	const char *best = NULL;
	for (int n = 0; *p && !im_mark_at(p, "，。；：,;:（(《“") && n < 40; n++) {
		p += g_utf8_skip[(unsigned char)*p];
		for (size_t i = 0; meeting_ends[i]; i++) {
			size_t m = strlen(meeting_ends[i]);
			if (n >= 2 && strncmp(p - (m < 3 ? 3 : m) + 0, meeting_ends[i], m) == 0)
				best = p;
		}
	}
	return best;
}

static const char *behind(const char *s, const char *word)
{
	const char *at = strstr(s, word);
	return at ? at + strlen(word) : NULL;
}

static const char *skip_le(const char *p)
{
	return im_starts(p, "了") ? p + strlen("了") : p;
}

/* `区政协召开二届40次主席会议`: the organ stands before 召开, the name behind. */
static bool name_behind(im_doc *d, const char *s)
{
	static const char *const verbs[] = {"主持召开", "组织召开", "召开", "举行", NULL};
	for (size_t i = 0; verbs[i]; i++) {
		const char *p = behind(s, verbs[i]);
		if (!p)
			continue;
		const char *name = skip_le(p), *end = name_end(name);
		if (!end)
			return false;
		d->meeting.name = im_copy(d, name, (size_t)(end - name));
		const char *from = s, *comma;
		size_t len = (size_t)(p - s) - strlen(verbs[i]);
		while ((comma = g_strstr_len(from, (gssize)(len - (size_t)(from - s)), "，")))
			from = comma + strlen("，");
		const char *organ = im_copy(d, from, len - (size_t)(from - s));
		if (im_is_organ(organ))
			d->meeting.organ = organ;
		return true;
	}
	return false;
}

/* `区政协二届四十次主席会议纪要`, `……会议在……召开`. */
static bool name_before(im_doc *d, const char *s)
{
	const char *end = name_end(s);
	if (!end || strstr(s, "关于"))
		return false;
	const char *rest = end;
	if (*rest && !im_starts(rest, "纪要") && !im_starts(rest, "记录") && !im_starts(rest, "在") &&
	    !im_starts(rest, "召开") && !im_starts(rest, "举行"))
		return false;
	d->meeting.name = im_copy(d, s, (size_t)(end - s));
	return true;
}

/* 河东街道 of 河东街道安全生产周例会: the longest beginning that can only be an
 * organ. NULL: none. */
const char *im_leading_organ(im_doc *d, const char *name)
{
	static const char *const ends[] = {"街道", "办事处", "委员会", "政府", "局", "政协", "常委会",
	                                   "党委", "党组",   "镇",     "乡",   "村", "社区", "公司",
	                                   "大学", "学院",   "办公室", "医院", NULL};
	const char *best = NULL;
	for (const char *p = name; *p; p += g_utf8_skip[(unsigned char)*p]) {
		if (p == name || im_starts(p, "长") || im_starts(p, "民"))
			continue;
		const char *lead = im_copy(d, name, (size_t)(p - name));
		if (im_ends_any(lead, ends) && im_chars(lead) >= 3)
			best = lead;
	}
	return best;
}

/* The organ that meets, at the beginning of the meeting's name: up to its
 * number. */
static void find_organ(im_doc *d)
{
	const char *name = d->meeting.name, *p = name, *best = NULL;
	for (; *p && !is_numeral(p) && !im_mark_at(p, "第"); p += g_utf8_skip[(unsigned char)*p])
		;
	const char *organ = im_copy(d, name, (size_t)(p - name));
	best = im_is_organ(organ) ? organ : NULL;
	if (!d->meeting.organ)
		d->meeting.organ = best && *p ? best : im_leading_organ(d, name);
}

/* `在三楼会议室召开` */
static void find_place(im_doc *d, const char *s)
{
	static const char *const verbs[] = {"召开", "举行", "主持召开", NULL};
	const char *at = strstr(s, "在");
	for (; at && !d->meeting.place; at = strstr(at + 3, "在")) {
		const char *from = at + strlen("在");
		for (size_t i = 0; verbs[i] && !d->meeting.place; i++) {
			const char *verb = strstr(from, verbs[i]);
			const char *place = verb ? im_copy(d, from, (size_t)(verb - from)) : "";
			static const char *const ends[] = {"室",   "厅",   "楼",   "堂",   "中心", "馆",
			                                   "宾馆", "酒店", "大厦", "机关", "市",   "区",
			                                   "县",   "镇",   "村",   "街道", "基地", NULL};
			if (im_chars(place) <= 20 && im_ends_any(place, ends) && !im_is_sentence(place) &&
			    !strstr(place, "，"))
				d->meeting.place = place;
		}
	}
}

static void find_time(im_doc *d, const char *s)
{
	ht_scan_day day;
	for (const char *p = s; *p && !im_mark_at(p, "。"); p += g_utf8_skip[(unsigned char)*p]) {
		const char *end = p;
		if (!g_ascii_isdigit(*p) && !is_numeral(p))
			continue;
		if (p > s && (g_ascii_isdigit(p[-1]) || is_numeral(g_utf8_find_prev_char(s, p))))
			continue;
		if (ht_scan_when_at(&end, &day) && day.possible && !day.no_day) {
			d->meeting.time = day;
			if (day.date.hour >= 0)
				ht_scan_until_at(&end, &day, &d->meeting.end);
			return;
		}
	}
}

/* ---- people in running text ---- */

typedef enum part { CHAIR, PRESENT, OBSERVERS, ABSENT } part;

static const struct {
	const char *verb;
	part part;
} verbs[] = {{"主持", CHAIR},   {"出席", PRESENT},   {"参加会议", PRESENT}, {"参加了会议", PRESENT},
             {"参会", PRESENT}, {"列席", OBSERVERS}, {"请假", ABSENT},      {"缺席", ABSENT}};

static im_people *people_of(im_doc *d, part p);

/* Lists that labelled lines gave are complete. */
static bool is_given(im_doc *d, part p)
{
	return d->meeting.given & 1u << p;
}

static im_people *people_of(im_doc *d, part p)
{
	im_people *lists[] = {&d->meeting.chair, &d->meeting.present, &d->meeting.observers, &d->meeting.absent};
	return lists[p];
}

static bool is_group(const char *s)
{
	static const char *const ends[] = {"负责人", "负责同志", "人员", "同志", "代表", "委员", "成员", "干部", "专家",
	                                   "职工",   "主任",     "书记", "局长", "领导", "班子", "单位", NULL};
	static const char *const verbs_in[] = {"召开", "听取", "研究", "学习", "举行", "通过",
	                                       "审议", "讨论", "传达", "指出", "强调", NULL};
	return (im_ends_any(s, ends) || im_is_office(s)) && im_chars(s) <= 40 && !im_has_any(s, verbs_in);
}

/* Add those of found that are people; groups only where a list may hold them.
 * Nothing is added of a list without any. */
static bool add_people(im_doc *d, const char *s, size_t len, part p)
{
	im_people found = {0}, *list = people_of(d, p);
	bool added = false;
	if (is_given(d, p))
		return false;
	im_read_people(d, &found, s, len);
	for (size_t i = 0; i < found.n; i++) {
		const char *name = found.v[i].name;
		bool person = found.v[i].office || (im_is_name(name, strlen(name)) && p != CHAIR);
		bool group = is_group(name) || (p == OBSERVERS && im_is_organ(name));
		if (!person && (p == CHAIR || !group))
			continue;
		bool known = false;
		for (size_t k = 0; k < list->n; k++)
			known |= strcmp(list->v[k].name, name) == 0;
		im_person *slot = known ? NULL : HT_PUSH(d->arena, list->v, list->n, list->cap);
		if (slot)
			*slot = found.v[i];
		d->nomem |= !known && !slot;
		added = true;
	}
	return added;
}

/* The first verb at or behind p, before end; *which. */
static const char *find_verb(const char *p, const char *end, size_t *which)
{
	for (; p < end; p += g_utf8_skip[(unsigned char)*p])
		for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
			if (im_starts(p, verbs[i].verb) && !im_starts(p + strlen(verbs[i].verb), "人")) {
				*which = i;
				return p;
			}
	return NULL;
}

/* Take what is no name off the beginning of a list of people. */
static const char *skip_lead(const char *p, const char *end)
{
	for (const char *q = p; q < end; q += g_utf8_skip[(unsigned char)*q])
		if (im_starts(q, "由") && q + 3 < end)
			return q + strlen("由");
	return p;
}

static const char *trim_reason(const char *from, const char *end)
{
	static const char *const reasons[] = {"因事", "因公", "因病", "因故", "等", "同志", NULL};
	for (size_t i = 0; reasons[i]; i++) {
		size_t n = strlen(reasons[i]);
		if ((size_t)(end - from) > n && memcmp(end - n, reasons[i], n) == 0)
			return end - n;
	}
	return end;
}

/* `出席会议的有：甲、乙`: the verb begins the sentence. */
static bool read_leading(im_doc *d, const char *verb, const char *end, part p)
{
	static const char *const words[] = {"本次", "会议", "的", "人员", "还", "有", "为", "是", "：", ":", NULL};
	if (p == CHAIR)
		return false;
	for (size_t i = 0; words[i]; i++)
		if (im_starts(verb, words[i])) {
			verb += strlen(words[i]);
			i = (size_t)-1;
		}
	return verb < end && add_people(d, verb, (size_t)(end - verb), p);
}

static bool read_sentence(im_doc *d, const char *s, const char *end)
{
	const char *from = s, *verb;
	size_t which;
	bool found = false;
	while ((verb = find_verb(from, end, &which))) {
		part p = verbs[which].part;
		const char *behind_verb = verb + strlen(verbs[which].verb);
		if (verb == s && read_leading(d, behind_verb, end, p))
			return true;
		const char *lead = skip_lead(from, verb), *stop = trim_reason(lead, verb);
		const char *place = p == CHAIR ? g_strstr_len(lead, stop - lead, "在") : NULL;
		if (place && add_people(d, lead, (size_t)(place - lead), p))
			found = true; /* 副市长甲在某会议室主持 */
		else
			found |= lead < verb && add_people(d, lead, (size_t)(stop - lead), p);
		/* what a person does besides (并讲话) is not of the next list */
		const char *comma = g_strstr_len(behind_verb, end - behind_verb, "，");
		from = comma ? comma + strlen("，") : behind_verb;
	}
	return found;
}

static void read_paragraph(im_doc *d, const char *s)
{
	while (*s) {
		const char *end = strstr(s, "。");
		end = end ? end : s + strlen(s);
		read_sentence(d, s, end);
		s = *end ? end + strlen("。") : end;
	}
}

/* Who chairs is present, and first. */
static void add_chair_to_present(im_doc *d)
{
	im_people *present = &d->meeting.present, all = {0};
	if (!present->n)
		return;
	for (size_t i = 0; i < d->meeting.chair.n + present->n; i++) {
		bool chair = i < d->meeting.chair.n;
		im_person person = chair ? d->meeting.chair.v[i] : present->v[i - d->meeting.chair.n];
		bool known = false;
		for (size_t k = 0; k < all.n; k++)
			known |= strcmp(all.v[k].name, person.name) == 0;
		im_person *slot = known ? NULL : HT_PUSH(d->arena, all.v, all.n, all.cap);
		d->nomem |= !known && !slot;
		if (slot)
			*slot = person;
	}
	*present = all;
}

/* ---- labelled lines ---- */

typedef struct fact {
	const char *label;
	void (*take)(im_doc *d, const char *value);
	bool people; /* may go on in lines below */
} fact;

static void take_name(im_doc *d, const char *value)
{
	d->meeting.name = value;
}

static void take_time(im_doc *d, const char *value)
{
	find_time(d, value);
}

static void take_place(im_doc *d, const char *value)
{
	d->meeting.place = value;
}

/* `应到45人，实到41人`: numbers, no people. */
static bool says_numbers(const char *value)
{
	for (const char *p = value; (p += strcspn(p, "0123456789"), *p);) {
		p += strspn(p, "0123456789");
		if (im_starts(p, "人") || im_starts(p, "名"))
			return true;
	}
	return false;
}

#define PEOPLE_TAKER(list)                                                                                             \
	static void take_##list(im_doc *d, const char *value)                                                          \
	{                                                                                                              \
		im_read_people(d, &d->meeting.list, value, strlen(value));                                             \
	}
PEOPLE_TAKER(chair)
PEOPLE_TAKER(recorder)
PEOPLE_TAKER(present)
PEOPLE_TAKER(absent)
PEOPLE_TAKER(observers)
#undef PEOPLE_TAKER

static const fact facts[] = {
    {"会议名称", take_name, false},
    {"会议时间", take_time, false},
    {"时间", take_time, false},
    {"会议地点", take_place, false},
    {"地点", take_place, false},
    {"主持人", take_chair, true},
    {"会议主持", take_chair, true},
    {"主持", take_chair, true},
    {"记录人", take_recorder, true},
    {"会议记录", take_recorder, true},
    {"记录", take_recorder, true},
    {"出席人员", take_present, true},
    {"参会人员", take_present, true},
    {"参加人员", take_present, true},
    {"出席会议人员", take_present, true},
    {"参会", take_present, true},
    {"参加", take_present, true},
    {"与会人员", take_present, true},
    {"主持者", take_chair, true},
    {"记录者", take_recorder, true},
    {"应到人员", take_present, true},
    {"缺席人员", take_absent, true},
    {"缺席", take_absent, true},
    {"未到人员", take_absent, true},
    {"出席", take_present, true},
    {"请假人员", take_absent, true},
    {"请假", take_absent, true},
    {"列席人员", take_observers, true},
    {"列席会议人员", take_observers, true},
    {"列席", take_observers, true},
};

static const fact *fact_at(const char *s, const char **value)
{
	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
		if ((*value = im_after_label(s, facts[i].label)) && **value)
			return &facts[i];
	return NULL;
}

/* A list of people goes on in lines that are set in below it. */
static bool continues(im_doc *d, const im_line *line, int indent)
{
	const char *value;
	if (line->role != IM_BODY || line->blanks || fact_at(line->text, &value) || im_level(line->text))
		return false;
	return (line->indent >= 6 && line->indent > indent) || im_is_people_line(d, line->text);
}

static void read_facts(im_doc *d)
{
	for (size_t i = 0; i < d->n; i++) {
		const char *value;
		const fact *f = d->lines[i].role == IM_BODY ? fact_at(d->lines[i].text, &value) : NULL;
		if (!f || im_chars(value) > 600 || (f->people && says_numbers(value)))
			continue;
		size_t first = i;
		const char *all = value;
		while (i + 1 < d->n && f->people && continues(d, &d->lines[i + 1], d->lines[first].indent)) {
			all = im_join(d, im_join(d, all, "、"), d->lines[++i].text);
			d->lines[i].role = IM_FIELD;
		}
		const char *stop = im_ends(all, "。") ? all + strlen(all) - strlen("。") : all + strlen(all);
		f->take(d, im_copy(d, all, (size_t)(stop - all)));
		d->lines[first].role = IM_FIELD;
		if (!d->meeting.loc.line)
			d->meeting.loc = d->lines[first].loc;
	}
}

/* ---- is there a meeting? ---- */

/* A notice of a meeting is no record of one. */
static bool is_report_of_meeting(const im_doc *d)
{
	static const char *const not_these[] = {"通知", "通告", "公告", "请示", "批复", "函",   "方案", "决定", "通报",
	                                        "意见", "决议", "公报", "办法", "规则", "制度", "细则", NULL};
	if (!d->title || im_ends_any(d->title, not_these))
		return false;
	for (size_t i = 0; meeting_ends[i]; i++) {
		const char *at = strstr(d->title, meeting_ends[i]);
		if (at && !im_mark_at(at + strlen(meeting_ends[i]), "室厅桌费"))
			return true;
	}
	return false;
}

static bool begins_minutes(im_doc *d)
{
	return im_by_title(d)->tells_of_meeting || im_by_mark(d)->tells_of_meeting;
}

/* The first paragraphs tell of the meeting itself. */
#define MAX_PARAGRAPHS 4

static void read_text(im_doc *d)
{
	size_t seen = 0;
	for (size_t i = 0; i < d->n && i < d->sign; i++) {
		const im_line *line = &d->lines[i];
		if (line->role != IM_BODY)
			continue;
		static const char *const begins[] = {"出席会议", "列席会议", "参加会议", "请假", "出席本次会议", NULL};
		bool early = seen++ < MAX_PARAGRAPHS;
		if (early && !d->meeting.loc.line)
			d->meeting.loc = line->loc;
		if (early && !d->meeting.name && !name_behind(d, line->text))
			name_before(d, line->text);
		if (early && !d->meeting.time.date.month)
			find_time(d, line->text);
		if (early && !d->meeting.place)
			find_place(d, line->text);
		if (early || im_starts_any(line->text, begins))
			read_paragraph(d, line->text);
	}
	if (!is_given(d, PRESENT))
		add_chair_to_present(d);
}

static void prefer_numbered(im_doc *d)
{
	const char *name = d->meeting.name, *organ = d->meeting.organ;
	for (size_t i = 0, seen = 0; i < d->n && seen < 2; i++) {
		if (d->lines[i].role != IM_BODY)
			continue;
		seen++;
		if (name_behind(d, d->lines[i].text) && find_ordinal(d, d->meeting.name))
			return;
		d->meeting.name = name;
		d->meeting.organ = organ;
	}
}

void im_find_meeting(im_doc *d)
{
	if (!is_report_of_meeting(d) && !begins_minutes(d))
		return;
	d->meeting.found = true;
	if (!name_behind(d, d->title))
		name_before(d, d->title);
	/* `召开主席会议` in the title: the text may say which */
	if (d->meeting.name && !find_ordinal(d, d->meeting.name))
		prefer_numbered(d);
	read_facts(d);
	for (int p = CHAIR; p <= ABSENT; p++)
		d->meeting.given |= people_of(d, (part)p)->n ? 1u << p : 0;
	read_text(d);
	if (d->meeting.name) {
		find_organ(d);
		const char *ordinal = find_ordinal(d, d->meeting.name);
		d->meeting.ordinal = ordinal ? ordinal : d->meeting.ordinal;
	}
}

/* A transfer package: the batch's folder in the layout of BagIt (RFC 8493).
 *
 *   data/文件/…    the documents, by folder, each with its metadata as XML beside it
 *   data/目录/…    the inventory of them
 *   data/报告/…    the report of the batch
 *   bagit.txt  bag-info.txt  manifest-*.txt  tagmanifest-*.txt
 *
 * It is a batch like others, with names below data/文件. When all records are done the rest is made from the journal
 * alone, in the order of the archival codes: nothing of it depends on the clock, on the number of workers, or on how
 * often the batch was interrupted. bagit.txt comes last: without it the folder is no package. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/messages.h"
#include "batch/messages.h"
#include "config.h"
#include "job.h"
#include "office/xml.h"

#define DECLARATION "bagit.txt"
#define INFO        "bag-info.txt"
#define PROGRAM     "hongtou " HT_VERSION

/* For whoever opens the package without this program: what is where. Lines go on with a blank (RFC 8493 2.2.2). */
#define DESCRIPTION                                                                                                                    \
	"External-Description: 归档文件移交包。" BT_PACKAGE_DOCUMENTS "：文件，每件旁有同名 .xml，是该件的元数据，" \
	"元素名称取自 DA/T 46-2009。\n  " BT_PACKAGE_INVENTORY                                                                         \
	"：归档文件目录（DA/T 22-2015），CSV、XLSX、PDF 内容相同，前两种多“计算机文件名”一列。"      \
	"\n  " BT_PACKAGE_REPORT                                                                                                       \
	"：制作报告。manifest-sha256.txt、manifest-sm3.txt：每个文件的杂凑值（SM3 见 GB/T 32905-2016）。\n"

/* A paper of the package. */
typedef struct row {
	const char *code; /* archival code, or NULL */
	size_t record;    /* in journal.run_lines */
	size_t output;    /* the first one */
} row;

typedef struct package {
	const bt_job *job;
	ht_exporter *exporter;
	ht_diags *diags;
	ht_arena *arena;
	const char *pdf_format;
	row *v;
	size_t n, cap;
	size_t n_failed; /* records */
	bool secret;     /* a record has a security grade */
	bt_bag bag;
	ht_buf organs, fonds; /* lines of bag-info.txt */
	bt_set said;          /* of these */
	ht_status status;     /* sticky */
} package;

static void set_status(package *p, ht_status status)
{
	if (p->status == HT_OK)
		p->status = status;
}

static void fail(package *p, ht_code code, const char *path, int error)
{
	ht_diag(p->diags, code, (ht_loc){path, 0, 0}, strerror(error), NULL);
	set_status(p, HT_ERR_IO);
}

/* A path below the package; "" if there is no memory for it. */
static const char *path_of(package *p, const char *file)
{
	const char *path = ht_arena_printf(p->arena, "%s/%s", p->job->dir, file);
	if (!path)
		set_status(p, HT_ERR_NOMEM);
	return path ? path : "";
}

void bt_package_begin(bt_job *job, long long source_date)
{
	char day[16], path[PATH_MAX];
	struct tm tm;
	const time_t now = source_date < 0 ? time(NULL) : (time_t)source_date;
	if (snprintf(path, sizeof path, "%s/" DECLARATION, job->dir) < (int)sizeof path)
		unlink(path);
	if (job->journal.day)
		return;
	/* the day in Beijing, whatever the machine's zone */
	const time_t there = now + 8 * 3600;
	strftime(day, sizeof day, "%Y-%m-%d", gmtime_r(&there, &tm));
	job->journal.day = ht_arena_strdup(job->arena, day);
}

/* ---- what papers there are ---- */

static bool read_entry(package *p, ht_arena *arena, size_t record, bt_entry *e)
{
	const bt_journal *j = &p->job->journal;
	if (!arena)
		set_status(p, HT_ERR_NOMEM);
	else if (!bt_journal_read(j, arena, j->run_lines[record].offset, e))
		fail(p, HT_D_IN_READ, j->path, EIO);
	return p->status == HT_OK;
}

static void add_row(package *p, size_t record, size_t output, const char *code)
{
	row *r = HT_HEAP_PUSH(p->v, p->n, p->cap);
	const char *copy = code ? ht_arena_strdup(p->arena, code) : NULL;
	if (r)
		*r = (row){copy, record, output};
	if (!r || (code && !copy))
		set_status(p, HT_ERR_NOMEM);
}

static void collect(package *p)
{
	for (size_t i = 0; i < p->job->journal.n_run_lines && p->status == HT_OK; i++) {
		ht_arena *arena = ht_arena_new();
		bt_entry e;
		if (read_entry(p, arena, i, &e)) {
			p->secret |= e.secret;
			p->n_failed += e.state == HT_BATCH_FAILED;
			for (size_t k = 0; k < e.known.n_outputs; k++)
				if (e.known.outputs[k].begins)
					add_row(p, i, k, e.known.outputs[k].archive[HT_ARCHIVE_CODE]);
		}
		ht_arena_free(arena);
	}
}

/* By archival code, what has none last; else in the order of the batch. */
static int compare_rows(const void *pa, const void *pb)
{
	const row *a = pa, *b = pb;
	int order = (a->code == NULL) - (b->code == NULL);
	if (!order && a->code)
		order = strcmp(a->code, b->code);
	if (!order)
		order = (a->record > b->record) - (a->record < b->record);
	return order ? order : (a->output > b->output) - (a->output < b->output);
}

/* Both records have one archival code. */
static void say_twice(package *p, const row *one, const row *other)
{
	bt_entry a, b;
	ht_arena *arena = ht_arena_new();
	if (read_entry(p, arena, one->record, &a) && read_entry(p, arena, other->record, &b)) {
		const char *place = a.line ? ht_arena_printf(arena, "%s:%d", a.input, a.line) : a.input;
		if (!place)
			set_status(p, HT_ERR_NOMEM);
		else
			ht_diag(p->diags, HT_D_PACKAGE_TWICE, (ht_loc){b.input, b.line, 0}, other->code, place, NULL);
	}
	ht_arena_free(arena);
}

/* Is there anything to hand over, and has each item a code of its own? Papers of one record share it. */
static void check_rows(package *p)
{
	bool twice = false;
	for (size_t i = 1; i < p->n && p->status == HT_OK; i++) {
		const row *a = &p->v[i - 1], *b = &p->v[i];
		if (!b->code || a->record == b->record || strcmp(a->code, b->code) != 0)
			continue;
		say_twice(p, a, b);
		twice = true;
	}
	if (p->status == HT_OK && !p->n)
		ht_diag(p->diags, HT_D_PACKAGE_EMPTY, (ht_loc){p->job->dir, 0, 0}, NULL);
	if (twice || !p->n)
		set_status(p, HT_ERR_INPUT);
}

/* ---- metadata of a paper: the elements of DA/T 46-2009 ---- */

static void put_leaf(ht_xml *x, const char *indent, const char *name, const char *text)
{
	ht_xml_raw_string(x, indent);
	ht_xml_leaf(x, name, text);
}

/* What a file is, by its ending: the format with its standard. The standards of PDF are those of the run. */
static const char *format_of(const package *p, const char *ending)
{
	static const struct {
		const char *ending, *format;
	} formats[] = {{"ofd", "OFD (GB/T 33190-2016)"},
	               {"odt", "ODT (ISO/IEC 26300)"},
	               {"docx", "DOCX (ISO/IEC 29500)"},
	               {"png", "PNG (ISO/IEC 15948)"}};
	if (strcmp(ending, "pdf") == 0)
		return p->pdf_format;
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (strcmp(ending, formats[i].ending) == 0)
			return formats[i].format;
	return ending;
}

/* PDF/A-2a, PDF/UA-1: the standards that the run's PDF files claim. NULL: out of memory. */
static const char *name_pdf_format(package *p)
{
	ht_buf list = {0}, text = {0};
	const bool named = ht_pdf_standards_name(ht_exporter_options(p->exporter)->render.standards, &list);
	const char *s = named && list.data ? list.data : "";
	const bool none = strcmp(s, "none") == 0;
	for (; *s && !none; s += *s == ',') {
		ht_buf_adds(&text, text.len ? ", PDF/" : "PDF/");
		for (; *s && *s != ',' && *s != '-'; s++)
			ht_buf_addf(&text, "%c", toupper((unsigned char)*s));
		const size_t rest = strcspn(s, ",");
		ht_buf_add(&text, s, rest);
		s += rest;
	}
	if (!text.len)
		ht_buf_adds(&text, "PDF");
	ht_buf_free(&list);
	return ht_buf_take(&text, p->arena);
}

static void put_file(const package *p, ht_xml *x, const bt_output *o)
{
	static const char indent[] = "\n    ";
	char text[2 * BT_HASH + 1];
	const char *slash = strrchr(o->file, '/'), *dot = strrchr(o->file, '.');
	ht_xml_raw_string(x, "\n  ");
	ht_xml_open(x, "计算机文件");
	put_leaf(x, indent, "计算机文件名", slash ? slash + 1 : o->file);
	put_leaf(x, indent, "格式信息", format_of(p, dot ? dot + 1 : ""));
	snprintf(text, sizeof text, "%llu", (unsigned long long)o->size);
	put_leaf(x, indent, "计算机文件大小", text);
	put_leaf(x, indent, "文档创建程序", PROGRAM);
	bt_hash_hex(&o->hash, text);
	put_leaf(x, indent, "SHA-256", text);
	bt_hash_hex(&o->sm3, text);
	put_leaf(x, indent, "SM3", text);
	ht_xml_raw_string(x, "\n  ");
	ht_xml_end(x);
}

static void put_metadata(const package *p, ht_xml *x, const bt_paper *paper)
{
	ht_xml_root(x, "电子文件元数据", " 元素名称=\"DA/T 46-2009\"");
	if (paper->v->title)
		put_leaf(x, "\n  ", "题名", paper->v->title);
	for (size_t i = 0; i < HT_ARCHIVE_COUNT; i++)
		if (paper->v->archive[i])
			put_leaf(x, "\n  ", ht_archive_rows[i].zh, paper->v->archive[i]);
	put_leaf(x, "\n  ", "语种", "zh-CN"); /* as each format says of itself */
	for (size_t i = 0; i < paper->n; i++)
		put_file(p, x, &paper->v[i]);
	ht_xml_raw_string(x, "\n");
	ht_xml_end(x);
}

/* NAME.xml beside NAME.pdf; file: that of the paper's first output. */
static void write_metadata(package *p, ht_arena *arena, const bt_paper *paper, bool secret)
{
	ht_xml x;
	size_t len;
	bt_hash sha256, sm3;
	const char *file = paper->v->file, *dot = strrchr(file, '.');
	const int stem = (int)(dot && !strchr(dot, '/') ? (size_t)(dot - file) : strlen(file));
	const char *name = ht_arena_printf(arena, "%.*s.xml", stem, file);
	const char *path = name ? ht_arena_printf(arena, "%s/%s", p->job->dir, name) : NULL;
	ht_xml_new(&x);
	put_metadata(p, &x, paper);
	const char *text = ht_xml_bytes(&x, &len);
	if (!path || x.failed) {
		set_status(p, HT_ERR_NOMEM);
	} else {
		/* one of many: none is waited for, since all are synced before the package is declared */
		const int error = bt_write_new(path, text, len, secret);
		if (error)
			fail(p, HT_D_OUT_WRITE, path, error);
		bt_hash_bytes(text, len, &sha256);
		bt_hash_bytes_sm3(text, len, &sm3);
		bt_bag_list(&p->bag, name, len, &sha256, &sm3);
	}
	ht_xml_close(&x);
}

/* ---- bag-info.txt ---- */

/* A line of a label, once for each value (RFC 8493 2.2.2). */
static void say_once(package *p, ht_buf *out, const char *label, const char *value)
{
	if (!value)
		return;
	const uint64_t key = bt_hash64(bt_hash64(0, label, strlen(label)), value, strlen(value));
	if (bt_set_has(&p->said, key))
		return;
	if (!bt_set_add(&p->said, key))
		set_status(p, HT_ERR_NOMEM);
	ht_buf_addf(out, "%s: ", label);
	for (; *value; value++)
		ht_buf_add(out, (unsigned char)*value < ' ' ? " " : value, 1);
	ht_buf_adds(out, "\n");
}

static void put_tag_file(package *p, const char *file, ht_buf *text)
{
	if (text->failed)
		set_status(p, HT_ERR_NOMEM);
	if (p->status == HT_OK)
		set_status(p, ht_outfile_put_as(path_of(p, file), text->data, text->len, p->secret, p->diags));
}

static void write_info(package *p)
{
	ht_buf text = {0};
	ht_buf_adds(&text, p->organs.data ? p->organs.data : "");
	ht_buf_adds(&text, p->fonds.data ? p->fonds.data : "");
	ht_buf_addf(&text, "Bagging-Date: %s\n", p->job->journal.day);
	ht_buf_adds(&text, "Bag-Software-Agent: " PROGRAM "\n" DESCRIPTION);
	ht_buf_addf(&text, "Document-Count: %zu\n" BT_PACKAGE_FAILED " %zu\n", p->n, p->n_failed);
	ht_buf_addf(&text, "Payload-Oxum: %llu.%llu\n", (unsigned long long)p->bag.bytes, (unsigned long long)p->bag.n);
	text.failed |= p->organs.failed || p->fonds.failed;
	put_tag_file(p, INFO, &text);
	ht_buf_free(&text);
}

/* ---- the payload ---- */

/* The paper's outputs: those from the first one to the next paper's. */
static bt_paper paper_of(const bt_entry *e, const row *r, size_t number)
{
	size_t end = r->output + 1;
	while (end < e->known.n_outputs && !e->known.outputs[end].begins)
		end++;
	return (bt_paper){number, &e->known.outputs[r->output], end - r->output};
}

static void add_paper(package *p, bt_inventory *inventory, size_t i)
{
	ht_arena *arena = ht_arena_new();
	bt_entry e;
	if (read_entry(p, arena, p->v[i].record, &e)) {
		const bt_paper paper = paper_of(&e, &p->v[i], i + 1);
		for (size_t k = 0; k < paper.n; k++)
			bt_bag_list(&p->bag, paper.v[k].file, paper.v[k].size, &paper.v[k].hash, &paper.v[k].sm3);
		write_metadata(p, arena, &paper, e.secret);
		bt_inventory_add(inventory, &paper);
		say_once(p, &p->organs, "Source-Organization", paper.v->archive[HT_ARCHIVE_FONDS_NAME]);
		say_once(p, &p->fonds, "External-Identifier", paper.v->archive[HT_ARCHIVE_FONDS]);
	}
	ht_arena_free(arena);
}

static void make_folders(package *p)
{
	static const char *const folders[] = {BT_PACKAGE_DOCUMENTS, BT_PACKAGE_INVENTORY, BT_PACKAGE_REPORT};
	for (size_t i = 0; i < sizeof folders / sizeof *folders && p->status == HT_OK; i++) {
		const char *path = path_of(p, folders[i]);
		const int error = bt_make_folders(path, strlen(p->job->dir) + 1);
		if (error)
			fail(p, HT_D_OUT_WRITE, path, error);
	}
}

static void add_papers(package *p)
{
	bt_inventory *inventory = bt_inventory_open(p->job, p->exporter, p->n, p->secret, p->diags);
	if (!inventory)
		set_status(p, HT_ERR_NOMEM);
	for (size_t i = 0; i < p->n && p->status == HT_OK && inventory; i++)
		add_paper(p, inventory, i);
	if (inventory)
		set_status(p, bt_inventory_close(inventory, &p->bag));
}

static void add_report(package *p, const ht_batch_result *result)
{
	static const char *const files[] = {"report.json", "report.jsonl", "report.csv"};
	set_status(p, bt_report_write(p->job, true, result, p->diags));
	for (size_t i = 0; i < sizeof files / sizeof *files && p->status == HT_OK; i++) {
		const char *file = ht_arena_printf(p->arena, BT_PACKAGE_REPORT "%s", files[i]);
		if (file)
			bt_bag_list_file(&p->bag, file);
		else
			set_status(p, HT_ERR_NOMEM);
	}
}

/* Nothing else may be below data. */
static void look(void *user, const char *file)
{
	package *p = user;
	if (bt_bag_has(&p->bag, file))
		return;
	ht_diag(p->diags, HT_D_PACKAGE_FOREIGN, (ht_loc){path_of(p, file), 0, 0}, NULL);
	set_status(p, HT_ERR_INPUT);
}

static void write_payload(package *p, const ht_batch_result *result)
{
	make_folders(p);
	if (p->status != HT_OK)
		return;
	bt_bag_open(&p->bag, p->job->dir, "manifest", p->secret, p->diags);
	add_papers(p);
	if (p->status == HT_OK)
		add_report(p, result);
	set_status(p, p->bag.status);
	if (p->status == HT_OK)
		set_status(p, bt_bag_walk(p->job->dir, BT_PACKAGE_DATA, p->diags, look, p));
	if (p->status == HT_OK)
		write_info(p);
	set_status(p, bt_bag_close(&p->bag, p->status));
}

/* ---- the tags ---- */

static void sync_all(package *p)
{
	const int error = bt_sync_disk(p->job->dir);
	if (error)
		fail(p, HT_D_OUT_WRITE, p->job->dir, error);
}

/* The tag manifests list bagit.txt, too, which is written when all else is on the disk. */
static void write_tags(package *p)
{
	static const char *const files[] = {INFO, "manifest-sha256.txt", "manifest-sm3.txt"};
	static const char declaration[] = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
	bt_hash sha256, sm3;
	bt_bag tags;
	bt_bag_open(&tags, p->job->dir, "tagmanifest", p->secret, p->diags);
	bt_hash_bytes(declaration, sizeof declaration - 1, &sha256);
	bt_hash_bytes_sm3(declaration, sizeof declaration - 1, &sm3);
	bt_bag_list(&tags, DECLARATION, sizeof declaration - 1, &sha256, &sm3);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		bt_bag_list_file(&tags, files[i]);
	set_status(p, bt_bag_close(&tags, HT_OK));
	if (p->status == HT_OK)
		sync_all(p);
	if (p->status == HT_OK)
		set_status(p, ht_outfile_put_as(path_of(p, DECLARATION), declaration, sizeof declaration - 1, p->secret,
		                                p->diags));
}

ht_status bt_package_write(const bt_job *job, ht_exporter *x, const ht_batch_result *result, ht_diags *diags)
{
	package p = {.job = job, .exporter = x, .diags = diags, .arena = ht_arena_new()};
	if (!p.arena || !job->journal.day)
		set_status(&p, HT_ERR_NOMEM);
	p.pdf_format = p.arena ? name_pdf_format(&p) : NULL;
	if (!p.pdf_format)
		set_status(&p, HT_ERR_NOMEM);
	collect(&p);
	if (p.n)
		qsort(p.v, p.n, sizeof *p.v, compare_rows);
	check_rows(&p);
	write_payload(&p, result);
	if (p.status == HT_OK)
		write_tags(&p);
	ht_buf_free(&p.organs);
	ht_buf_free(&p.fonds);
	bt_set_free(&p.said);
	free(p.v);
	ht_arena_free(p.arena);
	return p.status;
}

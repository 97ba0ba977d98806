#include "fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config.h"

/* What LeakSanitizer passes over: fontconfig keeps, or loses, some values of a configuration, once a process. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}

_Noreturn void fuzz_fault(const char *what, const char *detail)
{
	fprintf(stderr, "==FAULT: %s\n%s\n", what, detail ? detail : "");
	abort();
}

static void *must(void *p)
{
	if (!p)
		fuzz_fault("the target itself is out of memory", NULL);
	return p;
}

char *fuzz_copy(const uint8_t *data, size_t size)
{
	char *copy = must(malloc(size ? size : 1));
	if (size)
		memcpy(copy, data, size);
	return copy;
}

char *fuzz_messages(ht_diags *diags)
{
	ht_buf text = {0};
	ht_diags_format(diags, HT_LEVEL_NOTE, &text);
	return text.data ? text.data : must(calloc(1, 1));
}

void fuzz_say(ht_diags *diags)
{
	free(fuzz_messages(diags));
	ht_diags_free(diags);
}

/* ---- files ---- */

static char folder[64];

static void remove_folder(void)
{
	DIR *dir = opendir(folder);
	const struct dirent *d;
	while (dir && (d = readdir(dir)))
		unlinkat(dirfd(dir), d->d_name, 0);
	if (dir)
		closedir(dir);
	rmdir(folder);
}

const char *fuzz_folder(void)
{
	static pid_t owner;
	if (owner == getpid())
		return folder;
	owner = getpid();
	snprintf(folder, sizeof folder, "/dev/shm/hongtou-fuzz-XXXXXX");
	must(mkdtemp(folder));
	atexit(remove_folder);
	return folder;
}

const char *fuzz_file(const char *name, const uint8_t *data, size_t size)
{
	static char path[4][128];
	static unsigned next;
	char *p = path[next++ % 4];
	snprintf(p, sizeof path[0], "%s/%s", fuzz_folder(), name);
	int fd = open(p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, data, size) != (ssize_t)size || close(fd) != 0)
		fuzz_fault("the target itself cannot write", p);
	return p;
}

char *fuzz_source(const char *name, size_t *len)
{
	char path[4096];
	struct stat st;
	snprintf(path, sizeof path, "%s/%s", HT_SOURCE_DIR, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) != 0)
		fuzz_fault("the target itself lacks a file", path);
	char *text = must(calloc(1, (size_t)st.st_size + 1));
	if (read(fd, text, (size_t)st.st_size) != st.st_size)
		fuzz_fault("the target itself cannot read", path);
	close(fd);
	*len = (size_t)st.st_size;
	return text;
}

/* ---- forms, documents ---- */

static ht_style_dirs own_dirs(void)
{
	static const char *const dirs[] = {HT_SOURCE_DIR "/styles", NULL};
	return (ht_style_dirs){.dirs = dirs, .built_in = dirs[0]};
}

const ht_catalogue *fuzz_catalogue(void)
{
	static ht_catalogue *catalogue;
	const ht_style_dirs dirs = own_dirs();
	if (!catalogue && ht_catalogue_open(&dirs, NULL, 0, NULL, &catalogue) != HT_OK)
		fuzz_fault("the target itself has no forms", NULL);
	return catalogue;
}

ht_exporter *fuzz_exporter(const char *targets, const char *const *style, const char *const *font_dirs)
{
	static const char *const none[] = {NULL};
	ht_export_options *options = must(calloc(1, sizeof *options));
	char *names = must(strdup(targets)), *rest = names;
	for (const char *name; (name = strsep(&rest, " "));)
		options->targets[options->n_targets++] = ht_export_target(name);
	free(names);
	options->styles = style;
	options->n_styles = style ? 1 : 0;
	options->style_dirs = none;
	options->font_dirs = font_dirs;
	options->render.resolution = 50;
	options->render.compression = HT_EXPORT_COMPRESSION;
	ht_diags *diags = ht_diags_new();
	ht_exporter *exporter = NULL;
	if (ht_exporter_new(options, diags, &exporter) != HT_OK)
		fuzz_fault("the target itself has no exporter", fuzz_messages(diags));
	ht_diags_free(diags);
	return exporter;
}

void fuzz_exporter_free(ht_exporter *exporter)
{
	const void *options = ht_exporter_options(exporter);
	ht_exporter_free(exporter);
	free((void *)(uintptr_t)options);
}

bool fuzz_export(ht_exporter *exporter, const char *data, size_t len, const char *name, ht_format format,
                 ht_outputs *ret)
{
	ht_diags *diags = ht_diags_new();
	ht_status status = ht_export_record(exporter, data, len, name, 1, format, diags, ret);
	if (status == HT_ERR_INPUT && !ht_diags_has_errors(diags))
		fuzz_fault("a record is refused without an error", fuzz_messages(diags));
	fuzz_say(diags);
	return status == HT_OK;
}

void fuzz_same(const ht_outputs *a, const ht_outputs *b)
{
	if (a->n != b->n)
		fuzz_fault("the second time, another number of outputs is made", NULL);
	for (size_t i = 0; i < a->n; i++)
		if (a->v[i].data.len != b->v[i].data.len ||
		    memcmp(a->v[i].data.data, b->v[i].data.data, a->v[i].data.len) != 0)
			fuzz_fault("the second time, other bytes are made", a->v[i].target->name);
}

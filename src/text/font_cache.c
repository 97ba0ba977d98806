/* Which faces the fontsets have, kept from run to run.
 *
 * fontconfig reads its configuration and maps its caches at every start, an eighth of a short run, for an answer that
 * is the same until a font comes or goes. So the answer is kept, with the measures of the faces, beside the times at
 * which all that it depends on was changed last: the configuration, the folders of fonts with those below, the files of
 * the faces. The time is that of the inode (ctime), which nobody can set back. Only the program's own configuration is
 * treated so, without other folders: one of the user's may have rules that depend on the program's name or the
 * language.
 *
 * The file is text, fields are parted by tabs:
 *
 *   hongtou fonts 1
 *   key       the code that measures faces (font_stamp.h), configuration, environment
 *   seen      seconds, nanoseconds, size, inode, path
 *   none      path of what is not there
 *   place     where fonts are read from
 *   face      path, index, name, family, PostScript name, weight, measures (or nothing)
 *   withheld  ranges of characters that the last face is not used for
 *   chain     fontset, first choice, is it installed, numbers of faces
 *   end
 *
 * It is believed only if nobody else can write to it. */
#include "font_match.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/infile.h"
#include "base/outfile.h"
#include "base/shortage.h"
#include "base/str.h"
#include "font_stamp.h"

#define FIRST_LINE  "hongtou fonts 1"
#define MAX_BYTES   (1u << 20)
#define MAX_DEPTH   16  /* of folders */
#define MAX_FOLDERS 500 /* with more of them, asking for the times of all takes as long as fontconfig */
#define MAX_FIELDS  64
#define SETTLED     2 /* seconds, after which a further change has another time on every file system */

/* Is it the program's own configuration, with no other folders? */
static bool is_own(const ht_font_options *options)
{
	const char *given = getenv("HONGTOU_FONTS_CONF");
	return !options->conf && !(options->dirs && *options->dirs) && !(given && *given);
}

/* What the answer depends on besides files. */
static bool make_key(const ht_font_options *options, ht_buf *key)
{
	static const char *const variables[] = {"HOME", "XDG_DATA_HOME", "FONTCONFIG_SYSROOT"};
	char own[PATH_MAX];
	ht_buf_addf(key, "key\t%s\t%s", FONT_STAMP, ht_font_conf_path(options, own));
	for (size_t i = 0; i < ARRAY_LEN(variables); i++)
		ht_buf_addf(key, "\t%s=%s", variables[i], ht_str_or_empty(getenv(variables[i])));
	return !key->failed && !strchr(key->data, '\n');
}

/* The name of the cache for a key: "/fonts-" and a number. */
static void file_name(const char *key, char name[32])
{
	const uint64_t hash = ht_hash_bytes(HT_HASH_BEGIN, key, strlen(key));
	snprintf(name, 32, "/fonts-%016llx", (unsigned long long)hash);
}

/* The folders in which it may be, in order: base and tail. */
typedef struct cache_dir {
	const char *base;
	char tail[64];
} cache_dir;

static size_t cache_dirs(cache_dir dirs[4])
{
	size_t n = 0;
	const char *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME"), *tmp = getenv("TMPDIR");
	if (xdg && *xdg == '/')
		dirs[n++] = (cache_dir){xdg, "/hongtou"};
	else if (home && *home == '/')
		dirs[n++] = (cache_dir){home, "/.cache/hongtou"};
	if (tmp && *tmp == '/')
		dirs[n++] = (cache_dir){.base = tmp};
	dirs[n++] = (cache_dir){.base = "/tmp"};
	for (size_t i = 0; i < n; i++)
		if (!dirs[i].tail[0])
			snprintf(dirs[i].tail, sizeof dirs[i].tail, "/hongtou-fonts-%ld", (long)geteuid());
	return n;
}

/* ---- reading ---- */

typedef struct reader {
	const char *key;
	ht_arena *arena;
	const char **places;
	ht_font_face_source *faces;
	ht_font_chain *chains;
	size_t n_places, cap_places, n_faces, cap_faces, n_chains, cap_chains;
	bool key_seen, ended;
} reader;

static bool number(const char *s, long long *ret)
{
	char *end;
	errno = 0;
	*ret = strtoll(s, &end, 10);
	return *s && !*end && !errno;
}

static bool numbers(char *const *fields, size_t n, int *ret)
{
	long long v;
	for (size_t i = 0; i < n; i++) {
		if (!number(fields[i], &v) || v < INT_MIN || v > INT_MAX)
			return false;
		ret[i] = (int)v;
	}
	return true;
}

static bool take_seen(reader *r, char **fields, size_t n)
{
	(void)r;
	long long is[4];
	struct stat st;
	if (n != 5 || stat(fields[4], &st) != 0)
		return false;
	for (size_t i = 0; i < 4; i++)
		if (!number(fields[i], &is[i]))
			return false;
	return st.st_ctim.tv_sec == is[0] && st.st_ctim.tv_nsec == is[1] && st.st_size == is[2] &&
	       st.st_ino == (ino_t)is[3];
}

static bool take_none(reader *r, char **fields, size_t n)
{
	(void)r;
	struct stat st;
	return n == 1 && stat(fields[0], &st) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

static bool take_place(reader *r, char **fields, size_t n)
{
	const char **slot = HT_PUSH(r->arena, r->places, r->n_places, r->cap_places);
	if (slot)
		*slot = fields[0];
	return slot && n == 1;
}

/* The measures as they are written: see put_measures(). */
#define N_MEASURES 18

/* A digit for each length, from 1 to 12, and all have codes; or nothing, and all are 0. */
static bool take_codes(const char *s, uint8_t lengths[HT_PACK_SYMBOLS])
{
	static const char digits[] = "0123456789abc";
	ht_pack_code codes[HT_PACK_SYMBOLS];
	const size_t n = strlen(s);
	if (!n)
		return true;
	for (size_t i = 0; i < n && i < HT_PACK_SYMBOLS; i++) {
		const char *digit = strchr(digits + 1, s[i]);
		if (!digit)
			return false;
		lengths[i] = (uint8_t)(digit - digits);
	}
	return n == HT_PACK_SYMBOLS && ht_pack_codes(lengths, codes);
}

static int16_t *kerning_of(int16_t kern[2][HT_FIGURES][HT_FIGURES], size_t pair)
{
	return &kern[pair / HT_FIGURES / HT_FIGURES][pair / HT_FIGURES % HT_FIGURES][pair % HT_FIGURES];
}

/* `155=-4750` for the pair 11, the fifth of the figures, in Chinese text, and a blank after each; the numbers before =
 * are hexadecimal. */
static bool take_kerning(char *p, int16_t kern[2][HT_FIGURES][HT_FIGURES])
{
	while (*p) {
		const unsigned long pair = strtoul(p, &p, 16);
		if (pair >= 2 * HT_FIGURES * HT_FIGURES || *p++ != '=')
			return false;
		*kerning_of(kern, pair) = (int16_t)strtol(p, &p, 10);
		if (*p++ != ' ')
			return false;
	}
	return true;
}

static bool take_measures(reader *r, char **fields, ht_font_face_source *source)
{
	int v[N_MEASURES];
	ht_font *m = ht_arena_alloc(r->arena, sizeof *m);
	if (!m || !numbers(fields, N_MEASURES, v))
		return false;
	*m = (ht_font){.cff = v[0],
	               .cid_keyed = v[1],
	               .subroutines = v[2],
	               .upem = v[3],
	               .ascent = v[4],
	               .descent = v[5],
	               .centre = v[6],
	               .has_han = v[7],
	               .bbox = {v[8], v[9], v[10], v[11]},
	               .cap_height = v[12],
	               .italic_angle = v[13],
	               .direct_han = v[14],
	               .direct_figures = (uint16_t)v[15],
	               .number_dash = (uint32_t)v[16],
	               .plain = v[17]};
	source->measured = m;
	return m->upem > 0 && take_codes(fields[N_MEASURES], m->codes) &&
	       take_kerning(fields[N_MEASURES + 1], m->figure_kern);
}

static bool take_face(reader *r, char **fields, size_t n)
{
	int index, weight;
	if ((n != 6 && n != 6 + N_MEASURES + 2) || !numbers(fields + 1, 1, &index) || !numbers(fields + 5, 1, &weight))
		return false;
	ht_font_face_source *source = HT_PUSH(r->arena, r->faces, r->n_faces, r->cap_faces);
	if (!source)
		return false;
	*source = (ht_font_face_source){.path = fields[0],
	                                .index = index,
	                                .name = fields[2],
	                                .family = fields[3],
	                                .ps_name = fields[4],
	                                .weight = weight};
	return n == 6 || take_measures(r, fields + 6, source);
}

static bool take_withheld(reader *r, char **fields, size_t n)
{
	if (n != 1 || !r->n_faces)
		return false;
	ht_font_face_source *source = &r->faces[r->n_faces - 1];
	ht_char_range *v = NULL;
	size_t cap = 0;
	for (char *p = fields[0]; *p;) {
		ht_char_range *slot = HT_PUSH(r->arena, v, source->n_withheld, cap);
		if (!slot)
			return false;
		slot->first = (uint32_t)strtoul(p, &p, 16);
		if (*p++ != '-')
			return false;
		slot->last = (uint32_t)strtoul(p, &p, 16);
		if (*p && *p++ != ' ')
			return false;
	}
	source->withheld = v;
	return true;
}

static bool take_chain(reader *r, char **fields, size_t n)
{
	int v[MAX_FIELDS];
	if (n < 3 || !numbers(fields + 2, n - 2, v))
		return false;
	ht_font_chain *chain = HT_PUSH(r->arena, r->chains, r->n_chains, r->cap_chains);
	ht_font_face_source *faces = ht_arena_array(r->arena, n - 2, sizeof *faces);
	if (!chain || !faces)
		return false;
	*chain = (ht_font_chain){fields[0], fields[1], v[0], faces, n - 3};
	for (size_t i = 0; i < chain->n; i++) {
		if (v[i + 1] < 0 || (size_t)v[i + 1] >= r->n_faces)
			return false;
		faces[i] = r->faces[v[i + 1]];
	}
	return true;
}

static bool take_end(reader *r, char **fields, size_t n)
{
	(void)fields;
	r->ended = true;
	return n == 0;
}

static bool take_line(reader *r, char *line)
{
	static const struct {
		const char *word;
		bool (*take)(reader *r, char **fields, size_t n);
	} kinds[] = {{"seen", take_seen},         {"none", take_none},   {"place", take_place}, {"face", take_face},
	             {"withheld", take_withheld}, {"chain", take_chain}, {"end", take_end}};
	char *fields[MAX_FIELDS];
	size_t n = 0;
	if (strcmp(line, r->key) == 0)
		return r->key_seen = true;
	for (char *tab = strchr(line, '\t'); tab && n < MAX_FIELDS; tab = strchr(tab, '\t')) {
		*tab++ = '\0';
		fields[n++] = tab;
	}
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (strcmp(line, kinds[i].word) == 0)
			return n < MAX_FIELDS && !r->ended && kinds[i].take(r, fields, n);
	return false;
}

static bool read_lines(reader *r, char *text)
{
	char *line = text, *end;
	for (bool first = true; (end = strchr(line, '\n')); line = end + 1, first = false) {
		*end = '\0';
		const bool taken = first && strcmp(line, FIRST_LINE) == 0;
		if (!taken && (first || !take_line(r, line)))
			return false;
	}
	return r->key_seen && r->ended && !*line;
}

/* The bytes of the file, if only we could have written them; NULL: there is none such. */
static char *read_trusted(const char *path, ht_arena *arena)
{
	ht_buf buf = {.data = NULL};
	struct stat st;
	const int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	const bool trusted =
	    fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() && !(st.st_mode & 022);
	const bool ok = trusted && ht_infile_read_open(fd, path, MAX_BYTES, NULL, &buf) == HT_OK;
	close(fd);
	if (!ok)
		return NULL;
	return ht_buf_take(&buf, arena);
}

bool ht_font_cache_read(const ht_font_options *options, ht_arena *arena, ht_font_cache *ret)
{
	ht_buf key = {.data = NULL};
	cache_dir dirs[4];
	char name[32], path[PATH_MAX];
	bool found = false;
	if (is_own(options) && make_key(options, &key)) {
		file_name(key.data, name);
		const size_t n = cache_dirs(dirs);
		for (size_t i = 0; !found && i < n; i++) {
			reader r = {.key = key.data, .arena = arena};
			if (snprintf(path, sizeof path, "%s%s%s", dirs[i].base, dirs[i].tail, name) >= (int)sizeof path)
				continue;
			char *text = read_trusted(path, arena);
			const char **end = NULL;
			found =
			    text && read_lines(&r, text) && (end = HT_PUSH(arena, r.places, r.n_places, r.cap_places));
			if (!found)
				continue;
			*end = NULL;
			*ret = (ht_font_cache){r.places, r.chains, r.n_chains};
		}
	}
	ht_buf_free(&key);
	return found;
}

/* ---- writing ---- */

typedef struct writer {
	ht_font_matcher *matcher;
	ht_font_shared *shared;
	ht_arena *arena;
	ht_buf text;
	time_t since;
	size_t n_folders;
	const ht_font_face_source **faces;
	size_t n_faces, cap_faces;
} writer;

/* A line of one word and a text that has neither tabs nor line feeds. */
static bool put(writer *w, const char *word, const char *text)
{
	return !strpbrk(text, "\t\n") && ht_buf_addf(&w->text, "%s\t%s\n", word, text);
}

/* Is there a line of the path yet? fontconfig names folders within folders, too. */
static bool has_line(const writer *w, const char *path)
{
	char end[PATH_MAX + 3];
	return snprintf(end, sizeof end, "\t%s\n", path) < (int)sizeof end && strstr(w->text.data, end);
}

/* When path was changed last. False: too recently, or it cannot be known. */
static bool put_seen(writer *w, const char *path, const struct stat *st)
{
	return st->st_ctim.tv_sec + SETTLED < w->since && !strpbrk(path, "\t\n") &&
	       ht_buf_addf(&w->text, "seen\t%lld\t%ld\t%lld\t%llu\t%s\n", (long long)st->st_ctim.tv_sec,
	                   st->st_ctim.tv_nsec, (long long)st->st_size, (unsigned long long)st->st_ino, path);
}

static bool put_file(writer *w, const char *path)
{
	struct stat st;
	if (stat(path, &st) == 0)
		return put_seen(w, path, &st);
	return (errno == ENOENT || errno == ENOTDIR) && put(w, "none", path);
}

/* A folder and all below it, links followed, as fontconfig walks it. */
static bool put_folder(writer *w, const char *path, int depth)
{
	struct stat st;
	if (has_line(w, path))
		return true;
	if (stat(path, &st) != 0)
		return put_file(w, path);
	if (!S_ISDIR(st.st_mode))
		return true; /* a file: those that are used are written with their faces */
	DIR *dir = NULL;
	if (depth < MAX_DEPTH && w->n_folders++ < MAX_FOLDERS)
		dir = opendir(path);
	bool ok = dir && put_seen(w, path, &st);
	for (struct dirent *e; ok && (e = readdir(dir));) {
		char below[PATH_MAX];
		if (e->d_name[0] == '.' || (e->d_type != DT_DIR && e->d_type != DT_LNK && e->d_type != DT_UNKNOWN))
			continue;
		ok = snprintf(below, sizeof below, "%s/%s", path, e->d_name) < (int)sizeof below &&
		     put_folder(w, below, depth + 1);
	}
	if (dir)
		closedir(dir);
	return ok;
}

static bool put_codes(writer *w, const uint8_t codes[HT_PACK_SYMBOLS])
{
	ht_buf_adds(&w->text, "\t");
	for (size_t i = 0; i < HT_PACK_SYMBOLS && codes[0]; i++)
		ht_buf_addf(&w->text, "%x", codes[i]);
	return !w->text.failed;
}

static bool put_kerning(writer *w, const int16_t kern[2][HT_FIGURES][HT_FIGURES])
{
	ht_buf_adds(&w->text, "\t");
	for (int script = 0; script < 2; script++)
		for (int a = 0; a < HT_FIGURES; a++)
			for (int b = 0; b < HT_FIGURES; b++)
				if (kern[script][a][b])
					ht_buf_addf(&w->text, "%x%x%x=%d ", script, a, b, kern[script][a][b]);
	return !w->text.failed;
}

static bool put_measures(writer *w, const ht_font *m)
{
	return ht_buf_addf(&w->text, "\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%u\t%d", m->cff,
	                   m->cid_keyed, m->subroutines, m->upem, m->ascent, m->descent, m->centre, m->has_han,
	                   m->bbox[0], m->bbox[1], m->bbox[2], m->bbox[3], m->cap_height, m->italic_angle,
	                   m->direct_han, m->direct_figures, m->number_dash, m->plain) &&
	       put_codes(w, m->codes) && put_kerning(w, m->figure_kern);
}

static bool put_withheld(writer *w, const ht_font_face *face)
{
	ht_buf_adds(&w->text, "withheld\t");
	for (size_t i = 0; i < face->n_withheld; i++) {
		const ht_char_range *c = &face->withheld[i];
		ht_buf_addf(&w->text, "%x-%x ", c->first, c->last);
	}
	return ht_buf_adds(&w->text, "\n");
}

/* Why a face cannot be used is found anew by each run: its line has no measures. */
static bool put_face(writer *w, const ht_font_face_source *s)
{
	ht_font_face *face = NULL;
	if (strpbrk(s->path, "\t\n") || strpbrk(s->name, "\t\n") || strpbrk(s->family, "\t\n") ||
	    strpbrk(s->ps_name, "\t\n") || !put_file(w, s->path))
		return false;
	const ht_font_face_fault fault = ht_font_face_open(s, 0, w->shared, &face);
	if (fault == HT_FACE_NOMEM)
		return false;
	if (face) {
		ht_font_face_measure_numbers(face);
		face->font.plain = ht_font_face_is_plain(face);
	}
	ht_buf_addf(&w->text, "face\t%s\t%d\t%s\t%s\t%s\t%d", s->path, s->index, s->name, s->family, s->ps_name,
	            s->weight);
	bool ok = (!face || put_measures(w, &face->font)) && ht_buf_adds(&w->text, "\n");
	ok = ok && (!face || !face->n_withheld || put_withheld(w, face));
	ht_font_face_close(face);
	return ok;
}

/* The number of a face, written when it is first met; SIZE_MAX: it cannot be. */
static size_t face_number(writer *w, const ht_font_face_source *s)
{
	for (size_t i = 0; i < w->n_faces; i++)
		if (w->faces[i]->index == s->index && strcmp(w->faces[i]->path, s->path) == 0 &&
		    strcmp(w->faces[i]->name, s->name) == 0)
			return i;
	const ht_font_face_source **slot = HT_PUSH(w->arena, w->faces, w->n_faces, w->cap_faces);
	if (!slot)
		return SIZE_MAX;
	*slot = s;
	if (!put_face(w, s))
		return SIZE_MAX;
	return w->n_faces - 1;
}

static bool put_chain(writer *w, const char *family)
{
	ht_font_chain chain;
	if (!ht_font_match(w->matcher, family, w->arena, &chain) || strpbrk(chain.first_choice, "\t\n") ||
	    chain.n + 3 >= MAX_FIELDS)
		return false;
	size_t *of = ht_arena_array(w->arena, chain.n + 1, sizeof *of);
	for (size_t i = 0; of && i < chain.n; i++)
		if ((of[i] = face_number(w, &chain.faces[i])) == SIZE_MAX)
			return false;
	if (!of)
		return false;
	ht_buf_addf(&w->text, "chain\t%s\t%s\t%d", family, chain.first_choice, chain.installed);
	for (size_t i = 0; i < chain.n; i++)
		ht_buf_addf(&w->text, "\t%zu", of[i]);
	return ht_buf_adds(&w->text, "\n");
}

/* The chains of all fontsets that the configuration gives aliases for. */
static bool put_chains(writer *w, const char *conf)
{
	static const char open_tag[] = "<family>", close_tag[] = "</family>";
	ht_buf text = {.data = NULL};
	const char *last = "";
	bool ok = ht_infile_read(conf, MAX_BYTES, NULL, &text) == HT_OK;
	for (char *p = text.data; ok && (p = strstr(p, open_tag));) {
		char *name = p + strlen(open_tag), *end = strstr(name, close_tag);
		if (!end)
			break;
		*end = '\0';
		p = end + 1;
		if (!ht_str_starts(name, "HT ") || strcmp(name, last) == 0)
			continue; /* each has its aliases one after the other */
		last = name;
		ok = put_chain(w, name);
	}
	ht_buf_free(&text);
	return ok;
}

static bool put_places(writer *w)
{
	const char *const *places = ht_font_matcher_places(w->matcher, w->arena);
	for (const char *const *p = places; p && *p; p++)
		if (!put_folder(w, *p, 0) || !put(w, "place", *p))
			return false;
	return places != NULL;
}

static void store(const char *key, const ht_buf *text)
{
	cache_dir dirs[4];
	char name[32], dir[PATH_MAX], path[PATH_MAX + 32];
	file_name(key, name);
	const size_t n = cache_dirs(dirs);
	for (size_t i = 0; i < n; i++) {
		if (!ht_font_private_dir(dirs[i].base, dirs[i].tail, dir))
			continue;
		snprintf(path, sizeof path, "%s%s", dir, name);
		if (ht_outfile_put_as(path, text->data, text->len, true, NULL) == HT_OK)
			return;
	}
}

void ht_font_cache_write(ht_font_matcher *matcher, const ht_font_options *options, ht_font_shared *shared, time_t since)
{
	ht_buf key = {.data = NULL};
	char own[PATH_MAX];
	writer w = {.matcher = matcher, .shared = shared, .arena = ht_arena_new(), .since = since};
	const char *conf = ht_font_conf_path(options, own);
	if (w.arena && is_own(options) && make_key(options, &key)) {
		ht_buf_addf(&w.text, FIRST_LINE "\n%s\n", key.data);
		if (put_file(&w, conf) && put_places(&w) && put_chains(&w, conf) && ht_buf_adds(&w.text, "end\n") &&
		    !ht_shortage_met())
			store(key.data, &w.text);
	}
	ht_buf_free(&key);
	ht_buf_free(&w.text);
	ht_arena_free(w.arena);
}

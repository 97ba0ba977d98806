/* Reading SVG. A few lines of SVG may need days of work or more memory than there
 * is, and librsvg then aborts. So a child process with limited time and memory
 * draws it, on memory shared with us. The result counts only if the child reports
 * that it has finished. The library is loaded here, once, not in each child. */
#include "image_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/confine.h"
#include "base/intl.h"
#include "base/limit.h"
#include "base/messages.h"
#include "base/shortage.h"
#include "config.h"
#include "image/messages.h"
#include "svg_priv.h"

#define MAX_BYTES   (8u << 20)
#define MAX_SECONDS 10
#define MAX_MEMORY  ((rlim_t)1 << 30) /* bytes, beyond what we use already */

/* In the child: limit time and memory; no output, no core file. */
static void limit_resources(rlim_t used)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGALRM, SIG_DFL);
	sigset_t alarms;
	sigemptyset(&alarms);
	sigaddset(&alarms, SIGALRM);
	sigprocmask(SIG_UNBLOCK, &alarms, NULL);
	alarm(MAX_SECONDS);
	setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
	struct rlimit memory;
	/* the limit of the run (--memory) stays, if it is lower */
	if (used && getrlimit(RLIMIT_DATA, &memory) == 0) {
		memory.rlim_cur = memory.rlim_max = MIN(memory.rlim_cur, used + MAX_MEMORY);
		setrlimit(RLIMIT_DATA, &memory);
	}
	int null = open("/dev/null", O_RDWR);
	for (int fd = 0; null >= 0 && fd <= 2; fd++)
		dup2(null, fd);
}

/* In the child: what draws a stranger's file has nothing to read but fonts, and nothing to write but the canvas. False:
 * out of memory. */
static bool confine(const image_source *source)
{
	ht_confinement c = {.system = true};
	if (source->fonts.places) {
		c.reads = source->fonts.places(source->fonts.user, source->arena);
		if (!c.reads)
			return false;
	}
	while (c.reads && c.reads[c.n_reads])
		c.n_reads++;
	ht_confine(&c);
	return true;
}

/* Draw in a child process. Only canvas->outcome tells the result: the calling
 * program may ignore SIGCHLD, and then there is no exit status. HT_ERR_LIB: fork
 * failed. */
static ht_status draw_in_child(const image_source *source, svg_canvas *canvas)
{
	const size_t used = ht_limit_data(); /* asked before: a confined process knows its own /proc only */
	pid_t child = fork();
	if (child < 0)
		return HT_ERR_LIB;
	if (child == 0) {
		limit_resources(used);
		if (confine(source))
			image_svg_draw(source->data, source->len, source->dpi, canvas);
		_exit(0);
	}
	while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
		continue;
	return HT_OK;
}

static uint8_t unpremultiply(uint32_t channel, uint32_t alpha)
{
	if (!alpha)
		return 0;
	uint32_t value = (channel * 255 + alpha / 2) / alpha;
	return (uint8_t)MIN(value, 255);
}

static void unpremultiply_pixel(uint32_t argb, uint8_t rgba[4])
{
	uint32_t alpha = argb >> 24;
	for (int i = 0; i < 3; i++)
		rgba[i] = unpremultiply(argb >> (16 - 8 * i) & 0xFF, alpha);
	rgba[3] = (uint8_t)alpha;
}

static ht_status copy_pixels(const image_source *source, const svg_canvas *canvas, ht_image *image)
{
	size_t pixels = (size_t)canvas->width * (size_t)canvas->height;
	uint8_t *rgba = ht_arena_array(source->arena, pixels, 4);
	if (!rgba)
		return HT_ERR_NOMEM;
	/* most adjacent pixels are equal */
	uint32_t last = 0;
	uint8_t pixel[4] = {0};
	for (size_t i = 0; i < pixels; i++) {
		if (canvas->pixels[i] != last)
			unpremultiply_pixel(last = canvas->pixels[i], pixel);
		memcpy(rgba + i * 4, pixel, 4);
		image->alpha |= pixel[3] != 0xFF;
	}
	image->rgba = rgba;
	image->width = (int)canvas->width;
	image->height = (int)canvas->height;
	image->width_mm = canvas->width_mm;
	image->height_mm = canvas->height_mm;
	return HT_OK;
}

static ht_status refuse(const image_source *source, ht_code code, const char *why)
{
	ht_diag(source->diags, code, source->loc, source->path, why, NULL);
	return HT_ERR_INPUT;
}

/* No process can be started: the picture is not to blame. */
static ht_status fail_by_machine(const image_source *source, int error)
{
	ht_diags_blame_machine(source->diags);
	ht_diag(source->diags, HT_D_NO_PROCESS, source->loc, strerror(error), NULL);
	return HT_ERR_INPUT;
}

static ht_status read_outcome(const image_source *source, svg_canvas *canvas, ht_image *image)
{
	canvas->why[sizeof canvas->why - 1] = 0;
	switch (canvas->outcome) {
	case SVG_DRAWN:
		return copy_pixels(source, canvas, image);
	case SVG_NO_SIZE:
		return refuse(source, HT_D_IMAGE_SVG_SIZE, NULL);
	case SVG_TOO_LARGE:
		return image_check_size(source, canvas->width, canvas->height);
	case SVG_REFUSED:
		return refuse(source, HT_D_IMAGE_SVG, canvas->why);
	default:
		return refuse(source, HT_D_IMAGE_SVG, _("it needs too much time or memory"));
	}
}

ht_status image_read_svg(const image_source *source, ht_image *image)
{
	if (source->len > MAX_BYTES) {
		char limit[32];
		snprintf(limit, sizeof limit, "%u MiB", MAX_BYTES >> 20);
		ht_diag(source->diags, HT_D_IMAGE_TOO_LARGE, source->loc, source->path, "SVG", limit, NULL);
		return HT_ERR_INPUT;
	}
	if (!image_svg_load()) {
		if (ht_shortage_met())
			return HT_ERR_NOMEM;
		ht_diag(source->diags, HT_D_IMAGE_SVG_LIB, source->loc, HT_RSVG_LIBRARY, HT_RSVG_PACKAGE, NULL);
		return HT_ERR_INPUT;
	}
	/* only the memory pages drawn on are allocated */
	svg_canvas *canvas =
	    mmap(NULL, sizeof *canvas, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (canvas == MAP_FAILED)
		return HT_ERR_NOMEM;
	ht_status status = draw_in_child(source, canvas);
	if (status == HT_OK)
		status = read_outcome(source, canvas, image);
	else
		status = fail_by_machine(source, errno);
	munmap(canvas, sizeof *canvas);
	if (status == HT_OK)
		image_svg_scan(source);
	return status;
}

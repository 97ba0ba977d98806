#include "png_apart.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/single_threaded.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/breakdown.h"
#include "base/shortage.h"

#define MOST_SECONDS 600 /* of processor time, for a page */

/* What the other process says in the end. */
typedef struct answer {
	volatile bool finished;
	ht_status status;
	int error;
} answer;

static size_t size_of(const png_canvas *canvas)
{
	return (size_t)canvas->width * (size_t)canvas->height * sizeof *canvas->pixels;
}

static void *share(size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	return p == MAP_FAILED ? NULL : p;
}

bool png_canvas_make(png_canvas *canvas)
{
	canvas->pixels = share(size_of(canvas));
	return canvas->pixels != NULL;
}

void png_canvas_free(png_canvas *canvas)
{
	if (canvas->pixels)
		munmap(canvas->pixels, size_of(canvas));
	canvas->pixels = NULL;
}

_Noreturn static void work(png_canvas *canvas, ht_status (*draw)(void *user, png_canvas *canvas), void *user,
                           pid_t parent, answer *a)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	signal(SIGALRM, SIG_DFL);
	ht_breakdown_catch(SIG_DFL); /* whoever waits says what happened */
	setrlimit(RLIMIT_CPU, &(struct rlimit){MOST_SECONDS, MOST_SECONDS});
	a->status = draw(user, canvas);
	if (a->status == HT_OK && ht_shortage_met())
		a->status = HT_ERR_NOMEM;
	a->error = canvas->error;
	a->finished = true;
	_exit(0);
}

ht_status png_draw_apart(png_canvas *canvas, ht_status (*draw)(void *user, png_canvas *canvas), void *user)
{
	/* The other process would wait for ever for locks of libraries that another thread held when it began. */
	if (!__libc_single_threaded)
		return draw(user, canvas);
	answer *a = share(sizeof *a);
	if (!a)
		return HT_ERR_NOMEM;
	const pid_t parent = getpid(), pid = fork();
	if (pid == 0)
		work(canvas, draw, user, parent, a);
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	ht_status drawn = HT_ERR_LIB;
	if (pid < 0)
		drawn = draw(user, canvas);
	else if (a->finished)
		drawn = a->status;
	else
		canvas->broke_down = true;
	if (pid > 0 && a->finished)
		canvas->error = a->error;
	munmap(a, sizeof *a);
	return drawn;
}

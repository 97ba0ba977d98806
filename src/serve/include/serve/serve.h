/* Documents made over HTTP: for a page in a browser, and for programs.
 *
 * One process, the front, speaks HTTP and never computes. What strangers wrote is read only by workers, which are
 * confined; a worker that breaks down, hangs or grows costs the request it has, and nothing else. */
#ifndef HT_SERVE_SERVE_H
#define HT_SERVE_SERVE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/confine.h"
#include "base/diag.h"
#include "base/status.h"

/* The default port: a page has its drafts under its address, so that must stay the same. If it is taken, one of the
 * next HT_SERVE_PORTS is used. */
#define HT_SERVE_PORT  9704
#define HT_SERVE_PORTS 16

typedef struct ht_serve_options {
	const char *folder;       /* whose records are served; an existing one */
	const char *file;         /* preview: the file of it that is shown; NULL: none */
	const char *state_folder; /* existing, and its user's alone: keys that outlive the server */
	const char *listen;       /* ADDRESS:PORT, :PORT, or unix:PATH; NULL: loopback, HT_SERVE_PORT */
	const char *const *hosts; /* further names by which clients may call it, NULL-terminated; or NULL */
	char *token;              /* of programs; NULL: none. Erased before there are workers, which inherit memory */
	char *password;           /* of people; NULL: none, they come with a ticket. Erased like it */
	const char *const *font_dirs; /* as of ht_export_options */
	const char *const *style_dirs;
	const char *const *file_dirs;
	unsigned workers;         /* that make documents; 0: as many as there are cores */
	unsigned timeout, memory; /* seconds and MiB that a request may take; 0: no limit */
	long long source_date;    /* as of ht_export_options */
	ht_confine_mode confine;
	bool log;         /* one line of JSON a request on standard error */
	bool language_zh; /* messages are Chinese unless a client asks otherwise */
	/* Called when the server answers, or one that runs already: with the address to open, which lets in once and
	 * soon expires. */
	void (*ready)(void *user, const char *address);
	void *user;
} ht_serve_options;

/* Serve until a signal (SIGINT, SIGTERM) ends it.
 * diags  in/out  HT_D_SERVE_* and HT_D_LIBRARY: why it cannot
 * Returns HT_OK at the end; HT_ERR_INPUT, HT_ERR_IO, HT_ERR_LIB, HT_ERR_NOMEM. */
ht_status ht_serve_run(const ht_serve_options *options, ht_diags *diags);

#endif

/* A batch while it runs. */
#ifndef BT_RUN_H
#define BT_RUN_H

#include "commit.h"
#include "window.h"

typedef struct bt_run {
	const ht_batch_options *options;
	ht_exporter *exporter;
	bt_naming naming;
	const char *const *inputs; /* the command's; if it has none, the journal's */
	size_t n_inputs;
	bt_job job;              /* only if has_job */
	bool has_job;            /* there is a journal */
	const char *report_path; /* a file that is not an input, or NULL */
	ht_diags *diags;
	ht_batch_result *result;
	ht_status status; /* sticky: the first failure; the steps after it do nothing */

	bt_inputs *in;
	bool in_ended, in_waits;
	size_t n_found;  /* records of the whole input, once all was read */
	uint64_t digest; /* of them */
	bool goes_on;    /* one record was read, and more may come */

	bt_work work;
	bt_pool pool;
	bt_window window;
	bool alone; /* the running record is made a second time: no other one runs beside it */
	bt_commit commit;

	int signals; /* a descriptor of signalfd() */
	unsigned n_signals;
	bool stopping; /* no further record is begun */

	ht_batch_progress progress;
	double began, watched, shown; /* by ht_clock() */
} bt_run;

/* ---- events.c ---- */

/* Keep the first failure. */
void bt_run_set_status(bt_run *r, ht_status status);

/* No process or descriptor is to be had for the work, for this errno: say so, and end the run. */
void bt_run_no_process(bt_run *r, int error);

/* Block the signals that interrupt, and open r->signals for them. */
void bt_run_catch_signals(bt_run *r);

/* Delete the temporary files of a record whose worker broke down. */
void bt_run_remove_temps(bt_run *r, const bt_item *item);

/* Wait until something happens, or for 100 ms, and deal with it. */
void bt_run_wait(bt_run *r);

/* ---- run.c ---- */

/* Take in a record; item is moved. */
void bt_run_add(bt_run *r, bt_item *item);

/* Run until all is done or it was interrupted. */
void bt_run_loop(bt_run *r);

#endif

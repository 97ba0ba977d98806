/* A batch while it runs. */
#ifndef BT_RUN_H
#define BT_RUN_H

#include "commit.h"
#include "window.h"

typedef struct bt_run {
	const ht_batch_options *options;
	ht_exporter *exporter;
	bt_naming naming;
	bt_job *job;             /* or NULL */
	const char *report_path; /* a file that is no input, or NULL */
	ht_diags *diags;
	ht_batch_result *result;

	bt_inputs *in;
	bool in_ended, in_waits;

	bt_work work;
	bt_pool pool;
	bt_window window;
	bt_commit commit;

	int signals; /* a descriptor of signalfd() */
	unsigned n_signals;
	bool stopping; /* no further record is begun */
	bool nomem;

	ht_batch_progress progress;
	double began, watched, shown;
} bt_run;

/* events.c: wait for something to happen and take note of it. */
void bt_run_wait(bt_run *r);
bool bt_run_signals(bt_run *r);

/* Take in a record; item is moved. */
void bt_run_add(bt_run *r, bt_item *item);

/* What a worker that broke down had begun to write for it. */
void bt_run_remove_temps(bt_run *r, const bt_item *item);

/* The outcome of a record for which no worker answered. text is taken over. */
bool bt_run_fail(bt_run *r, bt_slot *slot, char *text);

/* Run until all is done or it was interrupted. */
void bt_run_loop(bt_run *r);

#endif

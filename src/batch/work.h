/* Processes: the workers, the barrier, and their parent. */
#ifndef BT_WORK_H
#define BT_WORK_H

#include "base/reach.h"
#include "batch/channel.h"
#include "bt.h"

/* ---- barrier.c ---- */

/* What to wait for until it is on the disk. */
typedef enum bt_sync {
	BT_SYNC_FILES = 'S',   /* all files of the file systems that hold the folders */
	BT_SYNC_FOLDERS = 'D', /* the folders themselves */
	BT_SYNC_JOURNAL = 'J'  /* a file */
} bt_sync;

typedef struct bt_barrier {
	pid_t pid;
	ht_channel channel;
	bool waiting; /* for an answer */
} bt_barrier;

/* Start the process; close_v: see ht_channel_fork(). False with errno. */
bool bt_barrier_open(bt_barrier *b, const int *close_v, size_t n_close);
/* Ask it to sync n paths. False: out of memory. */
bool bt_barrier_ask(bt_barrier *b, bt_sync what, const char *const *paths, size_t n);
/* Has it answered? *error: errno of the sync, or 0. */
bool bt_barrier_answer(bt_barrier *b, int *error);
void bt_barrier_close(bt_barrier *b);

/* ---- worker.c ---- */

/* What every worker gets from its parent. */
typedef struct bt_work {
	ht_exporter *exporter;
	const bt_naming *naming;
	const char *temp_folder; /* ending in "/"; NULL: that of the output */
	pid_t parent;
	unsigned memory; /* MiB; 0: no limit */
	ht_reach reach;  /* of files; its arena is the run's */
	ht_confine_mode confine;
	bool keyed;       /* there is a journal: hash what outputs are made from, and the outputs */
	bt_hash base_key; /* of all that is the same for every record */
} bt_work;

/* Confine this process as the work says. False: it is not, but must be. */
bool bt_confine(const bt_work *work);

/* A worker's life: never returns. */
_Noreturn void bt_worker_run(const bt_work *work, int fd);

/* The name of output k of record index until it is committed. NULL: out of
 * memory. */
char *bt_temp_name(ht_arena *arena, const char *folder, pid_t parent, size_t index, size_t k);

/* ---- pool.c ---- */

#define BT_DEPTH 2 /* records a worker holds: the current one and the next */

/* Why a worker is being ended. BT_STARVED: at its time limit, of which it had less than half of a processor.
 * BT_NO_MEMORY: this process has no memory for what it answers. */
typedef enum bt_reason { BT_ALIVE, BT_TIMEOUT, BT_STARVED, BT_TOO_MUCH_MEMORY, BT_NO_MEMORY, BT_RETIRING } bt_reason;

typedef struct bt_worker {
	pid_t pid; /* 0: there is no process */
	ht_channel channel;
	size_t queue[BT_DEPTH]; /* records, the current one first */
	size_t n_queue;
	double deadline; /* of the current one, by ht_clock(); 0: no deadline */
	double watched;  /* the deadline of the record for which the next holds */
	double cpu;      /* seconds of a processor that the worker had had when that record was first watched */
	long pages;      /* resident when it began */
	bt_reason reason;
} bt_worker;

typedef struct bt_pool {
	const bt_work *work;
	bt_worker *v;
	size_t n;                 /* at most */
	unsigned timeout, memory; /* seconds, MiB; 0: no limit */
	const int *close_v;       /* descriptors that workers must not inherit */
	size_t n_close;
} bt_pool;

/* A worker that can take one more record, started if need be. NULL: all are
 * busy, or *error: errno of one that could not be started. */
bt_worker *bt_pool_free_worker(bt_pool *pool, int *error);
/* A worker that has just been started, for a record that must be alone; an idle one gives up its place. NULL: *error.
 */
bt_worker *bt_pool_fresh_worker(bt_pool *pool, int *error);
/* Queue a record. known: or NULL. False: out of memory. */
bool bt_pool_give(bt_pool *pool, bt_worker *w, const bt_item *item, const bt_known *known, double now);
/* The current record was answered. */
void bt_pool_answered(bt_pool *pool, bt_worker *w, double now);
/* Kill workers that are too slow or too large. */
void bt_pool_watch(bt_pool *pool, double now);
/* A worker's stream has ended: wait for its process and free its place. Why it
 * ended, as a message about record input:line, which the caller frees; NULL
 * when input is NULL, or out of memory.
 * blame  out  what is known of whose fault it was; may be NULL */
typedef enum bt_blame {
	BT_BLAME_RECORD,  /* its own: it would end so again */
	BT_BLAME_UNKNOWN, /* the record's, if it ends so again */
	BT_BLAME_MACHINE
} bt_blame;
bt_fault *bt_pool_reap(bt_pool *pool, bt_worker *w, const char *input, int line, bt_blame *blame);
/* End those that are idle, and the others after their current records: new ones take their places. */
void bt_pool_retire(bt_pool *pool);
/* End all workers, at_once or after their current records. */
void bt_pool_close(bt_pool *pool, bool at_once);

#endif

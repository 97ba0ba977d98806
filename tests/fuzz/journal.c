/* A batch's journal: loaded, searched, resumed, and a report made of it. */
#include "fuzz.h"

#include <fcntl.h>
#include <unistd.h>

#include "entry.h"
#include "job.h"

#define MOST_ENTRIES 64

/* Read the entries that the index has, and make the report of them. */
static void use(bt_job *job, ht_diags *diags)
{
	bt_journal *j = &job->journal;
	for (size_t i = 0; i < j->n_index && i < MOST_ENTRIES; i++) {
		bt_entry e;
		bool again = false;
		uint64_t offset;
		if (!bt_journal_read(j, job->arena, j->index[i].offset, &e))
			continue;
		bt_item item = {.input = (char *)(uintptr_t)e.input, .line = e.line};
		bt_journal_find(j, job->arena, &item, &e, &offset, &again);
		bt_job_has_outputs(job, &e);
		bt_journal_keep(j, j->index[i].offset);
	}
	ht_batch_result result = {0};
	bt_report_write(job, false, &result, diags);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = fuzz_file("journal.jsonl", data, size);
	for (int resume = 0; resume < 2; resume++) {
		ht_diags *diags = ht_diags_new();
		bt_job job = {.arena = ht_arena_new(), .dir = fuzz_folder(), .folder = fuzz_folder(), .lock = -1};
		job.journal = (bt_journal){.fd = -1, .path = path};
		if (bt_journal_load(&job.journal, job.arena, &job.facts, resume, true, diags) == HT_OK) {
			job.journal.fd = open(path, O_RDWR | O_CLOEXEC);
			use(&job, diags);
		}
		fuzz_say(diags);
		bt_job_close(&job);
	}
	return 0;
}

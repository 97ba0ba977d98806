#include "results.h"

#include <stdio.h>
#include <string.h>

#include <glib.h>

void results_parse(const char *arg, struct argp_state *state, bool *json)
{
	if (strcmp(arg, "json") != 0)
		argp_error(state, _("unknown format \"%s\"; choose json"), arg);
	*json = true;
}

void results_member(ht_buf *object, const char *name)
{
	ht_buf_addf(object, "%s\"%s\": ", object->len ? ", " : "{", name);
}

void results_text(ht_buf *object, const char *name, const char *text)
{
	if (!text)
		return;
	results_member(object, name);
	ht_buf_addquoted(object, text);
}

void results_number(ht_buf *object, const char *name, size_t n)
{
	results_member(object, name);
	ht_buf_addf(object, "%zu", n);
}

void results_truth(ht_buf *object, const char *name, bool is)
{
	results_member(object, name);
	ht_buf_adds(object, is ? "true" : "false");
}

bool results_close(ht_buf *object)
{
	ht_buf_adds(object, "}");
	return results_put(object);
}

/* At once, since whoever reads it may wait for it. Names of files need not be UTF-8. */
bool results_put(ht_buf *text)
{
	gchar *valid = text->failed ? NULL : g_utf8_make_valid(text->data, (gssize)text->len);
	if (valid) {
		puts(valid);
		fflush(stdout);
	}
	g_free(valid);
	ht_buf_free(text);
	return valid != NULL;
}

static void put_outputs(ht_buf *out, const ht_batch_record *r)
{
	ht_buf_adds(out, ", \"outputs\": [");
	for (size_t i = 0; i < r->n_outputs; i++) {
		ht_buf_adds(out, i ? ", {\"file\": " : "{\"file\": ");
		ht_buf_addquoted(out, r->outputs[i]);
		ht_buf_addf(out, ", \"pages\": %zu}", r->pages[i]);
	}
	ht_buf_adds(out, "]");
}

static void put_messages(ht_buf *out, const ht_batch_record *r)
{
	ht_buf_adds(out, ", \"messages\": [");
	for (size_t i = 0; i < r->n_messages; i++) {
		ht_buf_adds(out, i ? ", {" : "{");
		ht_message_json(out, &r->messages[i]);
		ht_buf_adds(out, "}");
	}
	ht_buf_adds(out, "]}");
}

bool results_record(const ht_batch_record *r)
{
	static const char *const states[] = {[HT_BATCH_DONE] = "done",
	                                     [HT_BATCH_FAILED] = "failed",
	                                     [HT_BATCH_UNCHANGED] = "unchanged",
	                                     [HT_BATCH_EARLIER] = "earlier"};
	ht_buf out = {0};
	ht_buf_addf(&out, "{\"index\": %zu, \"input\": ", r->index);
	ht_buf_addquoted(&out, r->input);
	if (r->line)
		ht_buf_addf(&out, ", \"line\": %d", r->line);
	ht_buf_addf(&out, ", \"state\": \"%s\"", states[r->state]);
	if (r->state == HT_BATCH_FAILED)
		ht_buf_adds(&out, r->by_machine ? ", \"cause\": \"machine\"" : ", \"cause\": \"record\"");
	put_outputs(&out, r);
	put_messages(&out, r);
	return results_put(&out);
}

bool results_end(const ht_batch_result *r)
{
	ht_buf out = {0};
	ht_buf_addf(&out,
	            "{\"done\": %zu, \"failed\": %zu, \"unchanged\": %zu, \"earlier\": %zu, \"skipped\": %zu, "
	            "\"interrupted\": %s}",
	            r->done, r->failed, r->unchanged, r->earlier, r->skipped, r->interrupted ? "true" : "false");
	return results_put(&out);
}

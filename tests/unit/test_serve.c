/* What the front reads of strangers: targets, headers, tickets and tokens, answers of workers. */
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "sv.h"

static void targets(void **state)
{
	static const char *const good[][2] = {
	    {"/", "/"}, {"/v1/styles", "/v1/styles"}, {"/%E7%BA%AA.md", "/纪.md"}, {"/a%20b?x=1", "/a b"}};
	static const char *const bad[] = {"",        "a",        "*",       "http://h/", "/%00",    "/a%0a", "/%",
	                                  "/%4",     "/%zz",     "/a%2fb",  "/a%5Cb",    "/a\\b",   "/a#b",  "/%ff",
	                                  "/%c0%af", "/a?%00=1", "/a?b=%1", "/a?%ff=",   "/a?b=%0d"};
	(void)state;
	ht_arena *arena = ht_arena_new();
	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		const char *path = NULL;
		ht_request r = {.n_parameters = 0};
		assert_null(sv_target_read(arena, good[i][0], &path, &r));
		assert_string_equal(path, good[i][1]);
	}
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		const char *path = NULL;
		ht_request r = {.n_parameters = 0};
		assert_non_null(sv_target_read(arena, bad[i], &path, &r));
	}
	const char *path;
	ht_request r = {.n_parameters = 0};
	assert_null(sv_target_read(arena, "/x?to=pdf%2Codt&q=%E7%BA%AA+%E8%A6%81&empty=&bare&=x", &path, &r));
	assert_string_equal(ht_request_parameter(&r, "to"), "pdf,odt");
	assert_string_equal(ht_request_parameter(&r, "q"), "纪 要");
	assert_string_equal(ht_request_parameter(&r, "empty"), "");
	assert_string_equal(ht_request_parameter(&r, "bare"), "");
	assert_null(ht_request_parameter(&r, "x"));
	ht_arena_free(arena);
}

static void random_targets(void **state)
{
	static const char pieces[] = "/%%%0123456789abcdefF.?&=+#\\\xe7\xba\xaa\x01 ~-";
	unsigned seed = 17;
	(void)state;
	for (int turn = 0; turn < 20000; turn++) {
		char raw[64];
		const char *path = NULL;
		ht_request r = {.n_parameters = 0};
		size_t n = 0;
		for (raw[n++] = '/'; n < sizeof raw - 1 && (seed = seed * 1103515245u + 12345u) % 37; n++)
			raw[n] = pieces[(seed >> 16) % (sizeof pieces - 1)];
		raw[n] = '\0';
		ht_arena *arena = ht_arena_new();
		if (!sv_target_read(arena, raw, &path, &r)) {
			assert_int_equal(*path, '/');
			assert_true(strlen(path) <= n);
			for (const char *p = path; *p; p++)
				assert_true((unsigned char)*p >= 0x20);
		}
		ht_arena_free(arena);
	}
}

static void paths(void **state)
{
	static const char *const good[] = {"a", "a.md", "a/b/c.md", "纪要/第 1 期.md", "a..b", "a."};
	static const char *const bad[] = {"",    "/",   "/a",   "a/",     "a//b", ".",    "..",
	                                  "./a", "a/.", "a/..", "a/../b", ".a",   "a/.b", "..a"};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(good); i++)
		assert_true(sv_path_is_beneath(good[i]));
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_false(sv_path_is_beneath(bad[i]));
}

static void calls(void **state)
{
	const char *rest;
	bool other;
	(void)state;
	assert_string_equal(ht_call_find("POST", "/v1/export", &rest, &other)->path, "/v1/export");
	assert_null(ht_call_find("POST", "/v1/exports", &rest, &other));
	assert_false(other);
	assert_null(ht_call_find("PUT", "/v1/export", &rest, &other));
	assert_true(other);
	assert_non_null(ht_call_find("GET", "/v1/records/a/b.md", &rest, &other));
	assert_string_equal(rest, "a/b.md");
	assert_false(ht_call_find("GET", "/v1/records", &rest, &other)->has_rest);
	assert_null(ht_call_find("GET", "/v1/records/", &rest, &other));
	assert_null(ht_call_find("POST", "/v1/batch/record", &rest, &other));
	for (const ht_call *c = ht_calls; c->method; c++) {
		assert_true((c->run != NULL) != (c->front != NULL));
		assert_true((c->front != NULL) == (c->place == HT_CALL_FRONT));
		assert_true(c->is_inner || (c->about && c->about[strlen(c->about) - 1] == '.'));
		assert_true(c->is_inner || (c->takes != NULL) == (c->most_mib > 0));
	}
}

static sv_headers from(const char *host, const char *origin)
{
	return (sv_headers){.host = host,
	                    .n_hosts = 1,
	                    .origin = origin ? origin : "",
	                    .n_origins = origin != NULL,
	                    .site = "",
	                    .mode = "",
	                    .authorization = ""};
}

static unsigned guarded(const sv_names *names, const sv_headers *h)
{
	ht_response r;
	assert_true(sv_response_begin(&r));
	const bool ok = sv_guard(names, h, false, &r);
	const unsigned status = ok ? 0 : r.status;
	sv_response_free(&r);
	return status;
}

static void guard(void **state)
{
	static const char *const given[] = {"gongwen.example.com", NULL};
	const sv_names here = {NULL, 9704, true}, open = {NULL, 9704, false}, proxied = {given, 0, true};
	const struct {
		const sv_names *names;
		const char *host, *origin;
		unsigned status;
	} rows[] = {
	    {&here, "127.0.0.1:9704", NULL, 0},
	    {&here, "localhost:9704", "http://localhost:9704", 0},
	    {&here, "[::1]:9704", NULL, 0},
	    {&here, "127.0.0.1:9705", NULL, 421},
	    {&here, "127.0.0.1", NULL, 421},
	    {&here, "10.0.0.1:9704", NULL, 421},
	    {&here, "evil.test:9704", NULL, 421},
	    {&here, "127.0.0.1:9704", "http://127.0.0.1:9705", 403},
	    {&here, "127.0.0.1:9704", "null", 403},
	    {&here, "127.0.0.1:9704", "", 403},
	    {&open, "10.0.0.1:9704", NULL, 0},
	    {&open, "[fe80::1]:9704", NULL, 0},
	    {&open, "10.0.0.1:97040", NULL, 421},
	    {&open, "evil.test:9704", NULL, 421},
	    {&open, "10.0.0.1.evil.test:9704", NULL, 421},
	    {&open, "[fe80::1", NULL, 421},
	    {&open, "[]:9704", NULL, 421},
	    {&open, ":9704", NULL, 421},
	    {&proxied, "gongwen.example.com", "https://gongwen.example.com", 0},
	    {&proxied, "gongwen.example.com", "https://gongwen.example.com.evil.test", 403},
	    {&proxied, "10.0.0.1", NULL, 421},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const sv_headers h = from(rows[i].host, rows[i].origin);
		if (guarded(rows[i].names, &h) != rows[i].status)
			fail_msg("%s, origin %s: %u", rows[i].host, rows[i].origin, guarded(rows[i].names, &h));
	}
	sv_headers h = from("127.0.0.1:9704", NULL);
	h.n_hosts = 2;
	assert_int_equal(guarded(&here, &h), 400);
	h = from("127.0.0.1:9704", NULL);
	h.n_lengths = h.n_encodings = 1;
	assert_int_equal(guarded(&here, &h), 400);
}

static void tickets(void **state)
{
	static sv_secrets s = {.key = {1, 2, 3}}, other = {.key = {1, 2, 4}};
	char ticket[SV_PASS], session[SV_PASS], header[SV_PASS + 8];
	long long until;
	(void)state;
	assert_true(sv_ticket_make(&s, ticket));
	assert_false(sv_ticket_use(&other, ticket));
	assert_true(sv_ticket_use(&s, ticket));
	assert_false(sv_ticket_use(&s, ticket));
	for (size_t i = 0; i < SV_TICKETS - 1; i++) {
		assert_true(sv_ticket_make(&s, ticket));
		assert_true(sv_ticket_use(&s, ticket));
	}
	assert_true(sv_ticket_make(&s, ticket));
	assert_false(sv_ticket_use(&s, ticket)); /* no room to remember it */
	s.began = INT64_MAX;
	s.n_used = 0;
	assert_false(sv_ticket_use(&s, ticket)); /* made before the server began */

	assert_true(sv_session_make(&s, session, &until));
	strcat(strcpy(header, "Bearer "), session);
	assert_true(sv_may_enter(&s, header));
	assert_false(sv_may_enter(&other, header));
	assert_false(sv_may_enter(&s, session));
	strcpy(s.password, "a new password");
	assert_false(sv_may_enter(&s, header));
	strcpy(s.token, "0123456789abcdef");
	assert_true(sv_may_enter(&s, "Bearer 0123456789abcdef"));
	assert_false(sv_may_enter(&s, "Bearer 0123456789abcde"));
	assert_false(sv_may_enter(&s, "Bearer "));
	assert_false(sv_may_enter(&other, "Bearer "));
}

static void passwords(void **state)
{
	static sv_secrets s = {.password = "right"};
	(void)state;
	for (int i = 0; i < 5; i++)
		assert_int_equal(sv_password_try(&s, "wrong"), 1);
	assert_int_equal(sv_password_try(&s, "right"), 2);
	s.tries_since -= 61;
	assert_int_equal(sv_password_try(&s, "right"), 0);
}

/* A worker that was taken over may send anything. */
static void answers(void **state)
{
	ht_buf out = {0};
	ht_response r;
	sv_answer a;
	unsigned seed = 3;
	(void)state;
	assert_true(sv_response_begin(&r));
	ht_buf_adds(&r.body, "{}");
	r.etag = "\"1\"";
	assert_true(sv_put_response(&out, &r, true));
	const size_t len = out.len - 4;
	assert_true(sv_get_answer(out.data + 4, len, &a));
	assert_true(a.status == 200 && a.wants_replacement && a.len == 2 && strcmp(a.etag, "\"1\"") == 0);
	for (size_t n = 0; n < len; n++)
		assert_false(sv_get_answer(out.data + 4, n, &a));
	for (int turn = 0; turn < 50000; turn++) {
		seed = seed * 1103515245u + 12345u;
		out.data[4 + (seed >> 8) % len] = (char)(seed >> 20);
		if (sv_get_answer(out.data + 4, len, &a))
			assert_true(a.body >= out.data && a.body + a.len <= out.data + out.len);
	}
	sv_response_free(&r);
	ht_buf_free(&out);
}

typedef struct giver {
	sv_pool *pool;
	size_t given, told;
} giver;

static void give(giver *g);

/* Whoever is told gives out the next job at once, as a batch does. */
static void tell(void *user, sv_job *job, const sv_answer *answer)
{
	giver *g = user;
	(void)job;
	(void)answer;
	g->told++;
	if (g->given < 2)
		give(g);
}

static void give(giver *g)
{
	sv_job *job = calloc(1, sizeof *job);
	assert_non_null(job);
	*job = (sv_job){.place = HT_CALL_MAKER, .language = "en", .done = tell, .user = g};
	g->given++;
	sv_pool_give(g->pool, job);
}

/* A worker that wants to be replaced is not given what its answer leads to: that would end with it. */
static void replacement(void **state)
{
	char speaking[SV_LANGUAGE] = "", nothing;
	const sv_work work = {.folder = -1, .confine = HT_CONFINE_OFF, .secrets = &nothing};
	sv_pool pool;
	giver g = {.pool = &pool};
	ht_response r;
	ht_buf out = {0};
	int ends[2];
	(void)state;
	assert_true(sv_pool_open(&pool, &work, 1, speaking, NULL));
	sv_worker *maker = &pool.v[2];
	assert_true(maker->place == HT_CALL_MAKER && maker->pid);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	close(maker->channel.fd); /* the test speaks for it */
	maker->channel.fd = ends[0];
	give(&g);
	assert_non_null(maker->job);
	assert_true(sv_response_begin(&r));
	assert_true(sv_put_response(&out, &r, true));
	assert_true(ht_frame_write(ends[1], &out));
	sv_pool_attend(&pool, maker, POLLIN);
	assert_int_equal(g.told, 1);
	assert_int_equal(g.given, 2);
	sv_pool_close(&pool);
	assert_int_equal(g.told, 2);
	close(ends[1]);
	ht_buf_free(&out);
	sv_response_free(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(targets),   cmocka_unit_test(random_targets), cmocka_unit_test(paths),
	    cmocka_unit_test(calls),     cmocka_unit_test(guard),          cmocka_unit_test(tickets),
	    cmocka_unit_test(passwords), cmocka_unit_test(answers),        cmocka_unit_test(replacement),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Tickets, tokens, the password.
 *
 * A ticket is in the address that opens the page; it works once and soon expires, since addresses are kept in the
 * history of browsers. The page exchanges it for a token. Both are texts with a signature by a key that is kept in the
 * state folder, so a token outlives the server, and the server keeps nothing of it. Sessions end when the password is
 * changed: it is signed with them. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <nettle/hmac.h>
#include <nettle/memops.h>

#include "base/str.h"
#include "sv.h"

#define KEY_FILE    "serve.key"
#define MOST_TRIES  5
#define TRY_SECONDS 60
#define MAC_BYTES   16 /* of the signature that are written */

static bool fill_random(void *to, size_t n)
{
	return getrandom(to, n, 0) == (ssize_t)n;
}

void sv_put_hex(const uint8_t *v, size_t n, char *hex)
{
	for (size_t i = 0; i < n; i++)
		snprintf(hex + 2 * i, 3, "%02x", v[i]);
}

bool sv_random_hex(char *hex, size_t n)
{
	uint8_t bytes[64];
	if (n > sizeof bytes || !fill_random(bytes, n))
		return false;
	sv_put_hex(bytes, n, hex);
	return true;
}

/* ---- the key ---- */

static int read_key(sv_secrets *s, int state_folder)
{
	struct stat st;
	int fd = openat(state_folder, KEY_FILE, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return errno;
	int error = 0;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || (st.st_mode & 077) || st.st_uid != geteuid())
		error = EPERM;
	else if (read(fd, s->key, sizeof s->key) != (ssize_t)sizeof s->key)
		error = EIO;
	close(fd);
	return error;
}

/* A link puts it there whole; if another server was first, its key is taken. */
static int make_key(sv_secrets *s, int state_folder)
{
	char name[64], id[17];
	if (!fill_random(s->key, sizeof s->key) || !sv_random_hex(id, 8))
		return errno;
	snprintf(name, sizeof name, "serve.key.%s.tmp", id);
	int fd = openat(state_folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return errno;
	int error = 0;
	if (write(fd, s->key, sizeof s->key) != (ssize_t)sizeof s->key || fsync(fd) != 0)
		error = errno ? errno : EIO;
	close(fd);
	if (!error && linkat(state_folder, name, state_folder, KEY_FILE, 0) != 0 && errno != EEXIST)
		error = errno;
	unlinkat(state_folder, name, 0);
	return error ? error : read_key(s, state_folder);
}

int sv_secrets_open(sv_secrets *s, int state_folder)
{
	int error = read_key(s, state_folder);
	s->began = (long long)time(NULL);
	return error == ENOENT ? make_key(s, state_folder) : error;
}

/* ---- signed texts: KIND TIME-ID-MAC ---- */

static void sign(const sv_secrets *s, const char *text, size_t len, char mac[2 * MAC_BYTES + 1])
{
	struct hmac_sha256_ctx hmac;
	uint8_t digest[MAC_BYTES];
	hmac_sha256_set_key(&hmac, sizeof s->key, s->key);
	hmac_sha256_update(&hmac, len, (const uint8_t *)text);
	hmac_sha256_update(&hmac, strlen(s->password), (const uint8_t *)s->password);
	hmac_sha256_digest(&hmac, sizeof digest, digest);
	sv_put_hex(digest, sizeof digest, mac);
	explicit_bzero(&hmac, sizeof hmac);
}

static bool make(const sv_secrets *s, char kind, long long at, char text[SV_PASS])
{
	char id[17], mac[2 * MAC_BYTES + 1];
	if (!sv_random_hex(id, 8))
		return false;
	int n = snprintf(text, SV_PASS, "%c%llx-%s", kind, at, id);
	sign(s, text, (size_t)n, mac);
	snprintf(text + n, SV_PASS - (size_t)n, "-%s", mac);
	return true;
}

/* Is the text one of that kind that was signed here? *at: its time; id: its own. */
static bool is_signed(const sv_secrets *s, char kind, const char *text, long long *at, char id[17])
{
	char mac[2 * MAC_BYTES + 1];
	const char *last = strrchr(text, '-'), *first = strchr(text, '-');
	if (strlen(text) >= SV_PASS || *text != kind || !last || !first || last - first != 17 ||
	    strlen(last + 1) != 2 * MAC_BYTES)
		return false;
	sign(s, text, (size_t)(last - text), mac);
	if (!memeql_sec(mac, last + 1, 2 * MAC_BYTES))
		return false;
	memcpy(id, first + 1, 16);
	id[16] = '\0';
	*at = strtoll(text + 1, NULL, 16);
	return true;
}

bool sv_ticket_make(const sv_secrets *s, char text[SV_PASS])
{
	return make(s, 't', (long long)time(NULL), text);
}

bool sv_session_make(const sv_secrets *s, char text[SV_PASS], long long *until)
{
	*until = (long long)time(NULL) + SV_SESSION_SECONDS;
	return make(s, 's', *until, text);
}

bool sv_ticket_use(sv_secrets *s, const char *text)
{
	const long long now = (long long)time(NULL);
	long long at;
	char id[17];
	size_t kept = 0;
	if (!is_signed(s, 't', text, &at, id) || at < s->began || at > now || at + SV_TICKET_SECONDS < now)
		return false;
	for (size_t i = 0; i < s->n_used; i++) {
		if (strcmp(s->used[i].id, id) == 0)
			return false;
		if (s->used[i].until >= now)
			s->used[kept++] = s->used[i];
	}
	s->n_used = kept;
	if (kept == SV_TICKETS)
		return false; /* so many at once are no person's; in five minutes there is room again */
	memcpy(s->used[kept].id, id, sizeof id);
	s->used[kept].until = at + SV_TICKET_SECONDS;
	s->n_used++;
	return true;
}

/* Compared in a time that says nothing of where they differ. */
static bool is_same(const char *secret, const char *given)
{
	const size_t n = strlen(secret);
	return n && n == strlen(given) && memeql_sec(secret, given, n);
}

bool sv_may_enter(const sv_secrets *s, const char *authorization)
{
	static const char scheme[] = "Bearer ";
	long long until;
	char id[17];
	if (!ht_str_starts(authorization, scheme))
		return false;
	const char *given = authorization + strlen(scheme);
	return is_same(s->token, given) || (is_signed(s, 's', given, &until, id) && until >= (long long)time(NULL));
}

int sv_password_try(sv_secrets *s, const char *password)
{
	const long long now = (long long)time(NULL);
	if (now - s->tries_since >= TRY_SECONDS) {
		s->tries = 0;
		s->tries_since = now;
	}
	if (s->tries >= MOST_TRIES)
		return 2;
	if (is_same(s->password, password))
		return 0;
	s->tries++;
	return 1;
}

#include "say.h"

#include <stdio.h>

#include "base/intl.h"

void say_message(const ht_message *message)
{
	ht_buf line = {0};
	ht_message_line(&line, message);
	if (line.failed)
		say_no_memory();
	else
		fprintf(stderr, "%s\n", line.data);
	ht_buf_free(&line);
}

void say_diags(ht_diags *diags, ht_level level)
{
	ht_buf text = {0};
	if (!ht_diags_format(diags, level, &text))
		say_no_memory();
	else if (text.len)
		fwrite(text.data, 1, text.len, stderr);
	ht_buf_free(&text);
}

void say_hidden(size_t n)
{
	if (n)
		fprintf(stderr,
		        ngettext("hongtou: %zu note not shown; -v shows it\n",
		                 "hongtou: %zu notes not shown; -v shows them\n", (unsigned long)n),
		        n);
}

void say_no_memory(void)
{
	fprintf(stderr, "hongtou: %s\n", _("out of memory"));
}

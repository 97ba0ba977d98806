/* The XML that is written is what libxml2 reads: each element, attribute and text, whatever is in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include "office/xml.h"

#define TREES      2000
#define MOST_CHARS 40
#define MOST_DEPTH 6
#define LONG_TEXT  3000000

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* A character that XML 1.0 has (2.2): of those that are escaped, of ASCII, of Chinese text, of any plane. */
static uint32_t random_char(unsigned *seed)
{
	static const uint32_t special[] = {'&',  '<', '>', '"',  '\'', '\t',   '\n',
	                                   '\r', ' ', ']', 0x7F, 0x85, 0x2028, 0xFFFD};
	uint32_t cp = 0xD800;
	switch (next_random(seed) % 4) {
	case 0:
		return special[next_random(seed) % (sizeof special / sizeof *special)];
	case 1:
		return 0x20 + next_random(seed) % 0x5F;
	case 2:
		return 0x4E00 + next_random(seed) % 0x5200;
	default:
		while ((cp >= 0xD800 && cp < 0xE000) || cp == 0xFFFE || cp == 0xFFFF)
			cp = 0xA0 + next_random(seed) % 0x10FF60;
		return cp;
	}
}

static char *random_text(unsigned *seed, size_t chars)
{
	ht_buf text = {0};
	for (size_t i = 0; i < chars; i++) {
		char bytes[6];
		ht_buf_add(&text, bytes, (size_t)g_unichar_to_utf8(random_char(seed), bytes));
	}
	assert_false(text.failed);
	return text.data ? text.data : calloc(1, 1);
}

/* The same numbers are drawn while a tree is written and while it is read. */
static void write_tree(ht_xml *x, unsigned *seed, int depth)
{
	static const char *const names[] = {
	    "a", "p:long-name-of-an-element-that-does-not-fit-into-one-piece-of-64-bytes", "text:p"};
	ht_xml_open(x, names[next_random(seed) % 3]);
	for (unsigned i = 0, n = next_random(seed) % 3; i < n; i++) {
		char *value = random_text(seed, next_random(seed) % MOST_CHARS);
		ht_xml_attr(x, i ? "q" : "p:q", value);
		free(value);
	}
	for (unsigned i = 0, n = next_random(seed) % 4; i < n; i++) {
		char *text = random_text(seed, 1 + next_random(seed) % MOST_CHARS);
		ht_xml_text(x, text, strlen(text));
		free(text);
		if (depth < MOST_DEPTH)
			write_tree(x, seed, depth + 1);
		else
			ht_xml_empty(x, "e");
	}
	ht_xml_end(x);
}

static void assert_text(const char *wanted, xmlChar *got)
{
	assert_non_null(got);
	assert_string_equal(wanted, (const char *)got);
	xmlFree(got);
}

static void read_tree(const xmlNode *node, unsigned *seed, int depth)
{
	static const char *const names[] = {"a", "long-name-of-an-element-that-does-not-fit-into-one-piece-of-64-bytes",
	                                    "p"};
	assert_int_equal(node->type, XML_ELEMENT_NODE);
	assert_string_equal(names[next_random(seed) % 3], (const char *)node->name);
	const xmlAttr *attribute = node->properties;
	for (unsigned i = 0, n = next_random(seed) % 3; i < n; i++) {
		char *value = random_text(seed, next_random(seed) % MOST_CHARS);
		assert_non_null(attribute);
		assert_string_equal((const char *)attribute->name, "q");
		assert_text(value, xmlNodeGetContent((const xmlNode *)(const void *)attribute));
		free(value);
		attribute = attribute->next;
	}
	assert_null(attribute);
	const xmlNode *child = node->children;
	for (unsigned i = 0, n = next_random(seed) % 4; i < n; i++) {
		char *text = random_text(seed, 1 + next_random(seed) % MOST_CHARS);
		assert_non_null(child);
		assert_int_equal(child->type, XML_TEXT_NODE);
		assert_text(text, xmlNodeGetContent(child));
		free(text);
		child = child->next;
		assert_non_null(child);
		if (depth < MOST_DEPTH)
			read_tree(child, seed, depth + 1);
		else
			assert_string_equal((const char *)child->name, "e");
		child = child->next;
	}
	assert_null(child);
}

static xmlDoc *read_bytes(ht_xml *x)
{
	size_t len;
	const char *bytes = ht_xml_bytes(x, &len);
	assert_false(x->failed);
	xmlDoc *doc = xmlReadMemory(bytes, (int)len, NULL, NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
	assert_non_null(doc);
	return doc;
}

static void trees_are_read_back(void **state)
{
	(void)state;
	for (unsigned k = 1; k <= TREES; k++) {
		unsigned seed = k;
		ht_xml x;
		ht_xml_new(&x);
		ht_xml_root(&x, "root", " xmlns:p=\"urn:p\" xmlns:text=\"urn:t\"");
		write_tree(&x, &seed, 0);
		xmlDoc *doc = read_bytes(&x);
		seed = k;
		read_tree(xmlDocGetRootElement(doc)->children, &seed, 0);
		xmlFreeDoc(doc);
		ht_xml_close(&x);
	}
}

/* Lines that people read have white space between elements, and none in texts. */
static void indented_texts_are_whole(void **state)
{
	(void)state;
	for (unsigned k = 1; k <= TREES; k++) {
		unsigned seed = k;
		char *text = random_text(&seed, 1 + next_random(&seed) % MOST_CHARS);
		ht_xml x;
		ht_xml_new(&x);
		x.indented = true;
		ht_xml_open(&x, "a");
		ht_xml_open(&x, "b");
		ht_xml_leaf(&x, "c", text);
		ht_xml_empty(&x, "d");
		xmlDoc *doc = read_bytes(&x);
		const xmlNode *b = xmlDocGetRootElement(doc)->children->next;
		const xmlNode *c = b->children->next;
		assert_string_equal((const char *)c->name, "c");
		assert_text(text, xmlNodeGetContent(c));
		assert_string_equal((const char *)c->next->next->name, "d");
		xmlFreeDoc(doc);
		ht_xml_close(&x);
		free(text);
	}
}

static void long_texts_are_whole(void **state)
{
	(void)state;
	unsigned seed = 1;
	char *text = random_text(&seed, LONG_TEXT);
	ht_xml x, piece;
	ht_xml_new(&x);
	ht_xml_new(&piece);
	ht_xml_leaf(&piece, "piece", text);
	ht_xml_root(&x, "a", "");
	ht_xml_attr(&x, "b", text);
	ht_xml_raw(&x, &piece);
	xmlDoc *doc = read_bytes(&x);
	const xmlNode *a = xmlDocGetRootElement(doc);
	assert_text(text, xmlGetProp(a, (const xmlChar *)"b"));
	assert_text(text, xmlNodeGetContent(a->children));
	xmlFreeDoc(doc);
	ht_xml_close(&x);
	ht_xml_close(&piece);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(trees_are_read_back),
	    cmocka_unit_test(indented_texts_are_whole),
	    cmocka_unit_test(long_texts_are_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

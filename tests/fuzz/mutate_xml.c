/* Mutates XML and HTML as trees: elements are removed, repeated, moved and renamed, texts and attributes changed. Every
 * other mutant is one of bytes. The input may be several documents, with FUZZ_NEXT between them. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include "importing.h"

static size_t below(uint32_t *state, size_t limit)
{
	*state = *state * 1664525u + 1013904223u;
	return limit ? (*state >> 8) % limit : 0;
}

/* Within the document, the node after this one in its order. */
static xmlNode *next_node(const xmlNode *node, const xmlNode *root)
{
	if (node->children && node->type == XML_ELEMENT_NODE)
		return node->children;
	while (node && node != root && !node->next)
		node = node->parent;
	return node && node != root ? node->next : NULL;
}

static xmlNode *any(xmlNode *root, uint32_t *state)
{
	size_t n = 0;
	for (const xmlNode *node = root; node; node = next_node(node, root))
		n++;
	xmlNode *node = root;
	for (size_t k = below(state, n); k; k--)
		node = next_node(node, root);
	return node;
}

#define MOST_TEXT 1024

/* The text changed as bytes: on the heap. */
static xmlChar *changed(const xmlChar *text)
{
	uint8_t bytes[MOST_TEXT];
	size_t len = text ? MIN(strlen((const char *)text), MOST_TEXT / 2) : 0;
	if (len)
		memcpy(bytes, text, len);
	len = LLVMFuzzerMutate(bytes, len, MOST_TEXT);
	char *valid = g_utf8_make_valid((const char *)bytes, (gssize)len);
	for (char *p = valid; *p; p++)
		if ((unsigned char)*p < ' ' && *p != '\n')
			*p = ' ';
	xmlChar *copy = xmlStrdup((const xmlChar *)valid);
	g_free(valid);
	return copy;
}

static void change_attribute(xmlNode *node, uint32_t *state)
{
	size_t n = 0;
	for (const xmlAttr *a = node->properties; a; a = a->next)
		n++;
	xmlAttr *attribute = node->properties;
	for (size_t k = below(state, n); k; k--)
		attribute = attribute->next;
	if (!attribute)
		return;
	if (below(state, 4) == 0) {
		xmlRemoveProp(attribute);
		return;
	}
	xmlChar *old = xmlNodeGetContent((const xmlNode *)attribute), *text = changed(old);
	xmlNodeSetContent((xmlNode *)attribute, NULL);
	xmlNodeAddContent((xmlNode *)attribute, text);
	xmlFree(text);
	xmlFree(old);
}

static void remove_node(xmlNode *node)
{
	xmlUnlinkNode(node);
	xmlFreeNode(node);
}

static void change_element(xmlNode *root, xmlNode *node, uint32_t *state)
{
	xmlNode *other = any(root, state);
	switch (below(state, 6)) {
	case 0:
		if (node != root)
			remove_node(node);
		break;
	case 1: /* once more, beside another or in it */
	case 2: {
		xmlNode *copy = node != root ? xmlCopyNode(node, 1) : NULL;
		if (copy && other != root)
			xmlAddNextSibling(other, copy);
		else if (copy)
			xmlAddChild(root, copy);
		break;
	}
	case 3:
		if (other->type == XML_ELEMENT_NODE && node->type == XML_ELEMENT_NODE) {
			xmlNodeSetName(node, other->name);
			node->ns = other->ns;
		}
		break;
	default:
		if (node->type == XML_ELEMENT_NODE)
			change_attribute(node, state);
	}
}

static void change(xmlNode *root, uint32_t *state)
{
	xmlNode *node = any(root, state);
	if (node->type == XML_TEXT_NODE && below(state, 2)) {
		xmlChar *text = changed(node->content);
		xmlNodeSetContent(node, NULL);
		xmlNodeAddContent(node, text);
		xmlFree(text);
	} else {
		change_element(root, node, state);
	}
}

/* Change one document: len bytes at data, in which the result has room of max. 0: it is no XML. */
static size_t change_document(uint8_t *data, size_t len, size_t max, uint32_t *state)
{
	xmlDoc *doc = xmlReadMemory((const char *)data, (int)len, NULL, NULL,
	                            XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_RECOVER);
	xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	xmlChar *text = NULL;
	int n = 0;
	if (root) {
		for (size_t k = 1 + below(state, 4); k; k--)
			change(root, state);
		xmlDocDumpMemoryEnc(doc, &text, &n, "UTF-8");
	}
	size_t ret = text && n > 0 && (size_t)n <= max ? (size_t)n : 0;
	if (ret)
		memcpy(data, text, ret);
	xmlFree(text);
	xmlFreeDoc(doc);
	return ret;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
	uint32_t state = seed;
	if (!size || below(&state, 2))
		return LLVMFuzzerMutate(data, size, max_size);
	/* one of the documents, mostly the first */
	size_t begin = 0, end;
	for (size_t k = below(&state, 4) ? 0 : below(&state, 4); k; k--) {
		const uint8_t *next = memchr(data + begin, FUZZ_NEXT, size - begin);
		if (next && (size_t)(next + 1 - data) < size)
			begin = (size_t)(next + 1 - data);
	}
	const uint8_t *stop = memchr(data + begin, FUZZ_NEXT, size - begin);
	end = stop ? (size_t)(stop - data) : size;
	uint8_t *work = malloc(max_size);
	if (!work)
		return size;
	memcpy(work, data + begin, end - begin);
	size_t len = change_document(work, end - begin, max_size - (size - (end - begin)), &state);
	if (len) {
		memmove(data + begin + len, data + end, size - end);
		memcpy(data + begin, work, len);
		size = size - (end - begin) + len;
	} else {
		size = LLVMFuzzerMutate(data, size, max_size);
	}
	free(work);
	return size;
}

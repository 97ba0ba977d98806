/* Names in the cells of tables: 欧阳建国, 买买提·艾力, 何家铭、罗丹. Lines end between names, else after the points of
 * one. */
#include "para.h"

#define CP_COMMA 0x3001 /* 、 */

/* A name without points has up to so many characters. */
#define PLAIN_NAME 4

bool ht_para_is_name(const ht_para *para)
{
	bool point = false;
	for (size_t i = 0; i < para->n_clusters; i++) {
		uint32_t cp = ht_para_code_point(para, i);
		point |= cp == CP_POINT;
		if (cp != CP_POINT && para->clusters[i].cls != HT_C_HAN)
			return false;
	}
	return point;
}

/* Is the name that begins with a cluster one: how many clusters it has; 0: it is not. */
static size_t name_at(const ht_para *para, size_t begin)
{
	size_t end = begin, points = 0;
	for (; end < para->n_clusters; end++) {
		uint32_t cp = ht_para_code_point(para, end);
		if (cp == CP_COMMA)
			break;
		if (cp != CP_POINT && para->clusters[end].cls != HT_C_HAN)
			return 0;
		points += cp == CP_POINT;
	}
	if (!points && end - begin > PLAIN_NAME)
		return 0;
	return end - begin;
}

bool ht_para_find_names(const ht_para *para, bool *starts)
{
	size_t names = 0, begin = 0;
	while (begin < para->n_clusters) {
		size_t n = name_at(para, begin);
		if (!n)
			return false;
		begin += n + 1;
		names++;
	}
	if (names < 2 && !ht_para_is_name(para))
		return false;
	for (size_t i = 1; i < para->n_clusters; i++) {
		uint32_t before = ht_para_code_point(para, i - 1);
		starts[i] = before == CP_POINT || before == CP_COMMA;
	}
	return true;
}

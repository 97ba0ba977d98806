/* Names of faces as the office's machines have them: of each fontset of fonts.conf the family that GB/T 9704-2012 and
 * offices name, and what stands in for it where it is not installed. */
#include <string.h>

#include "draft_priv.h"

static const ht_draft_face faces[] = {
    {"HT FangSong",
     "仿宋_GB2312",
     "仿宋_GB2312",
     "'仿宋_GB2312', '方正仿宋_GBK', '仿宋', FangSong, 'CESI仿宋-GB2312', '华文仿宋', FandolFang, 'Noto Serif CJK SC'",
     "roman",
     {2, 1, 6, 9, 3, 1, 1, 1, 1, 1}},
    {"HT XiaoBiaoSong",
     "方正小标宋简体",
     "方正小标宋简体",
     "'方正小标宋简体', '方正小标宋_GBK', 'CESI小标宋-GB2312', '华文中宋', 'Noto Serif CJK SC'",
     "roman",
     {2, 1, 6, 1, 3, 1, 1, 1, 1, 1}},
    {"HT HeiTi",
     "黑体",
     "黑体",
     "'黑体', SimHei, '方正黑体_GBK', 'CESI黑体-GB2312', '华文黑体', FandolHei, 'Noto Sans CJK SC'",
     "swiss",
     {2, 1, 6, 9, 6, 1, 1, 1, 1, 1}},
    {"HT HeiTi Latin",
     "黑体西文",
     "黑体",
     "'黑体', SimHei, '方正黑体_GBK', 'CESI黑体-GB2312', '华文黑体', 'Liberation Sans', FandolHei",
     "swiss",
     {2, 1, 6, 9, 6, 1, 1, 1, 1, 1}},
    {"HT KaiTi",
     "楷体_GB2312",
     "楷体_GB2312",
     "'楷体_GB2312', '方正楷体_GBK', '楷体', KaiTi, 'CESI楷体-GB2312', '华文楷体', FandolKai, 'AR PL UKai CN', 'Noto "
     "Serif CJK SC'",
     "script",
     {2, 1, 6, 9, 3, 1, 1, 1, 1, 1}},
    {"HT SongTi",
     "宋体",
     "宋体",
     "'宋体', SimSun, '方正书宋_GBK', 'CESI宋体-GB2312', '华文宋体', 'Noto Serif CJK SC', FandolSong",
     "roman",
     {2, 1, 6, 0, 3, 1, 1, 1, 1, 1}},
    {"HT Latin",
     "Times New Roman",
     "Times New Roman",
     "'Times New Roman', 'Liberation Serif'",
     "roman",
     {2, 2, 6, 3, 5, 4, 5, 2, 3, 4}},
};

const ht_draft_face *ht_draft_face_of(const char *fontset)
{
	for (size_t i = 0; i < ARRAY_LEN(faces); i++)
		if (strcmp(faces[i].fontset, fontset) == 0)
			return &faces[i];
	return NULL;
}

/* Family n of the sheet: each face has one for Han characters, then one for Latin. */
static const char *family_at(const ht_draft *d, size_t n)
{
	const ht_typeface *face = &d->doc->style->faces[n / 2];
	return n % 2 ? face->latin : face->han;
}

void ht_draft_families(const ht_draft *d, const bool *used,
                       const char *(*name_of)(const void *user, const char *family),
                       void (*write)(void *user, const char *family, bool han), void *user)
{
	for (size_t n = 0; n < 2 * d->doc->style->n_faces; n++) {
		bool known = !used[n / 2];
		for (size_t i = 0; i < n && !known; i++)
			known =
			    used[i / 2] && strcmp(name_of(user, family_at(d, i)), name_of(user, family_at(d, n))) == 0;
		if (!known)
			write(user, family_at(d, n), n % 2 == 0);
	}
}

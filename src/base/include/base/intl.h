/* Messages: marked in the source, translated when they are printed. The
 * domain is named in every look-up, so that a program that links libhongtou
 * keeps its own. */
#ifndef HT_BASE_INTL_H
#define HT_BASE_INTL_H

#include <libintl.h>

#define HT_TEXT_DOMAIN "hongtou"
#define _(s)           dgettext(HT_TEXT_DOMAIN, (s))
#define N_(s)          s

#endif

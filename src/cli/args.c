#include "args.h"

#include <stdio.h>

bool args_parse(const struct argp *argp, int argc, char **argv, void *arguments)
{
	char name[64], *own = argv[0];
	snprintf(name, sizeof name, "hongtou %s", own);
	argv[0] = name;
	bool ok = argp_parse(argp, argc, argv, 0, NULL, arguments) == 0;
	argv[0] = own;
	return ok;
}

error_t args_parse_level(int key, ht_level *level)
{
	if (key != 'v' && key != 'q')
		return ARGP_ERR_UNKNOWN;
	*level = key == 'v' ? HT_LEVEL_NOTE : HT_LEVEL_ERROR;
	return 0;
}

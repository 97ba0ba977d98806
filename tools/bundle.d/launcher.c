/* The file "hongtou" at the top of a bundle: it starts the program by the bundle's own loader, with the bundle's
 * libraries, wherever the bundle lies and whatever the system has. It is linked statically, since it must run where
 * there is no other file. LOADER: the name of the loader. */
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

static int fail(const char *path, const char *chinese, const char *english)
{
	fprintf(stderr, "hongtou: %s: %s / %s\n", path, chinese, english);
	return 1;
}

/* The folder of this file, in path; links to it are followed. */
static int find_folder(char path[PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", path, PATH_MAX - 1);
	if (n > 0)
		path[n] = '\0';
	else if (!realpath((const char *)(uintptr_t)getauxval(AT_EXECFN), path))
		return 0;
	char *name = strrchr(path, '/');
	if (!name)
		return 0;
	*name = '\0';
	return 1;
}

int main(int argc, char **argv)
{
	static char inhibit[] = "--inhibit-cache", where[] = "--library-path";
	char folder[PATH_MAX], loader[PATH_MAX], libraries[PATH_MAX], program[PATH_MAX];
	char **args = calloc((size_t)argc + 5, sizeof *args);
	size_t n = 0;
	if (!args || !find_folder(folder))
		return fail(argv[0] ? argv[0] : "?", "找不到程序所在的文件夹",
		            "the folder of the program is not found");
	if (strpbrk(folder, ":;$"))
		return fail(folder, "所在文件夹的路径不能含有 : ; $，请移到别处",
		            "the path must not hold : ; $, move the folder");
	if (snprintf(loader, PATH_MAX, "%s/lib/" LOADER, folder) >= PATH_MAX ||
	    snprintf(libraries, PATH_MAX, "%s/lib", folder) >= PATH_MAX ||
	    snprintf(program, PATH_MAX, "%s/bin/hongtou", folder) >= PATH_MAX)
		return fail(folder, "路径太长", "the path is too long");
	args[n++] = loader;
	args[n++] = inhibit;
	args[n++] = where;
	args[n++] = libraries;
	args[n++] = program;
	for (int i = 1; i < argc; i++)
		args[n++] = argv[i];
	execv(loader, args);
	return fail(loader, "不能启动，请重新解压整个文件夹", strerror(errno));
}

/* Makes calls.h, while building: calls-make FILE PROCESSOR. The filters of system calls as programs for the kernel. The
 * library that writes them is not needed where the program runs, and a process that confines itself has nothing to
 * compute. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <sched.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* What no document needs, and who takes over a process would use. */
static const char *const denied[] = {
    /* other programs, other processes */
    "execve",
    "execveat",
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "process_madvise",
    "kcmp",
    "kill",
    "tkill",
    "pidfd_open",
    "pidfd_getfd",
    "pidfd_send_signal",
    "rt_sigqueueinfo",
    "rt_tgsigqueueinfo",
    "setpriority",
    "prlimit64",
    "sched_setaffinity",
    "sched_setscheduler",
    "sched_setparam",
    "sched_setattr",
    /* the network, and other ways to talk */
    "socket",
    "socketpair",
    "connect",
    "bind",
    "listen",
    "accept",
    "accept4",
    "mq_open",
    "msgget",
    "semget",
    "shmget",
    "shmat",
    /* what would go round this filter, or round Landlock */
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "open_by_handle_at",
    "name_to_handle_at",
    "userfaultfd",
    "bpf",
    "perf_event_open",
    "memfd_secret",
    "uselib",
    "personality",
    "modify_ldt",
    /* what Landlock does not know: owners, times and attributes of files */
    "chown",
    "fchown",
    "lchown",
    "fchownat",
    "utime",
    "utimes",
    "utimensat",
    "futimesat",
    "setxattr",
    "lsetxattr",
    "fsetxattr",
    "removexattr",
    "lremovexattr",
    "fremovexattr",
    /* the machine */
    "mount",
    "umount2",
    "pivot_root",
    "chroot",
    "move_mount",
    "open_tree",
    "fsopen",
    "fsmount",
    "fsconfig",
    "fspick",
    "mount_setattr",
    "unshare",
    "setns",
    "setuid",
    "setgid",
    "setreuid",
    "setregid",
    "setresuid",
    "setresgid",
    "setgroups",
    "capset",
    "add_key",
    "request_key",
    "keyctl",
    "init_module",
    "finit_module",
    "delete_module",
    "kexec_load",
    "kexec_file_load",
    "reboot",
    "swapon",
    "swapoff",
    "sethostname",
    "setdomainname",
    "settimeofday",
    "clock_settime",
    "clock_adjtime",
    "adjtimex",
    "acct",
    "quotactl",
    "syslog",
    "iopl",
    "ioperm",
    "mknod",
    "mknodat",
    "vhangup",
};

static void must(int result, const char *what)
{
	if (result >= 0)
		return;
	fprintf(stderr, "calls-make: %s: error %d\n", what, -result);
	exit(1);
}

/* A process may limit itself further, but no other. clone3() has its arguments in
 * memory, where a filter does not see them: the C library then takes clone(). */
static void add_rules(scmp_filter_ctx ctx, bool forks)
{
	for (size_t i = 0; i < sizeof denied / sizeof *denied; i++) {
		const int call = seccomp_syscall_resolve_name(denied[i]);
		if (call == __NR_SCMP_ERROR || call < 0)
			continue; /* it is not of this kind of machine */
		if (call == seccomp_syscall_resolve_name("prlimit64"))
			must(seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM), call, 1, SCMP_A0(SCMP_CMP_NE, 0, 0)),
			     denied[i]);
		else
			must(seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM), call, 0), denied[i]);
	}
	must(seccomp_rule_add(ctx, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0), "clone3");
	must(seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
	                      SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_NEWUSER, CLONE_NEWUSER)),
	     "clone");
	if (forks)
		return;
	must(seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
	                      SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0)),
	     "clone");
	const int fork_call = seccomp_syscall_resolve_name("fork"), vfork_call = seccomp_syscall_resolve_name("vfork");
	if (fork_call >= 0)
		must(seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM), fork_call, 0), "fork");
	if (vfork_call >= 0)
		must(seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM), vfork_call, 0), "vfork");
}

static void write_filter(FILE *out, const char *name, uint32_t arch, bool forks)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);
	FILE *made = tmpfile();
	struct sock_filter line;
	if (!ctx || !made)
		must(-ENOMEM, name);
	must(seccomp_attr_set(ctx, SCMP_FLTATR_CTL_OPTIMIZE, 2), "optimize");
	/* a filter for another kind of machine would end the process at its first call */
	if (arch != seccomp_arch_native()) {
		must(seccomp_arch_add(ctx, arch), "arch");
		must(seccomp_arch_remove(ctx, seccomp_arch_native()), "arch");
	}
	add_rules(ctx, forks);
	must(seccomp_export_bpf(ctx, fileno(made)), "export");
	rewind(made);
	fprintf(out, "static const struct sock_filter %s[] = {\n", name);
	while (fread(&line, sizeof line, 1, made) == 1)
		fprintf(out, "\t{0x%x, %u, %u, 0x%x},\n", line.code, line.jt, line.jf, line.k);
	fprintf(out, "};\n");
	fclose(made);
	seccomp_release(ctx);
}

int main(int argc, char **argv)
{
	const uint32_t arch = argc > 2 ? seccomp_arch_resolve_name(argv[2]) : 0;
	FILE *out = arch ? fopen(argv[1], "w") : NULL;
	if (!out) {
		fprintf(stderr, "calls-make: no such file, or processor\n");
		return 1;
	}
	write_filter(out, "calls_with_children", arch, true);
	write_filter(out, "calls_alone", arch, false);
	return fclose(out) == 0 ? 0 : 1;
}

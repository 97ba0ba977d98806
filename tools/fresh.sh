# shellcheck shell=bash
# A bare Debian in a folder, to try things in; source it after common.sh. Needs the administrator, debootstrap, a network.

options="-qq -y --no-install-recommends -o Acquire::Retries=3" # of apt-get

# Make a bare Debian of version $1, 12 or 13, with a clone of the last commit in /clone; $tree is its folder, which goes away
# when the script ends.
fresh_debian() {
	local suite mirror
	case $1 in
	12) suite=bookworm ;;
	13) suite=trixie ;;
	*) die "which Debian, 12 or 13?" ;;
	esac
	[[ $(id -u) -eq 0 ]] || die "this needs the administrator"
	command -v debootstrap >/dev/null || die "install the package debootstrap"
	# the mirror that this machine uses, if it is a Debian
	mirror=$(grep -rhoE 'https?://[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | head -n 1 || true)

	tree=$(mktemp -d "${TMPDIR:-/tmp}/hongtou-$suite.XXXXXX")
	trap leave_debian EXIT
	say "A bare Debian $1 …"
	# shellcheck disable=SC2086 # no mirror is no argument
	debootstrap --variant=minbase "$suite" "$tree" ${mirror% } >"$tree.log" 2>&1 || {
		tail -n 5 "$tree.log" >&2
		die "debootstrap failed"
	}
	rm -f "$tree.log"
	cp /etc/resolv.conf "$tree/etc/"
	echo "127.0.0.1 localhost" >"$tree/etc/hosts" # as the installer writes it
	mount --bind "$tree" "$tree" # a mount of its own, without which no program in it may mount anything
	mount -t proc proc "$tree/proc"
	mount --bind /dev "$tree/dev"
	mount --bind /dev/pts "$tree/dev/pts"
	git -c advice.detachedHead=false clone -q --no-local --depth 1 "file://$PWD" "$tree/clone"
}

leave_debian() {
	umount "$tree/proc" "$tree/dev/pts" "$tree/dev" "$tree" 2>/dev/null || true
	rm -rf --one-file-system "$tree"
}

# Run a command line in it, in a clean environment.
in_debian() {
	chroot "$tree" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb DEBIAN_FRONTEND=noninteractive sh -c "$1"
}

# Install what building for the architecture $1 needs, and the packages after it.
prepare_debian() {
	local arch=$1 compiler=build-essential profiles=
	shift
	if [[ $arch != $(in_debian "dpkg --print-architecture") ]]; then
		in_debian "dpkg --add-architecture $arch"
		compiler="build-essential crossbuild-essential-$arch"
		profiles="-P cross,nocheck"
	fi
	in_debian "apt-get update -qq && apt-get $options install $compiler $* && cd /clone &&
		apt-get $options -a $arch $profiles build-dep ./" >"$tree/log" 2>&1 || {
		tail -n 30 "$tree/log" >&2
		die "the packages could not be installed"
	}
}

# shellcheck shell=bash
# Shared by the programs in tools/. Source it; it changes to the project's root.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit

say() {
	printf '%s\n' "$*"
}

die() {
	printf '%s: %s\n' "${0##*/}" "$*" >&2
	exit 1
}

# Configure a build folder if that has not been done, then build.
# $1 folder; the rest: options for `meson setup`
build() {
	local dir=$1
	shift
	if [[ ! -f $dir/build.ninja ]]; then
		say "Configuring $dir …"
		rm -rf "$dir"
		meson setup "$dir" "$@" >"$dir.log" 2>&1 || {
			cat "$dir.log" >&2
			die "$dir could not be configured (see above)"
		}
		mv "$dir.log" "$dir/setup.log"
	fi
	say "Building $dir …"
	ninja -C "$dir" --quiet || die "$dir could not be built (see above)"
}

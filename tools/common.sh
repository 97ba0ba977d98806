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

# Is the build folder $1 configured, for the sources where they are now? Meson
# writes absolute paths, so a clone that was moved must be configured again.
configured() {
	[[ -f $1/build.ninja ]] && grep -qxF "Source dir: $(pwd -P)" "$1/meson-logs/meson-log.txt"
}

# Configure a build folder if that has not been done, then build.
# $1 folder; the rest: options for `meson setup`
build() {
	local dir=$1
	shift
	if ! configured "$dir"; then
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

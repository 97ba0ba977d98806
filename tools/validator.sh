# Sourced by the tools that run a program of Java's or Python's world which Debian does not
# have. It is fetched once by Maven, as NAME.d/pom.xml says, or by pip, into a folder of
# the user's cache that is named after its sources.

skip() {
	printf 'SKIPPED: %s\n' "$1"
	exit 77
}

# Maven's first complaint, without colours.
reason() {
	grep -m1 ERROR "$1" | sed 's,\x1b\[[0-9;]*m,,g' | cut -c1-200
}

# fill NAME WHAT SOURCE MAVEN-OPTION…: the folder is filled under another name, then
# renamed, since another run may be quicker.
fill() {
	local name=$1 what=$2 source=$3 temp log
	shift 3
	[[ -z $source ]] || command -v javac >/dev/null || skip "no Java compiler here (Debian: openjdk-17-jdk-headless)"
	command -v mvn >/dev/null || skip "no Maven here (Debian: maven)"
	mkdir -p "$cache"
	temp=$(mktemp -d "$cache/new.XXXXXX")
	log=$temp/log
	# shellcheck disable=SC2064 # the name is wanted as it is now
	trap "rm -rf '$temp'" EXIT
	mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$temp" "$@" >"$log" 2>&1 ||
		skip "Maven could not fetch $what: $(reason "$log")"
	[[ -z $source ]] || javac -nowarn -d "$temp" -cp "$temp/*" "$source" >"$log" 2>&1 || {
		cat "$log" >&2
		exit 2
	}
	mv -T "$temp" "$ready" 2>/dev/null || [[ -d $ready ]]
}

# validator NAME WHAT SOURCE MAVEN-OPTION…: set ready to the folder of what tools/NAME
# runs, fetched if it is not there; SOURCE, if not empty, is a Java file compiled into it.
validator() {
	here=$(dirname "$(readlink -f "$0")")/$1.d
	cache=${XDG_CACHE_HOME:-$HOME/.cache}/hongtou/$1
	local source=${3:+$here/$3}
	command -v java >/dev/null || skip "no Java here (Debian: openjdk-17-jre-headless)"
	# shellcheck disable=SC2086 # no source, no argument
	ready=$cache/$(cat "$here/pom.xml" $source | sha256sum | cut -c1-16)
	[[ -d $ready ]] || fill "$1" "$2" "$source" "${@:4}"
}

# The folder is made under another name, then renamed, since another run may be quicker.
fill_python() {
	local temp log
	/usr/bin/python3 -c 'import ensurepip' 2>/dev/null || skip "no venv for Python here (Debian: python3-venv)"
	mkdir -p "$cache"
	temp=$(mktemp -d "$cache/new.XXXXXX")
	log=$temp/log
	# shellcheck disable=SC2064 # the name is wanted as it is now
	trap "rm -rf '$temp'" EXIT
	/usr/bin/python3 -m venv "$temp" >"$log" 2>&1 && "$temp/bin/python" -m pip install -q "$@" >"$log" 2>&1 ||
		skip "pip could not fetch $1: $(tail -n 1 "$log" | cut -c1-200)"
	mv -T "$temp" "$ready" 2>/dev/null || [[ -d $ready ]]
}

# python_environment NAME PACKAGE…: set ready to the folder of a Python that has the
# packages, for tools/NAME; fetched if it is not there.
python_environment() {
	cache=${XDG_CACHE_HOME:-$HOME/.cache}/hongtou/$1
	shift
	ready=$cache/$(printf '%s ' "$@" | sha256sum | cut -c1-16)
	[[ -d $ready ]] || fill_python "$@"
}

# The head comment of the tool, as its help.
usage() {
	sed -n "2,/^set/{/^set/!s/^# \\{0,1\\}//p}" "$0" >&2
	exit 2
}

run_java() {
	exec java -Xshare:auto -XX:+UseSerialGC -cp "$ready:$ready/*" "$@"
}

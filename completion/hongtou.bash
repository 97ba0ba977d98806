# Completion of hongtou for bash. The program says what may come next.
_hongtou() {
	local cur=${COMP_WORDS[COMP_CWORD]} line word
	local -a words=("${COMP_WORDS[@]:1:COMP_CWORD}") candidates=()
	[[ $cur == "=" ]] && cur="" && words+=("")
	COMPREPLY=()
	if ((COMP_CWORD == 1)); then
		mapfile -t candidates < <("${COMP_WORDS[0]}" --complete 2>/dev/null)
	else
		mapfile -t candidates < <("${COMP_WORDS[0]}" "${words[0]}" --complete "${words[@]:1}" 2>/dev/null)
	fi
	for line in "${candidates[@]}"; do
		word=${line%%$'\t'*}
		case $word in
		:files)
			compopt -o filenames 2>/dev/null
			mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$cur")
			;;
		:folders)
			compopt -o filenames 2>/dev/null
			mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$cur")
			;;
		"$cur"*) COMPREPLY+=("$word") ;;
		esac
	done
}
complete -F _hongtou hongtou

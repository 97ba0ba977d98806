# Completion of hongtou for fish. The program says what may come next.
function __hongtou_complete
    set -l words (commandline -opc) (commandline -ct)
    if test (count $words) -le 2
        set lines ($words[1] --complete 2>/dev/null)
    else
        set lines ($words[1] $words[2] --complete $words[3..-1] 2>/dev/null)
    end
    for line in $lines
        switch $line
            case ':files'
                __fish_complete_path (commandline -ct)
            case ':folders'
                __fish_complete_directories (commandline -ct)
            case '*'
                printf '%s\n' $line
        end
    end
end
complete -c hongtou -f -a '(__hongtou_complete)'

#!/usr/bin/env bash
# sizes.sh: how long files and functions may be, how deep statements may nest, and what may not be
# called at all.
set -euo pipefail
# shellcheck source=tests/repo/files.sh
. "$(dirname "$0")/files.sh"

product=$(list_files 'runtime/*' 'ops/*' 'mleap/*' 'proxy/*' 'cli/*' 'include/*' |
    grep -E '\.(c|h|cc|hh)$')
code=$({ echo "$product" && list_files 'tests/*' | grep -E '\.(c|h)$'; } | sort -u)

# Tables of data are as long as their data.
each_line_is_a_fault < <(
    echo "$code" | grep -v '_tables\.h$' | xargs wc -l |
        awk '$2 != "total" && $1 > 500 {print $2 " has " $1 " lines, 500 are enough"}'
)

# A function of ours begins with a brace in the first column and ends with one; clang-format sees to
# that. A control statement behind more than 16 blanks lies four deep. Tests hold tables.
each_line_is_a_fault < <(
    # shellcheck disable=SC2086 # one word a file
    awk '
    FNR == 1 { begin = 0 }
    /^[a-z].*\(/ && !/;$/ { name = $0; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name) }
    /^\{$/ { begin = FNR }
    /^\}/ && begin {
        if (FNR - begin - 1 > 60 && FILENAME !~ /^tests/)
            print FILENAME ":" begin ": " name " has " FNR - begin - 1 " lines, 60 are enough"
        begin = 0
    }
    begin && FILENAME !~ /^tests/ && /^                 *(if|for|while|do|switch|\} else)[ {]/ && match($0, /^ */) && RLENGTH % 4 == 0 {
        print FILENAME ":" FNR ": nested deeper than 3"
    }' $code
)

# Unbounded, global, or the end of the process. An action's environment is what its /init says, a
# command's is settled before anything else.
banned='strcpy|strcat|sprintf|vsprintf|strtok|gets|atoi|atof|alloca|system|setenv|putenv|setlocale|abort'
each_line_is_a_fault < <(
    echo "$product" | xargs grep -nE "(^|[^a-z_.>])($banned)\(" |
        grep -vE '^(proxy/action/init|cli/main)\.c:[0-9]+:.*[^a-z_]setenv\(' | sed 's/$/   <- banned/' || true
)

# In the library the heap belongs to arenas, buffers, and functions that make or end a handle.
sources=$(echo "$product" | grep -E '^(runtime|ops|mleap)/.*\.(c|cc)$')
each_line_is_a_fault < <(
    # shellcheck disable=SC2086
    awk '
    /^[a-z].*\(/ && !/;$/ { name = $0; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name) }
    FILENAME ~ /^runtime\/(arena|buf)\.c$/ || name ~ /(^|_)(new|free|open|close|build)(_|$)/ { next }
    /(^|[^a-z_.>])(malloc|calloc|realloc|aligned_alloc|free|strdup|strndup)\(/ {
        print FILENAME ":" FNR ": heap memory in " name
    }' $sources
)

finish

# Sourced by the checks of this folder: goes to the root of the tree, and lists its files.
# shellcheck shell=bash

cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit

# list_files GLOB...: files of the tree, one a line: what git knows, or would add. Without git,
# everything but build folders.
list_files() {
    if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
        git ls-files --cached --others --exclude-standard -- "$@" | while read -r file; do
            [[ -e $file ]] && printf '%s\n' "$file"
        done
    else
        local glob
        for glob in "$@"; do
            find . -path ./build -prune -o -type f -path "./${glob/#\*/*}" -print | sed 's|^\./||'
        done
    fi | sort -u
}

# fault WORDS...: prints a fault; finish tells of it.
n_faults=0
fault() {
    printf '%s\n' "$*"
    n_faults=$((n_faults + 1))
}

# each_line_is_a_fault: what a check prints, line by line.
each_line_is_a_fault() {
    local line
    while IFS= read -r line; do
        [[ -z $line ]] || fault "$line"
    done
}

finish() {
    echo "$n_faults faults"
    ((n_faults == 0))
}

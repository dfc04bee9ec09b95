#!/usr/bin/env bash
# docs.sh [CLEAP]: links lead somewhere; what the program writes into docs/ is what it would write
# now; the README names the script that runs the tests.
set -euo pipefail
# shellcheck source=tests/repo/files.sh
. "$(dirname "$0")/files.sh"

# [text](path), without those to the web and to places in the same file.
each_line_is_a_fault < <(
    # shellcheck disable=SC2016 # backquotes are meant
    list_files '*.md' | while read -r file; do
        sed '/^```/,/^```/d; s/`[^`]*`//g' "$file" | grep -oE '\]\([^)# ]+' | sed 's/^](//' |
            grep -vE '^(https?|mailto):' | sort -u | while read -r link; do
            [[ -e $(dirname "$file")/$link ]] || echo "$file: no such file: $link"
        done || true
    done
)

# same_as FILE COMMAND...: what the command prints is what the file holds.
same_as() {
    local file=$1
    shift
    [[ -e $file ]] || return 0
    if ! "$@" 2>/dev/null | cmp -s - "$file"; then
        fault "$file is not what '${*:2}' prints; write it anew"
    fi
}

if [[ $# -gt 0 && -x $1 ]]; then
    same_as docs/operators.md "$1" ops --markdown
    same_as docs/cleap.1 "$1" help --man
fi

if [[ -e README.md ]]; then
    grep -q 'script/test' README.md || fault "README.md does not name script/test"
fi
[[ $(grep -vE '^(#|set |$)' .ci/run) == "exec script/test" ]] || fault ".ci/run must exec script/test"

finish

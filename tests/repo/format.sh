#!/usr/bin/env bash
# format.sh: every C and C++ file is as clang-format lays it out; every file ends with a newline and
# no line ends with blanks.
set -euo pipefail
# shellcheck source=tests/repo/files.sh
. "$(dirname "$0")/files.sh"

format=$(command -v clang-format-14 || command -v clang-format)
each_line_is_a_fault < <(
    list_files '*' | grep -E '\.(c|h|cc|hh)$' | xargs "$format" --dry-run 2>&1 |
        grep -E 'warning|error' || true
)

text=$(list_files '*' | grep -E '(\.(c|h|cc|hh|md|sh|cmake|scala|yml|proto)|CMakeLists\.txt)$|^(script|\.ci)/')
each_line_is_a_fault < <(
    echo "$text" | xargs grep -nIE '[[:blank:]]+$' | sed 's/$/   <- blanks at the end/' || true
    echo "$text" | while read -r file; do
        [[ ! -s $file || -z $(tail -c 1 "$file") ]] || echo "$file: no newline at its end"
    done
)

finish

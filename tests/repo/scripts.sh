#!/usr/bin/env bash
# scripts.sh: every script stands up to shellcheck, stops at the first fault and can be run.
set -euo pipefail
# shellcheck source=tests/repo/files.sh
. "$(dirname "$0")/files.sh"

scripts=$({ list_files 'script/*' '.ci/*' && list_files '*.sh'; } | sort -u)
each_line_is_a_fault < <(
    # shellcheck disable=SC2086 # one word a file
    shellcheck --format=gcc --external-sources $scripts || true
)
for script in $scripts; do
    [[ $script == tests/repo/files.sh ]] && continue
    [[ -x $script ]] || fault "$script cannot be run"
    grep -q '^set -euo pipefail' "$script" || fault "$script: no set -euo pipefail"
done
for script in $(list_files 'script/*'); do
    grep -q -- '--help' "$script" || fault "$script: no --help"
done

finish

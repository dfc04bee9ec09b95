#!/usr/bin/env bash
# registry.sh [CLEAP]: every op has a golden case and every golden case has its ops; the program, if
# given, lists exactly the files.
set -euo pipefail
# shellcheck source=tests/repo/files.sh
. "$(dirname "$0")/files.sh"

files=$(list_files 'ops/*/*.c' | grep -v '^ops/kernels/' |
    xargs grep -hE '^    \.name = "[a-z_.]+",$' | sed 's/.*"\(.*\)".*/\1/' | sort)
n_files=$(list_files 'ops/*/*.c' | grep -cv '^ops/kernels/')
[[ $(wc -l <<<"$files") == "$n_files" ]] || fault "an op file without its one .name, or with two"

cases=$(list_files 'tests/golden/*/*/meta.json' | xargs sed -n 's/.*"ops": \[\(.*\)\].*/\1/p' |
    tr ',' '\n' | tr -d ' "' | sed '/^$/d' | sort -u |
    grep -vxE 'pipeline|no_such_op|categorical_drilldown')

each_line_is_a_fault < <(
    comm -23 <(echo "$files") <(echo "$cases") | sed 's/^/no golden case has the op /'
    comm -13 <(echo "$files") <(echo "$cases") | sed 's/^/golden cases have an op without file: /'
)

# A group of cases is an op, a dot in its name an underscore, or a family.
each_line_is_a_fault < <(
    list_files 'tests/golden/*/*/meta.json' | cut -d/ -f3 | sort -u |
        grep -vxE 'bundle|cast|e2e|frame|old|perf|pipeline|sk' | comm -23 - <(tr . _ <<<"$files") |
        sed 's/^/a group of golden cases that is no op: /' || true
)

if [[ $# -gt 0 && -x $1 ]] && "$1" help ops >/dev/null 2>&1; then
    each_line_is_a_fault < <(diff <(echo "$files") <("$1" ops | awk '{print $1}' | sort) || true)
fi

finish

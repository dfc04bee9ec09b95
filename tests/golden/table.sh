#!/usr/bin/env bash
# table.sh RESULTS CLEAP: how near each op came to the JVM, from what the golden cases wrote into a
# folder. A pipeline counts under each op that it holds; cases are those whose bundle opens, also
# if its rows must fail. Fails when an op of the program has no value compared, or declares itself
# exact and is not.
set -euo pipefail

export LC_ALL=C
results=$1 cleap=$2
if [[ -z $(find "$results" -type f -size +0 -print -quit) ]]; then
    echo "no results: run all cases first, ctest -L golden" >&2
    exit 1
fi

{
    CLEAP_PLUGINS='' "$cleap" ops | awk '{ print "class", $1, $3 }'
    find "$results" -type f | sort | while read -r file; do
        echo "case ${file##*/}"
        cat "$file"
    done
} | awk '
    function percent(part, whole) { return whole ? 100 * part / whole : 100 }
    # A bounded value near 0 may lie on the other side of it.
    function distance(ulps) { return ulps < 1e9 ? sprintf("%d", ulps) : "across 0" }
    function fault(what) { faults = faults "fault: " what "\n" }
    $1 == "class" { class[$2] = $3; next }
    $1 == "case" { file = $2; next }
    !((file, $1) in seen) { seen[file, $1]; cases[$1]++ }
    { values[$1] += $2; equal[$1] += $3; if ($4 > worst[$1]) worst[$1] = $4 }
    $2 > 0 && !(file in answers) { answers[file]; n_answers++ }
    END {
        line = "%-34s %6s %9s %10s %10s  %s\n"
        printf line, "op", "cases", "values", "bit-equal", "worst ulp", "class"
        fflush()
        for (op in class) {
            if (values[op] == 0)
                fault(op " has no golden case with an answer")
            if (class[op] == "exact" && equal[op] != values[op])
                fault(op " is said to be exact, and is not")
            if (!(op in cases))
                continue
            printf line, op, cases[op], values[op], sprintf("%.4f%%", percent(equal[op], values[op])),
                   distance(worst[op]), class[op] | "sort"
            n += values[op]; n_equal += equal[op]; n_ops++
            if (worst[op] > worst_of_all) worst_of_all = worst[op]
        }
        close("sort")
        printf "columns of the frame: %d values, %.4f%% bit-equal\n", values["frame"],
               percent(equal["frame"], values["frame"])
        printf "golden: %d ops, %d answers, %d values, %.4f%% bit-equal, worst ulp %s\n", n_ops,
               n_answers, n, percent(n_equal, n), distance(worst_of_all)
        printf "%s", faults
        exit (faults != "")
    }
'

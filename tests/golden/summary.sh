#!/usr/bin/env bash
# summary.sh RESULTS: totals of what the golden cases wrote into a folder, by op. Columns that come
# with the frame are a row of their own ("frame") and not in the total.
set -euo pipefail

cd "$1"
awk '
    function percent(part, whole) { return whole ? 100 * part / whole : 100 }
    function distance(ulps) { return ulps < 1e9 ? sprintf("worst %d ulp", ulps) : "wrong values" }
    FNR == 1 { n_cases++ }
    { values[$1] += $2; equal[$1] += $3; if ($4 > worst[$1]) worst[$1] = $4 }
    $1 != "frame" { n += $2; n_equal += $3; if ($4 > worst_of_all) worst_of_all = $4 }
    END {
        for (op in values)
            printf "%-32s %8d values  %8.4f%% bit-equal  %s\n", op, values[op],
                   percent(equal[op], values[op]), distance(worst[op]) | "sort"
        close("sort")
        printf "golden: %d answers, %d values, %.4f%% bit-equal, %s\n", n_cases, n,
               percent(n_equal, n), distance(worst_of_all)
    }
' ./*

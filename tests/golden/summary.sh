#!/usr/bin/env bash
# summary.sh RESULTS: totals of what the golden cases wrote into a folder, by op.
set -euo pipefail

cd "$1"
awk '
    FNR == 1 { cases++ }
    { values[$1] += $2; equal[$1] += $3; n += $2; n_equal += $3
      if ($4 > worst[$1]) worst[$1] = $4 }
    function percent(part, whole) { return whole ? 100 * part / whole : 100 }
    END {
        for (op in values)
            printf "%-32s %8d values  %8.4f%% bit-equal  worst %d ulp\n", op, values[op],
                   percent(equal[op], values[op]), worst[op] | "sort"
        close("sort")
        printf "golden: %d cases with values, %d values, %.4f%% bit-equal\n", cases, n,
               percent(n_equal, n)
    }
' ./*

#!/usr/bin/env bash
# layers.sh: a file includes its own layer or those below it, and only the layer that owns a library
# includes its header. C++ stays behind two doors.
set -euo pipefail
# shellcheck source=tests/repo/files.sh
. "$(dirname "$0")/files.sh"

each_line_is_a_fault < <(
    # shellcheck disable=SC2016 # it is awk
    list_files 'runtime/*' 'ops/*' 'mleap/*' 'proxy/*' 'cli/*' 'include/*' |
        grep -E '\.(c|h|cc|hh)$' | xargs awk '
    BEGIN {
        n = split("include runtime ops mleap proxy cli", order)
        for (i = 1; i <= n; i++) rank[order[i]] = i

        owner["zip.h"] = owner["protobuf-c/protobuf-c.h"] = "mleap"
        owner["simdjson.h"] = owner["avro.h"] = "mleap"
        owner["zlib.h"] = owner["lzma.h"] = owner["snappy-c.h"] = "mleap"
        owner["microhttpd.h"] = owner["curl/curl.h"] = "proxy"
        owner["cblas.h"] = owner["pcre2.h"] = "ops"
        owner["jansson.h"] = "mleap proxy cli"
        owner["pthread.h"] = "runtime proxy cli"
    }
    /^#include/ {
        header = $2
        gsub(/[<>"]/, "", header)
        layer = FILENAME; sub(/\/.*/, "", layer)
        below = header; sub(/\/.*/, "", below)
        if (below == "cleap") below = "include"
        if ($2 ~ /^"/ && !(below in rank))
            print FILENAME ":" FNR ": " header " is not named from the root"
        if (below in rank && rank[below] > rank[layer])
            print FILENAME ":" FNR ": " layer " may not include " header
        if (header in owner && index(" " owner[header] " ", " " layer " ") == 0)
            print FILENAME ":" FNR ": " header " belongs to " owner[header]
    }'
)

# Installed headers stand alone.
each_line_is_a_fault < <(
    list_files 'include/*' | xargs grep -nE '^#include "' | grep -v '"cleap/' || true
)

each_line_is_a_fault < <(
    list_files '*' | grep -E '\.(cc|hh|cpp|cxx|hpp)$' |
        grep -vE '^(mleap/json(_[a-z]+)?\.(cc|hh)|runtime/number(_[a-z]+)?\.(cc|hh))$' |
        sed 's/$/: C++ has its doors in mleap\/json*.cc and runtime\/number*.cc/' || true
)

finish

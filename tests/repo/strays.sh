#!/usr/bin/env bash
# strays.sh: nothing left undone, nothing of the machine it was written on, no addresses that a user
# cannot know.
set -euo pipefail
# shellcheck source=tests/repo/files.sh
. "$(dirname "$0")/files.sh"

text=$(list_files '*' |
    grep -vE '^tests/(golden/.*/.*/|fuzz/corpus/|repo/strays\.sh)|\.(zip|gz|bin|avro|pb|png)$')

each_line_is_a_fault < <(
    echo "$text" | xargs grep -nIE '\b(TODO|FIXME|XXX|HACK)\b' || true
    echo "$text" | xargs grep -nIE '(^|[^a-zA-Z0-9_.$}])/(work|root|home|Users)/' || true
    echo "$text" | xargs grep -nIE '/tmp/[a-z]/' || true
    list_files '*' | grep -E '(\.orig|\.rej|~|\.swp|\.class|\.o|\.so|zz_scratch\.c)$' || true
)

# Large files do not belong into the history.
each_line_is_a_fault < <(
    list_files '*' | xargs stat -c '%s %n' | awk '$1 > 2000000 {print $2 ": " $1 " bytes"}'
)

# Links and package sources: only hosts that everybody knows.
known='apache\.org|github\.com|openwhisk\.apache\.org|spdx\.org|maven\.org|debian\.org|docker\.com'
known+='|localhost|example\.(com|org)|json-schema\.org|combust\.ml|semver\.org|keepachangelog\.com'
known+='|127\.0\.0\.1|editorconfig\.org|w3\.org|cmake\.org|readthedocs\.io|oracle\.com'
each_line_is_a_fault < <(
    echo "$text" | xargs grep -noIE "https?://[A-Za-z0-9.-]+" |
        grep -vE "https?://([a-z0-9-]+\.)*($known)$" || true
)

finish

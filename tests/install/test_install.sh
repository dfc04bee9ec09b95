#!/usr/bin/env bash
# test_install.sh BUILD: installs the build into a folder of its own, then builds the example of
# docs/embedding.md against it, with pkg-config and with CMake, and runs it.
set -euo pipefail

build=$1
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
prefix=$work/prefix

fail() {
    echo "test_install.sh: $*" >&2
    exit 1
}

cmake --build "$build" --target libcleap cleap >/dev/null
cmake --install "$build" --prefix "$prefix" >/dev/null
for file in bin/cleap include/cleap/cleap.h include/cleap/version.h share/man/man1/cleap.1; do
    [ -f "$prefix/$file" ] || fail "$file was not installed"
done
library=$(find "$prefix" -name 'libcleap.so')
[ -n "$library" ] || fail "libcleap.so was not installed"
libdir=$(dirname "$library")

# Only the installed functions are to be seen from outside.
strangers=$(nm -D --defined-only "$library" | awk '{print $3}' | grep -v '^cleap_' || true)
[ -z "$strangers" ] || fail "the library exports $strangers"

# shellcheck disable=SC2016  # backquotes of Markdown
# The first C block of the page, run from the root as its path to the model wants.
sed -n '/^```c$/,/^```$/p' "$root/docs/embedding.md" | sed -e '/^```$/,$d' -e '1d' >"$work/topic.c"
export PKG_CONFIG_PATH=$libdir/pkgconfig
# shellcheck disable=SC2046  # flags are words
cc -std=c11 -Wall -Werror "$work/topic.c" $(pkg-config --cflags --libs cleap) -o "$work/topic"
answer=$(cd "$root" && LD_LIBRARY_PATH=$libdir "$work/topic")
[[ $answer =~ ^[0-5]$ ]] || fail "the example answers '$answer'"

cat >"$work/CMakeLists.txt" <<'EOF'
cmake_minimum_required(VERSION 3.25)
project(topic C)
find_package(cleap REQUIRED)
add_executable(topic topic.c)
target_link_libraries(topic PRIVATE cleap::cleap)
EOF
cmake -S "$work" -B "$work/build" -DCMAKE_PREFIX_PATH="$prefix" >/dev/null
cmake --build "$work/build" >/dev/null
[ "$(cd "$root" && "$work/build/topic")" = "$answer" ] || fail "the CMake build answers otherwise"

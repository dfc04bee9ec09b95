#!/usr/bin/env bash
# test_install.sh BUILD: installs the build into a folder of its own, then builds the example of
# docs/embedding.md and the plug-in of docs/plugins.md against it, with pkg-config and with CMake,
# and runs them.
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
for file in bin/cleap include/cleap/cleap.h include/cleap/version.h share/man/man1/cleap.1 \
    include/cleap/plugin/runtime/op.h; do
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

# The example of docs/plugins.md: with CMake, and with the page's own line.
score() {
    "$prefix/bin/cleap" score "$root/examples/plugin/bundle" "$root/examples/plugin/frame.json" \
        --compact --plugin "$1"
}
clipped='{"rows":[[-2.5,-1.0],[0.5,0.5],[7.0,1.0]],'
cmake -S "$root/examples/plugin" -B "$work/clip" -DCMAKE_PREFIX_PATH="$prefix" >/dev/null
cmake --build "$work/clip" >/dev/null
[[ $(score "$work/clip/clip.so") == "$clipped"* ]] || fail "the plug-in that CMake built does not clip"
# shellcheck disable=SC2016  # backquotes of Markdown
line=$(sed -n '/^```sh$/,/^```$/p' "$root/docs/plugins.md" | sed -n '2p')
(cd "$work" && cp "$root/examples/plugin/clip.c" . && eval "$line")
[[ $(score "$work/clip.so") == "$clipped"* ]] || fail "the plug-in of the page does not clip"

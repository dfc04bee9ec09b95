#!/usr/bin/env bash
# test_aarch64.sh WORK: the unit test of the dense kernels on an emulated aarch64, whose set of
# kernels no test on x86-64 reaches. Exits with 77 where the packages of the group `cross` of
# script/dependencies are missing.
set -euo pipefail

work=$1
cd "$(dirname "$0")/../.."

for program in aarch64-linux-gnu-gcc qemu-aarch64; do
    if ! command -v "$program" >/dev/null; then
        echo "cross: skipped, there is no $program: script/dependencies cross"
        exit 77
    fi
done

mkdir -p "$work"
aarch64-linux-gnu-gcc -std=c11 -O2 -static -ffp-contract=off -Wall -Wextra -Werror \
    -Itests/cross -I. -Iinclude -I"$work/../include" -o "$work/test_dense" \
    tests/unit/ops/kernels/test_dense.c ops/kernels/dense*.c -lm
qemu-aarch64 "$work/test_dense" | tee "$work/test_dense.log"
grep -q '^neon$' "$work/test_dense.log"

#!/usr/bin/env bash
# The same bits from an AVX2 and an AVX-512 build, where the machine has both.
set -euo pipefail

for feature in avx512f avx512bw avx512dq avx512vl; do
  if ! grep -qw "$feature" /proc/cpuinfo; then
    echo "skipped: this processor has no $feature"
    exit 77
  fi
done

[ -x "$SLIPBURST" ] || { echo "there is no program $SLIPBURST"; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake -S "$SLIPBURST_SOURCE_DIR" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DSLIPBURST_CPU_ARCH=x86-64-v4 \
  -DSLIPBURST_CUDA=OFF -DSLIPBURST_KOKKOS=OFF -DBUILD_TESTING=OFF -DSLIPBURST_BUILD_BENCH=OFF > "$work/log"
cmake --build "$work/build" --target slipburst_program -j 2 >> "$work/log" || { tail -n 30 "$work/log"; exit 1; }
wide=$(find "$work/build" -name slipburst -type f -perm -u+x)

hash() {  # hash PROGRAM COMMAND... : the digests in its JSON
  "$@" --json 2> /dev/null | grep -o '"[a-z]*_sha256":"[0-9a-f]*"'
}
for arguments in "paper-100nm" "al-on-ge --set pinning.alpha=0.8 --set table.tolerance=1e-2"; do
  # shellcheck disable=SC2086
  narrow=$(hash "$SLIPBURST" spectrum $arguments --events 1000003 --seed 7)
  # shellcheck disable=SC2086
  other=$(hash "$wide" spectrum $arguments --events 1000003 --seed 7)
  echo "$arguments: $narrow"
  if [ -z "$narrow" ] || [ "$narrow" != "$other" ]; then
    echo "differs on AVX-512: $other"
    exit 1
  fi
done

#!/usr/bin/env bash
# The same bits from an AVX2 and an AVX-512 build, where the machine has both.
set -euo pipefail

for feature in avx512f avx512bw avx512dq avx512vl; do
  if ! grep -qw "$feature" /proc/cpuinfo; then
    echo "skipped: this processor has no $feature"
    exit 77
  fi
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

probe() {  # probe LEVEL: builds the probe for it, and prints what it gives
  local build=$work/$1
  cmake -S "$SLIPBURST_SOURCE_DIR/tests/parity/probe" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_UNITY_BUILD=ON -DSOURCE_DIR="$SLIPBURST_SOURCE_DIR" -DSLIPBURST_CPU_ARCH="$1" > "$build.log" 2>&1 &&
    cmake --build "$build" -j 2 >> "$build.log" 2>&1 || { tail -n 30 "$build.log" >&2; return 1; }
  "$build/probe"
}
narrow=$(probe x86-64-v3)
wide=$(probe x86-64-v4)
uses_avx512() {  # uses_avx512 LEVEL: whether the probe for it holds instructions with mask or 512-bit registers
  objdump -d "$work/$1/probe" | grep -E '%zmm|\{%k' > /dev/null
}
# Builds without a difference would prove nothing.
if uses_avx512 x86-64-v3 || ! uses_avx512 x86-64-v4; then
  echo "the builds do not differ in their instructions as they should"
  exit 1
fi

echo "$narrow"
if [ "$(wc -l <<< "$narrow")" != 4 ] || [ "$narrow" != "$wide" ]; then
  echo "AVX-512 gives:"
  echo "$wide"
  exit 1
fi

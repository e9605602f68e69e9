#!/usr/bin/env bash
# The same bits from an AVX2 and an AVX-512 build, where the machine has both: from the probe that is linked to the library,
# and from one that is built here for the other level.
set -euo pipefail

for feature in avx512f avx512bw avx512dq avx512vl; do
  if ! grep -qw "$feature" /proc/cpuinfo; then
    echo "skipped: this processor has no $feature"
    exit 77
  fi
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

build=$work/other
cmake -S "$SLIPBURST_SOURCE_DIR/tests/parity/probe" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_UNITY_BUILD=ON -DSOURCE_DIR="$SLIPBURST_SOURCE_DIR" -DSLIPBURST_CPU_ARCH="$SLIPBURST_OTHER_LEVEL" > "$build.log" 2>&1 &&
  cmake --build "$build" -j 2 >> "$build.log" 2>&1 || { tail -n 30 "$build.log" >&2; exit 1; }

uses_avx512() {  # uses_avx512 FILE : whether it holds instructions with mask or 512-bit registers
  objdump -d "$1" | grep -E '%zmm|\{%k' > /dev/null
}
# Builds without a difference would prove nothing.
(cd "$work" && ar x "$SLIPBURST_LIBRARY" reference_backend.cpp.o)
used=0
for file in "$work/reference_backend.cpp.o" "$build/probe"; do
  if uses_avx512 "$file"; then used=$((used + 1)); fi
done
if ((used != 1)); then
  echo "the builds do not differ in their instructions as they should"
  exit 1
fi
ours=$("$SLIPBURST_PROBE")
theirs=$("$build/probe")
echo "$ours"
if [ "$(wc -l <<< "$ours")" != 4 ] || [ "$ours" != "$theirs" ]; then
  echo "$SLIPBURST_OTHER_LEVEL gives:"
  echo "$theirs"
  exit 1
fi

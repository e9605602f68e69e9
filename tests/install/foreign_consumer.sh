#!/usr/bin/env bash
# foreign_consumer.sh CMAKE BUILD_FOLDER COMPILER : installs slipburst, moves what was installed, then builds and runs
# a project that knows it only through find_package(slipburst).
set -euo pipefail
cmake=$1 build=$2 compiler=$3
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$cmake" --install "$build" --prefix "$work/installed" >/dev/null
mv "$work/installed" "$work/moved"
"$work/moved/bin/slipburst" --version
"$cmake" -S "$here/consumer" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER="$compiler" \
  -DCMAKE_PREFIX_PATH="$work/moved"
"$cmake" --build "$work/build"
"$work/build/consumer"
if grep -q -e -march "$work/build/build.ninja"; then
  echo "find_package(slipburst) chooses the consumer's instruction set" >&2
  exit 1
fi

# The program of the headers' README, as it is printed there.
readme=$here/../../include/slipburst/README.md
block() { # LANGUAGE : the first code block of that language
  awk -v open="\`\`\`$1" '$0 == open { inside = 1; next } inside && $0 == "```" { exit } inside' "$readme"
}
mkdir "$work/embedding"
block cmake >"$work/embedding/CMakeLists.txt"
block cpp >"$work/embedding/main.cpp"
"$cmake" -S "$work/embedding" -B "$work/embedding/build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_PREFIX_PATH="$work/moved"
"$cmake" --build "$work/embedding/build"
printed=$("$work/embedding/build/embedding")
echo "$printed"
grep -qF "It prints \`$printed\`" "$readme" || {
  echo "include/slipburst/README.md does not say that its program prints this" >&2
  exit 1
}

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

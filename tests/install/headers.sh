#!/usr/bin/env bash
# headers.sh CMAKE BUILD_FOLDER COMPILER : installs slipburst and compiles its headers, each by itself: those without a
# source of the same name, which would include them first; with SLIPBURST_LONG_TESTS=1 all.
set -euo pipefail
cmake=$1 build=$2 compiler=$3
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$cmake" --install "$build" --prefix "$work" >/dev/null
cd "$work/include"
mapfile -t headers < <(
  find . -name '*.hpp' | while read -r header; do
    source=$here/../../${header#./slipburst-host/}
    if [[ ${SLIPBURST_LONG_TESTS:-} == 1 || ! -e ${source%.hpp}.cpp ]]; then echo "${header#./}"; fi
  done | sort)
if ((${#headers[@]} < 60)); then
  echo "only ${#headers[@]} headers were installed" >&2
  exit 1
fi
export compiler
# shellcheck disable=SC2016 # the inner shell expands them
printf '%s\n' "${headers[@]}" | xargs -P "$(nproc)" -I{} bash -c \
  'echo "#include \"$1\"" | "$compiler" -std=c++20 -Wall -Werror -fsyntax-only -I. -Islipburst-host -x c++ -' _ {}
echo "${#headers[@]} headers compile by themselves"

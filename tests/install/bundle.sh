#!/usr/bin/env bash
# bundle.sh CMAKE BUILD_FOLDER : makes the bundle of the program that is built there, and runs it in a root that has
# nothing but glibc, from a moved folder, and with a bad environment. Its counts must be those of the built program.
set -euo pipefail
cmake=$1 build=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
  echo "bundle: $*" >&2
  exit 1
}

"$cmake" -DFOLDER="$work" -P "$build/write_bundle.cmake"
tarballs=("$work"/slipburst-*.tar.gz)
name=$(basename "${tarballs[0]}" .tar.gz)
[[ ${#tarballs[@]} == 1 && $name == slipburst-[0-9]*-linux-x86_64 ]] || fail "wrong name: ${tarballs[*]}"
tar -tzf "$work/$name.tar.gz" | grep -v "^$name/" && fail "these are not in the folder $name"
for file in README.md LICENSE host/manual/{README,guide,commands,case,methods,running,formats}.md scripts/slurm/README.md scripts/slurm/array.sbatch; do
  tar -tzf "$work/$name.tar.gz" "$name/$file" >/dev/null
done
mkdir "$work/pages"
tar -xzf "$work/$name.tar.gz" -C "$work/pages"
"$(dirname "$0")/../../scripts/dev/check-links" "$work/pages/$name" || fail "links of the manual lead nowhere"

run=(spectrum al-on-si --events 2e4 --set table.tolerance=0.01 --json)
digest() { grep -o '"counts_sha256": *"[0-9a-f]*"' <<<"$1"; }
expected=$(digest "$("$SLIPBURST" "${run[@]}")")

# Moved, below a name with spaces, without environment.
mkdir "$work/a moved folder"
tar -xzf "$work/$name.tar.gz" -C "$work/a moved folder"
moved="$work/a moved folder/$name"
[[ $(digest "$(env -i "$moved/bin/slipburst" "${run[@]}" -o "$work/moved.h5")") == "$expected" ]] ||
  fail "other counts than those of the program that was built"
[[ -s $work/moved.h5 ]] || fail "no output file"
ln -s "$moved/bin/slipburst" "$work/linked"
env -i PATH="$work:/a folder that is not there" LD_LIBRARY_PATH=/usr/lib/x86_64-linux-gnu linked cases >/dev/null

# All libraries are its own, but for glibc.
machine='linux-vdso\.so|/ld-linux|/lib(c|m|mvec|pthread|dl|rt|resolv|util)\.so'
list=$(env -i /lib64/ld-linux-x86-64.so.2 --list "$moved/bin/slipburst")
grep -q "$moved/bin/../lib/libhdf5" <<<"$list" || fail "HDF5 is not in the bundle"
grep -vE "$machine" <<<"$list" | grep -vF " => $moved/bin/../lib/" && fail "these libraries are not in the bundle"

status=0
message=$(UDUNITS2_XML_PATH=/none.xml "$moved/bin/slipburst" "${run[@]}" 2>&1) || status=$?
[[ $status == 1 && $message == *UDUNITS2_XML_PATH*/none.xml* ]] || fail "exit $status, $message"

if ((EUID != 0)) || ! command -v dpkg >/dev/null; then
  echo "skipped: to run in a root without anything else needs root and Debian"
  exit 77
fi
root=$work/root
mkdir "$root"
dpkg -L libc6 | while read -r file; do
  if [[ -f $file ]]; then cp --parents --dereference "$file" "$root"; fi
done
tar -xzf "$work/$name.tar.gz" -C "$root"
# Not glibc's, but on every machine: how the loader, and the program, know where the program is.
mkdir -p "$root/proc/self"
ln -s "/$name/bin/slipburst" "$root/proc/self/exe"
chroot=$(command -v chroot)
inside() { env -i "$chroot" "$root" "/$name/bin/slipburst" "$@"; }
inside --version
inside info
inside cases >/dev/null
[[ $(digest "$(inside "${run[@]}" -o /inside.h5)") == "$expected" ]] || fail "other counts in a bare root"
[[ -s $root/inside.h5 ]] || fail "no output file in a bare root"
rm -r "$root/$name/share/udunits"
message=$(inside "${run[@]}" 2>&1) && fail "ran without the database of units"
[[ $message == *"no UDUNITS-2 database"*"/$name/share/udunits/udunits2.xml"* ]] || fail "$message"

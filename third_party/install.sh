#!/bin/bash
# Installs the Debian packages that tlsprobe is built with, and with --tests also
# those its tests use. Safe to run twice; works as root and with sudo.
#
# usage: third_party/install.sh [--tests] [--dry-run]
set -euo pipefail

say() { echo "install: $*"; }
die() { echo "install: $*" >&2; exit 1; }

tests=no dry=no
for argument; do
  case $argument in
    --tests) tests=yes ;;
    --dry-run) dry=yes ;;
    *) die "unknown argument '$argument'; usage: third_party/install.sh [--tests] [--dry-run]" ;;
  esac
done

# What the build needs.
build=(bazel-bootstrap bazel-rules-java bazel-rules-proto bazel-skylib g++ python3
  android-libboringssl-dev libabsl-dev libfmt-dev libboost-dev nlohmann-json3-dev
  zlib1g-dev libbrotli-dev libzstd-dev libexpat1-dev libre2-dev nettle-dev)
# What the tests need on top: Catch2, sanitizers and fuzzers, and the other side of the wire.
test=(catch2 clang-19 lld-19 libclang-rt-19-dev clang-format clang-tidy openssl gnutls-bin nginx-light
  python-is-python3 python3-jsonschema valgrind)
# On Debian 12 these come from backports.
from_backports=" android-libboringssl-dev catch2 "

[[ -r /etc/os-release ]] || die "no /etc/os-release: this is not Debian 12 or 13. Needed: ${build[*]} ${test[*]}"
. /etc/os-release
release=${VERSION_CODENAME:-}
case "${ID:-}:$release" in
  debian:bookworm | debian:trixie) ;;
  *) die "this is ${PRETTY_NAME:-an unknown system}, not Debian 12 or 13. Needed here, by Debian's names: ${build[*]}; for the tests: ${test[*]}" ;;
esac

as_root=()
if ((EUID != 0)); then
  command -v sudo > /dev/null || die "packages are missing or may be: run this as root, or install sudo"
  as_root=(sudo)
fi

installed() { dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2> /dev/null | grep -q '^ii'; }

wanted=("${build[@]}")
[[ $tests == no ]] || wanted+=("${test[@]}")
missing=()
for package in "${wanted[@]}"; do
  # Debian 12's default Boost (1.74) lacks what 1.81 has; Debian 13's default is newer.
  [[ $release:$package == bookworm:libboost-dev ]] && package=libboost1.81-dev
  installed "$package" && continue
  [[ $release == bookworm && $from_backports == *" $package "* ]] && package+=/bookworm-backports
  missing+=("$package")
done
if ((${#missing[@]} == 0)); then
  say "all ${#wanted[@]} packages are installed"
  exit 0
fi

# The mirror this machine uses already, from apt itself (both file formats), and the key that goes with it.
mirror() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' 'Component: main' | head -n1
}
signed_by() { # of the source with the address $1
  local file key
  for file in /etc/apt/sources.list.d/*.sources; do
    [[ -e $file ]] || continue
    key=$(awk -v RS= -v uri="${1%/}" 'index($0, uri) && !/\nEnabled: *no/ &&
      match($0, /(^|\n)Signed-By: *[^\n]+/) { s = substr($0, RSTART, RLENGTH); sub(/.*Signed-By: */, "", s); print s; exit }' "$file")
    [[ $key != /* ]] || { echo "$key"; return; }
  done
  { cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2> /dev/null || true; } |
    { grep -F "${1%/}" || true; } | sed -n 's/^deb .*\[.*signed-by=\([^] ]*\).*/\1/p' | head -n1
}
backports_known() {
  apt-get indextargets --format '$(CODENAME)' 'Created-By: Packages' | grep -qx bookworm-backports
}
add_backports() {
  local uri key
  uri=$(mirror)
  [[ -n $uri ]] || die "apt knows no source for Debian 12 (bookworm main): add one to /etc/apt/sources.list.d, then run this again"
  key=$(signed_by "$uri")
  say "adding the suite bookworm-backports of this machine's own mirror"
  printf 'Types: deb\nURIs: %s\nSuites: bookworm-backports\nComponents: main\n%s' "$uri" "${key:+Signed-By: $key$'\n'}" |
    "${as_root[@]}" tee /etc/apt/sources.list.d/tlsprobe-backports.sources > /dev/null
}

say "missing: ${missing[*]}"
[[ $dry == no ]] || exit 0
if [[ $release == bookworm ]] && ! backports_known; then add_backports; fi
"${as_root[@]}" apt-get update -q
# Services that a package brings (nginx) are not to be started on this machine.
if [[ ! -e /usr/sbin/policy-rc.d ]]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee /usr/sbin/policy-rc.d > /dev/null
  "${as_root[@]}" chmod 755 /usr/sbin/policy-rc.d
  trap '"${as_root[@]}" rm -f /usr/sbin/policy-rc.d' EXIT
fi
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
say "done"

# Sourced by the other scripts: installs what is missing, finds a Swift compiler.
# shellcheck shell=bash

say() { printf '\n==> %s\n' "$*"; }
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# shellcheck disable=SC2034  # read by the scripts that source this one
build_packages=(
  build-essential ca-certificates git pkg-config
  libbrotli-dev libhyperscan-dev libpcre2-dev libsqlite3-dev libyaml-dev libzstd-dev zlib1g-dev
)
# shellcheck disable=SC2034
test_packages=(haproxy openssl python3 python3-venv shellcheck wrk)

# Installs those of the named Debian packages that are missing.
install_packages() {
  local missing=() package status
  for package in "$@"; do
    status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
    [[ $status == "install ok installed" ]] || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  command -v apt-get >/dev/null || fail "missing: ${missing[*]} (this is no Debian: install their equivalents)"
  local as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || fail "run as root, or install first: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  say "installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# Puts a Swift compiler of at least 6.2 into PATH, or says how to get one.
require_swift() {
  local place
  if ! command -v swift >/dev/null; then
    for place in "${HOME:-/root}/.local/share/swiftly/bin" /opt/swift/usr/bin /usr/share/swift/usr/bin; do
      [[ -x $place/swift ]] && PATH="$place:$PATH" && break
    done
  fi
  command -v swift >/dev/null ||
    fail "there is no swift in PATH; Argus needs Swift 6.2 or newer: https://www.swift.org/install/linux/"
  local version
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
  local major=${version%%.*} minor=${version#*.}
  if ! [[ $version =~ ^[0-9]+\.[0-9]+$ ]] || ((major < 6 || (major == 6 && minor < 2))); then
    fail "swift is version ${version:-unknown}; Argus needs 6.2 or newer: https://www.swift.org/install/linux/"
  fi
}

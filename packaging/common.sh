# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
#
# Shared by run, test and bundle: named steps that are silent unless they fail, and Debian packages.
# Sourced, never run.

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
log="$root/build/packaging.log"
mkdir -p "$root/build"

# Everything needed to build and run attnscope.
run_packages=(cmake g++ ninja-build qt6-base-dev qt6-svg-dev libqcustomplot-dev libsqlitecpp-dev libsqlite3-dev
  nlohmann-json3-dev libcli11-dev libexpected-dev libboost-dev libkainjow-mustache-dev
  fonts-roboto-unhinted fonts-jetbrains-mono)
# What the tests need beside that.
test_packages=(libgtest-dev libgmock-dev libbenchmark-dev clang clang-tidy clang-format libclang-rt-14-dev
  reuse sqlite3 git python3 python3-pip)

say() { printf '%s\n' "$*" >&2; }

# step NAME COMMAND…: runs a command, shows its output only if it fails, and then names the step.
step() {
  local name=$1
  shift
  if ! "$@" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    say "error: $name failed (whole output: $log)"
    exit 3
  fi
}

# need_packages NAME…: installs the Debian packages that are missing, with sudo only if not root.
need_packages() {
  local missing=() package
  command -v dpkg-query >/dev/null || {
    say "error: this script installs Debian packages, and this is not Debian. Needed: $*"
    exit 3
  }
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  local admin=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
      say "error: packages are missing and there is no sudo; as root: apt-get install ${missing[*]}"
      exit 3
    }
    admin=(sudo)
  fi
  say "Installing from Debian: ${missing[*]}"
  step "apt-get update" "${admin[@]}" apt-get update
  for package in "${missing[@]}"; do
    apt-cache show "$package" >/dev/null 2>&1 || {
      say "error: Debian's package $package is not to be had here"
      exit 3
    }
  done
  step "apt-get install ${missing[*]}" "${admin[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "${missing[@]}"
}

# build PRESET [TARGET…]: configures once, then builds what changed.
build() {
  local preset=$1
  shift
  if [ ! -f "$root/build/$preset/build.ninja" ]; then
    say "Configuring build/$preset"
    step "cmake --preset $preset" cmake -S "$root" --preset "$preset" "${cmake_options[@]}"
    grep -h '^-- CUDA device' "$log" | sed 's/^-- //' >&2 || true
  fi
  # Said only if there is something to do, which a moment tells.
  (sleep 1 >/dev/null 2>&1 && say "Building build/$preset") >/dev/null &
  local announcement=$!
  trap "kill $announcement 2>/dev/null || true" EXIT
  step "building $preset" cmake --build "$root/build/$preset" ${1:+--target "$@"}
  kill "$announcement" 2>/dev/null || true
  wait "$announcement" 2>/dev/null || true
  trap - EXIT
}
cmake_options=()

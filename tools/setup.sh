#!/bin/bash
# Sets up what is needed on Debian 12: `setup.sh run` for the kiosk, `setup.sh test` for the tests with real services.
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-run}

run_packages=(
  python3 python3-venv python3-dev gcc libpcsclite-dev libpcsclite1            # pyscard has no Linux wheel
  libglib2.0-0 libegl1 libgl1 libdbus-1-3 libfontconfig1 libxkbcommon0          # Qt
  libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0 # Qt on X11
  fonts-ipamj-mincho                                                            # rare kanji on the paper
)
test_packages=(
  pcscd vsmartcard-vpcd opensc openssl        # a real PC/SC service with a virtual reader
  cups cups-client cups-ipp-utils dbus        # a real print service and printer program
  poppler-utils zbar-tools qpdf               # to read the paper back
  xvfb xauth strace procps iproute2 mmdebstrap dpkg-dev fakeroot
)

missing() { for p in "$@"; do dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q "ok installed" || echo "$p"; done; }

install_packages() {
  local wanted
  # Plain word splitting: package names have no spaces, and a bare tree may lack /dev/fd.
  # shellcheck disable=SC2207
  wanted=($(missing "$@"))
  [ "${#wanted[@]}" -eq 0 ] && return
  if ! command -v apt-get >/dev/null; then
    echo "setup: this is not Debian; install the equivalents of: ${wanted[*]}" >&2
    return
  fi
  local sudo=""
  [ "$(id -u)" -eq 0 ] || sudo="sudo"
  if [ -n "$sudo" ] && ! command -v sudo >/dev/null; then
    echo "setup: please run as root, or install sudo. Missing: ${wanted[*]}" >&2
    exit 1
  fi
  echo "setup: installing ${#wanted[@]} Debian packages"
  $sudo apt-get update -qq
  # Services must not start by themselves in a build; the tests start their own.
  $sudo env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
}

find_python() {
  for p in python3.13 python3.12 python3.11 python3; do
    if command -v "$p" >/dev/null && "$p" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$p"
      return
    fi
  done
  echo "setup: Python 3.11 or newer is needed" >&2
  exit 1
}

make_environment() {
  local python
  python=$(command -v python3 && python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null) || python=$(find_python)
  python=$(echo "$python" | head -n 1)
  [ -x .venv/bin/python ] || "$python" -m venv .venv
  echo "setup: installing Python packages from requirements.lock"
  .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
  PYTHONWARNINGS=ignore .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . 2>/dev/null
}

case $what in
  run) install_packages "${run_packages[@]}"; make_environment; .venv/bin/python tools/catalogues.py compile >/dev/null ;;
  test) install_packages "${test_packages[@]}" ;;
  *) echo "setup: say run or test" >&2; exit 2 ;;
esac

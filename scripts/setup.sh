#!/usr/bin/env bash
# Installs the distribution packages that Cora needs and that are missing. Safe to run again: then it does nothing.
#   scripts/setup.sh                  everything: compiler, runtime, and what tests and demo call
#   scripts/setup.sh --compiler-only  what `cora` needs; no DPDK
set -euo pipefail

compiler=(libbpf-dev libelf-dev libpcap-dev libssl-dev linux-libc-dev binutils gcc libc6-dev)
runtime=(libdpdk-dev iproute2 ethtool)
traffic=(iperf3 curl nftables tcpdump tcpreplay busybox bpftool iputils-ping procps)

packages=("${compiler[@]}")
case "${1:-}" in
  "") packages+=("${runtime[@]}" "${traffic[@]}") ;;
  --compiler-only) ;;
  *) echo "usage: scripts/setup.sh [--compiler-only]" >&2; exit 2 ;;
esac

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done

if ! command -v swift >/dev/null; then
  echo "setup: no Swift toolchain on PATH; install Swift 6.1 or later from swift.org first" >&2
  exit 1
fi
if ! command -v clang >/dev/null; then
  echo "setup: no clang on PATH; the Swift toolchain brings one: put its usr/bin on PATH" >&2
  exit 1
fi
if [ ${#missing[@]} -eq 0 ]; then
  echo "setup: nothing is missing"
  exit 0
fi
if ! command -v apt-get >/dev/null; then
  echo "setup: no apt-get here; install the equivalents of: ${missing[*]}" >&2
  exit 1
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "setup: needs root (or sudo) to install: ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

echo "setup: installing ${missing[*]}"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
echo "setup: done"

#!/bin/sh
# reproduce.sh PACKAGE: the same commit built in another folder is the same package, bit by bit.
set -eu
package=$(realpath "$1")
root=$(cd "$(dirname "$0")/../.." && pwd)
other=$(mktemp -d)
trap 'rm -rf "$other"' EXIT
git clone -q "$root" "$other/a folder elsewhere"
cd "$other/a folder elsewhere"
# Nothing that was compiled in the first folder is used again.
CCACHE_DISABLE=1 tests/package/build.sh build/package >"$other/log" 2>&1 || { tail -n 30 "$other/log"; exit 1; }
cmp "$package" build/package/*.deb
echo "built twice, in two folders: the same $(wc -c <"$package") bytes, sha256 $(sha256sum <"$package" | cut -d ' ' -f 1)"

#!/bin/sh
# build.sh FOLDER: the Debian package of this tree, in FOLDER. Its times are those of the last commit.
set -eu
cd "$(dirname "$0")/../.."
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH TZ=UTC LC_ALL=C.UTF-8
umask 022
rm -f "$1"/*.deb
cmake --preset package $(command -v ccache >/dev/null && echo -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
cmake --build build/package
cpack --config build/package/CPackConfig.cmake -B "$1"

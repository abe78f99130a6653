#!/usr/bin/env bash
# Recording and reviewing event rows beside DuckDB (@duckdb/node-api, two threads) aggregating the same
# file per unit and then per variant, `sqlite3 .import` and GROUP BY, and `wc -l` as the floor. Warm
# files, alternating, five pairs, medians and ratios; peak memory and the ledger's size too.
#
# scale.sh PROGRAM GENERATE [ROWS] [UNITS]
set -euo pipefail
program=$(realpath "$1")
generate=$(realpath "$2")
export rows=${3:-10000000} units=${4:-1000000}
here=$(realpath "$(dirname "$0")")
[ -d "$here/node_modules" ] || (cd "$here" && npm ci --no-audit --no-fund)
stand=$(mktemp -d)
trap 'rm -rf "$stand"' EXIT
cd "$stand"
python3 "$here/scale.py" "$program" "$generate" "$here"

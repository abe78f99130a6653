#!/usr/bin/env bash
# A cycle of examples/answers-in-two-hours as its program manager types it, and what collab answers.
# The example's data are of spring 2026: COLLAB_NOW says which morning it is.
set -euo pipefail
program=$(realpath "$1")
source=$(realpath "$(dirname "$0")/..")
stand=$(mktemp -d)
trap 'rm -rf "$stand"' EXIT
cp -r "$source/examples/answers-in-two-hours/." "$stand"
mkdir "$stand/bin"
ln -s "$program" "$stand/bin/collab"
export PATH="$stand/bin:$PATH" COLLAB_ACTOR=ana
cd "$stand"

morning() { export COLLAB_NOW="$1T13:00:00Z"; printf '\n# %s\n' "$2"; }
type() { printf '\n$'; printf ' %s' "${@@Q}" | sed "s/'\([A-Za-z0-9_.@=:,+-]*\)'/\1/g"; printf '\n'; "$@"; }

morning 2026-03-01 'Sunday, 1 March 2026: tomorrow it begins. The plan is sealed before there are data.'
type collab plan answers-in-two-hours

morning 2026-03-16 'Monday, 16 March: fourteen nights are in; the first look is due.'
type collab run answers-in-two-hours
type collab review answers-in-two-hours

morning 2026-03-30 'Monday, 30 March: the cycle is over.'
type collab run answers-in-two-hours
type collab run answers-in-two-hours
type collab review answers-in-two-hours

sed -i 's/within two hours on weekdays/within two hours on any day and evening/' experiments/answers-in-two-hours.yaml
printf '\n# The definition says what changes: evenings and weekends too.\n'
type collab decide answers-in-two-hours adapt -m 'Weekday answers come too late for most questions' --next

morning 2026-04-28 'Tuesday, 28 April: the second cycle is over.'
type collab run answers-in-two-hours
type collab review answers-in-two-hours
type collab status

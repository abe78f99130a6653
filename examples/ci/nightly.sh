#!/bin/sh
# nightly.sh PROJECT: a program's night from cron. Silent when all is well, so that cron mails nothing; else it
# prints what is wrong, which cron mails, and exits with collab's code. See collab-ci(7).
#
#   MAILTO=program@shop.example
#   15 5 * * *  /srv/program/nightly.sh /srv/program
#
# cron's hour is the machine's; which days are over is told by the time zone in collab.yaml. What was not there
# in time is recorded the next night, so the hour need only be late enough for the feeds.
set -u
project=${1:?usage: nightly.sh PROJECT}
cd "$project" || exit 4
: "${COLLAB_ACTOR:=nightly}" "${COLLAB_TIMEOUT:=10m}"
export COLLAB_ACTOR COLLAB_TIMEOUT

# One night at a time. The kernel lets go of the lock when the script ends, however it ends.
mkdir -p .collab/nightly || exit 1
exec 9>.collab/nightly/lock
if ! flock --nonblock 9; then
  echo "nightly: the night before is still running in $project" >&2
  exit 6
fi

reports=.collab/nightly
run_code=0
collab run --all --keep-going --gate -o "$reports/run.txt" -o "$reports/run.xml" >"$reports/log" 2>&1 || run_code=$?
review_code=0
collab review --all --gate -o "$reports/review.txt" -o "$reports/review.xml" >>"$reports/log" 2>&1 || review_code=$?

# 1 to 9: it could not be done. 10 and more: it was done, and the answer is not a pass; the lower one says more.
code=$run_code
if [ "$review_code" -ne 0 ] && { [ "$code" -eq 0 ] || [ "$code" -ge 10 ] && [ "$review_code" -lt "$code" ]; }; then
  code=$review_code
fi
# A contingency that came true this night is an alert in the log, whatever the codes say.
if [ "$code" -eq 0 ] && ! grep --quiet '^alert: ' "$reports/log"; then exit 0; fi

echo "collab in $project: exit $code (run $run_code, review $review_code)"
echo
cat "$reports/log"
if [ "$run_code" -ge 10 ]; then
  echo
  cat "$reports/run.txt"
fi
if [ "$review_code" -ge 10 ]; then
  echo
  cat "$reports/review.txt"
fi
exit "$code"

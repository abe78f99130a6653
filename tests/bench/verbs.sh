#!/usr/bin/env bash
# Start-up, status and review with 1,000 experiments and 100,000 observations in the ledger, beside a
# peer in the same run: sqlite3 counting the observations of that ledger, and /bin/true for the floor.
# Then every cycle is decided, and what all of them taught is asked for. Prints the median of 21 runs of
# each (11 of the latter), alternating, whole processes.
#
# verbs.sh PROGRAM [EXPERIMENTS] [ROWS OF EACH]
set -euo pipefail
built=$(realpath "$1")
experiments=${2:-1000}
rows=${3:-100}
stand=$(mktemp -d)
trap 'rm -rf "$stand"' EXIT
cd "$stand"
# As an installation leaves it: the pages of a file that the linker wrote lie one by one in the cache
# and are mapped one by one, those of a copied file together, which is 1.5 ms of each start.
program=$stand/bin/collab
install -D "$built" "$program"
export COLLAB_ACTOR=bench COLLAB_NOW=2026-03-02T06:00:00Z
mkdir experiments data
cat > collab.yaml <<'Y'
schema: collab.program/1
program: Bench
time_zone: America/Chicago
currency: USD
Y

# One definition and one file of nightly figures for each experiment: rows = nights x variants x metrics.
nights=$((rows / 4))
python3 - "$experiments" "$nights" <<'P'
import datetime, sys
count, nights = int(sys.argv[1]), int(sys.argv[2])
first = datetime.date(2026, 3, 1)
for i in range(count):
    name = f"bench-{i:04d}"
    with open(f"experiments/{name}.yaml", "w") as out:
        out.write(f"""schema: collab.experiment/1
id: {name}
title: Bench experiment {i}
owner: bench@shop.example
evaluate:
  problem: p
  hypothesis: h
  baseline: control
  metrics:
    - {{id: return_visit, kind: proportion, role: goal, better: higher, target: ">= +5%"}}
    - {{id: complaints, kind: rate, role: guardrail, better: lower, limit: "<= +10%"}}
experiment:
  unit: consumer
  variants: {{control: {{share: 50%}}, answers: {{share: 50%}}}}
  control: control
  starts: {first}
  cycle: {nights}d
  feeds:
    - id: nightly
      file: data/{name}.csv
      rows: summary
      counts: new
      columns: {{period: night, variant: group, return_visit: {{successes: back, n: shoppers}}, complaints: {{events: complaints, exposure: orders}}}}
monitor: {{looks: weekly}}
repeat: {{cycles: {{at_least: 1, at_most: 3}}}}
""")
    with open(f"data/{name}.csv", "w") as out:
        out.write("night,group,shoppers,back,orders,complaints\n")
        for n in range(nights):
            for g in ("control", "answers"):
                out.write(f"{first + datetime.timedelta(days=n)},{g},{1000 + n},{300 + (i + n) % 17},{900 + n},{20 + n % 5}\n")
P
"$program" plan -q > /dev/null
export COLLAB_NOW=2026-04-10T06:00:00Z
start=$(date +%s%N)
"$program" run --all -q > /dev/null
printf 'ledger: %s experiments, %s observations, %s bytes; recorded in %s ms\n' "$experiments" \
  "$(sqlite3 .collab/ledger.db 'SELECT count(*) FROM observation')" "$(stat -c %s .collab/ledger.db)" \
  "$((($(date +%s%N) - start) / 1000000))"

cat > compare.py <<'P'
import statistics, subprocess, sys, time
program, runs = sys.argv[1], int(sys.argv[2])
peer_name = "sqlite3, count of observations"
commands = {"/bin/true": ["/bin/true"],
            peer_name: ["sqlite3", ".collab/ledger.db", "SELECT count(*) FROM observation"]}
for line in sys.argv[3:]:
    commands["collab " + line] = [program, *line.split()]
times = {name: [] for name in commands}
for _ in range(runs + 1):
    for name, command in commands.items():
        start = time.perf_counter()
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        times[name].append((time.perf_counter() - start) * 1000)
        assert done.returncode == 0, (name, done.stderr)
peer = statistics.median(times[peer_name][1:])
for name, each in times.items():
    median = statistics.median(each[1:])
    print(f"{name:40} {median:7.2f} ms   {median / peer:5.2f} of the peer")
P
python3 compare.py "$program" 21 version status 'review bench-0500' 'run bench-0500'

start=$(date +%s%N)
for ((i = 0; i < experiments; i++)); do
  printf -v name 'bench-%04d' "$i"
  "$program" decide "$name" abandon -m "no difference that $i consumers would notice" -q > /dev/null
done
printf '%s cycles decided: %s ms each\n' "$experiments" "$((($(date +%s%N) - start) / 1000000 / experiments))"
python3 compare.py "$program" 11 learnings 'learnings consumers' 'learnings --metric return_visit' program

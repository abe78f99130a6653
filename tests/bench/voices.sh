#!/usr/bin/env bash
# A million voices: import, the same again, a search with at most 10,000 matches, all measures, and
# measures by month and touch point. Beside peers in the same run: sqlite3 filling the same tables
# and indexes with the same rows, and sqlite3 reading every voice's day.
# Prints import times, and the median of 11 runs of the others, alternating, whole processes.
#
# voices.sh PROGRAM [VOICES]
set -euo pipefail
program=$(realpath "$1")
voices=${2:-1000000}
stand=$(mktemp -d)
trap 'rm -rf "$stand"' EXIT
cd "$stand"
export COLLAB_ACTOR=bench COLLAB_NOW=2026-11-20T06:00:00Z
cat > collab.yaml <<'Y'
schema: collab.program/1
program: Bench
time_zone: America/Chicago
currency: USD
touch_points: {questions: Questions, ideas: Ideas, service: Service}
Y

# Words by Zipf's law; 0.8 % of the voices hold the word that is searched for.
python3 - "$voices" <<'P'
import datetime, random, sys
count = int(sys.argv[1])
random.seed(1)
words = [f"word{i}" for i in range(20000)]
pool = random.choices(words, [1 / (i + 10) for i in range(20000)], k=1_000_000)
start = datetime.datetime(2025, 11, 20)
with open("voices.csv", "w") as out:
    out.write("id,time,kind,consumer,touch_point,location,theme,text,nps,answered,answered_by,answer\n")
    for i in range(count):
        said = start + datetime.timedelta(seconds=31 * i)
        kind = ("question", "question", "question", "idea", "complaint", "complaint", "praise")[i % 7]
        text = " ".join(pool[(i * 11) % 999_000 : (i * 11) % 999_000 + 14])
        if i % 125 == 0:
            text += " refrigerator"
        answered = f"{said + datetime.timedelta(seconds=random.randrange(60, 200_000)):%Y-%m-%dT%H:%M:%SZ},ben,thanks" \
            if random.random() < 0.6 and kind != "praise" else ",,"
        out.write(f"T-{i},{said:%Y-%m-%dT%H:%M:%SZ},{kind},c-{int(random.paretovariate(0.6)) % 300000},"
                  f"{('questions', 'ideas', 'service')[i % 3]},s-{i % 400},theme-{i % 40},{text},"
                  f"{random.randrange(11) if i % 5 == 0 else ''},{answered}\n")
P
for run in first again; do
  start=$(date +%s%N)
  "$program" voice import voices.csv -q > /dev/null
  printf 'import of %s voices, %s: %s ms; ledger %s bytes\n' "$voices" "$run" \
    "$((($(date +%s%N) - start) / 1000000))" "$(stat -c %s .collab/ledger.db)"
done

# What SQLite itself takes: neither reading, checking, pseudonyms and seals, nor digests.
tables='voice_consumer voice voice_text voice_answer voice_answer_text voice_page'
{
  echo 'PRAGMA journal_mode = WAL; PRAGMA cache_size = -262144; PRAGMA foreign_keys = ON;'
  sqlite3 .collab/ledger.db "SELECT sql || ';' FROM sqlite_schema WHERE type IN ('table', 'index')
    AND sql NOT NULL AND name NOT LIKE 'voice_search_%' AND name <> 'sqlite_sequence'
    AND (tbl_name IN ('operation', 'voice_search') OR tbl_name IN ('${tables// /\', \'}'))
    ORDER BY type DESC"
  echo "ATTACH '.collab/ledger.db' AS source; BEGIN; INSERT INTO operation SELECT * FROM source.operation;"
  for table in $tables; do echo "INSERT INTO $table SELECT * FROM source.$table;"; done
  echo "INSERT INTO voice_search(rowid, text) SELECT voice, text FROM voice_text WHERE text <> '';
    COMMIT; PRAGMA wal_checkpoint;"
} > peer.sql
start=$(date +%s%N)
sqlite3 peer.db < peer.sql > /dev/null
printf 'sqlite3, the same rows into the same tables: %s ms; %s bytes\n' \
  "$((($(date +%s%N) - start) / 1000000))" "$(stat -c %s peer.db)"

python3 - "$program" <<'P'
import statistics, subprocess, sys, time
program = sys.argv[1]
commands = {
    "/bin/true": ["/bin/true"],
    "sqlite3, days of all voices": ["sqlite3", ".collab/ledger.db", "SELECT max(day) FROM voice NOT INDEXED"],
    "search, 0.8 % of the voices match": [program, "voice", "list", "--search", "refrigerator"],
    "measures of all": [program, "voice", "show"],
    "measures by month and touch point": [program, "voice", "show", "--by", "month,touch_point"],
}
times = {name: [] for name in commands}
for _ in range(12):
    for name, command in commands.items():
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        times[name].append((time.perf_counter() - start) * 1000)
for name, runs in times.items():
    print(f"{name:36} {statistics.median(runs[1:]):8.2f} ms")
P

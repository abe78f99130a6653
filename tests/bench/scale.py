"""What scale.sh measures: whole processes, wall clock, peak memory by wait4()."""
import os, pathlib, shutil, statistics, subprocess, sys, time

program, generate, here = sys.argv[1:4]
rows, units = int(os.environ["rows"]), int(os.environ["units"])
pairs = int(os.environ.get("pairs", "5"))
os.environ.update(COLLAB_ACTOR="bench", COLLAB_NOW="2026-06-01T06:00:00Z")

DEFINITION = """schema: collab.experiment/1
id: scale
title: Ten million rows a night
owner: bench@shop.example
evaluate:
  problem: p
  hypothesis: h
  baseline: control
  metrics:
    - {id: visits, kind: mean, role: goal, better: higher, target: ">= +5%"}
    - {id: spend, kind: mean, role: secondary, better: higher}
    - {id: answers_read, kind: mean, role: secondary, better: higher}
experiment:
  unit: consumer
  variants: {control: {share: 33.4%}, answers: {share: 33.3%}, rewards: {share: 33.3%}}
  control: control
  starts: 2026-03-02
  cycle: 28d
  feeds:
    - id: log
      file: data/log-{date}.csv
      rows: event
      counts: new
      columns: {unit: unit, variant: variant, metric: metric, value: value, time: time}
repeat: {cycles: {at_least: 1, at_most: 3}}
"""
PROGRAM = "schema: collab.program/1\nprogram: Bench\ntime_zone: UTC\ncurrency: USD\n"


def run(command, **more):
    """Seconds, and the peak of resident memory in MB."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, **more)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command}: status {status}")
    return time.perf_counter() - begin, usage.ru_maxrss / 1024


def project():
    shutil.rmtree("project", ignore_errors=True)
    os.makedirs("project/experiments")
    pathlib.Path("project/collab.yaml").write_text(PROGRAM)
    pathlib.Path("project/experiments/scale.yaml").write_text(DEFINITION)
    run([program, "-C", "project", "plan", "scale", "-q"])


def ours(file, flags=()):
    """A fresh ledger; recording, then review."""
    project()
    took, memory = run([program, "-C", "project", "record", "scale", "--from", file, "--feed", "log", "-q", *flags])
    review, _ = run([program, "-C", "project", "review", "scale", "-q"])
    return took, review, memory


def ledger_size():
    return sum(path.stat().st_size for path in pathlib.Path("project/.collab").glob("ledger.db*")) / 1e6


def make(name, *arguments):
    with open(name, "wb") as out:
        subprocess.run([generate, *map(str, arguments)], stdout=out, check=True)
    return os.path.abspath(name)


def compare(title, file, limit, flags=()):
    duck = ["node", os.path.join(here, "duckdb.mjs"), file]
    with open(file, "rb") as warm:
        while warm.read(1 << 24):
            pass
    mine, theirs = [], []
    for _ in range(pairs):
        mine.append(ours(file, flags))
        theirs.append(run(duck))
    ratios = [(m[0] + m[1]) / t[0] for m, t in zip(mine, theirs)]
    median = statistics.median
    print(f"{title:44} {median(m[0] for m in mine):6.2f} s + {median(m[1] for m in mine) * 1000:4.0f} ms  "
          f"DuckDB {median(t[0] for t in theirs):6.2f} s  ratio {median(ratios):5.2f} (at most {limit})  "
          f"{max(m[2] for m in mine):5.0f} MB (DuckDB {max(t[1] for t in theirs):5.0f})  ledger {ledger_size():5.1f} MB",
          flush=True)


def nights(count):
    """The same units, night after night, each in its own file."""
    project()
    times = []
    for night in range(count):
        make("night.csv", rows // 5, units, 3, 1, "plain", night)
        took, _ = run([program, "-C", "project", "record", "scale", "--from", "night.csv", "--feed", "log", "-q"])
        times.append(took)
    review = statistics.median(run([program, "-C", "project", "review", "scale", "-q"])[0] for _ in range(5))
    first, last = times[0], statistics.median(times[-3:])
    print(f"{count} nights of {rows // 5:,} rows: first {first:.2f} s, last {last:.2f} s, {last / first:.2f} of the first "
          f"(at most 1.5); review {review * 1000:.0f} ms; ledger {ledger_size():.0f} MB", flush=True)


def floor(file):
    wc, _ = run(["wc", "-l", file])
    script = ("CREATE TABLE e(unit TEXT, variant TEXT, metric TEXT, value REAL, time TEXT);\n.mode csv\n"
              f".import --skip 1 {file} e\n"
              "SELECT variant, count(*), sum(v), sum(v * v) FROM (SELECT unit, min(variant) AS variant, sum(value) AS v "
              "FROM e GROUP BY unit) GROUP BY variant;\n")
    began = time.perf_counter()
    subprocess.run(["sqlite3", ":memory:"], input=script.encode(), stdout=subprocess.DEVNULL, check=True)
    print(f"wc -l {wc:.2f} s; sqlite3 .import and GROUP BY {time.perf_counter() - began:.1f} s", flush=True)


which = os.environ.get("only", "day quoted days many nights flat floor").split()
if "day" in which or "floor" in which:
    day = make("day.csv", rows, units, 3, 1)
if "day" in which:
    compare("one day", day, 0.5)
if "floor" in which:
    floor(day)
if "quoted" in which:
    compare("one day, 36-character quoted ids", make("quoted.csv", rows, units, 3, 1, "quoted"), 0.55)
    os.remove("quoted.csv")
if "days" in which:
    compare("28 days in one file", make("days.csv", rows, units, 3, 28), 0.8)
    os.remove("days.csv")
if "many" in which:
    compare("6 million units, --memory 1G", make("many.csv", rows, 6 * units, 3, 1), 1.0, ("--memory", "1G"))
    os.remove("many.csv")
if "nights" in which:
    nights(28)
if "flat" in which:
    for size in (rows // 10, rows, 3 * rows):
        file = make("flat.csv", size, units // 10, 3, 1)
        took, review, _ = ours(file)
        print(f"{size:,} rows: {took * 1e9 / size:.0f} ns a row; review {review * 1000:.0f} ms", flush=True)

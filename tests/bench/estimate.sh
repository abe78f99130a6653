#!/usr/bin/env bash
# `collab estimate -` with 1,000 comparisons, JSON in and out, and planning with five looks: median of 11
# whole processes, beside `wc -l` over the same lines for the floor.
#
# estimate.sh PROGRAM
set -euo pipefail
program=$(realpath "$1")
stand=$(mktemp -d)
trap 'rm -rf "$stand"' EXIT
python3 - "$program" "$stand" <<'P'
import json, pathlib, random, statistics, subprocess, sys, time

program, stand = sys.argv[1], pathlib.Path(sys.argv[2])
draw = random.Random(20261128)

def mean_arm():
    n = draw.randint(200, 20000)
    mean, sd = draw.uniform(10, 60), draw.uniform(5, 40)
    return {"n": n, "sum": n * mean, "sum_squares": (n - 1) * sd * sd + n * mean * mean}

def share_arm():
    n = draw.randint(200, 20000)
    return {"n": n, "sum": draw.randint(1, n // 3)}

def lines(kind, arm, **more):
    return "".join(json.dumps({"id": str(i), "kind": kind, "control": arm(), "treatment": arm(), **more}) + "\n"
                   for i in range(1000))

def median(command, text):
    times = []
    for _ in range(11):
        begin = time.perf_counter()
        ran = subprocess.run(command, input=text.encode(), capture_output=True)
        times.append(time.perf_counter() - begin)
        if ran.returncode != 0:
            sys.exit(f"{command}: exit {ran.returncode}: {ran.stderr.decode()[:200]}")
    return statistics.median(times) * 1000

estimate = [program, "estimate", "-"]
means = lines("mean", mean_arm)
print(f"wc -l, 1,000 lines                   {median(['wc', '-l'], means):7.1f} ms")
print(f"1,000 means                          {median(estimate, means):7.1f} ms  (at most 15)")
print(f"1,000 Miettinen-Nurminen differences {median(estimate, lines('proportion', share_arm, effect='absolute')):7.1f} ms  (at most 50)")
print(f"1,000 always-valid proportions       {median(estimate, lines('proportion', share_arm, inference='anytime')):7.1f} ms  (at most 100)")
plan = [program, "power", "--baseline", "20%", "--effect", "+5%", "--units", "600/day", "--cycle", "35d", "--looks", "7d,14d,21d,28d,35d"]
print(f"a plan with five looks               {median(plan, ''):7.1f} ms  (at most 200)")
P

#!/usr/bin/python3
"""examples/ci/github-nightly.yaml, step by step as a runner would, on several nights of a clock that stands still.

Exit 77 without python3-yaml.
"""
import json
import os
import pathlib
import re
import subprocess
import sys

try:
    import yaml
except ImportError:
    print("python3-yaml is not installed")
    sys.exit(77)

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from nights import SOURCE, Checks, Project  # noqa: E402

GH = """#!/bin/sh
# The few calls of `gh api` that the workflow makes, on a file of comments.
exec python3 "$GH_STAND_IN" "$@"
"""
GH_PYTHON = '''
import json, os, pathlib, subprocess, sys
store = pathlib.Path(os.environ["GH_COMMENTS"])
comments = json.loads(store.read_text()) if store.exists() else []
words, method, jq, body, path = sys.argv[1:], "GET", None, None, None
assert words.pop(0) == "api" and os.environ["GH_TOKEN"]
while words:
    word = words.pop(0)
    if word == "--method": method = words.pop(0)
    elif word == "--jq": jq = words.pop(0)
    elif word == "--field": body = pathlib.Path(words.pop(0).removeprefix("body=@")).read_text()
    elif word != "--paginate": path = word
if method == "GET":
    assert path == "repos/shop/program/issues/1/comments", path
    sys.exit(subprocess.run(["jq", "-r", jq], input=json.dumps(comments), text=True).returncode)
if method == "POST":
    comments.append({"id": 100 + len(comments), "body": body})
else:
    [comment] = [c for c in comments if path == f"repos/shop/program/issues/comments/{c['id']}"]
    comment["body"] = body
store.write_text(json.dumps(comments))
'''

check = Checks()
project = Project()
workflow = yaml.safe_load((SOURCE / "examples/ci/github-nightly.yaml").read_text())
triggers = workflow.get("on", workflow.get(True))  # YAML 1.1 reads `on` as true
check("schedule" in triggers, "it runs on a schedule", triggers)
[job] = workflow["jobs"].values()

# The stand-ins of a runner: its files, its workspace, and gh.
tools = project.folder / "tools"
tools.mkdir()
(tools / "gh").write_text(GH)
(tools / "gh").chmod(0o755)
(tools / "gh.py").write_text(GH_PYTHON)
comments = project.folder / "comments.json"
comments.write_text(json.dumps([{"id": 7, "body": "a comment of somebody"}]))
runner = {"GITHUB_WORKSPACE": str(project.root), "GITHUB_REPOSITORY": "shop/program",
          "GH_COMMENTS": str(comments), "GH_STAND_IN": str(tools / "gh.py"),
          "PATH": f"{tools}:{project.environment['PATH']}"}
settings = {name: str(value) for name, value in workflow["env"].items()}
for name in ("COLLAB_LEDGER", "COLLAB_KEY_FILE"):
    check(settings[name].startswith("/srv/"), f"{name} outlives the job", settings[name])
    settings[name] = settings[name].replace("/srv/collab", str(project.folder / "srv"))
(project.folder / "srv").mkdir()
project.shell("mv .collab/ledger.db* \"$TO\"", TO=str(project.folder / "srv"))


def condition(step, failed):
    """The step's `if`, of the few forms that are used."""
    text = step.get("if")
    if text is None:
        return not failed
    text = text.removeprefix("${{ ").removesuffix(" }}")
    for part in text.split(" && "):
        file = re.fullmatch(r"hashFiles\('(.*)'\) != ''", part)
        if file and not (project.root / file.group(1)).exists():
            return False
        assert file or part == "!cancelled()", part
    return True


def night(now):
    """The steps of one job: {name: (exit code, summary, outputs, stdout, stderr)} of those that ran."""
    project.at(now)
    for name in ("review.md", "review.json", "definitions.xml", "figures.xml", "verdicts.xml"):
        (project.root / name).unlink(missing_ok=True)  # a checkout is fresh
    ran, failed = {}, False
    for number, step in enumerate(job["steps"]):
        if "run" not in step or not condition(step, failed):
            continue
        files = {name: project.folder / f"{name}-{number}" for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
        for file in files.values():
            file.write_text("")
        own = {name: str(value) for name, value in step.get("env", {}).items()}
        done = project.shell(step["run"], **settings, **runner, **own,
                             **{name: str(file) for name, file in files.items()})
        outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text().splitlines())
        ran[step["name"]] = (done.returncode, files["GITHUB_STEP_SUMMARY"].read_text(), outputs, done.stdout, done.stderr)
        failed = failed or done.returncode != 0
    return ran


def commands(text, name):
    return [line for line in text.splitlines() if line.startswith(f"::{name} ")]


def codes(ran):
    return {name: result[0] for name, result in ran.items()}


def report_is_sound(name):
    done = subprocess.run([sys.executable, str(SOURCE / "tests/junit_check.py"), str(project.root / name)],
                          capture_output=True, text=True)
    check(done.returncode == 0, f"{name} is JUnit", done.stdout)
    return (project.root / name).read_text()


# A good night: everything passes, nothing is annotated.
for feed in ("night", "slow"):
    project.night(2, feed)
ran = night("2026-03-03T11:15:00Z")
check(codes(ran) == {"Definitions": 0, "Figures": 0, "Verdicts": 0, "Comment": 0}, "a good night passes", ran)
code, summary, outputs, stdout, stderr = ran["Verdicts"]
check(outputs == {"exit": "0", "verdict": "pending", "recommendation": "", "report": "review.md"},
      "its outputs", outputs)
check(summary.startswith("<!-- collab:review:all -->\n") and "| METRIC |" in summary, "its summary", summary)
check(stdout == "" and "::error" not in stderr and "::warning" not in stderr, "no annotation", stderr)
check("<failure" not in report_is_sound("verdicts.xml"), "its report is green")
check("4 recorded" in ran["Figures"][1], "the figures' summary", ran["Figures"][1])
check(ran["Figures"][2] == {"exit": "0", "report": "figures.xml"}, "the figures' outputs", ran["Figures"][2])
said = json.loads(comments.read_text())
check(len(said) == 2 and said[1]["body"] == summary, "a comment is written", said)

# The same night again: nothing is doubled, and the comment is the same one.
again = night("2026-03-03T12:15:00Z")
check(codes(again) == codes(ran) and "unchanged" in again["Figures"][1], "again", again)
check(len(json.loads(comments.read_text())) == 2, "the comment is written anew")

# A silent night: slow's feed does not come. It is awaited at first, and stale 36 hours after its day's end.
project.night(3)
ran = night("2026-03-04T11:15:00Z")
check(codes(ran)["Verdicts"] == 0 and "awaited" in ran["Figures"][1], "a late feed is awaited", ran)
project.night(4)
ran = night("2026-03-05T11:30:00Z")
check(codes(ran) == {"Definitions": 0, "Figures": 0, "Verdicts": 11, "Comment": 0}, "a silent feed is 11", ran)
code, summary, outputs, stdout, stderr = ran["Verdicts"]
check(outputs["exit"] == "11", "its outputs", outputs)
errors = commands(stderr, "error")
check(any(line.startswith("::error file=experiments/slow.yaml,title=slow%3A freshness (stale)::") for line in errors),
      "the silent feed is an error", stderr)
check(not any("quick" in line for line in errors), "the other experiment is not", stderr)
check(len(commands(ran["Figures"][4], "warning")) == 1, "without a gate it is a warning", ran["Figures"][4])
check('<error type="stale"' in report_is_sound("verdicts.xml"), "its report has an error")
check('<error type="stale"' in report_is_sound("figures.xml"), "so has that of the figures")

# A bad night: quick's guardrail breaks, and slow's file has a fault.
for feed in ("night", "slow"):
    for day in (3, 4, 5):
        project.night(day, feed, complaints=400 if (feed, day) == ("night", 5) else 60)
(project.root / "data/slow-2026-03-05.csv").write_text(
    "group,type,visits,members,complaints,orders\ncontrol,,200,2000,60,1000\nanswers,,50%,2000,60,1000\n")
ran = night("2026-03-06T11:15:00Z")
check(codes(ran) == {"Definitions": 0, "Figures": 3, "Verdicts": 10, "Comment": 0}, "a bad night", ran)
code, summary, outputs, stdout, stderr = ran["Figures"]
check("::error file=data/slow-2026-03-05.csv,line=3,col=10,title=bad-value::'50%25' is not a number" in stderr,
      "the fault is an error at its place", stderr)
check("### Faults" in summary and "data/slow-2026-03-05.csv:3:10" in summary, "it is in the summary", summary)
check(outputs["exit"] == "3", "the figures' outputs", outputs)
check('<error type="invalid"' in report_is_sound("figures.xml"), "the figures' report has an error")
code, summary, outputs, stdout, stderr = ran["Verdicts"]
check(outputs["exit"] == "10" and outputs["verdict"] == "broken", "its outputs", outputs)
check("quick=" in outputs["recommendation"], "it asks for a decision", outputs)
check(any(line.startswith("::error file=experiments/quick.yaml,title=quick%3A complaints of answers (broken)::")
          for line in commands(stderr, "error")), "the guardrail is an error", stderr)
check('<failure type="broken"' in report_is_sound("verdicts.xml"), "its report has a failure")
check("broken" in json.loads(comments.read_text())[1]["body"], "the comment says so")
check(json.loads((project.root / "review.json").read_text())["schema"] == "collab.review/1", "JSON is there, too")

# A faulty definition: the first step says where; verdicts of what is sealed come all the same.
definition = project.root / "experiments/slow.yaml"
definition.write_text(definition.read_text().replace("kind: rate", "kind: rat"))
ran = night("2026-03-06T12:15:00Z")
check(codes(ran)["Definitions"] == 3 and "Figures" not in ran, "a faulty definition stops the figures", ran)
check(re.search(r"^::error file=experiments/slow.yaml,line=\d+,col=\d+,title=metric-kind::", ran["Definitions"][4], re.M),
      "and is an error at its place", ran["Definitions"][4])
check('<error type="metric-kind"' in report_is_sound("definitions.xml"), "its report has an error")

# Outside of a workflow: said, and everything else works.
project.at("2026-03-06T12:15:00Z")
done = project.shell("collab status --ci github", **settings)
check(done.returncode == 0 and "quick@1" in done.stdout, "outside of a workflow", done)
for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"):
    check(f"{name} is not set" in done.stderr, f"{name} is missed", done.stderr)

project.close()
check.end(at_least=40)

#!/usr/bin/python3
"""examples/ci/nightly.sh on several nights of a clock that stands still: what cron would mail, and its exit code."""
import fcntl
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from nights import SOURCE, Checks, Project  # noqa: E402

check = Checks()
project = Project()
SCRIPT = SOURCE / "examples/ci/nightly.sh"


def night(now):
    """Exit code, and what cron would mail."""
    project.at(now)
    # From another folder, with the few variables that cron gives.
    done = subprocess.run([str(SCRIPT), str(project.root)], cwd="/", env=project.environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


# A good night is silent, and so is the same night again.
for feed in ("night", "slow"):
    project.night(2, feed)
for now in ("2026-03-03T11:15:00Z", "2026-03-03T12:15:00Z"):
    check(night(now) == (0, ""), "a good night mails nothing", now)
log = project.shell("collab log -f csv --fields verb,actor")
check("run,nightly" in log.stdout, "the log says who did it", log.stdout)
check(log.stdout.count("run,nightly") == 2, "again records nothing", log.stdout)

# A night that is not over in the program's zone (Berlin: 22:30 UTC is its next day) is not looked for.
project.night(3)
project.night(3, "slow")
code, mail = night("2026-03-03T22:30:00Z")
status = project.shell("collab status -f csv --fields experiment,data_through").stdout
check(code == 0 and "quick,2026-03-02" in status, "before midnight in Berlin the day is open", status)
code, mail = night("2026-03-03T23:30:00Z")
status = project.shell("collab status -f csv --fields experiment,data_through").stdout
check(code == 0 and "quick,2026-03-03" in status, "after it the day is recorded", status)

# A silent night: nothing of slow comes. First it is awaited, and nothing is mailed.
project.night(4)
check(night("2026-03-05T05:15:00Z") == (0, ""), "a late feed is awaited")
project.night(5)
code, mail = night("2026-03-06T12:00:00Z")
check(code == 11, "a silent feed is 11", code, mail)
check("exit 11 (run 11, review 11)" in mail and "gate: slow: freshness:" in mail, "the mail names it", mail)
check("gate: quick" not in mail, "and no other", mail)

# A bad night: a guardrail breaks. What is late has come.
for day in (4, 5):
    project.night(day, "slow")
for feed in ("night", "slow"):
    project.night(6, feed, complaints=400 if feed == "night" else 60)
code, mail = night("2026-03-07T05:15:00Z")
check(code == 10, "a broken guardrail is 10", code, mail)
check("gate: quick: complaints of answers: broken" in mail, "the mail names it", mail)
check("What now" in mail and "collab decide quick" in mail, "and what to do", mail)
check((project.root / ".collab/nightly/review.xml").read_text().count("<failure") == 1, "the report has one failure")

# Worse: other numbers than those recorded. That could not be done, and comes first.
project.night(3, "slow", visits=226)
code, mail = night("2026-03-08T05:15:00Z")
check(code == 5 and "exit 5 (run 5, review 10)" in mail and "[conflict]" in mail, "a conflict is 5", code, mail)

# Two nights at once: the second leaves, and says so.
with open(project.root / ".collab/nightly/lock", "w") as lock:
    fcntl.flock(lock, fcntl.LOCK_EX)
    code, mail = night("2026-03-08T05:20:00Z")
    check(code == 6 and "still running" in mail, "a second one leaves", code, mail)
check(night("2026-03-08T05:25:00Z")[0] == 5, "the lock is free again")

# No project there.
project.root.rename(project.folder / "moved")
code, mail = night("2026-03-08T05:15:00Z")
check(code == 4 and mail != "", "no project is 4, and mailed", code, mail)

project.close()

# A contingency comes true on a night when every gate passes: mailed once, as what to do.
project = Project()
definition = project.root / "experiments/quick.yaml"
definition.write_text(definition.read_text().replace(
    "monitor:\n", "monitor:\n  contingencies:\n    - {when: {metric: complaints, variant: answers, above: 5%}, "
    "then: Ask the queue, owner: ben@shop.example}\n"))
project.shell("collab plan quick --amend -m 'who is asked'")
for feed in ("night", "slow"):
    project.night(2, feed)
code, mail = night("2026-03-03T11:15:00Z")
check(code == 0 and "alert: quick: con_1: complaints of answers above 5%" in mail, "a contingency is mailed", mail)
check("Ask the queue (ben@shop.example)" in mail, "with what to do", mail)
check(night("2026-03-03T12:15:00Z") == (0, ""), "and not again")
project.close()
check.end(at_least=19)

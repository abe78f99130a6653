"""A project with two experiments, its nights and a clock that stands still: what the tests of examples/ci share."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
FIRST, LAST = 2, 8  # of March 2026: the cycle's days


class Project:
    """Of tests/cli/project.sh: visits are a goal, complaints a guardrail; feeds come every night."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="collab-ci-"))
        self.root = self.folder / "program"
        self.root.mkdir()
        self.environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "America/Chicago",
                            "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "")}
        self.shell(f'. "{SOURCE}/tests/cli/project.sh"; project')
        definition = (self.root / "experiments/quick.yaml").read_text()
        slow = definition.replace("id: quick", "id: slow").replace("night-{date}", "slow-{date}")
        (self.root / "experiments/slow.yaml").write_text(slow)
        self.at("2026-03-01T12:00:00Z")
        self.shell("collab plan -q")

    def at(self, now):
        self.environment["COLLAB_NOW"] = now

    def shell(self, script, **more):
        done = subprocess.run(["bash", "-e", "-c", script], cwd=self.root, env={**self.environment, **more},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)
        return done

    def night(self, day, feed="night", complaints=60, visits=225):
        text = "group,type,visits,members,complaints,orders\n" \
               f"control,,200,2000,60,1000\nanswers,,{visits},2000,{complaints},1000\n"
        (self.root / f"data/{feed}-2026-03-{day:02}.csv").write_text(text)

    def close(self):
        shutil.rmtree(self.folder)


class Checks:
    """Counts what holds, says what does not."""

    def __init__(self):
        self.made = self.failed = 0

    def __call__(self, holds, what, *seen):
        self.made += 1
        if not holds:
            self.failed += 1
            print("FAILED:", what)
            for each in seen:
                print("   ", str(each).replace("\n", "\n    "))

    def end(self, at_least):
        self(self.made >= at_least, f"{at_least} checks are made", self.made)
        print(f"{self.made} checks, {self.failed} failed")
        sys.exit(1 if self.failed else 0)

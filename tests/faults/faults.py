#!/usr/bin/env python3
"""What a machine does to a program: it is killed, the disk is full, files cannot be read or written,
clocks go back, many write at once, bits flip. After each the ledger is sound, and holds all of an
operation or none of it.

faults.py PROGRAM [ROUNDS [TEST…]]    ROUNDS 1 in every test run; `./x faults` asks for hundreds.
Prints a table: how often each fault was tried, how many operations had been acknowledged (an exit code of
0) before it, how many of them were lost, and how many ledgers failed to verify afterwards.
"""
import functools, json, os, random, resource, shutil, signal, sqlite3, subprocess, sys, tempfile, time

PROGRAM = os.path.realpath(sys.argv[1])
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 3
SEED = int(os.environ.get("FAULTS_SEED", "1"))
NOW = "2026-03-20T08:00:00Z"
RANDOM = random.Random(SEED)
STAND = tempfile.mkdtemp(prefix="collab-faults-")
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "HOME": STAND, "COLLAB_ACTOR": "faults", "COLLAB_NOW": NOW, "LC_ALL": "C.UTF-8"}
failures = []
table = []


class Tally:
    """A line of the table."""
    def __init__(self, fault):
        self.fault, self.tries, self.acknowledged, self.lost, self.unsound = fault, 0, 0, 0, 0
        table.append(self)

    def kept(self, acknowledged, found):
        """acknowledged: the verbs that were answered with 0, in their order; found: those in the ledger."""
        there = found if isinstance(found, list) else []
        self.acknowledged += len(acknowledged)
        self.lost += sum(1 for i, verb in enumerate(acknowledged) if i >= len(there) or there[i] != verb)

    def sound(self, folder):
        verified = collab(folder, "verify")
        holds = verified.returncode in (0, 4)
        self.tries += 1
        self.unsound += not holds
        check(holds, f"{self.fault}: verify exits {verified.returncode}: {verified.stderr or verified.stdout}")


def check(holds, what):
    if holds: return
    failures.append(what)
    print(f"FAILED: {what}", flush=True)


def collab(folder, *arguments, env={}, timeout=120, **options):
    options.setdefault("stdout", subprocess.PIPE)
    with open(asked_for(arguments)) as told:
        return subprocess.run([PROGRAM, *arguments], cwd=folder, env={**ENVIRONMENT, **env}, stderr=subprocess.PIPE,
                              stdin=told, timeout=timeout, text=True, **options)


def asked_for(arguments):
    """What the command reads: those to be forgotten, or nothing."""
    if arguments[0] != "forget": return os.devnull
    ids = f"{STAND}/ids.txt"
    with open(ids, "w") as file: file.write("m1\nm2\nc-3\nnobody\n")
    return ids


def good(folder, *arguments, **options):
    done = collab(folder, *arguments, **options)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(arguments)}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


def copy(folder):
    target = tempfile.mkdtemp(dir=STAND)
    return shutil.copytree(folder, target, dirs_exist_ok=True)


def operations(folder):
    """The verbs in the ledger, oldest first; none where there is no ledger yet."""
    listed = collab(folder, "log", "--json")
    if listed.returncode == 4: return []
    if listed.returncode != 0: return f"exit {listed.returncode}: {listed.stderr}"
    return [item["verb"] for item in reversed(json.loads(listed.stdout)["data"]["items"])]


SEEDS = os.path.join(os.path.dirname(os.path.realpath(__file__)), "../fuzz/corpus")


def project():
    """The fuzz targets' project, with more rows."""
    folder = tempfile.mkdtemp(dir=STAND)
    os.makedirs(f"{folder}/experiments")
    os.makedirs(f"{folder}/data")
    shutil.copy(f"{SEEDS}/program/shop.yaml", f"{folder}/collab.yaml")
    shutil.copy(f"{SEEDS}/definition/answers.yaml", f"{folder}/experiments/answers.yaml")
    with open(f"{folder}/data/members.csv", "w") as file:
        file.write("member,group,came,spend,orders,channel\n" + "".join(
            f"m{i},{'AB'[i % 2]},{int(i % 3 == 0)},{i % 90},{1 + i % 4},store\n" for i in range(20000)))
    with open(f"{folder}/data/nights.csv", "w") as file:
        file.write("day,group,opened,members,calls,orders,channel\n" + "".join(
            f"2026-03-{day:02},{group},{30 + day},400,{day},90,{channel}\n"
            for day in range(2, 10) for group in ("control", "quick") for channel in ("online", "store")))
    with open(f"{folder}/data/voices.csv", "w") as file:
        file.write("id,time,kind,consumer,touch_point,text\n" + "".join(
            f"T-{i},2026-03-0{1 + i % 9}T10:00:00Z,question,c-{i % 50},questions,Where is parcel {i}?\n" for i in range(3000)))
    return folder


@functools.cache
def stages():
    """Commands in the order of a cycle, each with a project as it is before."""
    found = []
    folder = project()
    other = copy(folder)
    good(other, "plan", "answers")
    good(other, "record", "answers", "opened=5/40", "--variant", "control", "--period", "2026-03-12")
    good(other, "export", "-o", "other.ndjson")
    night = ("--variant", "quick", "--period", "2026-03-11")
    commands = [
        ("plan", "answers"),
        ("record", "answers", "opened=31/400", *night),
        ("record", "answers", "--feed", "members", "--from", "data/members.csv"),
        ("run", "answers"),
        ("voice", "import", "data/voices.csv"),
        ("voice", "add", "idea", "A box that folds", "--touch-point", "questions", "--id", "W-1"),
        ("correct", "answers", "opened=32/400", *night, "-m", "typed wrongly"),
        ("retract", "answers", "opened", *night, "-m", "not a night of it"),
        ("undo", "op_8", "-m", "it was"),
        ("forget", "-"),
        ("backup", "copy.db", "--force"),
        ("export", "-o", "all.ndjson"),
        ("decide", "answers", "abandon", "--early", "-m", "it harms"),
        ("archive", "answers", "-m", "over"),
        ("restore", "answers", "-m", "once more"),
    ]
    for command in commands:
        found.append((command, folder))
        folder = copy(folder)
        good(folder, *command)
    fresh = project()
    shutil.copy(f"{other}/other.ndjson", fresh)
    found.append((("import", "other.ndjson"), fresh))
    found.append((("init", "--sample"), tempfile.mkdtemp(dir=STAND)))
    return found


ONCE = ("decide", "init", "retract", "undo")  # refused when they are done already


def killed():
    """kill -9 at a random moment: all of the operation or none; the same command again completes it."""
    for command, before in stages():
        what = "kill -9 of " + " ".join(command[:2])
        tally = Tally(what)
        whole = copy(before)
        begun = time.monotonic()
        good(whole, *command)
        lasts = time.monotonic() - begun
        there, after = operations(before), operations(whole)
        for _ in range(ROUNDS):
            folder = copy(before)
            with open(asked_for(command)) as told:
                running = subprocess.Popen([PROGRAM, *command], cwd=folder, env=ENVIRONMENT, stdin=told,
                                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(RANDOM.uniform(0, 1.1 * lasts))
            running.kill()
            acknowledged = running.wait() == 0
            found = operations(folder)
            tally.kept(after if acknowledged else there, found)
            check(found in (there, after), f"{what}: {found} is neither {there} nor {after}")
            tally.sound(folder)
            again = collab(folder, *command)
            check(again.returncode == 0 or (found == after and command[0] in ONCE),
                  f"{what}: again it exits {again.returncode}: {again.stderr}")
            check(operations(folder) == after, f"{what}: again it is not whole")
            shutil.rmtree(folder)


def no_room():
    """A write that fails for want of room (a limit on file size): exit 1, nothing is there of it."""
    tally = Tally("no room on the disk")
    for command, before in stages() if ROUNDS > 1 else stages()[1::4]:
        what = "no room in " + " ".join(command[:3])
        for _ in range(max(1, ROUNDS // 3)):
            folder = copy(before)
            there = operations(folder)
            ledger = f"{folder}/.collab/ledger.db"
            size = os.path.getsize(ledger) if os.path.exists(ledger) else 0
            limit = RANDOM.randrange(1, max(65536, size + 65536))

            def limited():
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

            done = collab(folder, *command, preexec_fn=limited)
            check(done.returncode in (0, 1), f"{what} ({limit} bytes): exit {done.returncode}: {done.stderr}")
            found = operations(folder)
            tally.kept(there, found)
            if done.returncode != 0:
                check(done.stderr != "", f"{what}: it says nothing")
                # A forgetting that finds no room to write the file anew is written down, and says so.
                written = command[0] == "forget" and found == there + ["forget"]
                check(found == there or written, f"{what}: {found} after {there}")
            tally.sound(folder)
            again = collab(folder, *command)
            check(again.returncode == 0 or (done.returncode == 0 and command[0] in ONCE),
                  f"{what} ({limit} bytes): with room again it exits {again.returncode}: {again.stderr}")
            shutil.rmtree(folder)


def unwritable():
    """Read-only file and folder: reading goes on, writing says why."""
    tally = Tally("read-only file, read-only folder")
    folder = project()
    good(folder, "plan", "answers")
    run_as = {}
    if os.getuid() == 0:
        subprocess.run(["chown", "-R", "65534:65534", STAND], check=True)
        run_as = {"user": 65534, "group": 65534}
    for path, mode in ((f"{folder}/.collab/ledger.db", 0o400), (f"{folder}/.collab", 0o500)):
        old = os.stat(path).st_mode
        os.chmod(path, mode)
        check(collab(folder, "status", **run_as).returncode == 0, f"status with {path} read-only")
        check(collab(folder, "verify", **run_as).returncode == 0, f"verify with {path} read-only")
        refused = collab(folder, "record", "answers", "opened=1/4", "--variant", "quick", "--period", "2026-03-05", **run_as)
        # What SQLite needs beside the ledger may be there already: then a folder that takes no new files is no hindrance.
        may = refused.returncode == 0 and os.path.isdir(path)
        check(may or (refused.returncode == 1 and "error:" in refused.stderr), f"record with {path} read-only: {refused.returncode} {refused.stderr}")
        tally.kept(["plan"], operations(folder))
        os.chmod(path, old)
        tally.sound(folder)
    done = collab(folder, "record", "answers", "opened=1/4", "--variant", "quick", "--period", "2026-03-05", **run_as)
    check(done.returncode == 0, f"record when it may write again: {done.stderr}")


def no_output():
    """Nobody takes the answer: exit 1 and one line that says so; a reader that goes ends it quietly."""
    tally = Tally("output full, closed, gone")
    folder = project()
    good(folder, "plan", "answers")
    with open("/dev/full", "w") as full:
        recorded = collab(folder, "record", "answers", "opened=1/4", "--variant", "quick", "--period", "2026-03-05", stdout=full)
        check(recorded.returncode == 1 and "collab log" in recorded.stderr, f"record > /dev/full: {recorded.stderr}")
        tally.kept(["plan", "record"], operations(folder))
        tally.sound(folder)
        done = collab(folder, "status", stdout=full)
        check(done.returncode == 1 and done.stderr.count("\n") >= 1, f"status > /dev/full: {done.returncode} {done.stderr}")
    shell = subprocess.run(["sh", "-c", f"'{PROGRAM}' status >&-"], cwd=folder, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)
    check(shell.returncode == 1, f"status with stdout closed: {shell.returncode} {shell.stderr}")
    shell = subprocess.run(["bash", "-c", f"set -o pipefail; '{PROGRAM}' list observations --json | head -c 1 >/dev/null"], cwd=folder,
                           env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)
    check(shell.returncode in (0, 141) and shell.stderr == "", f"a reader that goes: {shell.returncode} {shell.stderr}")


def interrupted():
    """SIGINT and SIGTERM in a long recording: it ends by the signal, and nothing is there of it but a whole operation."""
    folder = project()
    good(folder, "plan", "answers")
    with open(f"{folder}/data/many.csv", "w") as file:
        file.write("member,group,came,spend,orders,channel\n")
        for i in range(3000000): file.write(f"consumer-{i},{'AB'[i % 2]},{int(i % 3 == 0)},1,1,store\n")
    there = operations(folder)
    tally = Tally("SIGINT, SIGTERM in a long recording")
    stopped = 0
    for number, name in ((signal.SIGINT, "SIGINT"), (signal.SIGTERM, "SIGTERM")):
        for wait in [RANDOM.uniform(0.02, 0.4) for _ in range(min(ROUNDS, 10))]:
            running = subprocess.Popen([PROGRAM, "record", "answers", "--feed", "members", "--from", "data/many.csv"], cwd=folder,
                                       env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            time.sleep(wait)
            running.send_signal(number)
            out, error = running.communicate(timeout=60)
            if running.returncode == 0: continue  # it was sooner
            check(running.returncode in (-number, 128 + number), f"{name}: exit {running.returncode}: {error}")
            found = operations(folder)
            # Between the commit and the answer it is there, as a whole.
            check(out == "" and found in (there, there + ["record"]), f"{name}: {found} after {there}, and it said '{out}'")
            stopped += found == there
            tally.kept(there, found)
            there = found
            tally.sound(folder)
    check(stopped > 0, "no signal came before the commit")


def little_memory():
    """Less memory than a recording needs: exit 1 and no-memory, nothing is there of it."""
    def limited():
        resource.setrlimit(resource.RLIMIT_AS, (96 << 20, 96 << 20))

    if subprocess.run([PROGRAM, "version"], preexec_fn=limited, capture_output=True).returncode != 0:
        return  # sanitizers need more addresses than that
    tally = Tally("not enough memory")
    folder = project()
    good(folder, "plan", "answers")
    with open(f"{folder}/data/many.csv", "w") as file:
        file.write("member,group,came,spend,orders,channel\n")
        for i in range(1000000): file.write(f"consumer-{i},{'AB'[i % 2]},{int(i % 3 == 0)},1,1,store\n")
    there = operations(folder)
    for _ in range(min(ROUNDS, 5)):
        done = collab(folder, "record", "answers", "--feed", "members", "--from", "data/many.csv", preexec_fn=limited)
        check(done.returncode == 1 and "[no-memory]" in done.stderr, f"with 96 MiB: exit {done.returncode}: {done.stderr}")
        check(operations(folder) == there, "something is there of a recording without memory")
        tally.kept(there, operations(folder))
        tally.sound(folder)


def surroundings():
    """Clock, time zone, locale, no home: the same answers."""
    tally = Tally("clock back, zones, locales, no HOME")
    folder = project()
    good(folder, "plan", "answers")
    good(folder, "run", "answers")
    expected = json.loads(good(folder, "review", "answers", "--json"))["data"]
    for env in ({"LC_ALL": "C"}, {"TZ": "Pacific/Apia"}, {"TZ": "no/such"}, {"HOME": ""}, {"TMPDIR": "/no/such"}, {"LC_ALL": "tr_TR.UTF-8"}):
        review = collab(folder, "review", "answers", "--json", env=env)
        check(review.returncode == 0 and json.loads(review.stdout)["data"] == expected, f"review with {env}: {review.stderr}")
    bare = subprocess.run([PROGRAM, "status"], cwd=folder, env={"COLLAB_NOW": NOW}, capture_output=True, text=True)
    check(bare.returncode == 0, f"status without an environment: {bare.stderr}")
    earlier = collab(folder, "record", "answers", "opened=3/9", "--variant", "quick", "--period", "2026-03-10",
                     env={"COLLAB_NOW": "2026-03-12T00:00:00Z"})
    check(earlier.returncode == 0, f"the clock goes back: {earlier.stderr}")
    tally.kept(["plan", "run", "record"], operations(folder))
    tally.sound(folder)
    # The nights when clocks change in Chicago: 8 March (02:30 is not there) and 1 November 2026 (01:30 twice).
    for now, day in (("2026-03-08T08:30:00Z", "2026-03-07"), ("2026-03-09T04:59:59Z", "2026-03-07"), ("2026-03-09T05:00:00Z", "2026-03-08"),
                     ("2026-11-02T05:59:59Z", "2026-10-31"), ("2026-11-02T06:00:00Z", "2026-11-01")):
        done = collab(folder, "record", "answers", "opened=1/2", "--variant", "quick", "--period", "yesterday", "-n", "--json", env={"COLLAB_NOW": now})
        check(day in done.stdout + done.stderr, f"yesterday at {now} is {day}: {done.stdout} {done.stderr}")


def many_writers():
    """16 writers and readers at once: every operation is there once, with its row, and the chain holds."""
    tally = Tally("16 writers at once, and readers")
    folder = project()
    good(folder, "plan", "answers")
    each = min(1000, 2 + 3 * (ROUNDS - 1))
    # Each has a night of its own, and every number differs from the one before it.
    script = ('for i in $(seq %d); do "%s" record answers opened=$i/2000 --variant quick --period 2026-03-%02d '
              '--on-conflict correct -m "number $i" --timeout 300s -q >/dev/null || echo failed; done')
    writers = [subprocess.Popen(["sh", "-c", script % (each, PROGRAM, 2 + w)], cwd=folder, env=ENVIRONMENT,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for w in range(16)]
    reads = 0
    while any(writer.poll() is None for writer in writers):
        for verb in ("status", "review"):
            done = collab(folder, verb)
            check(done.returncode == 0, f"{verb} beside 16 writers: {done.stderr}")
            reads += 1
    for writer in writers:
        said = writer.communicate()[0]
        check(said == "", f"a writer: {said[:400]}")
    recorded = operations(folder)
    check(len(recorded) == 1 + 16 * each, f"16 writers of {each} made {len(recorded) - 1} operations")
    rows = json.loads(good(folder, "list", "observations", "--json"))["data"]["items"]
    check([row["statistics"] for row in rows] == 16 * [f"{each}/2000"], f"16 writers of {each} left {rows}")
    tally.kept(["plan"] + 16 * each * ["record"], recorded)
    tally.sound(folder)
    check(reads > 0, "nobody read beside the writers")


def damaged():
    """A newer ledger, a file cut off, bits flipped: verify finds it, or no answer is another one; never a crash."""
    fresh = project()
    good(fresh, "plan", "answers")
    good(fresh, "run", "answers")
    ledger = f"{fresh}/.collab/ledger.db"
    with open(ledger, "rb") as file: sound_bytes = file.read()
    verbs = (("status", "--json"), ("review", "--json"), ("log", "--json"), ("list", "observations", "--json"), ("export",))
    answers = [good(fresh, *verb) for verb in verbs]
    database = sqlite3.connect(ledger)
    database.execute("PRAGMA user_version = 9999")
    database.close()
    newer = collab(fresh, "status")
    check(newer.returncode == 7 and "newer" in newer.stderr, f"a newer ledger: {newer.returncode} {newer.stderr}")
    kinds = {name: [0, 0, 0] for name in ("file cut off", "bits flipped")}
    for number in range(ROUNDS * 4):
        spoilt = bytearray(sound_bytes)
        kind = kinds["file cut off" if number % 4 == 3 else "bits flipped"]
        if number % 4 == 3:
            del spoilt[RANDOM.randrange(len(spoilt)):]
        else:
            for _ in range(RANDOM.choice((1, 1, 4, 64))): spoilt[RANDOM.randrange(len(spoilt))] ^= 1 << RANDOM.randrange(8)
        for name in os.listdir(f"{fresh}/.collab"):
            if name.startswith("ledger.db"): os.remove(f"{fresh}/.collab/{name}")
        with open(ledger, "wb") as file: file.write(spoilt)
        verified = collab(fresh, "verify")
        others = False
        for verb, answer in zip((*verbs, ("verify",)), (*answers, None)):
            done = collab(fresh, *verb)
            check(done.returncode in (0, 4, 7), f"bits flipped, {' '.join(verb)}: exit {done.returncode}: {done.stderr[-600:]}")
            check(done.returncode == 0 or done.stderr + done.stdout != "", f"bits flipped, {' '.join(verb)}: it says nothing")
            others |= answer is not None and done.stdout != answer
        check(verified.returncode != 0 or not others, "a damage that verify does not find changes an answer")
        kind[0] += 1
        kind[1] += verified.returncode != 0
        kind[2] += verified.returncode == 0 and others
    check(sum(kind[1] for kind in kinds.values()) > 0, "verify found none of the damages")
    return kinds


def print_table(kinds):
    line = "{:36} {:>6} {:>12} {:>5} {:>12}"
    print(line.format("FAULT", "TRIES", "ACKNOWLEDGED", "LOST", "NOT VERIFIED"))
    for tally in table:
        print(line.format(tally.fault, tally.tries, tally.acknowledged, tally.lost, tally.unsound))
    if not kinds: return
    print(line.format("DAMAGE", "TRIES", "FOUND", "", "OTHER ANSWER"))
    for name, (tries, found, others) in kinds.items(): print(line.format(name, tries, found, "", others))


kinds = {}
try:
    for test in (killed, no_room, no_output, interrupted, little_memory, surroundings, many_writers, damaged, unwritable):
        if len(sys.argv) > 3 and test.__name__ not in sys.argv[3:]: continue
        kinds = test() or kinds
finally:
    shutil.rmtree(STAND, ignore_errors=True)
check(not any(tally.lost for tally in table), "an operation that was acknowledged is lost")
print_table(kinds)
if failures:
    raise SystemExit(f"{len(failures)} failed")

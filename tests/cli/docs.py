"""What the man pages say against what the program says of itself. Prints each difference; run by docs.t."""
import json
import os
import re
import shlex
import subprocess
import sys

SOURCE = os.environ.get("SOURCE") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
MAN = os.path.join(SOURCE, "man")


def collab(*words):
    return subprocess.run(["collab", *words], stdin=subprocess.DEVNULL, capture_output=True, text=True)


def help_on(*words):
    return collab("help", *words).stdout


def page(name):
    with open(os.path.join(MAN, name), encoding="utf-8") as file:
        return [line for line in file.read().splitlines() if not line.startswith('.\\"')]


def section(lines, title):
    """The lines of one .Sh section."""
    inside, found = False, []
    for line in lines:
        if line.startswith(".Sh "):
            inside = line == ".Sh " + title
        elif inside:
            found.append(line)
    return found


def subsections(lines):
    """Titles of .Ss with their lines; what stands before the first has the title ''."""
    title, found = "", {"": []}
    for line in lines:
        if line.startswith(".Ss "):
            title = line[4:]
            found[title] = []
        else:
            found[title].append(line)
    return found


def items(lines):
    return [line[4:] for line in lines if line.startswith(".It ")]


def differences(what, program, documented):
    known, told = set(program), set(documented)
    for name in sorted(known - told):
        print(f"{what}: the program knows {name}, the page does not")
    for name in sorted(told - known):
        print(f"{what}: the page has {name}, the program does not")


# --- collab(1)

def verbs():
    found, heading = [], ""
    for line in help_on().splitlines():
        if line and not line.startswith(" "):
            heading = line
        match = re.match(r"  (\S+)  ", line)
        if match and heading in ("Loop", "Look", "Listen", "Mend", "Move", "Set up"):
            found.append(match.group(1))
    return found


def flags_in_help(text):
    found, inside = [], False
    for line in text.splitlines():
        if line and not line.startswith(" "):
            inside = line == "Flags" or line.startswith("Flags of every verb; they")
        match = re.match(r"  (-.*?)(  |$)", line)
        if inside and match:
            found += [word for word in re.split(r"[, ]+", match.group(1)) if word.startswith("-")]
    return found


def flags_in_page(lines):
    found = []
    for item in items(lines):
        found += ["-" + name for name in re.findall(r"\bFl (\S+)", item)]
    return found


def check_verbs():
    documented = [title.split()[1] for title in subsections(section(page("collab.1"), "VERBS")) if title]
    differences("verb", verbs(), documented)
    if documented != sorted(documented):
        print("verbs are not in the alphabet's order")


def check_flags():
    described = subsections(section(page("collab.1"), "VERBS"))
    for title, lines in described.items():
        if title:
            verb = title.split()[1]
            differences("flag of " + verb, flags_in_help(help_on(verb)), flags_in_page(lines))
    differences("global flag", flags_in_help(help_on("flags")),
                flags_in_page(section(page("collab.1"), "GLOBAL FLAGS")))


def check_environment():
    lines = page("collab.1")
    known = re.findall(r"COLLAB_[A-Z_]+", help_on("flags"))
    listed = [word for item in items(section(lines, "ENVIRONMENT")) for word in re.findall(r"COLLAB_[A-Z_]+", item)]
    differences("variable", known, listed)
    differences("variable", known, re.findall(r"COLLAB_[A-Z_]+", "\n".join(lines)))


def check_exit_codes():
    known = []
    for line in help_on("exit-codes").splitlines():
        match = re.match(r"  (\d[\d, ]*?)  ", line)
        if match:
            known += re.split(r", *", match.group(1))
    differences("exit code", known, items(section(page("collab.1"), "EXIT STATUS")))


def check_topics():
    known = re.findall(r"^  help ([a-z-]+)", help_on(), flags=re.M)
    for title, lines in subsections(section(page("collab.1"), "VERBS")).items():
        if title.startswith("collab help"):
            listed = " ".join(line for line in lines if line.startswith(".Cm "))
            differences("topic", known, [word for word in re.findall(r"[a-z-]{3,}", listed)])


def commands(lines):
    """Every collab command that a page shows, without what it is piped to."""
    text = "\n".join(line[4:] if line.startswith(".Dl ") else line
                     for line in lines if line.startswith(".Dl ") or not line.startswith("."))
    for line in text.replace("\\e\n", " ").splitlines():
        if "collab " not in line or '"schema"' in line:
            continue
        words = shlex.shlex(line, posix=True, punctuation_chars=True)
        words.whitespace_split = True
        command = []
        for word in list(words) + ["|"]:
            if re.fullmatch(r"[|&;<>()]+", word):
                if command[:1] == ["collab"]:
                    yield command[1:]
                command = []
            else:
                command.append(word)


def check_commands():
    lines = page("collab.1")
    shown = list(commands(section(lines, "VERBS"))) + list(commands(section(lines, "EXAMPLES")))
    for command in shown:
        # Outside of any project: whatever is wrong after the command line itself is another code.
        ran = collab("-n", "-C", "no-such-folder", *command)
        if ran.returncode == 2:
            print("usage:", shlex.join(command), "|", ran.stderr.strip())
    print(len(shown) > len(verbs()) or "few commands found")


# --- collab-experiment(5)

def keys_of(schema, node, path=""):
    """Paths of all properties, lists and maps of names written through."""
    if "$ref" in node:
        yield from keys_of(schema, schema["$defs"][node["$ref"].rsplit("/", 1)[1]], path)
    for name, value in node.get("properties", {}).items():
        here = path + "." + name if path else name
        yield here
        yield from keys_of(schema, value, here)
    for branch in node.get("oneOf", []):
        yield from keys_of(schema, branch, path)
    if "items" in node:
        yield from keys_of(schema, node["items"], path)
    if isinstance(node.get("additionalProperties"), dict):
        yield from keys_of(schema, node["additionalProperties"], path + ".NAME")


def choices_of(node):
    if isinstance(node, dict):
        for name, value in node.items():
            if name == "enum":
                yield from (word for word in value if isinstance(word, str) and len(word) > 1)
            elif name not in ("if", "then", "else"):
                yield from choices_of(value)
    elif isinstance(node, list):
        for value in node:
            yield from choices_of(value)


def sources(*folders):
    for folder in folders:
        for where, _, names in os.walk(os.path.join(SOURCE, "src", folder)):
            for name in sorted(names):
                if name.endswith(".cpp"):
                    with open(os.path.join(where, name), encoding="utf-8") as file:
                        yield file.read()


def methods_in(text):
    """What an effect's method can become in one source: assigned, initialised, chosen between, passed on."""
    slug = re.compile(r'"([a-z]+(?:-[a-z]+)*)"')
    text = re.sub(r'[!=]=\s*"[^"]*"', "", text)  # what it depends on
    found, assigned = [], []
    pattern = r'\bmethod\s*=(?!=)([^,;}]*)|\bmethod\s*\+=\s*"(-[a-z-]+)"|\bt_effect\(([^;]*);'
    for match in re.finditer(pattern, text):
        if match.group(2):  # of what was assigned just before
            found += [name + match.group(2) for name in assigned]
        elif match.group(3):
            found += slug.findall(match.group(3))
        else:
            assigned = slug.findall(match.group(1))
            found += assigned
    # The reason comes first.
    return found + re.findall(r'\bno_effect\("[a-z-]+",\s*"([a-z-]+)"\)', text)


def check_methods():
    """Every method that an effect can name is a subsection of collab-methods(7), every trust check an item."""
    lines = page("collab-methods.7")
    named = {name for text in sources("statistics", "review") for name in methods_in(text)}
    documented = [title for title in subsections(lines) if re.fullmatch("[a-z]+(-[a-z]+)*", title)]
    differences("method", named, documented)
    checks = {name for text in sources("review") for name in re.findall(r'\.check = "([a-z-]+)"', text)}
    told = [word for item in items(section(lines, "TRUST")) for word in re.findall("[a-z]+(?:-[a-z]+)*", item[3:])]
    differences("trust check", checks, told)
    print(len(named) > 10 and len(checks) > 10 or "few methods or checks found")


def check_figures():
    """What collab-methods(7) gives to check: each line of estimate answers with the digits that the page prints.

    Above a paragraph, in comments: `estimate LINE`, then `gives KEY VALUE, KEY*FACTOR VALUE, ...`; `tested FILE`
    for figures that a unit test has and estimate does not compute.
    """
    with open(os.path.join(MAN, "collab-methods.7"), encoding="utf-8") as file:
        lines = file.read().splitlines()
    compared, asked, told = 0, "", []
    for number, line in enumerate(lines):
        comment = re.match(r'\.\\" (estimate|gives|tested) (.*)', line)
        if comment and comment.group(1) == "estimate":
            asked = comment.group(2)
        elif comment and comment.group(1) == "gives":
            told.append((asked, comment.group(2)))
        elif comment:
            told.append(("", comment.group(2)))
        elif line.startswith("To check:"):
            if not told:
                print("not compared:", line)
            end = next(i for i in range(number, len(lines)) if lines[i] in (".Pp",) or lines[i].startswith(".S"))
            compared += compare_figures(told, " ".join(lines[number:end]))
            told = []
    print(compared > 25 or "few figures compared")


def compare_figures(told, paragraph):
    compared = 0
    printed = re.findall(r"-?[0-9][0-9.]*[0-9]|[0-9]", paragraph.replace(",", ""))
    for asked, figures in told:
        if not asked:
            if not os.path.exists(os.path.join(SOURCE, "tests", figures)):
                print("no such test:", figures)
            continue
        ran = subprocess.run(["collab", "estimate", "-"], input=asked + "\n", capture_output=True, text=True)
        answer = json.loads(ran.stdout)
        for figure in figures.split(", "):
            name, digits = figure.split()
            name, _, factor = name.partition("*")
            decimals = len(digits.partition(".")[2])
            value = f"{answer[name] * float(factor or 1):.{decimals}f}"
            if value != digits:
                print(f"{asked}: {figure}, and the program says {value}")
            if digits not in printed:
                print(f"{figure} is not in: {paragraph}")
            compared += 1
    return compared


def documented_keys(title):
    found = []
    for path, lines in subsections(section(page("collab-experiment.5"), title)).items():
        prefix = "" if path in ("", "Top level") else path + "."
        for item in items(lines):
            if item.startswith("Cm "):
                found += [prefix + name for name in item[3:].split(" , ")]
    return found


def check_keys():
    text = "\n".join(page("collab-experiment.5"))
    for name, title in (("program", "COLLAB.YAML"), ("experiment", "EXPERIMENTS/ID.YAML")):
        schema = json.loads(collab("schema", name).stdout)
        differences("key", keys_of(schema, schema), documented_keys(title))
        for word in sorted(set(choices_of(schema))):
            if not re.search(rf"\b{re.escape(word)}\b", text):
                print(f"the page does not say that '{word}' is a choice")


def write_example():
    """The files of the page's EXAMPLES, as a project here."""
    name, inside, files = "", False, {}
    for line in section(page("collab-experiment.5"), "EXAMPLES"):
        if line.startswith(".Pa "):
            name = line.split()[1]
        elif line.startswith(".Bd ") or line.startswith(".Ed"):
            inside = line.startswith(".Bd ")
        elif inside:
            files.setdefault(name, []).append(line)
    for path, lines in files.items():
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        print(path)


if __name__ == "__main__":
    {"verbs": check_verbs, "flags": check_flags, "environment": check_environment,
     "exit-codes": check_exit_codes, "topics": check_topics, "commands": check_commands, "methods": check_methods,
     "figures": check_figures, "keys": check_keys, "example": write_example}[sys.argv[1]]()

#!/usr/bin/env python3
"""Runs the ```console blocks of a Markdown file and compares what they print.

document.py FILE [--bless]

The blocks are one shell session in an empty folder (for examples/NAME/README.md: in a copy of that
folder). The file is turned line by line into a cram transcript, so that --bless can put the real
output back. A comment `<!-- run: NAME=VALUE … -->` sets the environment of the session.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile


def escaped(line):
    """As cram writes a line of output that is not plain ASCII."""
    if line.isascii():
        return line
    raw = line.encode().decode("latin-1")
    return "".join(c if " " <= c <= "~" else f"\\x{ord(c):02x}" for c in raw.replace("\\", "\\\\")) + " (esc)"


def unescaped(line):
    if not line.endswith(" (esc)"):
        return line
    return line[:-6].encode().decode("unicode_escape").encode("latin-1").decode()


# A ledger's head digest hangs on when and where it was made: only its shape is compared.
HEAD = re.compile(r"(head )([0-9a-f]{12})\b")
shapes = {}


def shape(line):
    if not HEAD.search(line):
        return line
    pattern = HEAD.sub(r"\1[0-9a-f]{12}", re.escape(line).replace("\\ ", " ")) + " (re)"
    shapes[pattern] = line
    return pattern


def to_transcript(markdown):
    lines, inside = [], False
    for line in markdown.splitlines():
        if line.startswith("```"):
            inside = line.strip() == "```console"
            lines.append("| " + line)
        else:
            if inside and not line.startswith("$ "):
                line = shape(escaped(line))
            lines.append(("  " + line) if inside else "| " + line)
    return "\n".join(lines) + "\n"


def to_markdown(transcript):
    lines = [unescaped(shapes.get(line[2:], line[2:])) for line in transcript.splitlines()]
    return re.sub(r"[ \t]+$", "", "\n".join(lines), flags=re.M) + "\n"


def main():
    file = pathlib.Path(sys.argv[1]).resolve()
    markdown = file.read_text()
    environment = dict(os.environ)
    for setting in re.findall(r"<!-- run: (.*?) -->", markdown):
        environment.update(pair.split("=", 1) for pair in setting.split())
    with tempfile.TemporaryDirectory() as temporary:
        stand = pathlib.Path(temporary) / "stand"
        if file.parent.parent.name == "examples":
            shutil.copytree(file.parent, stand)
        else:
            stand.mkdir()
        transcript = pathlib.Path(temporary) / "document.t"
        start = f'  $ cd "{stand}"\n'
        transcript.write_text(start + to_transcript(markdown))
        done = subprocess.run(["cram3", "--shell=/bin/bash", "--preserve-env", transcript.name],
                              cwd=temporary, env=environment, capture_output=True, text=True)
        if "--bless" in sys.argv and done.returncode == 1:
            real = pathlib.Path(str(transcript) + ".err").read_text()
            file.write_text(to_markdown(real[len(start):]))
            print(f"{file.name}: blessed")
            return 0
        print(f"{file.relative_to(pathlib.Path.cwd()) if file.is_relative_to(pathlib.Path.cwd()) else file.name}")
        print(done.stdout + done.stderr)
        return done.returncode


sys.exit(main())

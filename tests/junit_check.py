#!/usr/bin/env python3
"""junit_check.py FILE|FOLDER…: every XML file as the usual JUnit schemas have it.

What two schemas allow alike is asked for: that of Ant (github.com/windyroad/JUnit-Schema, JUnit.xsd) and
that of Jenkins' xUnit plugin (junit-10.xsd). Prints each fault; exit 1 when there is one.
"""
import pathlib
import re
import sys
import xml.etree.ElementTree as tree

SUITE = {"name", "package", "id", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname"}
RESULTS = {"failure": "failures", "error": "errors", "skipped": "skipped"}


def is_token(text):
    """xs:token of at least one character: no line ends or tabs, blanks neither at the ends nor twice."""
    return bool(text) and text == " ".join(text.split(" ")).strip() and not re.search(r"[\n\r\t]|  ", text)


def faults(root):
    if root.tag != "testsuites" or root.attrib:
        yield f"the root is <{root.tag}> with {sorted(root.attrib)}"
    for number, suite in enumerate(root):
        here = f"suite {number}"
        if suite.tag != "testsuite":
            yield f"{here}: <{suite.tag}>"
            continue
        if set(suite.attrib) != SUITE:
            yield f"{here}: attributes {sorted(suite.attrib)}"
        if suite.get("id") != str(number):
            yield f"{here}: id {suite.get('id')}"
        for name in ("name", "package", "hostname"):
            if not is_token(suite.get(name)):
                yield f"{here}: {name} {suite.get(name)!r} is no token"
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", suite.get("timestamp", "")):
            yield f"{here}: timestamp {suite.get('timestamp')!r}"
        order = [child.tag for child in suite]
        cases = suite.findall("testcase")
        if order != ["properties"] + ["testcase"] * len(cases) + ["system-out", "system-err"]:
            yield f"{here}: children {order}"
        for each in suite.iter("property"):
            if set(each.attrib) != {"name", "value"} or not is_token(each.get("name")) or len(each):
                yield f"{here}: property {each.attrib}"
        counted = dict.fromkeys(RESULTS.values(), 0)
        for case in cases:
            where = f"{here}: case {case.get('name')!r}"
            if set(case.attrib) != {"name", "classname", "time"}:
                yield f"{where}: attributes {sorted(case.attrib)}"
            if not (is_token(case.get("name")) and is_token(case.get("classname"))):
                yield f"{where} of {case.get('classname')!r}: no token"
            if len(case) > 1:
                yield f"{where}: {[child.tag for child in case]}"
            for result in case:
                if result.tag not in RESULTS or set(result.attrib) != {"type", "message"} or len(result):
                    yield f"{where}: <{result.tag}> {sorted(result.attrib)}"
                else:
                    counted[RESULTS[result.tag]] += 1
        counted["tests"] = len(cases)
        for name, number_of in counted.items():
            if suite.get(name) != str(number_of):
                yield f"{here}: {name} says {suite.get(name)}, there are {number_of}"


def main():
    files = []
    for argument in sys.argv[1:]:
        path = pathlib.Path(argument)
        files += sorted(path.glob("*.xml")) if path.is_dir() else [path]
    if not files:
        print("no XML files")
        return 1
    bad = 0
    for file in files:
        try:
            found = list(faults(tree.parse(file).getroot()))
        except tree.ParseError as fault:
            found = [f"not well-formed: {fault}"]
        for each in found:
            print(f"{file.name}: {each}")
        bad += len(found)
    return 1 if bad else 0


sys.exit(main())

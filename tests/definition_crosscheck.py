"""The schemas accept and reject what the program does, by an independent implementation.

usage: definition_crosscheck.py ROOT

Reads tests/data/definition: jsonschema must accept every good file and reject every bad one that
bad/BEYOND_SCHEMA.txt does not list. That the program does the same is shown by the unit tests.
Exits with 77, skipped, where the Python packages are not installed.
"""

import json
import pathlib
import re
import sys

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)


class Core(yaml.SafeLoader):
    """YAML 1.2's core schema: yes, on and dates are text; keys are always text."""

    def construct_mapping(self, node, deep=False):
        return {key.value: self.construct_object(value, deep=True) for key, value in node.value}

    def construct_yaml_map(self, node):
        data = {}
        yield data
        data.update(self.construct_mapping(node))


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
]:
    Core.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile(f"^(?:{pattern})$"), first)
Core.add_constructor("tag:yaml.org,2002:map", Core.construct_yaml_map)
Core.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))
Core.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value))


def main():
    root = pathlib.Path(sys.argv[1])
    data = root / "tests" / "data" / "definition"
    checker = jsonschema.FormatChecker(formats=["date"])
    validators = {}
    for name in ("experiment", "program"):
        schema = json.loads((root / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        validators[name] = jsonschema.Draft202012Validator(schema, format_checker=checker)

    def fault_of(path):
        program = path.name == "collab.yaml" or path.name.endswith(".program.yaml")
        document = yaml.load(path.read_bytes().decode("utf-8-sig"), Loader=Core)
        first = next(validators["program" if program else "experiment"].iter_errors(document), None)
        return None if first is None else first.message

    beyond = {
        line
        for line in (data / "bad" / "BEYOND_SCHEMA.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    }
    wrong = []
    good = sorted((data / "good").glob("*.yaml"))
    for path in good:
        fault = fault_of(path)
        if fault is not None:
            wrong.append(f"{path.name}: good, but: {fault}")
    bad = sorted((data / "bad").glob("*.yaml"))
    for path in bad:
        if path.name not in beyond and fault_of(path) is None:
            wrong.append(f"{path.name}: bad, but accepted")
    for name in sorted(beyond - {path.name for path in bad}):
        wrong.append(f"{name}: listed in BEYOND_SCHEMA.txt, but there is no such file")
    if len(good) < 20 or len(bad) - len(beyond) < 60:
        wrong.append(f"too few files: {len(good)} good, {len(bad)} bad")
    print("\n".join(wrong) or f"{len(good)} good, {len(bad)} bad, {len(beyond)} beyond the schema")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/python3
"""Validates what collab prints against its own schemas, with an independent implementation.

schema_check.py SCHEMA_FILE < answer.json            one JSON answer on standard input
schema_check.py --lines SCHEMA_FILE < answer.ndjson  each line: an item with its schema, or an error
schema_check.py --folder SCHEMAS FOLDER              every NAME-*.json and NAME-*.ndjson in FOLDER
                                                     against SCHEMAS/NAME.schema.json; there, a key
                                                     that the schema does not describe is a fault, too

Exit 0: valid; 1: not; 2: usage; 77: python3-jsonschema is not installed.
"""
import json
import pathlib
import sys

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed", file=sys.stderr)
    sys.exit(77)


def no_constants(name):
    raise ValueError(f"{name} is not JSON")


def parse(text):
    return json.loads(text, parse_constant=no_constants)


def closed(schema):
    """The schema with every described object closed: what is printed must be described."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    out = {key: closed(part) for key, part in schema.items()}
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        out.setdefault("additionalProperties", False)
    return out


def line_schema(schema):
    """What a line of NDJSON must be: an item (or the whole data) with the schema's name."""
    if "data" not in schema["properties"]:
        return schema  # collab.error: lines are all there is
    named = [part for part in ("item", "data") if part in schema["$defs"]]
    line = {"$ref": f"#/$defs/{named[0]}"} if named else schema["properties"]["data"]
    line = line.get("properties", {}).get("items", {}).get("items", line)  # bare items of a list
    return {
        "$schema": schema["$schema"],
        "$defs": schema["$defs"],
        "allOf": [line],
        "required": ["schema"],
        "properties": {"schema": schema["properties"]["schema"]},
    }


def faults(schema, answers, shown_as):
    validator = jsonschema.Draft202012Validator(schema)
    for number, answer in answers:
        for error in validator.iter_errors(answer):
            place = "/".join(str(part) for part in error.absolute_path)
            yield f"{shown_as}:{number}: /{place}: {error.message}"


def check(schema, text, shown_as, lines):
    jsonschema.Draft202012Validator.check_schema(schema)
    try:
        if lines:
            answers = [(i + 1, parse(line)) for i, line in enumerate(text.splitlines())]
            return list(faults(line_schema(schema), answers, shown_as))
        return list(faults(schema, [(1, parse(text))], shown_as))
    except ValueError as error:
        return [f"{shown_as}: {error}"]


def check_folder(schemas, folder):
    found = []
    files = sorted(path for path in folder.iterdir() if path.suffix in (".json", ".ndjson"))
    seen = set()
    for path in files:
        name = path.stem.split("-")[0]
        seen.add(name)
        schema = parse((schemas / f"{name}.schema.json").read_text())
        lines = path.suffix == ".ndjson"
        found += check(schema if lines else closed(schema), path.read_text(), path.name, lines)
    inputs = {"experiment", "program", "estimate-request"}
    for path in schemas.glob("*.schema.json"):
        name = path.name.removesuffix(".schema.json")
        if name not in seen | inputs:
            found.append(f"{path.name}: no answer was checked against it")
    print(f"{len(files)} files checked")
    return found if files else ["nothing to check"]


def main(arguments):
    if len(arguments) == 3 and arguments[0] == "--folder":
        found = check_folder(pathlib.Path(arguments[1]), pathlib.Path(arguments[2]))
    elif arguments and len(arguments) == 1 + (arguments[0] == "--lines"):
        schema = parse(pathlib.Path(arguments[-1]).read_text())
        found = check(schema, sys.stdin.read(), "standard input", arguments[0] == "--lines")
    else:
        print(__doc__, file=sys.stderr)
        return 2
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

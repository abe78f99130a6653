"""Recomputes the digests of an export from its lines alone, as collab-ledger(5) gives them.

export_digests.py < ledger.ndjson    prints how many operations' contents and links are as they say
"""
import base64
import hashlib
import json
import struct
import sys

# What the digests leave out: bytes that have a digest of their own, and what may be forgotten.
LEFT_OUT = {"run": {"bytes"}, "unit_segment": {"bytes"},
            "voice": {"consumer", "salt", "text"}, "voice_answer": {"salt", "text"}}
BYTES = {"voice": {"key", "seal"}, "voice_answer": {"voice", "seal"}, "voice_link": {"voice"},
         "voice_forgotten": {"voice"}}


def number(tag, value):
    return tag + struct.pack(">Q", value & (2 ** 64 - 1))


def text(data):
    if isinstance(data, dict):
        data = base64.b64decode(data["bytes"])
    elif isinstance(data, str):
        data = data.encode()
    return number(b"T", len(data)) + data


def column(value):
    if value is None:
        return b"N"
    if isinstance(value, int):
        return number(b"I", value)
    if isinstance(value, float):
        return b"R" + struct.pack(">d", value)
    return text(value)


def digest(data):
    return hashlib.blake2b(data, digest_size=32).hexdigest()


def content(rows):
    data, table = b"", None
    for row in rows:
        kind = row["kind"]
        if kind != table:
            data += text(kind)
            table = kind
        values = [bytes.fromhex(value) if name in BYTES.get(kind, ()) else value
                  for name, value in row.items()
                  if name not in ("schema", "kind") and name not in LEFT_OUT.get(kind, ())]
        data += number(b"(", len(values)) + b"".join(column(value) for value in values)
    return digest(data)


def link(operation):
    return digest(b"".join(column(operation[name]) for name in (
        "previous", "origin", "sequence", "verb", "command", "actor", "reason", "now", "wall", "content",
        *(["seen"] if operation["seen"] else []))))


operations, ends, bad = [], {}, 0
for line in sys.stdin:
    record = json.loads(line)
    if record["kind"] == "operation":
        operations.append((record, []))
    elif record["kind"] != "head":
        operations[-1][1].append(record)
for operation, rows in operations:
    end = ends.get(operation["origin"], "")
    for what, same in (("content", content(rows) == operation["content"]),
                       ("digest", link(operation) == operation["digest"]),
                       ("previous", operation["previous"] == end)):
        if not same:
            bad += 1
            print(f"{operation['verb']} {operation['sequence']}: {what} differs")
    ends[operation["origin"]] = operation["digest"]
print(f"{len(operations)} operations, {bad} differences")

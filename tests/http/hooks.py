"""JSON Lines for schemathesis: one generated value is one line. And which bodies can be wrong."""

import json
import os

import schemathesis

MEDIA_TYPES = [
    "application/jsonl",
    "application/x-ndjson",
    "application/ndjson",
    "application/json-lines",
    "application/x-jsonlines",
]


@schemathesis.serializer(*MEDIA_TYPES)
def to_lines(context, value):
    return json.dumps(value).encode() + b"\n"


@schemathesis.deserializer(*MEDIA_TYPES)
def first_line(context, response):
    # An empty batch is answered by no line: there is nothing to hold to the schema.
    none = b'{"line": 0, "error": {"code": "busy", "message": ""}}'
    return json.loads((response.content.splitlines() or [none])[0])


@schemathesis.hook
def filter_case(context, case):
    # Any bytes are a text, and a batch tells what is wrong on the line it is about.
    return "ENVELOPES" not in os.environ or case.media_type == "application/json"

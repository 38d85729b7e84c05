"""What the tests share."""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]

STORY = (
    "ZÜRICH, Feb. 3 (Reuters) - The council voted on Monday to keep its lighthouse open.\n\n"
    "“We cannot leave the ships in the dark,” said Zoë Müller, the mayor. The work will cost €5 million, she said.\n"
)


def fixtures():
    """Every fixture: its name, its bytes and how it is to be read."""
    for folder, ending in (("pages", "html"), ("texts", "txt")):
        for path in sorted((ROOT / "tests" / folder).rglob(f"*.{ending}")):
            sidecar = json.loads(path.with_suffix(".json").read_text())
            yield path, path.read_bytes(), sidecar.get("input", {})


def ferry():
    """The page of the README."""
    return (ROOT / "docs/examples/ferry.html").read_bytes()

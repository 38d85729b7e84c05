#!/usr/bin/env bash
# Holds a running service to its own OpenAPI document: the document is valid, and what it promises
# is true of generated requests, right and wrong ones.
#
#     cargo build --release -p dateline-server && tests/http/openapi.sh [SCHEMATHESIS OPTIONS]
set -euo pipefail
cd "$(dirname "$0")/../.."
tools=target/http-tools
if [ ! -x "$tools/bin/st" ]; then
  python3 -m venv "$tools"
  "$tools/bin/pip" install -q schemathesis openapi-spec-validator
fi
export PYTHONPATH="$PWD/tests/http" SCHEMATHESIS_HOOKS=hooks
exec "$tools/bin/python" - "$@" <<'PYTHON'
import os, subprocess, sys
sys.path.insert(0, "tests/http")
from service import Service

with Service("--allow-fetch", "--idle-timeout", "5") as service:
    document = "target/http-tools/openapi.json"
    with open(document, "wb") as file:
        file.write(service.ask("/openapi.json")[1])
    subprocess.run([sys.executable, "-m", "openapi_spec_validator", document], check=True)
    command = ["bin/st", "run", f"{service.url}/openapi.json",
               "--generation-deterministic", *sys.argv[1:]]
    # That wrong bodies are refused is asked of envelopes alone: see hooks.py.
    every = [*command, "--checks", "all", "--exclude-checks", "negative_data_rejection"]
    wrong = [*command, "--checks", "negative_data_rejection", "--include-path", "/v1/extract"]
    # It keeps its findings in the folder that it runs in.
    run = lambda command, **more: subprocess.run(command, cwd="target/http-tools", **more).returncode
    first = run(every)
    second = run(wrong, env={**os.environ, "ENVELOPES": "1"})
    sys.exit(first or second)
PYTHON

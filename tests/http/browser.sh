#!/usr/bin/env bash
# Uses the service's page as people do, in headless Chromium: mouse, keyboard, a phone, dark and
# light. Screenshots go to target/http-tools/screenshots, to be looked at.
#
#     cargo build --release -p dateline-server && tests/http/browser.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$chromium" ] || ! command -v node >/dev/null; then
  echo "SKIPPED: the page's tests need chromium and node (apt-get install chromium nodejs)" >&2
  exit 0
fi
tools=target/http-tools
if [ ! -d "$tools/node_modules/playwright-core" ]; then
  mkdir -p "$tools"
  npm install --silent --prefix "$tools" playwright-core >/dev/null
fi
export CHROMIUM="$chromium"
exec python3 - <<'PYTHON'
import os, subprocess, sys
sys.path.insert(0, "tests/http")
from service import Service

with open("target/http-tools/keys.txt", "w") as file:
    file.write("tester s3cret\n")
with Service() as open_service, Service("--keys", "target/http-tools/keys.txt") as keyed:
    os.makedirs("target/http-tools/screenshots", exist_ok=True)
    env = {**os.environ, "OPEN": open_service.url, "KEYED": keyed.url}
    sys.exit(subprocess.run(["node", "tests/http/browser.mjs"], env=env).returncode)
PYTHON

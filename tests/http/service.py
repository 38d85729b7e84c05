"""Starts the service for the scripts beside this file, and watches it."""

import json
import os
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("DATELINE_SERVER", ROOT / "target/release/dateline-server"))
TICKS = os.sysconf("SC_CLK_TCK")


class Service:
    """A service of its own on a free port of this machine; `with` ends it."""

    def __init__(self, *options: str):
        if not BINARY.exists():
            raise SystemExit(f"no {BINARY}: cargo build --release -p dateline-server")
        command = [str(BINARY), "--listen", "127.0.0.1:0", *options]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        self.log: list[str] = []
        while True:
            line = self.process.stderr.readline()
            if not line:
                raise SystemExit("the service ended: " + "".join(self.log))
            self.log.append(line)
            fields = json.loads(line)["fields"]
            if fields["message"] == "listening":
                break
        self.port = int(fields["address"].rsplit(":", 1)[1])
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._read_log, daemon=True).start()

    def _read_log(self):
        for line in self.process.stderr:
            self.log.append(line)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.process.kill()

    def status(self, field: str) -> int:
        """A number from the process's status, in KiB for sizes."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1])
        raise KeyError(field)

    def resident_mib(self) -> float:
        return self.status("VmRSS") / 1024

    def peak_mib(self) -> float:
        return self.status("VmHWM") / 1024

    def forget_peak(self):
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def ask(self, path: str, body: bytes | None = None, timeout: float = 60, **headers: str):
        """Status, body and milliseconds of one request."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.url + path, data=body, headers=names)
        started = time.monotonic()
        try:
            with urllib.request.urlopen(request, timeout=timeout) as response:
                status, answer = response.status, response.read()
        except urllib.error.HTTPError as error:
            status, answer = error.code, error.read()
        return status, answer, (time.monotonic() - started) * 1000

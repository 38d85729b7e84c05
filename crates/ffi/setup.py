"""Builds the library with cargo and puts it into the package: one wheel for every CPython, since ctypes loads it."""

import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from setuptools import setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ENDING = {"darwin": "dylib", "win32": "dll"}.get(sys.platform, "so")
STEM = "dateline_ffi" if sys.platform == "win32" else "libdateline_ffi"


def version() -> str:
    """The workspace's version."""
    found = re.search(r'^version = "(.*)"', (ROOT / "Cargo.toml").read_text(), re.MULTILINE)
    assert found, "Cargo.toml has a version"
    return found[1]


class BuildWithLibrary(build_py):
    """Copies the package, and the library beside it."""

    def run(self) -> None:
        super().run()
        command = ["cargo", "build", "--release", "--package", "dateline-ffi"]
        # Line tables are two thirds of the library, and of no use to Python.
        environment = {"CARGO_PROFILE_RELEASE_STRIP": "debuginfo", **os.environ}
        subprocess.run([*command, "--manifest-path", str(HERE / "Cargo.toml")], check=True, env=environment)
        target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
        folder = Path(self.build_lib) / "dateline" / "_library"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(target / "release" / f"{STEM}.{ENDING}", folder / f"libdateline.{ENDING}")


class OneWheel(bdist_wheel):
    """Names the wheel: any CPython 3, this platform."""

    def finalize_options(self) -> None:
        super().finalize_options()
        self.root_is_pure = False

    def get_tag(self) -> tuple[str, str, str]:
        tag = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        libc, libc_version = platform.libc_ver()
        if libc == "glibc" and tag.startswith("linux_"):
            # The library needs at most the C library that it was built with.
            tag = tag.replace("linux", f"manylinux_{libc_version.replace('.', '_')}", 1)
        return "py3", "none", tag


setup(version=version(), cmdclass={"build_py": BuildWithLibrary, "bdist_wheel": OneWheel})

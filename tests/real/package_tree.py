"""The frozen program and the Debian package, built once into a folder of their own, and a bare Debian to install it on.

Nothing is installed on this machine. Needs Debian's mmdebstrap, dpkg-dev, binutils and xvfb, and root for chroot.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PyInstaller.archive.readers import CArchiveReader  # type: ignore[import-untyped]

ROOT: Final = Path(__file__).resolve().parents[2]
CLEAN: Final = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
DATA: Final = "var/lib/yuimado"
PACKAGE: Final = "yuimado"
COMMAND_TIMEOUT_S: Final = 240.0


def run(command: Sequence[str | Path], **env: str) -> subprocess.CompletedProcess[str]:
    """That command in a clean environment, as from the top of the tree; its output as text, whatever its exit code."""
    return subprocess.run(
        command, env={**CLEAN, **env}, cwd=ROOT, capture_output=True, text=True, timeout=COMMAND_TIMEOUT_S, check=False
    )


def must(command: Sequence[str | Path], **env: str) -> str:
    """What that command prints; AssertionError with its last lines where it fails."""
    done = run(command, **env)
    assert done.returncode == 0, f"{command[0]}: {(done.stdout + done.stderr)[-2000:]}"
    return done.stdout


def wait_for(fact: Callable[[], bool], what: str, timeout_s: float = 30.0) -> None:
    """Return once the fact holds."""
    deadline = time.monotonic() + timeout_s
    while not fact():
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.05)


@dataclass(frozen=True, slots=True)
class Frozen:
    """The one-folder program. package: the Debian package around it."""

    folder: Path
    package: Path

    @property
    def program(self) -> Path:
        return self.folder / "kiosk"

    def modules(self) -> set[str]:
        """The names of the Python modules inside, and of the packages and libraries that lie beside."""
        archive = CArchiveReader(str(self.program)).open_embedded_archive("PYZ.pyz")
        beside = {path.name.split("-")[0].split(".")[0] for path in (self.folder / "_internal").iterdir()}
        return set(archive.toc) | beside

    def size_mb(self) -> float:
        """What it takes on a disk."""
        return sum(path.lstat().st_size for path in self.folder.rglob("*")) / 1e6


def build(folder: Path) -> Frozen:
    """Freeze and package this tree into that folder, as `make deb` does into dist/."""
    dist = folder / "dist"
    python = sys.executable
    must([python, "tools/catalogues.py", "compile"])
    must([python, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", "--distpath", dist, "--workpath", folder / "build",
          ROOT / "build_installer.spec"])  # fmt: skip
    must([ROOT / "tools" / "make_deb.sh"], DIST=str(dist))
    (package,) = dist.glob("*.deb")
    return Frozen(dist / "yuimado", package)


@dataclass(frozen=True, slots=True)
class Tree:
    """A Debian of its own in a folder."""

    root: Path

    def inside(self, *command: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run a command in there."""
        return run(["chroot", self.root, *command], **env)

    def must(self, *command: str, **env: str) -> str:
        """What a command in there prints; AssertionError where it fails."""
        return must(["chroot", self.root, *command], **env)

    def install(self, package: Path) -> None:
        """Let apt install that package with what it depends on, and nothing it only recommends."""
        shutil.copy(package, self.root / "root" / "yuimado.deb")
        self.must("apt-get", "update", "-qq")
        self.must("apt-get", "install", "-qq", "-y", "--no-install-recommends", "/root/yuimado.deb")

    def owners(self) -> Mapping[str, str]:
        """Who owns each file and folder of the data folder, by name as the tree knows it."""
        lines = self.must("find", f"/{DATA}", "-printf", "%u:%g %p\n").splitlines()
        return {path: owner for owner, _, path in (line.partition(" ") for line in lines)}

    def missing_libraries(self) -> set[str]:
        """Shared libraries that something of the program needs and the tree does not have."""
        look = 'find /opt/yuimado -name "*.so*" -type f -exec env LD_LIBRARY_PATH=/opt/yuimado/_internal ldd {} + 2>/dev/null'
        return {line.split()[0] for line in self.inside("sh", "-c", look).stdout.splitlines() if "not found" in line}

    @contextmanager
    def started(self, *command: str, **env: str) -> Iterator[subprocess.Popen[str]]:
        """That command, running in there; killed at the end if it is still there."""
        process = subprocess.Popen(
            ["chroot", self.root, *command], env={**CLEAN, **env}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()
            process.communicate()


@contextmanager
def fresh_tree() -> Iterator[Tree]:
    """The smallest Debian of this machine's release, made for this and deleted at the end."""
    release = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text("utf-8").splitlines() if "=" in line)
    folder = Path(tempfile.mkdtemp(prefix="yuimado-tree-"))
    folder.chmod(0o755)
    try:
        must(
            ["mmdebstrap", "--quiet", "--variant=minbase", release.get("VERSION_CODENAME", "bookworm").strip('"'), folder / "root"]
        )
        shutil.copy("/etc/resolv.conf", folder / "root" / "etc" / "resolv.conf")
        yield Tree(folder / "root")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def virtual_screen() -> Iterator[tuple[str, Path]]:
    """An X11 screen of 1280×720 that nobody sees: (DISPLAY, the file its picture lies in)."""
    folder = Path(tempfile.mkdtemp(prefix="yuimado-screen-"))
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x720x24", "-ac", "-nolisten", "tcp", "-fbdir", str(folder)],
        pass_fds=[writing], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            yield f":{answer.readline().strip()}", folder / "Xvfb_screen0"
    finally:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def colours(picture: Path) -> int:
    """How many different pixels a screen's picture has; 1 for a screen nothing was drawn on."""
    pixels = picture.read_bytes()[-1280 * 720 * 4 :]
    return len({pixels[at : at + 4] for at in range(0, len(pixels), 4)})

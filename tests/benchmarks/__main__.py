"""`make bench`: each benchmark in a process of its own, one table after the other."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    """Run every bench_*.py; the names given pick some (`python -m tests.benchmarks booking pages`)."""
    wanted = [f"bench_{name}" for name in sys.argv[1:]]
    found = sorted(file.stem for file in HERE.glob("bench_*.py"))
    failed = [name for name in wanted or found if not _run(name)]
    if failed:
        sys.exit(f"These did not end well: {', '.join(failed)}.")


def _run(name: str) -> bool:
    sys.stdout.write(f"\n--- {name.removeprefix('bench_')} ---\n")
    sys.stdout.flush()
    program = [sys.executable, "-m", f"tests.benchmarks.{name}"]
    return subprocess.run(program, cwd=HERE.parents[1], check=False).returncode == 0


if __name__ == "__main__":
    main()

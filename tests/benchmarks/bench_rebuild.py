"""Building a new index out of the rows, against sending the same documents bare; and the memory it takes.

`python -m tests.benchmarks.bench_rebuild [documents ...] [--million]`. Each step runs in a process of its own, so
that the most memory it had is its own. Bare is as fast as the cluster takes documents from here: requests of the
same size, ready-made on disk, sent by as many threads, into an index of the same mapping; they are sent before and
after, and the faster time counts: a server that was just started works twice as much. `processor` is the share by
processor seconds, ours and the cluster's together, which other work on the machine disturbs less than the clock.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
NUMBERS = (10_000, 100_000)
MILLION = 1_000_000
LEAST_SHARE = 0.5
MOST_MIB = 400


def main() -> None:
    """Measure each number of documents; end with 1 where a bar is missed."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()] or list(NUMBERS)
    if "--million" in sys.argv:
        numbers.append(MILLION)
    if not _server():
        _say("No Elasticsearch runs (`make services` starts one): left out.")
        return
    _say(f"{'documents':>10} {'bare':>10} {'rebuild':>10} {'share':>7} {'processor':>10} {'memory':>9}")
    missed = [number for number in numbers if not _one(number)]
    if missed:
        sys.exit(f"Too slow or too large: {missed} (at least {LEAST_SHARE:.0%}, at most {MOST_MIB} MiB).")


def _one(number: int) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        _step("fill", number, folder)
        _step("write", number, folder)
        first = _step("bare", number, folder)
        rebuild = _step("rebuild", number, folder)
        bare = min(first, _step("bare", number, folder), key=lambda step: step["seconds"])
    rates = [number / step["seconds"] for step in (bare, rebuild)]
    share = rates[1] / rates[0]
    worked = [step["own"] + step["cluster"] for step in (bare, rebuild)]
    _say(
        f"{number:>10,} {rates[0]:>8,.0f}/s {rates[1]:>8,.0f}/s {share:>7.0%} {worked[0] / worked[1]:>10.0%}"
        f" {rebuild['mib']:>5,.0f} MiB   (bare {_work(bare)}; rebuild {_work(rebuild)})"
    )
    return share >= LEAST_SHARE and rebuild["mib"] <= MOST_MIB


def _work(step: dict[str, float]) -> str:
    return f"{step['own']:.1f} s of ours + {step['cluster']:.1f} s of the cluster's"


def _step(name: str, number: int, folder: str) -> dict[str, float]:
    env = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder}/rows.sqlite3",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "ELASTICSEARCH_URL": _server(),
        "ELASTICSEARCH_PREFIX": "mi-commons-bench-rebuild",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
    }
    program = [sys.executable, "-m", "tests.benchmarks.bench_rebuild", "--step", name, str(number), folder]
    done = subprocess.run(program, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _server() -> str:
    """ELASTICSEARCH_URL, or what `make services` started."""
    if url := os.environ.get("ELASTICSEARCH_URL"):
        return url
    try:
        services = json.loads((ROOT / "var" / "services.json").read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return ""
    return str(services.get("elasticsearch", {}).get("url", ""))


# --- the steps, each in its own process ---------------------------------------------------------------


def step() -> None:
    """Do one and say how long it took, what the processors worked meanwhile, and how much memory the process had at
    most."""
    name, number, folder = sys.argv[2], int(sys.argv[3]), Path(sys.argv[4])
    import django

    django.setup()
    own, cluster = _own_seconds(), _cluster_seconds()
    seconds = {"fill": _fill, "write": _write, "bare": _bare, "rebuild": _rebuild}[name](number, folder)
    told = {"seconds": seconds, "mib": _most_mib()}
    _say(json.dumps({**told, "own": _own_seconds() - own, "cluster": _cluster_seconds() - cluster}))


def _own_seconds() -> float:
    """What this process and those it started and waited for have worked so far."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _most_mib() -> float:
    """The most memory of this process and of the largest that it started, together."""
    used = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(used) / 1024


def _cluster_seconds() -> float:
    from search.elastic.client import patient_client

    stats = patient_client().nodes.stats(metric="process")["nodes"].values()
    return sum(node["process"]["cpu"]["total_in_millis"] for node in stats) / 1_000


def _fill(number: int, folder: Path) -> float:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from directory.places.gazetteer import import_gazetteer
    from tests.benchmarks.bulk import fill
    from tests.benchmarks.documents import Generator

    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes
    executor.migrate([*leaves("places"), *leaves("search")])
    import_gazetteer(min_population=5000)
    generator = Generator(number)
    generator.register()
    fill(generator)
    return 0.0


def _write(number: int, folder: Path) -> float:
    """The requests of the bare run: one file each."""
    from search.elastic import building, bulk
    from search.elastic.source import sources

    for place, batch in enumerate(bulk.batches(sources(building._keys_after(0)))):
        (folder / f"{place:06}.ndjson").write_bytes(batch.lines)
    return 0.0


def _bare(number: int, folder: Path) -> float:
    from search.elastic import mapping, sending
    from search.elastic.building import _WHILE_BUILDING
    from search.elastic.client import alias, patient_client

    name = f"{alias()}-bare"
    asked = patient_client()
    asked.indices.delete(index=name, ignore_unavailable=True)
    settings = mapping.settings(**_WHILE_BUILDING)
    asked.indices.create(index=name, mappings=mapping.mappings(), settings=settings)

    def send(file: Path) -> None:
        lines: Any = file.read_bytes()
        answer = asked.bulk(index=name, operations=lines, filter_path="errors")
        assert not answer["errors"]

    began = time.perf_counter()
    with ThreadPoolExecutor(sending.SENDERS) as pool:
        list(pool.map(send, sorted(folder.glob("*.ndjson"))))
    asked.indices.refresh(index=name)
    took = time.perf_counter() - began
    assert asked.count(index=name)["count"] == number
    asked.indices.delete(index=name)
    return took


def _rebuild(number: int, folder: Path) -> float:
    """From the rows to the alias: comparing and putting in place included."""
    from search.elastic import building
    from search.elastic.client import alias, patient_client

    began = time.perf_counter()
    built = building.begin()
    building.run(built)
    took = time.perf_counter() - began
    assert patient_client().count(index=alias())["count"] == number
    patient_client().indices.delete(index=built.index)
    return took


if __name__ == "__main__":
    step() if sys.argv[1:2] == ["--step"] else main()

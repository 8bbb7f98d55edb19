"""How fast a process is ready and how much memory a worker needs, with 200 objects."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from tests.bench.measured import Measured
from tests.bench.places import Place, new_place, serve
from tests.bench.servers import guanxi
from tests.support.calls import Caller

__all__ = ["footprint"]

OBJECTS = 200
REQUESTS = 10_000
READY_SECONDS = 2.0
MEGABYTES = 150.0


def footprint(kind: str, work: Path) -> Iterator[Measured]:
    """Measure on a database with 200 objects of ten fields."""
    place = new_place(kind, "many", work)
    guanxi(place.url, "init")
    guanxi(place.url, "apply", many_objects(work / "packages" / "many"))
    token = str(guanxi(place.url, "token", "add", admin(place, work))["token"])
    start = time.perf_counter()
    with serve(place, work) as (base, process):
        yield Measured(kind, "from start to /readyz", time.perf_counter() - start, "s", READY_SECONDS)
        mixed_requests(base, token)
        workers = psutil.Process(process).children(recursive=True) or [psutil.Process(process)]
        peak = max(peak_memory(worker.pid) for worker in workers)
    yield Measured(kind, f"peak memory of a worker, {OBJECTS} objects", peak, "MB", MEGABYTES)


def many_objects(folder: Path) -> Path:
    """Write a package of 200 objects that look up each other."""
    (folder / "objects").mkdir(parents=True, exist_ok=True)
    label = "label: {en: Many, zh: 许多}\n"
    (folder / "plugin.yaml").write_text(f'name: many\n{label}version: 1.0.0\ndepends: [core]\nprefix: ""\n', "utf-8")
    for number in range(OBJECTS):
        fields = [
            "{name: name, label: {en: Name, zh: 名称}, type: text, required: true}",
            f"{{name: previous, label: {{en: Previous, zh: 上一个}}, type: lookup, to: many_{max(number - 1, 0)}}}",
            "{name: amount, label: {en: Amount, zh: 金额}, type: money, min: 0}",
            "{name: doubled, label: {en: Doubled, zh: 加倍}, type: formula, returns: money, formula: amount * 2}",
            *(f"{{name: text_{n}, label: {{en: Text {n}, zh: 文本 {n}}}, type: text}}" for n in range(6)),
        ]
        body = "".join(f"  - {field}\n" for field in fields)
        name = f"many_{number}"
        (folder / "objects" / f"{name}.yaml").write_text(
            f"kind: object\nname: {name}\n{label}owned: true\nname_field: name\nfields:\n{body}", "utf-8"
        )
    return folder


def admin(place: Place, work: Path) -> str:
    """Make an administrator and return the sign-in name."""
    rows, mapping = work / "admin.csv", work / "admin.yaml"
    rows.write_text("login\nbench.admin\n", "utf-8")
    fields = [{"field": "login", "column": "login"}, {"field": "name", "column": "login"}]
    roles = {"field": "roles", "value": ["administrator"]}
    mapping.write_text(json.dumps({"object": "user", "match": "login", "fields": [*fields, roles]}), "utf-8")
    guanxi(place.url, "import", "user", rows, "--map", mapping)
    return "bench.admin"


def mixed_requests(base: str, token: str) -> None:
    """Create, read, list and change records of many objects."""
    caller = Caller(base, token)
    for turn in range(REQUESTS // 4):
        path = f"records/many_{turn % OBJECTS}"
        status, _, made = caller("POST", path, {"name": f"turn {turn}", "amount": turn})
        expect(status, 201, made)
        record = made.get("data", made)["id"]
        status, _, said = caller("GET", f"{path}/{record}")
        expect(status, 200, said)
        status, _, said = caller("PATCH", f"{path}/{record}", {"text_0": "changed"})
        expect(status, 200, said)
        status, _, said = caller("GET", f"{path}?fields=name,amount,doubled&filter=amount%20%3E%201&limit=50")
        expect(status, 200, said)
    caller.close()


def expect(status: int, wanted: int, said: object) -> None:
    """Stop when an answer is not the wanted one."""
    if status != wanted:
        raise SystemExit(f"Answered {status} instead of {wanted}: {said}")


def peak_memory(process: int) -> float:
    """Return the largest resident size a process ever had, in megabytes."""
    status = Path(f"/proc/{process}/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))

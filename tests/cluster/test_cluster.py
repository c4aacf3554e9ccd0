"""The shard contract and its engines, under kills, against a serial run; the loading into a store."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1]))

import dragoman
from dragoman import reader as reader_module
from dragoman.cli import make_app
from dragoman.cluster import PipelineId, load_shards, process_shard, run_shards
from dragoman.cluster import local as local_module
from dragoman.cluster.files import read_records
from dragoman.cluster.inputs import shards
from dragoman.cluster.manifest import Manifest
from dragoman.config import Settings
from dragoman.errors import DataError, MissingError, UsageError
from dragoman.reader import Reader, failure
from dragoman.store.copies import CopyKeeper
from made_reports import TEXT

FAKE = "made_reports:fake"
SETTINGS = Settings(model="lexicon", time_limit=3.0)


def write_input(path: Path, texts: list[str]) -> Path:
    rows = [{"id": f"{path.stem}-{n}", "text": text, "published": "2024-03-05"} for n, text in enumerate(texts)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")
    return path


@pytest.fixture
def inputs(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(4):
        write_input(folder / f"part{n}.jsonl", [TEXT, f"Nothing much in {n}.", f"{TEXT}\n\nMore of {n}."])
    return folder


def run(inputs, output, **given):
    return run_shards([str(inputs / "*.jsonl")], output, settings=SETTINGS, stages=FAKE, **given)


def records(output: Path) -> list[dict]:
    rows = [
        row for path in output.glob("*.manifest.json") for row in read_records(output / Manifest.read(path).records)
    ]
    return sorted(rows, key=lambda row: row["id"])


def serial(inputs: Path) -> list[dict]:
    reader = Reader(SETTINGS, pipeline=FAKE)
    found = [r for path in sorted(inputs.glob("*.jsonl")) for r in reader.pipe(dragoman_read(path), on_error="collect")]
    return sorted((json.loads(json.dumps(r.to_dict())) for r in found if not failure(r)), key=lambda row: row["id"])


def dragoman_read(path: Path):
    from dragoman.ingest import read_any

    return read_any(path.resolve())


def test_a_shard_is_records_and_a_manifest(inputs, tmp_path):
    done = process_shard(str(inputs / "part0.jsonl"), None, tmp_path / "out", settings=SETTINGS, stages=FAKE)
    assert done.counts == {"reports": 3, "skipped": 0, "events": 4, "statements": 2, "agreements": 0, "failed": 0}
    assert done.pipeline == PipelineId.of(SETTINGS, FAKE)
    assert done.pipeline.version == dragoman.__version__
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted(
        [done.records, done.records.replace(".jsonl.gz", ".manifest.json")]
    )
    assert [r["id"] for r in records(tmp_path / "out")] == ["part0-0", "part0-1", "part0-2"]


def test_what_exists_is_done_and_what_changed_is_not(inputs, tmp_path):
    uri, out = str(inputs / "part0.jsonl"), tmp_path / "out"
    first = process_shard(uri, None, out, settings=SETTINGS, stages=FAKE)
    written = (out / first.records).stat().st_mtime_ns
    assert process_shard(uri, first.pipeline.short, out, settings=SETTINGS, stages=FAKE) == first
    assert (out / first.records).stat().st_mtime_ns == written
    write_input(inputs / "part0.jsonl", [TEXT])
    assert process_shard(uri, None, out, settings=SETTINGS, stages=FAKE).counts["reports"] == 1
    (out / first.records).unlink()
    assert process_shard(uri, None, out, settings=SETTINGS, stages=FAKE).counts["reports"] == 1
    assert (out / first.records).is_file()


def test_a_shard_again_gives_the_same_bytes(inputs, tmp_path):
    uri = str(inputs / "part1.jsonl")
    made = [process_shard(uri, None, tmp_path / o, settings=SETTINGS, stages=FAKE) for o in ("a", "b")]
    assert made[0] == made[1]
    assert (tmp_path / "a" / made[0].records).read_bytes() == (tmp_path / "b" / made[1].records).read_bytes()


def test_failures_stand_in_the_manifest_and_cost_themselves_only(tmp_path):
    path = write_input(tmp_path / "bad.jsonl", [TEXT, "FAIL", "DIE", TEXT + " ", "HANG"])
    path.write_text(path.read_text() + "{broken\n")
    done = process_shard(str(path), None, tmp_path / "out", settings=Settings(time_limit=1.0), stages=FAKE)
    assert done.counts["reports"] == 2
    assert done.counts["failed"] == 4
    told = " ".join(f.message for f in done.failures)
    for words in ("made to fail", "died (status 7)", "took more than 1 s"):
        assert words in told
    assert any("bad.jsonl:6" in f.source for f in done.failures)


def test_an_input_that_is_not_there_is_a_failure_of_its_shard(tmp_path):
    done = process_shard(str(tmp_path / "no.jsonl"), None, tmp_path / "out", settings=SETTINGS, stages=FAKE)
    assert "no such file" in done.failures[0].message


def test_another_pipeline_is_refused(inputs, tmp_path):
    with pytest.raises(UsageError, match="is wanted and this worker has"):
        process_shard(str(inputs / "part0.jsonl"), "pother", tmp_path / "out", settings=SETTINGS, stages=FAKE)


def test_the_pipeline_id_tells_model_ontology_and_settings(tmp_path):
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.onnx").write_bytes(b"1")
    own = tmp_path / "own.yaml"
    own.write_text("a: 1")
    made = [Settings(), Settings(model="lexicon"), Settings(model=str(tmp_path / "model")), Settings(ontology=own),
            Settings(max_characters=5), Settings(time_limit=1.0)]  # fmt: skip
    ids = [PipelineId.of(s, FAKE).short for s in made]
    assert len(set(ids)) == len(ids)
    own.write_text("a: 2")
    (tmp_path / "model" / "model.onnx").write_bytes(b"2")
    again = [PipelineId.of(s, FAKE).short for s in made]
    assert [a == b for a, b in zip(ids, again, strict=True)] == [True, True, False, False, True, True]


@pytest.mark.parametrize("workers", [1, 2])
def test_the_pool_gives_what_a_serial_run_gives(inputs, tmp_path, workers):
    summary = run(inputs, tmp_path / "out", workers=workers)
    assert (summary.shards, summary.already, summary.broken) == (4, 0, [])
    assert summary.counts["reports"] == 12
    assert records(tmp_path / "out") == serial(inputs)
    again = run(inputs, tmp_path / "out", workers=workers)
    assert (again.already, again.counts) == (4, {})


def test_parquet_holds_the_same(inputs, tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    write_input(inputs / "odd.jsonl", ["Half a character \ud83d here."])
    run(inputs, tmp_path / "out", form="parquet", workers=1)
    assert records(tmp_path / "out") == serial(inputs)
    table = pq.read_table(next((tmp_path / "out").glob("part0*.parquet")))
    assert table.column("id").to_pylist() == ["part0-0", "part0-1", "part0-2"]
    assert table.column("published")[0].as_py() == "2024-03-05"


def test_a_killed_worker_is_replaced_and_its_shard_read_again(inputs, tmp_path, monkeypatch):
    for n in range(4):
        write_input(inputs / f"part{n}.jsonl", [TEXT + " SLOW" + "." * i for i in range(3)])
    killed = []

    def kill_once(process, uri):
        if not killed:
            killed.append(uri)
            os.kill(process.pid, signal.SIGKILL)
        return ask(process, uri)

    ask = local_module._ask
    monkeypatch.setattr(local_module, "_ask", kill_once)
    summary = run(inputs, tmp_path / "out", workers=2)
    assert killed
    assert (summary.broken, summary.counts["reports"]) == ([], 12)
    assert records(tmp_path / "out") == serial(inputs)


def test_a_shard_whose_worker_dies_every_time_is_told(inputs, tmp_path, monkeypatch):
    def kill(process, uri):
        if uri.endswith("part2.jsonl"):
            os.kill(process.pid, signal.SIGKILL)
        return ask(process, uri)

    ask = local_module._ask
    monkeypatch.setattr(local_module, "_ask", kill)
    summary = run(inputs, tmp_path / "out", workers=1)
    assert [Path(f.source).name for f in summary.broken] == ["part2.jsonl"]
    assert "died 3 times" in summary.broken[0].message
    monkeypatch.undo()
    again = run(inputs, tmp_path / "out", workers=1)
    assert (again.already, again.counts["reports"]) == (3, 3)
    assert records(tmp_path / "out") == serial(inputs)


DRIVER = """
import sys; sys.path.insert(0, sys.argv[1])
from dragoman.cluster import run_shards
from dragoman.config import Settings
run_shards([sys.argv[2]], sys.argv[3], stages="made_reports:fake", workers=2,
           settings=Settings(model="lexicon", time_limit=3.0))
"""


def test_a_killed_driver_leaves_whole_shards_and_the_next_run_goes_on(inputs, tmp_path):
    for n in range(4):
        write_input(inputs / f"part{n}.jsonl", [TEXT + " SLOW" + "." * i for i in range(3)])
    out = tmp_path / "out"
    tests = str(Path(__file__).parents[1])
    driver = subprocess.Popen([sys.executable, "-c", DRIVER, tests, str(inputs / "*.jsonl"), str(out)])
    deadline = time.monotonic() + 20
    while not list(out.glob("*.manifest.json")) and time.monotonic() < deadline:
        time.sleep(0.02)
    driver.kill()
    driver.wait()
    left = {path.name: path.read_bytes() for path in out.glob("*.manifest.json")}
    assert left
    summary = run(inputs, out, workers=2)
    assert summary.already >= 1
    assert records(out) == serial(inputs)
    assert all((out / name).read_bytes() == data for name, data in left.items())


def test_old_leftovers_of_killed_workers_are_removed(inputs, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    old, new = out / ".a.jsonl.gz.1.ab.tmp", out / ".b.jsonl.gz.2.cd.tmp"
    old.touch()
    new.touch()
    os.utime(old, (0, 0))
    run(inputs, out, workers=1)
    assert [p.name for p in out.glob(".*")] == [new.name]


def test_a_model_that_is_missing_stops_the_run(inputs, tmp_path):
    with pytest.raises(MissingError, match="missing"):
        run_shards([str(inputs)], tmp_path / "out", settings=Settings(model=str(tmp_path / "none")), workers=1)


def test_wrong_arguments_are_told(inputs, tmp_path):
    for given, words in (
        ({"engine": "spark"}, "local, ray"),
        ({"workers": 0}, "1 or more"),
        ({"form": "csv"}, "jsonl"),
    ):
        with pytest.raises(UsageError, match=words):
            run(inputs, tmp_path / "out", **given)
    with pytest.raises(UsageError, match="no such file"):
        run_shards([str(tmp_path / "none*.jsonl")], tmp_path / "out", settings=SETTINGS)


def test_ray_that_is_not_there_is_told_with_the_command(inputs, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingError, match=r"pip install 'dragoman\[ray\]'"):
        run(inputs, tmp_path / "out", engine="ray")


def test_addresses_are_listed_and_fetched(inputs, tmp_path):
    pytest.importorskip("pyarrow")
    found = shards([f"file://{inputs}/part[01]*.jsonl"])
    assert [uri.rpartition("/")[2] for uri in found] == ["part0.jsonl", "part1.jsonl"]
    done = process_shard(found[0], None, tmp_path / "out", settings=SETTINGS, stages=FAKE)
    assert done.counts["reports"] == 3
    assert records(tmp_path / "out")[0]["source"].startswith(found[0])
    gone = process_shard(f"file://{inputs}/gone.jsonl", None, tmp_path / "out", settings=SETTINGS, stages=FAKE)
    assert "cannot be fetched" in gone.failures[0].message


# Loading


def test_loading_gives_the_store_of_a_direct_run(inputs, tmp_path):
    run(inputs, tmp_path / "out", workers=1)
    with dragoman.open(tmp_path / "a.db") as store, dragoman.open(tmp_path / "b.db") as direct:
        found = load_shards(tmp_path / "out", store)
        assert (found["shards"], found["reports"], found["damaged"]) == (4, 12, [])
        reader = Reader(SETTINGS, pipeline=FAKE)
        for path in sorted(inputs.glob("*.jsonl")):
            direct.add_all(reader.pipe(dragoman_read(path)))
        CopyKeeper(direct).catch_up()
        assert store.counts() == direct.counts()
        for n in range(4):
            assert store.report(f"part{n}-2").to_dict() == direct.report(f"part{n}-2").to_dict()
        before = store.counts()
        assert load_shards(tmp_path / "out", store)["already"] == 4
        assert store.counts() == before


def test_a_broken_off_load_goes_on_without_doubles(inputs, tmp_path, monkeypatch):
    run(inputs, tmp_path / "out", workers=1)
    with dragoman.open(tmp_path / "a.db") as store:
        monkeypatch.setattr("dragoman.cluster.load.BATCH", 1)
        add, calls = store.add_all, []

        def break_off(batch, **given):
            calls.append(1)
            if len(calls) > 6:
                raise KeyboardInterrupt
            add(batch, **given)

        monkeypatch.setattr(store, "add_all", break_off)
        with pytest.raises(KeyboardInterrupt):
            load_shards(tmp_path / "out", store)
        monkeypatch.undo()
        found = load_shards(tmp_path / "out", store)
        assert (found["already"], found["shards"]) == (1, 3)
        assert store.counts()["reports"] == store.counts()["versions"] == 12
        assert store.counts()["events"] == 16


def test_failures_are_loaded_into_the_book_once(tmp_path):
    path = write_input(tmp_path / "bad.jsonl", [TEXT, "FAIL"])
    process_shard(str(path), None, tmp_path / "out", settings=SETTINGS, stages=FAKE)
    with dragoman.open(tmp_path / "a.db") as store:
        assert load_shards(tmp_path / "out", store)["failed"] == 1
        load_shards(tmp_path / "out", store)
        (attempt,) = store.failures()
        assert (attempt.attempts, attempt.input.split()[0]) == (1, "bad-1")
        assert "made to fail" in attempt.message


def test_damaged_shards_are_told_and_the_others_loaded(inputs, tmp_path):
    out = tmp_path / "out"
    run(inputs, out, workers=1)
    files = sorted(out.glob("*.jsonl.gz"))
    files[0].write_bytes(files[0].read_bytes()[:-20])
    files[1].unlink()
    next(out.glob("part3*.manifest.json")).write_text("{}")
    with dragoman.open(tmp_path / "a.db") as store:
        found = load_shards(out, store)
        assert (found["shards"], len(found["damaged"])) == (1, 3)
    with pytest.raises(DataError, match="damaged"):
        list(read_records(files[0]))


def test_shards_of_two_pipelines_must_be_chosen(inputs, tmp_path):
    out = tmp_path / "out"
    run(inputs, out, workers=1)
    other = Settings(model="lexicon", max_characters=99_999)
    run_shards([str(inputs)], out, settings=other, stages=FAKE, workers=1)
    with dragoman.open(tmp_path / "a.db") as store:
        with pytest.raises(UsageError, match="several pipelines"):
            load_shards(out, store)
        with pytest.raises(UsageError, match="there are shards of"):
            load_shards(out, store, pipeline="pnone")
        assert load_shards(out, store, pipeline=PipelineId.of(other, FAKE).short)["shards"] == 4
        with pytest.raises(UsageError, match="no finished shards"):
            load_shards(tmp_path, store)


# The commands


@pytest.fixture
def command(monkeypatch):
    monkeypatch.setattr(reader_module, "PIPELINE", FAKE)
    for module in ("engines", "shard"):
        monkeypatch.setattr(f"dragoman.cluster.{module}.PIPELINE", FAKE)

    def go(*arguments):
        given = [str(a) for a in arguments]
        return CliRunner().invoke(make_app(given), given)

    return go


def test_the_commands(command, inputs, tmp_path):
    out, db = tmp_path / "out", tmp_path / "news.db"
    done = command("shard", "run", inputs / "part0.jsonl", "--output", out, "--model", "lexicon", "--json")
    assert done.exit_code == 0, done.output
    made = json.loads(done.output)
    assert gzip.decompress((out / made["records"]).read_bytes()).count(b"\n") == 3
    given = ("--input", inputs / "*.jsonl", "--output", out, "--model", "lexicon", "--workers", 1)
    done = command("cluster", "run", *given, "--engine", "local", "--json")
    assert done.exit_code == 0, done.output
    summary = json.loads(done.stdout)
    assert (summary["shards"], summary["already"], summary["reports"]) == (4, 1, 9)
    assert summary["pipeline"] == made["pipeline_id"]
    done = command("cluster", "load", out, "--db", db)
    assert done.exit_code == 0, done.output
    assert "4 shards loaded with 12 reports" in done.output
    assert command("cluster", "run", *given, "--engine", "dask").exit_code == 2


def test_a_load_marks_copies_and_links_unless_told_not_to(command, inputs, tmp_path):
    run(inputs, tmp_path / "out", workers=1)
    for name, more in (("a.db", ()), ("b.db", ("--no-link",))):
        done = command("cluster", "load", tmp_path / "out", "--db", tmp_path / name, "--json", *more)
        assert done.exit_code == 0, done.output
        assert ("linked" in json.loads(done.stdout)) is (not more)
    with dragoman.open(tmp_path / "a.db") as linked, dragoman.open(tmp_path / "b.db") as bare:
        assert linked.counts() == bare.counts()
        assert linked.incidents().count() > 0
        assert bare.incidents().count() == 0
        bare.relink()
        assert [i.to_dict() for i in bare.incidents()] == [i.to_dict() for i in linked.incidents()]
    done = command("cluster", "load", tmp_path / "out", "--db", tmp_path / "a.db")
    assert "0 new links of events" in done.stdout


def test_the_lexicon_reader_through_a_shard(tmp_path):
    path = write_input(tmp_path / "a.jsonl", ["China on Monday accused NATO of meddling in the affairs of Japan."])
    done = process_shard(str(path), None, tmp_path / "out", settings=Settings(model="lexicon"))
    assert done.counts["events"] >= 1
    reader = Reader(Settings(model="lexicon"))
    (report,) = reader.pipe(dragoman_read(path))
    (row,) = read_records(tmp_path / "out" / done.records)
    assert row == json.loads(json.dumps(report.to_dict()))


RAY = DRIVER.replace("workers=2", 'engine="ray", workers=int(sys.argv[4])')


@pytest.mark.slow
def test_a_real_ray_gives_what_a_serial_run_gives_also_when_an_actor_dies(inputs, tmp_path):
    pytest.importorskip("ray")
    for n in range(4):
        write_input(inputs / f"part{n}.jsonl", [TEXT + " SLOW" + "." * i for i in range(8)])
    out, tests = tmp_path / "out", str(Path(__file__).parents[1])
    driver = subprocess.Popen([sys.executable, "-c", RAY, tests, str(inputs / "*.jsonl"), str(out), "2"])
    try:
        actor = wait_for_actor(driver)
        os.kill(actor, signal.SIGKILL)
        assert driver.wait(timeout=120) == 0
    finally:
        driver.kill()
        driver.wait()
    assert records(out) == serial(inputs)
    assert len(list(out.glob("*.manifest.json"))) == 4


def wait_for_actor(driver: subprocess.Popen) -> int:
    """Process id of an actor that is at work, among the descendants of the driver."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and driver.poll() is None:
        for pid in descendants(driver.pid):
            try:
                line = Path(f"/proc/{pid}/cmdline").read_bytes()
            except OSError:
                continue
            if b"ray::ShardActor.process" in line:
                return pid
        time.sleep(0.05)
    pytest.fail("no actor came to work")


def descendants(root: int) -> list[int]:
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found[1:]

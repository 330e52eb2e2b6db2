# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
"""The worker that runs in an interpreter: started, killed, misled, and measuring an implementation in Python."""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

WORKER = os.environ["ATTNSCOPE_WORKER_PATH"]
HERE = pathlib.Path(__file__).parent


def problem(**changes):
    return {"batch": 1, "query_heads": 2, "kv_heads": 1, "query_seqlen": 5, "kv_seqlen": 9, "head_dim": 16,
            "dtype": "fp32", "causal": True, "layout": "bshd", **changes}


class Worker:
    """A worker process, its requests and its events."""

    def __init__(self, folder, *arguments, python=sys.executable):
        self.errors = tempfile.TemporaryFile("w+", encoding="utf-8")  # a pipe that nobody empties would fill up
        self.process = subprocess.Popen(
            [WORKER, "--lock-dir", folder, "--python", python, *arguments], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=self.errors, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()
        self.errors.close()

    def said(self):
        """All of its standard error."""
        self.errors.seek(0)
        return self.errors.read()

    def send(self, **request):
        print(json.dumps(request), file=self.process.stdin, flush=True)

    def next_of(self, kind):
        for line in self.process.stdout:
            event = json.loads(line)  # a line that is no event fails the test
            if event["type"] == kind:
                return event
        raise AssertionError(f"no {kind} came: {self.said()}")

    def host(self):
        self.send(type="describe")
        return self.next_of("description")["description"]["devices"][-1]

    def measure(self, *points):
        self.send(type="measure", plan=plan(self.host()["device"]["uuid"], *points))
        return [self.next_of("point_finished")["point"]["outcome"] for _ in points]

    def end(self):
        """Closes its input; exit code and what it said on standard error."""
        self.process.communicate(timeout=20)
        return self.process.returncode, self.said()


def plan(uuid, *points):
    return {"device_uuid": uuid,
            "points": [{"implementation": name, "problem": problem(**changes)} for name, changes in points],
            "options": {"point_budget_seconds": 0.3, "cold_l2": False, "min_samples": 3, "max_samples": 5}}


class PythonWorker(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.loading = (self.folder, "--load", str(HERE / "host_peer.py"))

    def script(self, body):
        path = pathlib.Path(self.folder, "python")
        path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    def test_measures_what_a_python_file_brings_beside_the_in_app_kernels(self):
        with Worker(*self.loading) as worker:
            names = [offered["name"] for offered in worker.host()["implementations"]]
            self.assertEqual(names[:3], ["standard", "standard-eager", "flash"])
            self.assertIn("python-attention", names)
            changes = [{}, {"layout": "bhsd", "causal": False}, {"query_seqlen": 9, "window_left": 2},
                       {"query_seqlen": 12, "softmax_scale": 0.5}]
            points = [(name, change) for change in changes for name in ("flash", "python-attention")]
            for (name, change), outcome in zip(points, worker.measure(*points)):
                with self.subTest(name=name, change=change):
                    self.assertEqual(outcome["type"], "measured", outcome)
                    self.assertLess(outcome["error"]["max_abs"], 1e-5)
                    self.assertGreaterEqual(len(outcome["samples"]), 3)
                    if name == "python-attention":
                        self.assertEqual(outcome["memory"]["scratch_bytes"], 4 * 9)
            self.assertEqual(worker.end()[0], 0)

    def test_each_way_to_go_wrong_is_told(self):
        with Worker(*self.loading) as worker:
            outcomes = worker.measure(
                ("python-fails", {}), ("python-full", {}), ("python-attention", {"dtype": "fp16"}),
                ("python-prints", {}), ("nothing", {}))
            self.assertEqual(outcomes[0], {"type": "failed", "message": "the call tripped:"})
            self.assertEqual(outcomes[1]["type"], "out_of_memory")
            self.assertEqual(outcomes[1]["message"], "no room for its plan")
            self.assertEqual(outcomes[2], {"type": "unsupported", "reason": "python-attention has no fp16"})
            self.assertEqual(outcomes[3]["type"], "measured")
            self.assertEqual(outcomes[4]["type"], "unsupported")

    def test_a_batch_outlives_an_implementation_that_dies(self):
        with Worker(*self.loading) as worker:
            uuid = worker.host()["device"]["uuid"]
        request = pathlib.Path(self.folder, "plan.jsonl")
        request.write_text(json.dumps({"type": "measure", "plan": plan(
            uuid, ("python-attention", {}), ("python-dies", {}), ("python-attention", {}))}), encoding="utf-8")
        out = pathlib.Path(self.folder, "out.jsonl")
        with Worker(*self.loading, "--plan", str(request), "--out", str(out)) as worker:
            self.assertEqual(worker.end()[0], 0)
        events = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        points = [event["point"]["outcome"] for event in events if event["type"] == "point_finished"]
        self.assertEqual([point["type"] for point in points], ["measured", "failed", "measured"])
        self.assertIn("signal 6", points[1]["message"])

    def test_ends_with_its_input(self):
        with Worker(*self.loading) as worker:
            worker.host()
            start = time.monotonic()
            self.assertEqual(worker.end()[0], 0)
            self.assertLess(time.monotonic() - start, 3)

    def test_the_interpreter_is_started_with_the_workers_options(self):
        python = self.script('echo "$@" >&2; exit 7')
        with Worker(self.folder, "--peers", "--no-cupti", python=python) as worker:
            code, errors = worker.end()
        self.assertEqual(code, 7)
        self.assertRegex(errors, r"-B \S+/peers/serve\.py --library \S+/libattnscope_measure\.so "
                                 rf"--lock-dir {self.folder} --no-cupti")

    def test_an_interpreter_that_dies_ends_as_a_worker_would(self):
        with Worker(self.folder, "--peers", python=self.script("kill -9 $$")) as worker:
            self.assertEqual(worker.end()[0], -signal.SIGKILL)

    def test_what_is_missing_is_named(self):
        with Worker(self.folder, "--peers", python="/nowhere/python3") as worker:
            code, errors = worker.end()
        self.assertEqual(code, 3)
        self.assertIn("/nowhere/python3 cannot be started: No such file", errors)
        with Worker(self.folder, "--peers", "--load", "/nowhere/mine.py") as worker:
            code, errors = worker.end()
        self.assertEqual(code, 3)
        self.assertIn("/nowhere/mine.py cannot be loaded", errors)
        serve = os.environ["ATTNSCOPE_PEERS"] + "/serve.py"
        run = subprocess.run([sys.executable, "-B", serve, "--library", "/nowhere/lib.so"], capture_output=True,
                             text=True, check=False, timeout=60)
        self.assertEqual(run.returncode, 3)
        self.assertIn("/nowhere/lib.so cannot be loaded into", run.stderr)


if __name__ == "__main__":
    unittest.main()

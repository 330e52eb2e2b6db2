# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
"""PyTorch's implementations on a real GPU, measured by the real worker beside an in-app kernel. Skipped where there
is no GPU or no PyTorch."""
import importlib.util
import os
import tempfile
import unittest

from worker_test import Worker, plan, problem

TORCH = ("torch-flash", "torch-cudnn", "torch-efficient", "torch-math")
LARGEST_ERROR = {"fp16": 1e-3, "bf16": 6e-3}


def shape(**changes):
    return problem(**{"batch": 2, "query_heads": 16, "kv_heads": 16, "query_seqlen": 1024, "kv_seqlen": 1024,
                      "head_dim": 128, "dtype": "fp16", "causal": False, **changes})


@unittest.skipUnless(importlib.util.find_spec("torch"), "PyTorch is not installed")
class PeersOnGpu(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.worker = Worker(cls.folder.name, "--peers").__enter__()
        cls.addClassCleanup(cls.worker.__exit__)
        cls.worker.send(type="describe")
        devices = cls.worker.next_of("description")["description"]["devices"]
        if len(devices) < 2:
            raise unittest.SkipTest("there is no GPU on this machine")
        cls.uuid = devices[0]["device"]["uuid"]

    def measure(self, names, **changes):
        """Outcomes by name."""
        wanted = plan(self.uuid, *((name, shape(**changes)) for name in names))
        wanted["options"] = {"point_budget_seconds": 0.3, "counters": False}
        self.worker.send(type="measure", plan=wanted)
        outcomes = {name: self.worker.next_of("point_finished")["point"]["outcome"] for name in names}
        for name, outcome in outcomes.items():
            spans = sorted(sample["span_us"] for sample in outcome.get("samples", [])) or [0]
            error = (outcome.get("error") or {}).get("relative_rms", "")
            memory = outcome.get("memory", {})
            kernels = [kernel["name"][:48] for kernel in outcome.get("kernels", [])][:4]
            print(f"{name:16} {changes} {outcome['type']} {spans[len(spans) // 2]:.1f} us {error} "
                  f"peak {memory.get('peak_bytes', 0) >> 20} MiB scratch {memory.get('scratch_bytes', 0)} "
                  f"{outcome.get('reason') or outcome.get('message') or ''} {outcome.get('remarks', [])[:1]} {kernels}",
                  flush=True)
        return outcomes

    def check(self, names, **changes):
        for name, outcome in self.measure(names, **changes).items():
            with self.subTest(name=name, changes=changes):
                self.assertEqual(outcome["type"], "measured")
                self.assertEqual(outcome["timing_source"], "cupti")
                self.assertLess(outcome["error"]["relative_rms"], LARGEST_ERROR[changes.get("dtype", "fp16")])
                self.assertEqual(outcome["memory"]["peak_bytes"], outcome["memory"]["predicted_bytes"])
                self.assertFalse([remark for remark in outcome.get("remarks", []) if "fell back" in remark])

    def test_each_computes_attention_in_both_layouts(self):
        self.check((*TORCH, "flash"))
        self.check((*TORCH, "flash"), dtype="bf16", causal=True, layout="bhsd")

    def test_grouped_heads_odd_lengths_and_a_scale(self):
        self.check(("torch-flash", "torch-cudnn", "torch-math"), kv_heads=4, head_dim=64, query_seqlen=333,
                   kv_seqlen=777, softmax_scale=0.2)

    def test_one_query_sees_every_key(self):
        self.check(("torch-flash", "torch-math"), query_seqlen=1, kv_seqlen=8192, causal=True)

    def test_only_what_is_left_over_is_scratch(self):
        for name, outcome in self.measure(("torch-flash", "torch-cudnn"), query_seqlen=2048, kv_seqlen=2048).items():
            self.assertLess(outcome["memory"]["scratch_bytes"], 64 << 20, name)

    def test_another_function_is_refused_before_it_runs(self):
        for name, outcome in self.measure(TORCH, causal=True, query_seqlen=512).items():
            self.assertEqual(outcome["type"], "unsupported", name)
            self.assertIn("aligns queries and keys at the first position", outcome["reason"])

    def test_out_of_memory_is_a_point_and_the_next_one_is_measured(self):
        outcome = self.measure(("torch-math",), batch=8, query_heads=32, kv_heads=32, query_seqlen=32768,
                               kv_seqlen=32768)["torch-math"]
        self.assertEqual(outcome["type"], "out_of_memory")
        self.assertGreater(outcome["needed_bytes"], 32768 * 32768)
        self.check(("torch-math", "torch-flash"))


if __name__ == "__main__":
    if "ATTNSCOPE_WORKER_PATH" not in os.environ:
        raise SystemExit("ATTNSCOPE_WORKER_PATH names the worker")
    unittest.main()

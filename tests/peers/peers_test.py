# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
"""Which problems each peer takes, what it says where it is missing, and how a call finds its memory: no PyTorch
and no GPU needed."""
import itertools
import os
import pathlib
import subprocess
import sys
import tempfile
import types
import unittest
from unittest import mock

import fake_torch
from attnscope_peers import catalogue, flash_attention, flashinfer_attention, torch_sdpa, xformers_attention
from attnscope_peers.interface import OutOfMemory, Unsupported, _write
from attnscope_peers.packages import Package
from attnscope_peers.problem import Problem
from attnscope_peers.torch_calls import Torch

SMALL = Problem(batch=2, query_heads=4, kv_heads=4, query_seqlen=8, kv_seqlen=8, head_dim=16, softmax_scale=0.25)


def small(**changes):
    return Problem(**{**SMALL.__dict__, **changes})


class Masks(unittest.TestCase):
    def test_the_reduced_mask_hides_the_same_keys(self):
        sides = (None, 0, 1, 2, 3, 7)
        for queries, keys, causal, left, right in itertools.product((1, 3, 5), (1, 3, 6), (False, True), sides, sides):
            problem = small(query_seqlen=queries, kv_seqlen=keys, causal=causal, window_left=left, window_right=right)
            mask = problem.mask()
            for query, key in itertools.product(range(queries), range(keys)):
                position = query + keys - queries
                stated = ((not causal or key <= position) and (left is None or key >= position - left)
                          and (right is None or key <= position + right))
                reduced = ((mask.left is None or key >= position - mask.left)
                           and (mask.right is None or key <= position + mask.right))
                self.assertEqual(stated, reduced, (problem, query, key))

    def test_what_hides_nothing_is_no_mask(self):
        self.assertFalse(small(query_seqlen=1, causal=True).mask().is_causal)
        self.assertFalse(small(causal=True, window_left=7).mask().is_window)
        self.assertTrue(small(window_right=0).mask().is_causal)
        self.assertFalse(small(causal=True, window_right=3).mask().is_window)
        self.assertTrue(small(causal=True, window_left=6).mask().is_window)

    def test_strides_follow_the_layout(self):
        shape = (2, 8, 4, 16)
        self.assertEqual(small().strides(shape), (512, 64, 16, 1))
        self.assertEqual(small(layout="bhsd").strides(shape), (512, 16, 128, 1))


class Decisions(unittest.TestCase):
    def test_only_the_same_function_is_claimed(self):
        cases = [
            (torch_sdpa.Flash, {}, None),
            (torch_sdpa.Flash, {"causal": True}, None),
            (torch_sdpa.CuDnn, {"causal": True, "query_seqlen": 4}, "aligns queries and keys at the first position"),
            (torch_sdpa.Flash, {"causal": True, "query_seqlen": 1}, None),
            (torch_sdpa.Flash, {"query_seqlen": 4}, None),
            (torch_sdpa.CuDnn, {"window_left": 3}, "torch-cudnn has no sliding window"),
            (torch_sdpa.CuDnn, {"causal": True, "window_left": 100}, None),
            (torch_sdpa.Flash, {"kv_heads": 2}, None),
            (torch_sdpa.Efficient, {"kv_heads": 2}, None),  # PyTorch's version decides
            (flash_attention.FlashAttn, {"causal": True, "query_seqlen": 4, "window_left": 3, "kv_heads": 2}, None),
            (xformers_attention.Xformers, {"kv_heads": 2}, "as many KV heads"),
            (xformers_attention.Xformers, {"window_left": 3}, "end at the query's own position"),
            (xformers_attention.Xformers, {"causal": True, "window_left": 3, "query_seqlen": 4}, None),
            (flashinfer_attention.Flashinfer, {"layout": "bhsd"}, "layout bshd"),
            (flashinfer_attention.Flashinfer, {"window_left": 3}, "to the left of a causal mask only"),
            (flashinfer_attention.Flashinfer, {"causal": True, "window_left": 3}, None),
            (flashinfer_attention.Flashinfer, {"causal": True, "kv_seqlen": 4}, "hides every key"),
        ]
        for peer, changes, expected in cases:
            with self.subTest(peer=peer.name, changes=changes):
                problem = small(**changes)
                reason = peer(Torch(None)).refuses(problem, problem.mask())
                if expected is None:
                    self.assertIsNone(reason)
                else:
                    self.assertIn(expected, reason)

    def test_windows_are_written_as_each_generation_wants_them(self):
        for peer, unbounded in ((flash_attention.FlashAttn, -1), (flash_attention.FlashAttn4, None)):
            asked = {}
            one = peer(Torch(None))
            one.function = lambda: lambda *_, **options: asked.update(options)
            problem = small(window_left=3)
            one.call(problem, problem.mask())(None, None, None)
            self.assertEqual(asked["window_size"], (3, unbounded))
            self.assertFalse(asked["causal"])


    def test_calls_fit_the_signatures_of_each_package(self):
        """Keywords as flash-attn 2.8, flash-attn-3 3.0, flash-attn-4 4.0 and flashinfer 0.7 name them."""
        def two(q, k, v, dropout_p=0.0, softmax_scale=None, causal=False, window_size=(-1, -1), softcap=0.0,
                alibi_slopes=None, deterministic=False, return_attn_probs=False):
            return q

        def three(q, k, v, softmax_scale=None, causal=False, qv=None, q_descale=None, k_descale=None, v_descale=None,
                  window_size=(-1, -1), attention_chunk=0, softcap=0.0, num_splits=1, pack_gqa=None,
                  deterministic=False, sm_margin=0, return_attn_probs=False):
            return q

        def four(q, k, v, softmax_scale=None, causal=False, window_size=(None, None), learnable_sink=None, softcap=0.0,
                 num_splits=1, pack_gqa=None, deterministic=False, return_lse=False):
            return q, None

        homes = ((flash_attention.FlashAttn, "flash_attn", two), (flash_attention.FlashAttn3, "flash_attn_interface", three),
                 (flash_attention.FlashAttn4, "flash_attn.cute", four))
        problem = small(window_left=3, soft_cap=30.0)
        for peer, module, function in homes:
            with self.subTest(peer=peer.name):
                found = {module: types.SimpleNamespace(flash_attn_func=function)}
                if "." in module:
                    found[module.split(".")[0]] = types.ModuleType(module.split(".")[0])
                one = peer(Torch(None))
                with mock.patch.dict(sys.modules, found):
                    call = one.call(problem, problem.mask())
                    self.assertIn("query", call("query", "key", "value"))

    def test_flashinfer_plans_for_one_length_and_runs_on_flat_tensors(self):
        plans, runs = [], []

        class Wrapper:
            def __init__(self, float_workspace_buffer, kv_layout="NHD"):
                self.layout = kv_layout

            def plan(self, qo_indptr, kv_indptr, num_qo_heads, num_kv_heads, head_dim_qk, head_dim_vo=None, causal=False,
                     window_left=-1, logits_soft_cap=None, sm_scale=None, q_data_type="float16", kv_data_type=None):
                plans.append((qo_indptr, kv_indptr, num_qo_heads, num_kv_heads, head_dim_qk, causal, window_left,
                              q_data_type))

            def run(self, q, k, v):
                runs.append((q, k, v))
                return types.SimpleNamespace(view=lambda shape: shape)

        class Starts(list):
            def __mul__(self, length):
                return [index * length for index in self]

        torch = fake_torch.make(fake_torch.FakeMemory())
        torch.empty = lambda size, dtype, device: None
        torch.uint8, torch.int32 = "uint8", "int32"
        torch.arange = lambda count, dtype, device: Starts(range(count))
        problem = small(causal=True, query_seqlen=4, kv_heads=2)
        flashinfer = types.SimpleNamespace(BatchPrefillWithRaggedKVCacheWrapper=Wrapper)
        peer = flashinfer_attention.Flashinfer(Torch(None))
        with mock.patch.dict(sys.modules, {**fake_torch.modules(torch), "flashinfer": flashinfer}):
            call = peer.call(problem, problem.mask())
        self.assertEqual(plans, [([0, 4, 8], [0, 8, 16], 4, 2, 16, True, -1, "float16")])
        tensor = types.SimpleNamespace(flatten=lambda first, last: (first, last))
        self.assertEqual(call(tensor, tensor, tensor), problem.query_shape)
        self.assertEqual(runs, [((0, 1),) * 3])

    def test_xformers_tells_why_none_of_its_kernels_takes_it(self):
        refusal = NotImplementedError(
            "No operator found for `memory_efficient_attention_forward` with inputs:\n"
            "     query       : shape=(2, 8, 4, 16) (torch.float16)\n"
            "`fa3F@0.0.0` is not supported because:\n    operator wasn't built - see `python -m xformers.info`\n"
            "`fa2F@2.5.7-pt` is not supported because:\n    xFormers wasn't build with CUDA support\n")
        peer = xformers_attention.Xformers(Torch(None))
        library = types.ModuleType("xformers._cpp_lib")
        library._cpp_library_load_exception = None
        modules = {"xformers": types.ModuleType("xformers"), "xformers._cpp_lib": library}
        with mock.patch.dict(sys.modules, modules):
            self.assertEqual(peer.words_of(refusal, []),
                             "fa3F@0.0.0: operator wasn't built - see `python -m xformers.info`; "
                             "fa2F@2.5.7-pt: xFormers wasn't build with CUDA support")
            library._cpp_library_load_exception = OSError(
                "xFormers can't load C++/CUDA extensions. xFormers was built for:\n"
                "    PyTorch 2.10.0+cu128 with CUDA 1208 (you have 2.11.0+cu130)\n"
                "  Please reinstall xformers (see its page)\n")
            self.assertEqual(peer.words_of(refusal, []),
                             "xFormers can't load C++/CUDA extensions. xFormers was built for: "
                             "PyTorch 2.10.0+cu128 with CUDA 1208 (you have 2.11.0+cu130)")
            self.assertEqual(peer.words_of(RuntimeError("another trouble\nof lines"), []), "another trouble")

    def test_soft_cap_alibi_and_dropout_are_refused_where_they_would_be_another_function(self):
        there = Package("Python", "pip")
        cases = [
            (torch_sdpa.CuDnn, {"soft_cap": 30.0}, "torch-cudnn has no soft cap"),
            (torch_sdpa.Flash, {"alibi": True}, "not measured with ALiBi"),
            (flash_attention.FlashAttn, {"dropout": 0.1}, "could not be checked"),
        ]
        for peer, changes, expected in cases:
            with self.subTest(peer=peer.name), mock.patch.object(peer, "package", there), \
                    mock.patch.object(Package, "version", "1.0", create=True), \
                    self.assertRaises(Unsupported) as refusal:
                peer(Torch(None)).supports(small(**changes))
            self.assertIn(expected, str(refusal.exception))
        asked = {}
        one = flash_attention.FlashAttn(Torch(None))
        one.function = lambda: lambda *_, **options: asked.update(options)
        problem = small(soft_cap=30.0)
        one.call(problem, problem.mask())(None, None, None)
        self.assertEqual(asked["softcap"], 30.0)


class Installed(unittest.TestCase):
    def test_a_missing_package_is_named_with_the_command_that_installs_it(self):
        missing = Package("Nothing", "attnscope-test-nothing", install="--fast nothing")
        self.assertIsNone(missing.version)
        peer = torch_sdpa.Flash(Torch(None))
        with mock.patch.object(torch_sdpa.Flash, "package", missing), self.assertRaises(Unsupported) as refusal:
            peer.supports(SMALL)
        self.assertIn("Nothing is not installed for", str(refusal.exception))
        self.assertRegex(str(refusal.exception), r"-m pip install .*--fast nothing$")

    def test_the_list_tells_what_is_there_without_loading_it(self):
        with tempfile.TemporaryDirectory() as folder:
            for distribution, module in (("torch", "torch"), ("flash_attn", "flash_attn")):
                package = pathlib.Path(folder, module)
                package.mkdir()
                (package / "__init__.py").write_text("raise RuntimeError('loaded')", encoding="utf-8")
                information = pathlib.Path(folder, f"{distribution}-9.9.dist-info")
                information.mkdir()
                (information / "METADATA").write_text(f"Name: {distribution}\nVersion: 9.9\n", encoding="utf-8")
            listed = subprocess.run(
                [sys.executable, "-B", os.environ["ATTNSCOPE_PEERS"] + "/serve.py", "--list"], check=True, text=True,
                capture_output=True, timeout=60, env={**os.environ, "PYTHONPATH": folder}).stdout
        lines = [line.split("\t") for line in listed.splitlines()]
        offered = {line[1]: line[2] for line in lines if line[0] == "implementation"}
        self.assertEqual(offered["torch-cudnn"], "PyTorch 9.9, cuDNN's attention")
        self.assertIn("flash-attn", offered)
        checks = {line[1]: line for line in lines if line[0] == "check"}
        self.assertEqual(checks["torch"][2:], ["1", "torch-flash, torch-cudnn, torch-efficient, torch-math: "
                                                    "PyTorch 9.9", ""])
        self.assertEqual({len(line) for line in lines}, {3, 5})
        for line in checks.values():
            self.assertEqual(line[2] == "1", line[4] == "", line)

    def test_every_peer_has_a_name_of_its_own(self):
        names = [peer.name for peer in catalogue.CLASSES]
        self.assertEqual(len(set(names)), 9)


class Calls(unittest.TestCase):
    """What happens between the loop and PyTorch."""

    def setUp(self):
        self.memory = fake_torch.FakeMemory()
        self.module = fake_torch.make(self.memory)
        self.torch = Torch(self.memory)
        self.torch.module, self.torch._loaded = self.module, True
        patches = (mock.patch.dict(sys.modules, fake_torch.modules(self.module)),
                   mock.patch.object(Package, "version", new_callable=mock.PropertyMock, return_value="9.9"))
        for patch in patches:
            patch.start()
            self.addCleanup(patch.stop)

    def tensors(self, output=1 << 40, scratch=1 << 41):
        return types.SimpleNamespace(query=1 << 42, key=1 << 43, value=1 << 44, output=output, scratch=scratch)

    def measured(self, peer, problem):
        peer.supports(problem)
        workspace = peer.workspace(problem)
        call = peer.prepare(problem)
        taken = self.memory.taken_outside
        for _ in range(3):
            peer.launch(call, self.tensors(), 77)
        self.assertEqual(self.memory.taken_outside, taken, "nothing is allocated in a call")
        peer.deliver(call, self.tensors(), 77)
        return workspace

    def test_the_result_lies_in_the_output_and_only_the_rest_in_the_scratch(self):
        for layout in ("bshd", "bhsd"):
            problem = small(layout=layout, causal=True)
            workspace = self.measured(torch_sdpa.Flash(self.torch), problem)
            self.assertEqual(workspace, (2 * 8 * 4 * fake_torch.ITEM_BYTES, 0))
            self.assertEqual(self.module.copies, [])
        self.assertEqual(self.memory.in_use(), 0, "nothing stays behind")
        self.assertIn({"is_causal": True, "scale": 0.25}, self.module.calls)

    def test_a_result_in_another_layout_is_moved_when_it_is_delivered(self):
        def attend(query, key, value, **options):
            return fake_torch.new_tensor(self.module, query.shape, fake_torch.contiguous(query.shape))
        self.module.attend = attend
        self.measured(torch_sdpa.Math(self.torch), small(layout="bshd"))
        self.assertEqual(self.module.copies, [((512, 16, 128, 1), 1 << 40, (512, 64, 16, 1))])

    def test_a_result_inside_larger_memory_is_moved_too(self):
        def attend(query, key, value, **options):
            larger = fake_torch.new_tensor(self.module, (2048,), (1,))
            return fake_torch.Tensor(self.module, larger.address + 64, query.shape, query.strides, larger.storage)
        self.module.attend = attend
        workspace = self.measured(torch_sdpa.Math(self.torch), SMALL)
        self.assertEqual(workspace.scratch, 4096)
        self.assertEqual(len(self.module.copies), 1)

    def test_a_refusal_is_told_in_the_words_of_its_backend(self):
        self.module.attend = lambda *_, **__: fake_torch.refuse_with_warnings()
        for peer, words in ((torch_sdpa.Flash, "Flash attention needs a newer GPU"),
                            (torch_sdpa.CuDnn, "No available kernel. Aborting execution.")):
            with self.assertRaises(Unsupported) as refusal:
                peer(self.torch).supports(SMALL)
            self.assertEqual(str(refusal.exception), f"{peer.name} does not take it: {words}")

    def test_what_does_not_fit_says_how_much_was_wanted(self):
        self.memory.limit = 3 * SMALL.output_bytes + 100
        peer = torch_sdpa.Flash(self.torch)
        peer.supports(SMALL)
        self.assertGreater(peer.workspace(SMALL).scratch, 0)
        with self.assertRaises(OutOfMemory):
            peer.prepare(SMALL)

    def test_a_broken_gpu_is_no_refusal(self):
        def attend(*_, **__):
            raise RuntimeError("CUDA error: an illegal memory access was encountered")
        self.module.attend = attend
        self.module.cuda.synchronize = mock.Mock(side_effect=RuntimeError("CUDA error: illegal memory access"))
        peer = torch_sdpa.Flash(self.torch)
        peer.supports(SMALL)
        with self.assertRaisesRegex(RuntimeError, "CUDA error"):
            peer.workspace(SMALL)

    def test_a_call_that_asks_for_more_than_its_dry_run_fails(self):
        peer = torch_sdpa.Flash(self.torch)
        peer.supports(SMALL)
        call = peer.prepare(SMALL)
        usual = self.module.attend

        def attend(*tensors, **options):
            fake_torch.new_tensor(self.module, (3,), (1,))
            return usual(*tensors, **options)
        self.module.attend = attend
        with self.assertRaisesRegex(RuntimeError, "did not ask for"):
            peer.launch(call, self.tensors(), 77)

    def test_the_gpu_and_the_type_are_checked_before_anything_runs(self):
        with self.assertRaisesRegex(Unsupported, "fp16 and bf16, not in fp32"):
            torch_sdpa.Math(self.torch).supports(small(dtype="fp32"))
        self.module.cuda.get_device_capability = lambda: (7, 5)
        with self.assertRaisesRegex(Unsupported, "needs compute capability 8.0, and this GPU has 7.5"):
            torch_sdpa.Flash(self.torch).supports(SMALL)
        self.torch.trouble = "PyTorch cannot be used: no such thing"
        with self.assertRaisesRegex(Unsupported, "no such thing"):
            torch_sdpa.Math(self.torch).supports(SMALL)
        self.assertEqual(self.module.calls, [])


class Sentences(unittest.TestCase):
    def test_a_long_one_is_cut_between_characters(self):
        import ctypes
        buffer = ctypes.create_string_buffer(b"x" * 8, 8)
        _write("aé" * 10, ctypes.addressof(buffer), 6)
        self.assertEqual(buffer.value.decode(), "aéa")


if __name__ == "__main__":
    unittest.main()

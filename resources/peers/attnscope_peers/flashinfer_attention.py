# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
"""flashinfer's prefill over ragged tensors: every sequence of the batch has the same length here. Its plan is made
beforehand, as its users do; its causal mask aligns at the last position. It compiles its kernels with nvcc when they are
first asked for, a minute or more for each data type, head dim and option."""
from .packages import Package
from .torch_calls import TorchImplementation

FLASHINFER = Package("flashinfer", "flashinfer-python", module="flashinfer")
_WORKSPACE_BYTES = 128 << 20  # what its documentation recommends


class Flashinfer(TorchImplementation):
    name = "flashinfer"
    package = FLASHINFER
    title = "ragged prefill"
    fewest_capability = 80
    takes_soft_cap = True

    def refuses(self, problem, mask):
        if problem.layout != "bshd":
            return "flashinfer is measured in the layout bshd, which is its own"
        if mask.right not in (None, 0) or (mask.left is not None and mask.right is None):
            return "flashinfer has windows to the left of a causal mask only"
        if mask.is_causal and problem.query_seqlen > problem.kv_seqlen:
            return "flashinfer is not measured where a causal mask hides every key from some queries"
        return None

    def call(self, problem, mask):
        import torch
        from flashinfer import BatchPrefillWithRaggedKVCacheWrapper
        workspace = torch.empty(_WORKSPACE_BYTES, dtype=torch.uint8, device="cuda")
        wrapper = BatchPrefillWithRaggedKVCacheWrapper(workspace, "NHD")
        starts = torch.arange(problem.batch + 1, dtype=torch.int32, device="cuda")
        dtype = {"fp16": torch.float16, "bf16": torch.bfloat16}[problem.dtype]
        wrapper.plan(
            starts * problem.query_seqlen, starts * problem.kv_seqlen, problem.query_heads, problem.kv_heads,
            problem.head_dim, causal=mask.is_causal, sm_scale=problem.softmax_scale,
            logits_soft_cap=problem.soft_cap or None,
            window_left=-1 if mask.left is None else mask.left, q_data_type=dtype, kv_data_type=dtype)

        def run(query, key, value):
            ragged = (tensor.flatten(0, 1) for tensor in (query, key, value))
            return wrapper.run(*ragged).view(problem.query_shape)

        return run


IMPLEMENTATIONS = (Flashinfer,)

# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
"""xformers' memory_efficient_attention, which chooses among several kernels: the point shows which one ran."""
import re

from .packages import Package
from .torch_calls import TorchImplementation

XFORMERS = Package("xformers", "xformers", module="xformers")


class Xformers(TorchImplementation):
    name = "xformers"
    package = XFORMERS
    title = "memory_efficient_attention"

    def refuses(self, problem, mask):
        if problem.is_grouped:
            return "xformers is measured with as many KV heads as query heads"
        if mask.is_window and mask.right != 0:
            return "xformers is measured with windows that end at the query's own position"
        return None

    def call(self, problem, mask):
        from xformers.ops import fmha, memory_efficient_attention
        biases = fmha.attn_bias
        bias = None
        if mask.is_window:
            # Its window counts the query's own position.
            bias = biases.LowerTriangularFromBottomRightLocalAttentionMask(mask.left + 1)
        elif mask.is_causal:
            equal = problem.query_seqlen == problem.kv_seqlen
            bias = biases.LowerTriangularMask() if equal else biases.LowerTriangularFromBottomRightMask()
        scale = problem.softmax_scale
        return lambda query, key, value: memory_efficient_attention(query, key, value, attn_bias=bias, scale=scale)

    def words_of(self, error, warned):
        """Where no kernel is left it lists them, and below each why."""
        refusals = re.findall(r"`(\S+)` is not supported because:\n\s*(.+)", str(error))
        if not refusals:
            return super().words_of(error, warned)
        return _extension_trouble() or "; ".join(f"{kernel}: {reason}" for kernel, reason in refusals)


def _extension_trouble():
    """Without its compiled part it refuses everything, PyTorch's own kernels too; what it says of that, in a line."""
    try:
        from xformers._cpp_lib import _cpp_library_load_exception as trouble
    except ImportError:
        return None
    if trouble is None:
        return None
    words = " ".join(str(trouble).split())
    return words.split(" Please reinstall")[0].rstrip(". ")


IMPLEMENTATIONS = (Xformers,)

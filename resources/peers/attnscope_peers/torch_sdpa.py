# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
"""PyTorch's scaled_dot_product_attention, each of its backends by itself.

Only one backend is allowed at a time, so PyTorch refuses what that one does not take instead of choosing another.
"""
from .torch_calls import TorchImplementation

# How the warnings that explain a refusal name each backend.
_HEADINGS = {"FLASH_ATTENTION": "Flash attention kernel", "EFFICIENT_ATTENTION": "Memory efficient kernel",
             "CUDNN_ATTENTION": "cuDNN attention kernel"}


class Sdpa(TorchImplementation):
    backend = ""  # of torch.nn.attention.SDPBackend

    def refuses(self, problem, mask):
        if mask.is_window:
            return f"{self.name} has no sliding window"
        if mask.is_causal and problem.query_seqlen != problem.kv_seqlen:
            return ("PyTorch's causal mask aligns queries and keys at the first position, not at the last: with "
                    "different lengths it is another function")
        return None

    def call(self, problem, mask):
        from torch.nn.attention import SDPBackend, sdpa_kernel
        from torch.nn.functional import scaled_dot_product_attention
        backend = getattr(SDPBackend, self.backend)
        options = {"is_causal": mask.is_causal, "scale": problem.softmax_scale}
        if problem.is_grouped:
            options["enable_gqa"] = True

        def run(query, key, value):
            with sdpa_kernel(backend):
                # It takes and gives [batch, heads, seqlen, head_dim]; transposing moves nothing.
                return scaled_dot_product_attention(
                    query.transpose(1, 2), key.transpose(1, 2), value.transpose(1, 2), **options).transpose(1, 2)

        return run

    def words_of(self, error, warned):
        """PyTorch says only that no kernel is left, and tells why in the warning after the backend's heading."""
        texts = [str(warning.message).split(" (Triggered internally")[0].strip() for warning in warned]
        heading = _HEADINGS.get(self.backend)
        for text, following in zip(texts, texts[1:]):
            if heading is not None and text.startswith(heading):
                return following.rstrip(".")
        return super().words_of(error, warned)


class Flash(Sdpa):
    name = "torch-flash"
    title = "its FlashAttention-2"
    backend = "FLASH_ATTENTION"
    own_kernels = "flash_fwd|flash::"
    fewest_capability = 80


class CuDnn(Sdpa):
    name = "torch-cudnn"
    title = "cuDNN's attention"
    backend = "CUDNN_ATTENTION"
    own_kernels = "cudnn"
    fewest_capability = 80


class Efficient(Sdpa):
    name = "torch-efficient"
    title = "its memory-efficient attention"
    backend = "EFFICIENT_ATTENTION"
    own_kernels = "fmha_cutlass|efficient_attention"


class Math(Sdpa):
    name = "torch-math"
    title = "matmul, softmax, matmul"
    backend = "MATH"


IMPLEMENTATIONS = (Flash, CuDnn, Efficient, Math)

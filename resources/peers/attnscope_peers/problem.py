# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
"""The attention problem as attnscope states it (kernels/problem/problem.h), and its mask reduced to what it does."""
from dataclasses import dataclass
from typing import NamedTuple, Optional

ELEMENT_BYTES = {"fp16": 2, "bf16": 2, "fp32": 4, "fp8": 1}


class Mask(NamedTuple):
    """How many keys a query sees to either side of its own position; None is unbounded."""

    left: Optional[int]
    right: Optional[int]

    @property
    def is_causal(self) -> bool:
        return self.right == 0

    @property
    def is_window(self) -> bool:
        """Whether it hides more than a causal mask does."""
        return self.left is not None or self.right not in (None, 0)


@dataclass(frozen=True)
class Problem:
    batch: int = 1
    query_heads: int = 16
    kv_heads: int = 16
    query_seqlen: int = 1024
    kv_seqlen: int = 1024
    head_dim: int = 128
    dtype: str = "fp16"
    layout: str = "bshd"
    causal: bool = False
    window_left: Optional[int] = None
    window_right: Optional[int] = None
    softmax_scale: float = 1.0
    soft_cap: float = 0.0  # 0: none
    alibi: bool = False
    dropout: float = 0.0
    dropout_seed: int = 0

    @property
    def query_shape(self):
        """[batch, seqlen, heads, head_dim], whatever the layout."""
        return (self.batch, self.query_seqlen, self.query_heads, self.head_dim)

    @property
    def kv_shape(self):
        return (self.batch, self.kv_seqlen, self.kv_heads, self.head_dim)

    @property
    def output_bytes(self) -> int:
        batch, seqlen, heads, head_dim = self.query_shape
        return batch * seqlen * heads * head_dim * ELEMENT_BYTES[self.dtype]

    @property
    def is_grouped(self) -> bool:
        """Several query heads share a KV head."""
        return self.query_heads != self.kv_heads

    def strides(self, shape):
        """Of a tensor [batch, seqlen, heads, head_dim] in the problem's layout, in elements."""
        _, seqlen, heads, head_dim = shape
        if self.layout == "bshd":
            return (seqlen * heads * head_dim, heads * head_dim, head_dim, 1)
        return (heads * seqlen * head_dim, head_dim, seqlen * head_dim, 1)

    def mask(self) -> Mask:
        """The sides that hide something: a causal mask of one query, say, hides nothing.

        Query i stands at key i + kv_seqlen - query_seqlen.
        """
        right = self.window_right
        if self.causal:
            right = 0
        if right is not None and right >= self.query_seqlen - 1:
            right = None
        left = self.window_left
        if left is not None and left >= self.kv_seqlen - 1:
            left = None
        return Mask(left, right)

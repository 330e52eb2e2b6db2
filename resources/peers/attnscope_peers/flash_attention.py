# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
"""The flash-attn packages, generation by generation. All align causal masks and windows at the last position."""
from .packages import Package
from .torch_calls import TorchImplementation

FLASH_ATTN = Package("flash-attn", "flash-attn", install="--no-build-isolation flash-attn")
FLASH_ATTN_3 = Package(
    "FlashAttention-3", "flash-attn-3", module="flash_attn_interface",
    before="git clone --depth 1 https://github.com/Dao-AILab/flash-attention",
    install="--no-build-isolation ./flash-attention/hopper")
FLASH_ATTN_4 = Package("FlashAttention-4", "flash-attn-4")


class FlashAttn(TorchImplementation):
    name = "flash-attn"
    package = FLASH_ATTN
    title = "flash_attn_func"
    own_kernels = "flash_fwd|flash::"
    fewest_capability = 80
    takes_soft_cap = True
    unbounded = -1  # how a side of a window without a limit is written

    def function(self):
        from flash_attn import flash_attn_func
        return flash_attn_func

    def call(self, problem, mask):
        attend = self.function()
        options = {"softmax_scale": problem.softmax_scale, "causal": mask.is_causal}
        if problem.soft_cap:
            options["softcap"] = problem.soft_cap
        if mask.is_window:
            options["window_size"] = tuple(self.unbounded if side is None else side for side in mask)
        return lambda query, key, value: attend(query, key, value, **options)


class FlashAttn3(FlashAttn):
    name = "flash-attn-3"
    package = FLASH_ATTN_3
    own_kernels = "flash::FlashAttnFwd"
    fewest_capability = 90

    def function(self):
        from flash_attn_interface import flash_attn_func
        return flash_attn_func


class FlashAttn4(FlashAttn):
    name = "flash-attn-4"
    package = FLASH_ATTN_4
    own_kernels = None  # compiled on the spot, under names that change
    fewest_capability = 90
    unbounded = None

    def function(self):
        from flash_attn.cute import flash_attn_func
        return flash_attn_func


IMPLEMENTATIONS = (FlashAttn, FlashAttn3, FlashAttn4)

# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
"""As much of PyTorch as the peers use, on made-up addresses: tensors have shapes, strides and storage that is taken
from and given back to a FakeMemory, and nothing is ever computed."""
import contextlib
import types
import warnings

ITEM_BYTES = 2


class FakeMemory:
    """attnscope's memory for frameworks, as interface.FrameworkMemory shows it."""

    path = "/fake/libattnscope_measure.so"

    def __init__(self):
        self.sizes = {}  # address to bytes, outside of calls
        self.next_address = 1 << 20
        self.limit = None
        self.dry_run = None
        self.call = None
        self.wanted_bytes = 0
        self.taken_outside = 0

    def take(self, size):
        if self.call is not None:
            return self.call.next(size)
        if self.limit is not None and self.in_use() + size > self.limit:
            self.wanted_bytes = self.in_use() + size
            raise RuntimeError("out of memory: none is free")
        address = self.next_address
        self.next_address += size + 512
        self.sizes[address] = size
        self.taken_outside += 1
        if self.dry_run is not None:
            self.dry_run.append((address, size))
        return address

    def give_back(self, address):
        self.sizes.pop(address, None)

    def in_use(self):
        return sum(self.sizes.values())

    def wanted(self):
        return self.wanted_bytes

    def begin_dry_run(self):
        self.dry_run = []

    def give_up_dry_run(self):
        self.dry_run = None

    def end_dry_run(self, result, output_bytes):
        pieces, self.dry_run = self.dry_run, None
        place = next(index for index, (address, size) in enumerate(pieces) if address <= result < address + size)
        in_output = pieces[place] == (result, output_bytes)
        offsets, scratch = [], 0
        for index, (_, size) in enumerate(pieces):
            offsets.append(None if in_output and index == place else scratch)
            scratch += 0 if in_output and index == place else size
        return types.SimpleNamespace(
            sizes=[size for _, size in pieces], offsets=offsets, scratch_bytes=scratch, result_in_output=in_output,
            result_offset=0 if in_output else offsets[place] + result - pieces[place][0])

    def begin_call(self, call, scratch, output):
        self.call = _Call(call, scratch, output)

    def end_call(self):
        call, self.call = self.call, None
        if call.trouble:
            raise RuntimeError(call.trouble)


class _Call:
    def __init__(self, memory, scratch, output):
        self.memory, self.scratch, self.output, self.index, self.trouble = memory, scratch, output, 0, None

    def next(self, size):
        if self.index >= len(self.memory.sizes) or self.memory.sizes[self.index] != size:
            self.trouble = f"it asked for {size} bytes that its dry run did not ask for"
            return 1
        offset = self.memory.offsets[self.index]
        self.index += 1
        return self.output if offset is None else self.scratch + offset


class Storage:
    def __init__(self, memory, size):
        self.memory = memory
        self.address = None
        self.address = memory.take(size)

    def __del__(self):
        if self.address is not None:
            self.memory.give_back(self.address)


class Tensor:
    def __init__(self, torch, address, shape, strides, storage=None):
        self.torch, self.address, self.shape, self.strides, self.storage = torch, address, shape, strides, storage

    def data_ptr(self):
        return self.address

    def stride(self):
        return self.strides

    def view(self, *_):
        return self

    def transpose(self, one, other):
        def swapped(values):
            values = list(values)
            values[one], values[other] = values[other], values[one]
            return tuple(values)
        return Tensor(self.torch, self.address, swapped(self.shape), swapped(self.strides), self.storage)

    def as_strided(self, shape, strides):
        return Tensor(self.torch, self.address, tuple(shape), tuple(strides), self.storage)

    def clone(self):
        return new_tensor(self.torch, self.shape, self.strides)

    def copy_(self, other):
        self.torch.copies.append((other.strides, self.address, self.strides))


def new_tensor(torch, shape, strides):
    elements = 1
    for length in shape:
        elements *= length
    storage = Storage(torch.memory, elements * ITEM_BYTES)
    return Tensor(torch, storage.address, tuple(shape), tuple(strides), storage)


def contiguous(shape):
    strides, step = [], 1
    for length in reversed(shape):
        strides.insert(0, step)
        step *= length
    return tuple(strides)


def make(memory, capability=(9, 0)):
    """A module `torch`. `torch.attend` is what scaled_dot_product_attention does: to be replaced by tests."""
    torch = types.ModuleType("torch")
    torch.memory, torch.copies, torch.calls = memory, [], []
    torch.__version__ = "9.9"
    torch.version = types.SimpleNamespace(cuda="13.0")
    torch.float16, torch.bfloat16, torch.int16 = "float16", "bfloat16", "int16"
    torch.inference_mode = contextlib.nullcontext
    torch.zeros = lambda elements, device, dtype: new_tensor(torch, (elements,), (1,))
    torch.as_tensor = lambda wrapped, device: Tensor(
        torch, wrapped.__cuda_array_interface__["data"][0], wrapped.__cuda_array_interface__["shape"], (1,))
    torch._C = types.SimpleNamespace(_cuda_clearCublasWorkspaces=lambda: torch.calls.append("workspaces dropped"))
    stream = types.SimpleNamespace(synchronize=lambda: None)
    torch.cuda = types.SimpleNamespace(
        current_device=lambda: 0, get_device_capability=lambda: capability, synchronize=lambda: None,
        Stream=lambda: stream, current_stream=lambda: stream, stream=lambda _: contextlib.nullcontext(),
        ExternalStream=lambda address: address)

    def attend(query, key, value, **options):
        """Takes a log-sum-exp beside its result, which has the query's own layout."""
        torch.calls.append(options)
        log_sum_exp = new_tensor(torch, query.shape[:3], contiguous(query.shape[:3]))
        result = new_tensor(torch, query.shape, query.strides)
        del log_sum_exp
        return result

    torch.attend = attend
    torch.nn = types.ModuleType("torch.nn")
    torch.nn.functional = types.ModuleType("torch.nn.functional")
    torch.nn.functional.scaled_dot_product_attention = lambda *tensors, **options: torch.attend(*tensors, **options)
    torch.nn.attention = types.ModuleType("torch.nn.attention")
    torch.nn.attention.SDPBackend = types.SimpleNamespace(
        FLASH_ATTENTION="flash", EFFICIENT_ATTENTION="efficient", CUDNN_ATTENTION="cudnn", MATH="math")
    torch.nn.attention.sdpa_kernel = lambda backend: contextlib.nullcontext(torch.calls.append(backend))
    return torch


def modules(torch):
    """For sys.modules."""
    return {"torch": torch, "torch.nn": torch.nn, "torch.nn.functional": torch.nn.functional,
            "torch.nn.attention": torch.nn.attention}


def refuse_with_warnings():
    """How PyTorch refuses: the reasons are warnings, one after the heading of each backend."""
    for text in ("Memory efficient kernel not used because:",
                 "Memory Efficient attention has been runtime disabled.",
                 "Flash attention kernel not used because:",
                 "Flash attention needs a newer GPU. (Triggered internally at sdp_utils.cpp:1.)"):
        warnings.warn(text)
    raise RuntimeError("No available kernel. Aborting execution.")

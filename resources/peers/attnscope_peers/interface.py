# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
"""profiler/measure/c_interface.h in ctypes: how an implementation written in Python is registered."""
import ctypes
import traceback
from ctypes import POINTER, c_char_p, c_double, c_int, c_int32, c_int64, c_size_t, c_ssize_t, c_uint32, c_uint64, c_void_p
from typing import Any, NamedTuple, Optional

from .problem import Problem

INTERFACE_VERSION = 3
HOST_CPU, CUDA = 0, 1
DONE, FAILED, UNSUPPORTED, OUT_OF_MEMORY = range(4)
DTYPES = ("fp16", "bf16", "fp32", "fp8")
LAYOUTS = ("bhsd", "bshd")


class Unsupported(Exception):
    """The implementation does not compute this problem, or cannot here; the text is a plain sentence."""


class OutOfMemory(Exception):
    pass


class Workspace(NamedTuple):
    scratch: int = 0
    library: int = 0


class Implementation:
    """What attnscope measures. `launch` queues the whole call on `stream`, and allocates nothing."""

    name = ""
    description = ""
    device = CUDA
    own_kernels: Optional[str] = None  # parts of their names, separated by "|"

    def supports(self, problem: Problem) -> None:
        """Raises Unsupported where it does not."""

    def workspace(self, problem: Problem) -> Workspace:
        return Workspace()

    def prepare(self, problem: Problem) -> Any:
        return problem

    def launch(self, call: Any, tensors: "Tensors", stream: Optional[int]) -> None:
        raise NotImplementedError

    def deliver(self, call: Any, tensors: "Tensors", stream: Optional[int]) -> None:
        """Moves the result to where the problem's layout says; never timed."""


class CProblem(ctypes.Structure):
    _fields_ = [
        *((name, c_int64) for name in ("batch", "query_heads", "kv_heads", "query_seqlen", "kv_seqlen", "head_dim")),
        *((name, c_int32) for name in ("dtype", "layout", "causal", "has_window_left", "has_window_right")),
        *((name, c_int64) for name in ("window_left", "window_right")),
        ("softmax_scale", c_double), ("soft_cap", c_double), ("alibi", c_int32), ("dropout", c_double),
        ("dropout_seed", c_uint64),
    ]

    def problem(self) -> Problem:
        return Problem(
            self.batch, self.query_heads, self.kv_heads, self.query_seqlen, self.kv_seqlen, self.head_dim,
            DTYPES[self.dtype], LAYOUTS[self.layout], bool(self.causal),
            self.window_left if self.has_window_left else None,
            self.window_right if self.has_window_right else None, self.softmax_scale,
            self.soft_cap, bool(self.alibi), self.dropout, self.dropout_seed)


class Tensors(ctypes.Structure):
    """Addresses, None where there is nothing."""

    _fields_ = [(name, c_void_p) for name in
                ("query", "key", "value", "output", "log_sum_exp", "scratch", "library_workspace")]


SUPPORTS = ctypes.CFUNCTYPE(c_int, c_void_p, POINTER(CProblem), c_void_p, c_size_t)
WORKSPACE = ctypes.CFUNCTYPE(
    c_int, c_void_p, POINTER(CProblem), POINTER(c_uint64), POINTER(c_uint64), c_void_p, c_size_t)
PREPARE = ctypes.CFUNCTYPE(c_int, c_void_p, POINTER(CProblem), POINTER(c_void_p), c_void_p, c_size_t)
LAUNCH = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p, POINTER(Tensors), c_void_p, c_void_p, c_size_t)
RELEASE = ctypes.CFUNCTYPE(None, c_void_p, c_void_p)


class CImplementation(ctypes.Structure):
    _fields_ = [
        ("interface_version", c_uint32), ("device_kind", c_int32), ("name", c_char_p), ("description", c_char_p),
        ("own_kernels", c_char_p), ("self", c_void_p), ("supports", SUPPORTS), ("workspace", WORKSPACE),
        ("prepare", PREPARE), ("launch", LAUNCH), ("deliver", LAUNCH), ("release", RELEASE),
    ]


class WorkerOptions(ctypes.Structure):
    _fields_ = [("lock_folder", c_char_p), ("use_cupti", c_int32)]


def sentence_of(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__


def _write(text: str, buffer: Optional[int], size: int) -> None:
    if not buffer or size < 1:
        return
    # Cut between characters, not inside one.
    encoded = text.encode()[: size - 1].decode(errors="ignore").encode()
    ctypes.memmove(buffer, encoded + b"\0", len(encoded) + 1)


def _guarded(action, why: Optional[int], why_size: int) -> int:
    """Runs it; no exception may leave for C."""
    try:
        action()
        return DONE
    except Unsupported as error:
        status = UNSUPPORTED
        text = sentence_of(error)
    except (OutOfMemory, MemoryError) as error:
        status = OUT_OF_MEMORY
        text = sentence_of(error)
    except BaseException as error:  # noqa: BLE001
        traceback.print_exc()  # to standard error, for whoever works on the implementation
        status = FAILED
        text = sentence_of(error)
    _write(text, why, why_size)
    return status


class Library:
    """libattnscope_measure in this process."""

    def __init__(self, path: str):
        # Global, so that libraries which register implementations find it.
        self.path = path
        self.c = ctypes.CDLL(path, mode=ctypes.RTLD_GLOBAL)
        self.c.attnscope_register.argtypes = [POINTER(CImplementation)]
        self.c.attnscope_serve.argtypes = [POINTER(WorkerOptions)]
        self.c.attnscope_run_batch.argtypes = [POINTER(WorkerOptions), c_char_p, c_char_p]
        self._kept = []  # what C holds pointers to

    def register(self, implementation: Implementation) -> None:
        calls = {}

        def supports(_, problem, why, size):
            return _guarded(lambda: implementation.supports(problem[0].problem()), why, size)

        def workspace(_, problem, scratch, library, why, size):
            def tell():
                scratch[0], library[0] = implementation.workspace(problem[0].problem())
            return _guarded(tell, why, size)

        def prepare(_, problem, prepared, why, size):
            def make():
                handle = max(calls, default=0) + 1
                calls[handle] = implementation.prepare(problem[0].problem())
                prepared[0] = handle
            return _guarded(make, why, size)

        def launch(_, handle, tensors, stream, why, size):
            return _guarded(lambda: implementation.launch(calls[handle], tensors[0], stream), why, size)

        def deliver(_, handle, tensors, stream, why, size):
            return _guarded(lambda: implementation.deliver(calls[handle], tensors[0], stream), why, size)

        def release(_, handle):
            calls.pop(handle, None)

        own_kernels = implementation.own_kernels
        c = CImplementation(
            INTERFACE_VERSION, implementation.device, implementation.name.encode(),
            implementation.description.encode(), own_kernels.encode() if own_kernels else None, None,
            SUPPORTS(supports), WORKSPACE(workspace), PREPARE(prepare), LAUNCH(launch), LAUNCH(deliver),
            RELEASE(release))
        self._kept.append(c)
        if self.c.attnscope_register(ctypes.byref(c)) != 0:
            raise ValueError(f'an implementation called "{implementation.name}" cannot be registered: '
                             "the name is taken or empty")

    def serve(self, lock_folder: str, use_cupti: bool) -> int:
        return self.c.attnscope_serve(ctypes.byref(WorkerOptions(lock_folder.encode(), use_cupti)))

    def run_batch(self, lock_folder: str, use_cupti: bool, plan: str, out: str) -> int:
        options = WorkerOptions(lock_folder.encode(), use_cupti)
        return self.c.attnscope_run_batch(ctypes.byref(options), plan.encode(), out.encode())


class CallMemory:
    """Where a call of a framework finds what it asks for; see the end of c_interface.h."""

    def __init__(self, memory: "FrameworkMemory", handle: int):
        self.memory = memory
        self.handle = handle
        self.scratch_bytes = memory.c.attnscope_memory_scratch_bytes(handle)
        in_output = c_int(0)
        self.result_offset = memory.c.attnscope_memory_result_offset(handle, ctypes.byref(in_output))
        self.result_in_output = bool(in_output.value)

    def __del__(self):
        self.memory.c.attnscope_memory_forget(self.handle)


class FrameworkMemory:
    """The library's memory for frameworks that allocate inside their calls."""

    TAKE, GIVE_BACK = "attnscope_memory_take", "attnscope_memory_give_back"

    def __init__(self, library: Library):
        self.path = library.path
        self.c = library.c
        for name in ("in_use", "wanted"):
            getattr(self.c, f"attnscope_memory_{name}").restype = c_uint64
        self.c.attnscope_memory_scratch_bytes.argtypes = [c_void_p]
        self.c.attnscope_memory_scratch_bytes.restype = c_uint64
        self.c.attnscope_memory_result_offset.argtypes = [c_void_p, POINTER(c_int)]
        self.c.attnscope_memory_result_offset.restype = c_uint64
        self.c.attnscope_memory_forget.argtypes = [c_void_p]
        self.c.attnscope_memory_end_dry_run.argtypes = [c_void_p, c_uint64, POINTER(c_void_p), c_char_p, c_size_t]
        self.c.attnscope_memory_begin_call.argtypes = [c_void_p, c_void_p, c_void_p]
        self.c.attnscope_memory_end_call.argtypes = [c_char_p, c_size_t]
        self.c.attnscope_memory_take.argtypes = [c_ssize_t, c_int, c_void_p]
        self.c.attnscope_memory_take.restype = c_void_p
        self.c.attnscope_memory_give_back.argtypes = [c_void_p, c_ssize_t, c_int, c_void_p]

    def in_use(self) -> int:
        return self.c.attnscope_memory_in_use()

    def wanted(self) -> int:
        return self.c.attnscope_memory_wanted()

    def begin_dry_run(self) -> None:
        self.c.attnscope_memory_begin_dry_run()

    def give_up_dry_run(self) -> None:
        self.c.attnscope_memory_end_dry_run(None, 0, None, None, 0)

    def end_dry_run(self, result: int, output_bytes: int) -> CallMemory:
        handle = c_void_p()
        why = ctypes.create_string_buffer(512)
        if self.c.attnscope_memory_end_dry_run(result, output_bytes, ctypes.byref(handle), why, len(why)) != DONE:
            raise RuntimeError(why.value.decode(errors="replace"))
        return CallMemory(self, handle.value)

    def begin_call(self, call: CallMemory, scratch: Optional[int], output: int) -> None:
        self.c.attnscope_memory_begin_call(call.handle, scratch, output)

    def end_call(self) -> None:
        why = ctypes.create_string_buffer(512)
        if self.c.attnscope_memory_end_call(why, len(why)) != DONE:
            raise RuntimeError(why.value.decode(errors="replace"))

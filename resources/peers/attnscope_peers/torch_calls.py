# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
"""What all implementations on PyTorch share: tensors around raw pointers, dry runs, launches.

PyTorch's operators allocate their results and scratch themselves. Here it allocates through attnscope
(CUDAPluggableAllocator): a dry run before the measurement records what the call asks for, and in every measured
call the operator finds exactly that in the scratch that was stated, and its result in the output that is checked.
So nothing is copied and nothing allocated in a timed call, and there is no cache to empty for the memory figure.
"""
import os
import traceback
import warnings
from typing import Any, Callable, NamedTuple, Optional

from .interface import CallMemory, FrameworkMemory, Implementation, OutOfMemory, Unsupported, Workspace, sentence_of
from .packages import Package
from .problem import Mask, Problem

TORCH = Package("PyTorch", "torch", module="torch")


class Torch:
    """PyTorch in this process, allocating from attnscope; `trouble` says why it cannot be used."""

    def __init__(self, memory: Optional[FrameworkMemory]):
        self.memory = memory
        self.module: Any = None
        self.trouble: Optional[str] = None
        self._loaded = False

    def load(self) -> None:
        """Once, and before anything else of NVIDIA's is loaded: PyTorch is to have its own libraries, as it has
        in other programs."""
        if self._loaded:
            return
        self._loaded = True
        if TORCH.version is None:
            self.trouble = TORCH.missing
            return
        # With this, PyTorch's profiler would take CUPTI, which measures here.
        os.environ.pop("KINETO_USE_DAEMON", None)
        try:
            import torch
            if torch.version.cuda is None:
                self.trouble = f"this PyTorch ({torch.__version__}) was built without CUDA"
                return
            allocator = torch.cuda.memory.CUDAPluggableAllocator(
                self.memory.path, FrameworkMemory.TAKE, FrameworkMemory.GIVE_BACK)
            torch.cuda.memory.change_current_allocator(allocator)
            self.module = torch
        except Exception as error:  # noqa: BLE001
            self.trouble = f"PyTorch cannot be used: {sentence_of(error)}"

    def tensor(self, pointer: int, dtype: str, elements: int):
        """A flat tensor over memory that is not PyTorch's."""
        torch = self.module
        kinds = {"fp16": torch.float16, "bf16": torch.bfloat16}
        # The array interface has no bfloat16: two bytes are two bytes.
        flat = torch.as_tensor(_Memory(pointer, elements), device=f"cuda:{torch.cuda.current_device()}")
        return flat.view(kinds[dtype])


class _Memory:
    def __init__(self, pointer: int, elements: int):
        self.__cuda_array_interface__ = {
            "shape": (elements,), "typestr": "<i2", "data": (pointer, False), "strides": None, "version": 3}


class Plan(NamedTuple):
    """What a dry run of a problem found."""

    memory: CallMemory
    strides: tuple  # of the result, [batch, seqlen, heads, head_dim]
    kept_bytes: int  # what the implementation holds on to between its calls


class TorchCall:
    """A problem made ready. Views are kept for as long as the pointers stay the same."""

    def __init__(self, owner: "TorchImplementation", problem: Problem, plan: Plan):
        self.owner = owner
        self.problem = problem
        self.plan = plan
        self.function = owner.call(problem, problem.mask())
        self.pointers: Any = None
        self.views: Any = None
        self.stream = None
        self.stream_address: Optional[int] = -1

    def run(self, tensors):
        pointers = (tensors.query, tensors.key, tensors.value)
        if pointers != self.pointers:
            self.views = tuple(self.owner.views(self.problem, pointers))
            self.pointers = pointers
        return _first(self.function(*self.views))

    def on(self, address: Optional[int]):
        if address != self.stream_address:
            self.stream = self.owner.torch.module.cuda.ExternalStream(address or 0)
            self.stream_address = address
        return self.owner.torch.module.cuda.stream(self.stream)


class TorchImplementation(Implementation):
    """Subclasses say which problems are theirs (`refuses`) and make the call (`call`)."""

    package = TORCH
    title = ""  # what runs, for people
    fewest_capability = 75  # compute capability
    most_head_dim = 256
    dtypes = ("fp16", "bf16")
    takes_soft_cap = False

    def __init__(self, torch: Torch):
        self.torch = torch
        self._plans = {}
        version = self.package.version
        self.description = f"{self.package.title} {version}, {self.title}" if version else "not installed"

    # --- for subclasses ---

    def refuses(self, problem: Problem, mask: Mask) -> Optional[str]:
        """Why it does not compute the problem, from what is known beforehand; None where it may."""
        return None

    def call(self, problem: Problem, mask: Mask) -> Callable[..., Any]:
        """The function of query, key and value that computes it, made ready as far as it can be. All tensors are
        [batch, seqlen, heads, head_dim]."""
        raise NotImplementedError

    def words_of(self, error: Exception, warned: list) -> str:
        """Why the call was refused, from the error and the warnings that came with it."""
        return sentence_of(error)

    # --- for the measuring loop ---

    def supports(self, problem: Problem) -> None:
        self._require(problem)
        if problem in self._plans:
            return
        self._plans.clear()  # one at a time: the loop goes on to the next problem
        self._plans[problem] = self._dry_run(problem)

    def workspace(self, problem: Problem) -> Workspace:
        plan = self._plan(problem)
        if isinstance(plan, OutOfMemory):
            # At least this much, so that the point says what was needed.
            return Workspace(scratch=max(0, self.torch.memory.wanted() - problem.output_bytes))
        # What is kept was taken outside of the call; stated here, it is counted with the call's memory.
        return Workspace(plan.memory.scratch_bytes, plan.kept_bytes)

    def prepare(self, problem: Problem) -> TorchCall:
        plan = self._plan(problem)
        if isinstance(plan, OutOfMemory):
            raise plan
        return TorchCall(self, problem, plan)

    def launch(self, call: TorchCall, tensors, stream) -> None:
        memory, plan = self.torch.memory, call.plan
        with call.on(stream), self.torch.module.inference_mode():
            memory.begin_call(plan.memory, tensors.scratch, tensors.output)
            try:
                result = call.run(tensors)
                place = result.data_ptr()
                del result
                self._drop_library_workspaces()
            finally:
                memory.end_call()
        if place != self._result_address(plan, tensors):
            raise RuntimeError("its result is not where its dry run left it")

    def deliver(self, call: TorchCall, tensors, stream) -> None:
        problem, plan = call.problem, call.plan
        wanted = problem.strides(problem.query_shape)
        if plan.memory.result_in_output and plan.strides == wanted:
            return
        elements = problem.output_bytes // 2
        with call.on(stream), self.torch.module.inference_mode():
            result = self.torch.tensor(self._result_address(plan, tensors), problem.dtype, elements)
            output = self.torch.tensor(tensors.output, problem.dtype, elements)
            # A copy of its own: result and output may be the same memory.
            moved = result.as_strided(problem.query_shape, plan.strides).clone()
            output.as_strided(problem.query_shape, wanted).copy_(moved)

    def views(self, problem: Problem, pointers):
        """Query, key and value as [batch, seqlen, heads, head_dim]."""
        for pointer, shape in zip(pointers, (problem.query_shape, problem.kv_shape, problem.kv_shape)):
            elements = shape[0] * shape[1] * shape[2] * shape[3]
            yield self.torch.tensor(pointer, problem.dtype, elements).as_strided(shape, problem.strides(shape))

    # --- its own ---

    def _require(self, problem: Problem) -> None:
        if self.package.version is None:
            raise Unsupported(self.package.missing)
        if problem.dtype not in self.dtypes:
            raise Unsupported(f"{self.name} is measured in {' and '.join(self.dtypes)}, not in {problem.dtype}")
        if problem.head_dim > self.most_head_dim:
            raise Unsupported(f"{self.name} takes head dims up to {self.most_head_dim}, not {problem.head_dim}")
        if problem.soft_cap and not self.takes_soft_cap:
            raise Unsupported(f"{self.name} has no soft cap")
        if problem.alibi:
            raise Unsupported(f"{self.name} is not measured with ALiBi")
        if problem.dropout:
            raise Unsupported(f"{self.name} drops other probabilities than attnscope: with dropout its output "
                              "could not be checked")
        reason = self.refuses(problem, problem.mask())
        if reason is not None:
            raise Unsupported(reason)
        self.torch.load()
        if self.torch.trouble is not None:
            raise Unsupported(self.torch.trouble)
        major, minor = self.torch.module.cuda.get_device_capability()
        if 10 * major + minor < self.fewest_capability:
            raise Unsupported(f"{self.name} needs compute capability {self.fewest_capability / 10}, "
                              f"and this GPU has {major}.{minor}")

    def _plan(self, problem: Problem):
        plan = self._plans[problem]
        if isinstance(plan, Exception) and not isinstance(plan, OutOfMemory):
            raise plan
        return plan

    def _dry_run(self, problem: Problem):
        """A Plan; or an OutOfMemory, or the error that broke the GPU, for `workspace` to tell."""
        torch, memory = self.torch.module, self.torch.memory
        out_of_memory_before = memory.wanted()
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            try:
                return self._plan_of_call(problem)
            except Unsupported:
                raise
            except Exception as error:  # noqa: BLE001
                memory.give_up_dry_run()
                traceback.print_exc()
                if "out of memory" in str(error) or memory.wanted() != out_of_memory_before:
                    return OutOfMemory("not enough memory is free")
                try:
                    torch.cuda.synchronize()
                except Exception as broken:  # noqa: BLE001
                    return broken
                raise Unsupported(f"{self.name} does not take it: {self.words_of(error, warned)}") from error

    def _plan_of_call(self, problem: Problem) -> Plan:
        torch, memory = self.torch.module, self.torch.memory
        with torch.cuda.stream(torch.cuda.Stream()), torch.inference_mode():
            inputs = [torch.zeros(shape[0] * shape[1] * shape[2] * shape[3], device="cuda", dtype=torch.int16)
                      for shape in (problem.query_shape, problem.kv_shape, problem.kv_shape)]
            before = memory.in_use()
            views = tuple(self.views(problem, [tensor.data_ptr() for tensor in inputs]))
            function = self.call(problem, problem.mask())
            function(*views)  # makes what is made once: handles, plans, code
            self._drop_library_workspaces()
            kept = memory.in_use() - before
            memory.begin_dry_run()
            result = _first(function(*views))
            self._drop_library_workspaces()
            if tuple(result.shape) != problem.query_shape:
                raise Unsupported(f"{self.name} gives a result of shape {tuple(result.shape)}, "
                                  f"not {problem.query_shape}")
            plan = Plan(memory.end_dry_run(result.data_ptr(), problem.output_bytes), tuple(result.stride()), kept)
            torch.cuda.current_stream().synchronize()
            return plan

    def _drop_library_workspaces(self) -> None:
        """PyTorch keeps cuBLAS's workspace once it has one. Dropped after each call, it is part of each call's
        memory."""
        drop = getattr(self.torch.module._C, "_cuda_clearCublasWorkspaces", None)
        if drop is not None:
            drop()

    @staticmethod
    def _result_address(plan: Plan, tensors) -> int:
        base = tensors.output if plan.memory.result_in_output else tensors.scratch
        return base + plan.memory.result_offset


def _first(result):
    """Some give the log-sum-exp as well, depending on their version."""
    return result[0] if isinstance(result, (tuple, list)) else result

# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
"""Attention for the Host CPU in plain Python, brought in by `attnscope-worker --load host_peer.py` as anybody's
would be; and some that misbehave."""
import ctypes
import math
import os

from attnscope_peers.interface import HOST_CPU, Implementation, OutOfMemory, Unsupported, Workspace


def visible_keys(problem, query):
    position = query + problem.kv_seqlen - problem.query_seqlen
    left, right = problem.mask()
    first = 0 if left is None else max(0, position - left)
    end = problem.kv_seqlen if right is None else min(problem.kv_seqlen, position + right + 1)
    return range(first, end)


class PythonAttention(Implementation):
    name = "python-attention"
    description = "plain Python"
    device = HOST_CPU

    def supports(self, problem):
        if problem.dtype != "fp32":
            raise Unsupported(f"python-attention has no {problem.dtype}")

    def workspace(self, problem):
        return Workspace(scratch=4 * problem.kv_seqlen)

    def launch(self, call, tensors, stream):
        problem = call

        def view(address, shape):
            array = ctypes.cast(address, ctypes.POINTER(ctypes.c_float))
            strides = problem.strides(shape)
            return array, lambda *index: sum(at * stride for at, stride in zip(index, strides))

        query, at_query = view(tensors.query, problem.query_shape)
        key, at_key = view(tensors.key, problem.kv_shape)
        value, at_value = view(tensors.value, problem.kv_shape)
        output, at_output = view(tensors.output, problem.query_shape)
        scores = ctypes.cast(tensors.scratch, ctypes.POINTER(ctypes.c_float))
        group = problem.query_heads // problem.kv_heads
        dims = range(problem.head_dim)
        for batch in range(problem.batch):
            for head in range(problem.query_heads):
                for row in range(problem.query_seqlen):
                    keys = visible_keys(problem, row)
                    for j in keys:
                        scores[j] = problem.softmax_scale * sum(
                            query[at_query(batch, row, head, d)] * key[at_key(batch, j, head // group, d)]
                            for d in dims)
                    most = max((scores[j] for j in keys), default=0.0)
                    weights = {j: math.exp(scores[j] - most) for j in keys}
                    total = sum(weights.values()) or 1.0
                    for d in dims:
                        output[at_output(batch, row, head, d)] = sum(
                            weight * value[at_value(batch, j, head // group, d)]
                            for j, weight in weights.items()) / total


class Fails(PythonAttention):
    name = "python-fails"

    def launch(self, call, tensors, stream):
        raise ValueError("the call tripped:\nsomewhere below")


class Dies(PythonAttention):
    name = "python-dies"

    def launch(self, call, tensors, stream):
        os.abort()


class Full(PythonAttention):
    name = "python-full"

    def prepare(self, problem):
        raise OutOfMemory("no room for its plan")


class Prints(PythonAttention):
    name = "python-prints"

    def launch(self, call, tensors, stream):
        print("rubbish among the events", flush=True)
        super().launch(call, tensors, stream)


def register(library):
    print("imports may print", flush=True)
    for implementation in (PythonAttention, Fails, Dies, Full, Prints):
        library.register(implementation())

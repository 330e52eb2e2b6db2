#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
"""attnscope's worker with the implementations that this interpreter has.

`attnscope-worker --peers` becomes this program: it loads libattnscope_measure, registers the implementations and
hands over to the library's own loop, which speaks the same protocol as attnscope-worker does. The in-app kernels
are in that library too, so one process measures both, in turn, on one GPU.
"""
import argparse
import contextlib
import ctypes
import importlib.util
import os
import pathlib
import sys

from attnscope_peers import catalogue
from attnscope_peers.interface import FrameworkMemory, Library, sentence_of
from attnscope_peers.torch_calls import Torch

FAILED = 3  # as attnscope-worker's own


def give_up(message: str) -> None:
    print(f"attnscope-worker: {message}", file=sys.stderr, flush=True)
    sys.exit(FAILED)


@contextlib.contextmanager
def quiet_output():
    """Standard output belongs to events; what an import prints goes to standard error."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


def load(file: str, library: Library) -> None:
    """A library that registers implementations when loaded, or a Python file with `register(library)`."""
    path = pathlib.Path(file)
    try:
        if path.suffix != ".py":
            ctypes.CDLL(file, mode=ctypes.RTLD_GLOBAL)
            return
        spec = importlib.util.spec_from_file_location(path.stem, path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.register(library)
    except Exception as error:  # noqa: BLE001
        give_up(f"{file} cannot be loaded: {sentence_of(error)}")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--list", action="store_true", help="say what there is, loading nothing, and end")
    options.add_argument("--library", help="libattnscope_measure.so")
    options.add_argument("--lock-dir", default="/tmp")
    options.add_argument("--no-cupti", action="store_true")
    options.add_argument("--load", action="append", default=[], metavar="FILE")
    options.add_argument("--plan")
    options.add_argument("--out")
    chosen = options.parse_args()
    if chosen.list:
        print(catalogue.text(), end="")
        return 0
    if chosen.library is None:
        options.error("--library is needed")
    try:
        library = Library(chosen.library)
    except OSError as error:
        give_up(f"{chosen.library} cannot be loaded into {sys.executable}: {sentence_of(error)}")
    with quiet_output():
        torch = Torch(FrameworkMemory(library))
        torch.load()
        for peer in catalogue.all_peers(torch):
            library.register(peer)
        for file in chosen.load:
            load(file, library)
    if chosen.plan is not None:
        return library.run_batch(chosen.lock_dir, not chosen.no_cupti, chosen.plan, chosen.out or "-")
    return library.serve(chosen.lock_dir, not chosen.no_cupti)


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    # Frameworks take their time to clean up, and some crash doing it; the measuring is done.
    os._exit(code)

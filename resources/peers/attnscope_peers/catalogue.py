# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
"""All peers, in the order in which they are listed."""
from . import flash_attention, flashinfer_attention, torch_sdpa, xformers_attention
from .torch_calls import Torch

CLASSES = (*torch_sdpa.IMPLEMENTATIONS, *flash_attention.IMPLEMENTATIONS, *xformers_attention.IMPLEMENTATIONS,
           *flashinfer_attention.IMPLEMENTATIONS)


def all_peers(torch: Torch):
    """Those that are not installed too: each of their points then says so, and what installs them."""
    return [peer(torch) for peer in CLASSES]


def lines():
    """What `serve.py --list` prints; profiler/measure/python_peers.h says how it is read. Loads no framework."""
    packages = {}
    for peer in all_peers(Torch(None)):
        packages.setdefault(peer.package, []).append(peer)
    for package, peers in packages.items():
        version = package.version
        names = ", ".join(peer.name for peer in peers)
        if version is None:
            yield "check", package.distribution, "0", f"{names}: {package.title} is not installed", package.command
            continue
        yield "check", package.distribution, "1", f"{names}: {package.title} {version}", ""
        for peer in peers:
            yield "implementation", peer.name, peer.description


def text() -> str:
    return "".join("\t".join(" ".join(field.split()) for field in line) + "\n" for line in lines())

# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
"""Which packages an interpreter has, told without loading any, and the command that installs one."""
import importlib.metadata
import importlib.util
import os
import shlex
import sys
import sysconfig
from dataclasses import dataclass
from typing import Optional


def _pip() -> str:
    command = f"{shlex.quote(sys.executable or 'python3')} -m pip install"
    in_environment = sys.prefix != sys.base_prefix
    managed = os.path.exists(os.path.join(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED"))
    return command + (" --user --break-system-packages" if managed and not in_environment else "")


@dataclass(frozen=True)
class Package:
    title: str  # for people
    distribution: str  # as pip names it
    module: Optional[str] = None  # a top-level module that only this package has, for builds without metadata
    install: str = ""  # what pip takes; the distribution unless told
    before: str = ""  # a command that has to run first

    @property
    def version(self) -> Optional[str]:
        """None where it is not installed."""
        try:
            return importlib.metadata.version(self.distribution)
        except importlib.metadata.PackageNotFoundError:
            pass
        if self.module is not None and importlib.util.find_spec(self.module) is not None:
            return "of unknown version"
        return None

    @property
    def command(self) -> str:
        wanted = f"{_pip()} {self.install or self.distribution}"
        return f"{self.before} && {wanted}" if self.before else wanted

    @property
    def missing(self) -> str:
        return f"{self.title} is not installed for {sys.executable or 'python3'}; to install it: {self.command}"

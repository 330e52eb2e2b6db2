#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
"""Checks every #include of the product against the table of allowed edges.

A folder may include its own headers, the folders that its row names, the outside libraries that its row names,
and the C++ and POSIX standard headers. Anything else is a stray edge and fails, naming file and line. A source
includes its own header first, so that compiling it by itself shows that the header compiles alone.
"""
import pathlib
import re
import sys

# Folder -> (folders it may include, outside libraries it may include).
EDGES = {
    "kernels/problem": ([], ["expected"]),
    "kernels/implementation": (["kernels/problem"], []),
    "kernels/reference": (["kernels/problem"], []),
    "kernels/cpu": (["kernels/problem", "kernels/implementation", "kernels/reference"], []),
    "kernels/cuda": (["kernels/problem", "kernels/implementation", "profiler/loader"], ["nvidia"]),
    "profiler/loader": (["kernels/problem"], ["nvidia"]),
    "profiler/protocol": (["kernels/problem"], ["json"]),
    "profiler/capture": (["kernels/problem", "profiler/loader", "profiler/protocol"], ["nvidia"]),
    "profiler/measure": (
        ["kernels/problem", "kernels/implementation", "kernels/reference", "kernels/cpu", "kernels/cuda",
         "profiler/protocol", "profiler/capture", "profiler/loader", "profiler/analysis/statistics.h"],
        ["nvidia"]),
    "profiler/analysis": (["kernels/problem", "profiler/protocol"], ["boost", "json"]),
    "profiler/store": (["kernels/problem", "profiler/protocol", "profiler/analysis"], ["sqlite"]),
    "profiler/session": (
        ["kernels/problem", "profiler/protocol", "profiler/store", "profiler/analysis"], ["qt-core", "json"]),
    "ui/theme": ([], ["qt"]),
    "ui/charts": (["ui/theme"], ["qt", "qcustomplot"]),
    "ui/models": (
        ["kernels/problem", "profiler/protocol", "profiler/store", "profiler/analysis", "profiler/session",
         "ui/charts/chart_spec.h", "ui/theme"], ["qt"]),
    "ui/report": (
        ["kernels/problem", "profiler/protocol", "profiler/analysis", "profiler/session", "ui/charts", "ui/models",
         "ui/theme"], ["qt", "mustache"]),
    "ui/views": (
        ["kernels/problem", "profiler/protocol", "profiler/store", "profiler/analysis", "profiler/session",
         "ui/charts", "ui/models", "ui/report", "ui/theme"], ["qt"]),
    "app/cli": (
        ["kernels/problem", "profiler/protocol", "profiler/store", "profiler/analysis", "profiler/session",
         "ui/charts", "ui/models", "ui/report", "ui/theme", "ui/views"], ["qt", "json"]),
    "app/attnscope.cpp": (["app/cli", "ui/views", "ui/theme"], ["qt"]),
    "app/worker.cpp": (["profiler/measure", "profiler/protocol", "kernels/problem"], ["cli11"]),
}

LIBRARIES = [  # first match wins
    ("qcustomplot", re.compile(r"qcustomplot\.h$")),
    ("sqlite", re.compile(r"(SQLiteCpp/|sqlite3\.h$)")),
    ("json", re.compile(r"nlohmann/")),
    ("cli11", re.compile(r"CLI/")),
    ("mustache", re.compile(r"kainjow/mustache\.hpp$")),
    ("expected", re.compile(r"tl/expected\.hpp$")),
    ("boost", re.compile(r"boost/")),
    ("nvidia", re.compile(r"(cuda|cupti|nvrtc|cublas|nvperf|nvml)\w*(/\w+)?\.h$")),
    ("qt", re.compile(r"Q[A-Za-z/]+$")),
]
QT_CORE = re.compile(
    r"(QtCore/)?Q(Object|String\w*|ByteArray\w*|Process\w*|Timer|File\w*|Dir|SaveFile|StandardPaths|CoreApplication"
    r"|DateTime|Uuid|Elapsed\w+|Json\w+|Variant|List|Hash|Map|Settings|Locale|LockFile|TemporaryFile|TextStream"
    r"|Event\w*|MetaType|Pointer|SysInfo|LoggingCategory|SocketNotifier|Deadline\w*|Resource|Queue|Set|Debug|CryptographicHash|Version\w+"
    r"|Thread|Mutex|IODevice|Buffer|StringList|AbstractEventDispatcher|RegularExpression\w*|ScopeGuard)$")
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')
SUFFIXES = {".h", ".hpp", ".cpp", ".cu", ".cuh"}


def folder_of(path: str):
    """The row of the table that a file belongs to: the longest one that starts its path."""
    rows = [row for row in EDGES if path == row or path.startswith(row + "/")]
    return max(rows, key=len) if rows else None


def library_of(header: str):
    return next((name for name, pattern in LIBRARIES if pattern.search(header)), None)


def is_allowed(row: str, header: str, quoted: bool) -> bool:
    folders, libraries = EDGES[row]
    if quoted and "/" in header and header.split("/")[0] in {"kernels", "profiler", "ui", "app"}:
        return any(header == edge or header.startswith(edge + "/") for edge in [row, *folders])
    library = library_of(header)
    if library is None:
        return True  # the standard library, or a file beside this one
    if library == "expected":
        return row == "kernels/problem"
    if library == "qt" and "qt-core" in libraries:
        return bool(QT_CORE.search(header))
    return library in libraries


def own_header_faults(root: pathlib.Path):
    for top in ("app", "kernels", "profiler", "ui"):
        for source in sorted((root / top).rglob("*.cpp")):
            if not source.with_suffix(".h").exists():
                continue
            own = source.with_suffix(".h").relative_to(root).as_posix()
            includes = [(number, match[2]) for number, line in
                        enumerate(source.read_text(encoding="utf-8").splitlines(), 1) if (match := INCLUDE.match(line))]
            number, first = includes[0] if includes else (1, "")
            if first != own:
                yield f"{source.relative_to(root).as_posix()}:{number}: the first include must be {own}"


def stray_edges(root: pathlib.Path):
    for top in ("app", "kernels", "profiler", "ui"):
        for file in sorted((root / top).rglob("*")):
            if file.suffix not in SUFFIXES:
                continue
            path = file.relative_to(root).as_posix()
            row = folder_of(path)
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                match = INCLUDE.match(line)
                if not match:
                    continue
                if row is None:
                    yield f"{path}:{number}: the table of edges has no row for this folder"
                elif not is_allowed(row, match[2], match[1] == '"'):
                    yield f"{path}:{number}: {row} may not include {match[2]}"


def main() -> int:
    root = pathlib.Path(sys.argv[1])
    found = [*stray_edges(root), *own_header_faults(root)]
    print("\n".join(found) if found else "every include follows the table")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

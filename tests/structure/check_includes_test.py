#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
"""The include check itself: stray edges are found, allowed ones are not."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import check_includes  # noqa: E402


class StrayEdges(unittest.TestCase):
    def strays(self, path: str, line: str):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, path)
            file.parent.mkdir(parents=True)
            file.write_text(line + "\n", encoding="utf-8")
            return list(check_includes.stray_edges(pathlib.Path(folder)))

    def test_stray_edges_are_found(self):
        for path, line in [
            ("ui/views/a.cpp", "#include <qcustomplot.h>"),
            ("ui/charts/a.cpp", '#include "profiler/store/store.h"'),
            ("profiler/capture/a.cpp", '#include "kernels/cuda/flash/flash.h"'),
            ("kernels/cuda/flash/a.cpp", '#include "profiler/capture/cupti.h"'),
            ("profiler/session/a.cpp", "#include <QWidget>"),
            ("ui/views/a.cpp", "#include <cuda.h>"),
            ("app/cli/a.cpp", '#include "profiler/capture/cupti.h"'),
            ("profiler/analysis/a.cpp", "#include <sqlite3.h>"),
            ("kernels/unknown/a.cpp", "#include <vector>"),
        ]:
            with self.subTest(path=path, line=line):
                self.assertEqual(len(self.strays(path, line)), 1)

    def test_allowed_edges_pass(self):
        for path, line in [
            ("ui/charts/a.cpp", "#include <qcustomplot.h>"),
            ("profiler/session/a.cpp", "#include <QProcess>"),
            ("profiler/store/a.cpp", "#include <SQLiteCpp/Database.h>"),
            ("kernels/problem/a.cpp", "#include <vector>"),
            ("profiler/measure/a.cpp", '#include "kernels/cuda/flash/flash.h"'),
        ]:
            with self.subTest(path=path, line=line):
                self.assertEqual(self.strays(path, line), [])

    def test_a_source_includes_its_own_header_first(self):
        own = '#include "ui/views/a.h"'
        for source, faults in [
            (f"{own}\n#include <vector>\n", 0),
            (f"#include <vector>\n{own}\n", 1),
            ("int a() { return 1; }\n", 1),
        ]:
            with self.subTest(source=source), tempfile.TemporaryDirectory() as folder:
                views = pathlib.Path(folder, "ui/views")
                views.mkdir(parents=True)
                (views / "a.h").write_text("#pragma once\n", encoding="utf-8")
                (views / "a.cpp").write_text(source, encoding="utf-8")
                self.assertEqual(len(list(check_includes.own_header_faults(pathlib.Path(folder)))), faults)


if __name__ == "__main__":
    unittest.main()

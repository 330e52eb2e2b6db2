#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes every view of the window in both themes at three sizes, with the real program, and judges it.

  check_window.py ATTNSCOPE MAKE_FIXTURE_DATABASE WORKER FOLDER SAMPLES   take the snapshots and check them
  check_window.py --self-test                                             check that each check can fail
"""
import json
import os
import pathlib
import sqlite3
import statistics
import subprocess
import sys

LEAST_CONTRAST = 4.5
SIZES = [("1024x700", "1"), ("1440x900", "1"), ("1440x900", "2")]
RUNS = {"one": "00000000-0000-4000-8000-000000000001", "two_gpus": "00000000-0000-4000-8000-000000000002",
        "cpu": "00000000-0000-4000-8000-000000000003", "shapes": "00000000-0000-4000-8000-000000000004"}
EVERY_SIZE = [(theme, *size) for theme in ("light", "dark") for size in SIZES]
# name -> arguments
VIEWS = {
    "main": [],
    "two_gpus": ["--run", RUNS["two_gpus"]],
    "cpu": ["--run", RUNS["cpu"]],
    "shapes": ["--run", RUNS["shapes"]],
    "tables": ["--view", "tables"],
    "marked": ["--view", "marked"],
    "inspector": ["--view", "inspector", "--point", "flash:8192"],
    "out_of_memory": ["--view", "inspector", "--point", "standard:65536"],
    "empty": ["--view", "empty"],
    "libraries": ["--view", "libraries"],
}
COMPARE = ["--page", "compare", "--run"]
# Others differ from the first in a few words only: one picture of each will do.
DIALOGS = ("palette", "edit")
DEVICES = ["--view", "devices"]
REPORT = ["--page", "report", "--run"]
PAGE_VIEWS = {
    "compare": (COMPARE + [RUNS["one"], "--with", f'{RUNS["two_gpus"]},{RUNS["shapes"]}'], EVERY_SIZE),
    "compare_nothing_in_common": (COMPARE + [RUNS["one"], "--with", RUNS["cpu"]], [("dark", "1024x700", "1")]),
    "devices": (DEVICES, [("light", "1024x700", "1"), ("dark", "1440x900", "1"), ("light", "1440x900", "2")]),
    "report": (REPORT + [RUNS["one"]], EVERY_SIZE),
    "report_cpu": (REPORT + [RUNS["cpu"]], [("dark", "1024x700", "1")]),
    "tiles": (["--page", "tiles", "--run", RUNS["one"]], EVERY_SIZE),
    "help": (["--page", "help"], EVERY_SIZE),
    "compare_one_run": (COMPARE + [RUNS["one"]], [("light", "1024x700", "1")]),
    **{f"empty_{page}": (["--view", "empty", "--page", page], [(theme, "1024x700", "1")])
       for page, theme in (("compare", "light"), ("report", "dark"), ("tiles", "light"), ("roofline", "dark"),
                           ("advice", "light"))},
}


# Of the samples: what they show needs real counters.
SAMPLE_PAGES = ("roofline", "advice")


def overlap(one, other):
    """The overlap's width and height of two [x, y, w, h]; zero or less where there is none."""
    return (min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0]),
            min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1]))


def text_faults(description):
    texts = description["texts"]
    for text in texts:
        if text.get("clipped"):
            yield f'clipped text "{text["text"]}" ({text["widget"]})'
        if text.get("enabled", True) and not text.get("sliver") and text["contrast"] < LEAST_CONTRAST:
            yield (f'contrast {text["contrast"]:.2f} of "{text["text"]}" ({text["widget"]}): '
                   f'{text["color"]} on {text["background"]}')
        if text.get("elided") and len(text["text"]) < 4:
            yield f'"{text["full_text"]}" is cut down to "{text["text"]}"'
    for index, one in enumerate(texts):
        for other in texts[index + 1:]:
            width, height = overlap(one["visible"], other["visible"])
            # Line boxes hold empty room above and below their letters.
            if width > 1.5 and height > 3:
                yield f'"{one["text"]}" overlaps "{other["text"]}" by {width:.0f}×{height:.0f}'


def series_faults(description):
    """Two series of a chart whose names are cut down to the same text cannot be told apart."""
    for chart in {text["chart"] for text in description["texts"] if "chart" in text}:
        names = {}
        for text in description["texts"]:
            if text.get("chart") != chart or not text.get("elided"):
                continue
            other = names.setdefault(text["text"], text["full_text"])
            if other != text["full_text"]:
                yield f'{chart}: "{other}" and "{text["full_text"]}" are both cut down to "{text["text"]}"'


def control_faults(description):
    for control in description["controls"]:
        if not control["name"]:
            yield f'{control["widget"]} at {control["rect"]} has no accessible name'
        if not control["keyboard"]:
            yield f'{control["widget"]} "{control["name"]}" can only be used with the mouse'
        if not control["enabled"] and not (control["tooltip"] or control["description"]):
            yield f'{control["widget"]} "{control["name"]}" is disabled and does not say why'
    shortcuts = {}
    for action in description["actions"]:
        if not action["enabled"] and not action["tooltip"]:
            yield f'action {action["action"]} is disabled and does not say why'
        if action["shortcut"] and shortcuts.setdefault(action["shortcut"], action["action"]) != action["action"]:
            yield f'{action["shortcut"]} means both {shortcuts[action["shortcut"]]} and {action["action"]}'


class Database:
    """What SQL says that the charts should plot."""

    SERIES = ("run_id = ? and head_dim = ? and causal = ? and dtype = ? and query_heads = ? and device_uuid = ? "
              "and implementation = ?")

    def __init__(self, path):
        self.sql = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)

    def devices(self, run):
        return [row[0] for row in self.sql.execute(
            "select device_uuid from environments where run_id = ? order by position", (run,))]

    def first_shape(self, run):
        """The shape that the window shows unless told: that of the first point."""
        return self.sql.execute("select head_dim, causal, dtype, query_heads from points where run_id = ? "
                                "order by position limit 1", (run,)).fetchone()

    def baseline(self, run):
        """What speedups are over unless told: a standard attention, else a peer, else what is not flash."""
        there = [row[0] for row in self.sql.execute(
            "select implementation from points where run_id = ? order by position", (run,))]
        peers = [name for name in there if name.startswith(("torch-", "flash-attn", "xformers", "flashinfer"))]
        return next((name for name in ("standard", "standard-eager") if name in there),
                    next((name for name in peers + there if name != "flash"), None))

    def points(self, run, shape, device, implementation):
        return self.sql.execute(
            f"select id, kv_seqlen, peak_bytes from points where {self.SERIES} and outcome = 'measured' "
            "order by kv_seqlen", (run, *shape, device, implementation)).fetchall()

    def median(self, point):
        return statistics.median(row[0] for row in self.sql.execute(
            "select span_us from samples where point_id = ?", (point,)))

    def flops(self, point):
        """4 · batch · heads · head_dim · pairs that the mask leaves; queries as long as keys, no window."""
        batch, heads, head_dim, seqlen, causal = self.sql.execute(
            "select batch, query_heads, head_dim, kv_seqlen, causal from points where id = ?", (point,)).fetchone()
        return 4 * batch * heads * head_dim * (seqlen * (seqlen + 1) // 2 if causal else seqlen * seqlen)

    def expected(self, unit, run, shape, device, implementation):
        points = self.points(run, shape, device, implementation)
        if unit == "microseconds":
            return {seqlen: self.median(point) for point, seqlen, _ in points}
        if unit == "tflops":
            return {seqlen: self.flops(point) / self.median(point) / 1e6 for point, seqlen, _ in points}
        if unit == "bytes":
            return {seqlen: peak for _, seqlen, peak in points}
        if unit == "ratio":
            baseline = {seqlen: self.median(point)
                        for point, seqlen, _ in self.points(run, shape, device, self.baseline(run))}
            return {seqlen: baseline[seqlen] / self.median(point)
                    for point, seqlen, _ in points if seqlen in baseline}
        columns = ("theoretical", "achieved", "balance", "measured_balance", "mask_density", "wave_fill")
        figures = {}
        for column in columns:
            rows = self.sql.execute(
                f"select kv_seqlen, {column}_percent from points where {self.SERIES} and {column}_percent is not null",
                (run, *shape, device, implementation)).fetchall()
            figures[column.replace("_", " ")] = dict(rows)
        return figures


def plot_faults(description, database):
    run = description["run"]
    if not run:
        return
    devices = database.devices(run)
    shape = database.first_shape(run)
    compared = 0
    for chart in description["charts"]:
        for series in chart["series"]:
            if series["prediction"]:
                continue
            expected = database.expected(chart["unit"], run, shape, devices[series["device"]],
                                         series["implementation"])
            if chart["unit"] == "percent":
                expected = expected[series["label"].split(" · ")[0]]
            plotted = dict(zip(map(int, series["x"]), series["y"]))
            if sorted(plotted) != sorted(expected):
                yield (f'{chart["chart"]}, {series["label"]}: plots lengths {sorted(plotted)}, '
                       f'the database has {sorted(expected)}')
                continue
            for seqlen, value in plotted.items():
                compared += 1
                if abs(value - expected[seqlen]) > 1e-9 * abs(expected[seqlen]):
                    yield f'{chart["chart"]}, {series["label"]} at {seqlen}: {value}, SQL says {expected[seqlen]}'
            for low, value, high in zip(series["low"], series["y"], series["high"]):
                if low is not None and not low <= value <= high:
                    yield f'{chart["chart"]}, {series["label"]}: {value} lies outside {low} to {high}'
    if compared == 0:
        yield "nothing is plotted"


def take(attnscope, database, name, theme, size, scale, arguments, folder, environment):
    output = folder / f"{name}-{theme}-{size}@{scale}"
    command = [attnscope, "snapshot", "--db", str(database), "--theme", theme, "--size", size, "--scale", scale,
               "-o", str(output), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: exit code {done.returncode}\n{done.stderr}")
    return json.loads((output.parent / (output.name + ".json")).read_text(encoding="utf-8"))


def check_all(attnscope, make_database, worker, folder, samples):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "fixture.db"
    database.unlink(missing_ok=True)
    subprocess.run([make_database, str(database), "several"], check=True)
    environment = dict(os.environ, ATTNSCOPE_WORKER=worker, XDG_DATA_HOME=str(folder / "data"),
                       XDG_CONFIG_HOME=str(folder / "config"), XDG_RUNTIME_DIR=str(folder))
    sql = {database: Database(database)}
    views = [(name, database, arguments, EVERY_SIZE) for name, arguments in VIEWS.items()]
    views += [(name, database, *how) for name, how in PAGE_VIEWS.items()]
    views += [(name, database, ["--view", name], [("light", "1440x900", "1"), ("dark", "1440x900", "1")])
              for name in ("palette", "edit")]
    for sample in sorted(pathlib.Path(samples).glob("*.db")):
        sql[sample] = Database(sample)
        views.append((f"sample {sample.stem}", sample, [], EVERY_SIZE))
        views += [(page, sample, ["--page", page], EVERY_SIZE if "grid" in sample.stem else [("dark", "1024x700", "1")])
                  for page in SAMPLE_PAGES]
    faults = []
    taken = 0
    for name, shown, arguments, sizes in views:
        for theme, size, scale in sizes:
            where = f"{name} {theme} {size}@{scale}"
            description = take(attnscope, shown, name, theme, size, scale, arguments, folder, environment)
            taken += 1
            if name not in DIALOGS and description["size"] != [int(side) for side in size.split("x")]:
                faults.append(f"{where}: the window is {description['size']}")
            found = [*text_faults(description), *control_faults(description), *series_faults(description)]
            if name not in (*DIALOGS, "empty", *SAMPLE_PAGES) and name not in PAGE_VIEWS:
                found += plot_faults(description, sql[shown])
            faults += [f"{where}: {fault}" for fault in found]
    print("\n".join(faults) if faults else f"{taken} snapshots, no fault")
    return 1 if faults else 0


def self_test():
    """Each check must find what it is for."""
    text = {"text": "abc", "widget": "QLabel", "visible": [0, 0, 20, 16], "contrast": 7, "color": "#000",
            "background": "#fff", "enabled": True, "clipped": False, "elided": False}
    control = {"widget": "QPushButton", "name": "Run", "keyboard": True, "enabled": True, "tooltip": "",
               "description": "", "rect": []}
    action = {"action": "File > Open", "shortcut": "Ctrl+O", "enabled": True, "tooltip": ""}
    sound = {"texts": [text, dict(text, visible=[40, 0, 20, 16])], "controls": [control], "actions": [action]}
    assert not list(text_faults(sound)) and not list(control_faults(sound))

    def broken(part, **change):
        copy = json.loads(json.dumps(sound))
        copy[part][-1].update(change)
        return [*text_faults(copy), *series_faults(copy), *control_faults(copy)]

    for part, change in [("texts", {"clipped": True}), ("texts", {"contrast": 4.4}),
                         ("texts", {"visible": [10, 4, 20, 16]}), ("controls", {"name": ""}),
                         ("controls", {"keyboard": False}), ("controls", {"enabled": False}),
                         ("actions", {"enabled": False})]:
        assert len(broken(part, **change)) == 1, (part, change, broken(part, **change))
    cut = [dict(text, visible=[0, 40 * place, 20, 16], chart="Time", elided=True, text="fla…", full_text=name)
           for place, name in enumerate(("flash · GPU 0", "flash · GPU 1"))]
    assert len(list(series_faults(dict(sound, texts=cut)))) == 1
    assert not list(series_faults(dict(sound, texts=cut[:1])))
    print("every check can fail")
    return 0


if __name__ == "__main__":
    sys.exit(self_test() if sys.argv[1:] == ["--self-test"] else check_all(*sys.argv[1:6]))

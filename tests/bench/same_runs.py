#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
"""same_runs.py PROGRAM DATABASE: how often are two runs of the same thing called different?

DATABASE holds repeated runs of one sweep, each by a worker of its own, for example from six calls of

    attnscope run --db same.db --device cuda:0 --impl standard,flash --causal both --seqlen 512..8192 --tokens 16384

and, where the floor is to be a measured one, the noise of `attnscope doctor --noise --db same.db`. Every pair of runs
is compared. Prints the counts and the points behind every wrong verdict; exit code 1 where more than 1 % are wrong.
"""
import collections
import itertools
import json
import subprocess
import sys


def call(program: str, *arguments: str) -> dict:
    answer = subprocess.run([program, *arguments, "--json"], check=True, capture_output=True)
    return json.loads(answer.stdout)


def main() -> int:
    program, database = sys.argv[1:]
    runs = [run["id"] for run in call(program, "runs", "--db", database)["runs"]]
    verdicts = collections.Counter()
    half_widths = []
    for base, other in itertools.combinations(runs, 2):
        comparison = call(program, "compare", base, other, "--db", database)["comparisons"][0]
        for point in comparison["points"]:
            if "time" not in point:
                continue
            time = point["time"]
            verdicts[time["verdict"]] += 1
            if "ratio_interval" in time:
                half_widths.append(time["ratio_interval"][1] / time["ratio"] - 1)
            if time["verdict"] in ("faster", "slower"):
                problem = point["problem"]
                print(f"{base[:8]} {other[:8]} {point['implementation']} at {problem['kv_seqlen']}, causal "
                      f"{problem['causal']}: {time['ratio']:.4f} {time['ratio_interval']}")
    compared = sum(verdicts.values())
    wrong = verdicts["faster"] + verdicts["slower"]
    half_widths.sort()
    middle = half_widths[len(half_widths) // 2] if half_widths else float("nan")
    print(f"{len(runs)} runs, {compared} comparisons: {dict(verdicts)}; median half-width {100 * middle:.2f} %")
    return 0 if compared and wrong <= compared / 100 else 1


if __name__ == "__main__":
    sys.exit(main())

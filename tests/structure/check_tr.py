#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The attnscope authors
# SPDX-License-Identifier: Apache-2.0
"""Every text of the window goes through tr(): finds literals of two words or more that do not.

  check_tr.py SOURCE_FOLDER   check ui/
  check_tr.py --self-test     check that the check can fail
"""
import pathlib
import re
import sys

# What goes wrong is said in English by every layer, the window's included.
SPOKEN_FOR = ("tr", "translate", "QT_TRANSLATE_NOOP", "QT_TR_NOOP", "fail")
WORDS = re.compile(r"[A-Za-z]{2,},? [a-z]{2,}")
# Code to paste, commands to run, formats of dates and names in the protocol are the same in every language.
NOT_WORDS = re.compile(r"import |with sdpa_kernel|python3? -m |attnscope |^run --|d MMM yyyy|"
                       r"^cuda libraries$|^shared memory$")
TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)"|"(?P<text>(?:\\.|[^"\\\n])*)"|\'(?:\\.|[^\'\\])+\''
    r"|(?P<call>[A-Za-z_]\w*)?\s*(?P<open>[({\[])|(?P<close>[)}\]])|#[^\n]*", re.S)


def untranslated(source):
    """(line, text) of each; a call's name holds for all that its brackets enclose."""
    calls = []
    for token in TOKEN.finditer(source):
        if token["open"]:
            calls.append(token["call"] or "")
        elif token["close"]:
            calls[-1:] = []
        elif token["text"] and WORDS.search(token["text"]) and not NOT_WORDS.search(token["text"]):
            if not any(call in SPOKEN_FOR for call in calls):
                yield source[:token.start()].count("\n") + 1, token["text"]


def check(root):
    faults = [f'{path.relative_to(root)}:{line}: "{text}" is not translated'
              for path in sorted((root / "ui").rglob("*.cpp"))
              for line, text in untranslated(path.read_text(encoding="utf-8"))]
    print("\n".join(faults) if faults else "every text is translated")
    return 1 if faults else 0


def self_test():
    assert not list(untranslated('f(tr("two words"), QStringLiteral("id")); // "some other words"'))
    assert not list(untranslated('g(Words::tr("two words\\"s").arg("x"));'))
    assert list(untranslated('label->setText(tr("a b").arg(x));\nlabel->setText("no run here");')) == [
        (2, "no run here")]
    assert list(untranslated('QStringLiteral("Copy lines")'))
    print("the check can fail")
    return 0


if __name__ == "__main__":
    sys.exit(self_test() if sys.argv[1:] == ["--self-test"] else check(pathlib.Path(sys.argv[1])))

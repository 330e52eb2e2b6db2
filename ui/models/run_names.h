// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What runs are called at the ends of lines, where there is little room and several runs have to be told
// apart.
#pragma once

#include <QStringList>

namespace attnscope {

/// One name for each of `names`, in their order: without the words that all begin with, at most 18 characters
/// (the middle is left out), and numbered from the second on where they would read alike:
/// {"Sample: H100, head dim 64", "Sample: H100, the papers' grid"} are "head dim 64" and "the papers' grid".
QStringList short_run_names(const QStringList& names);

}  // namespace attnscope

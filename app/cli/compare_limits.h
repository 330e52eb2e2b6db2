// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What `attnscope compare --fail-on` calls a regression.
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

#include "kernels/problem/result.h"
#include "profiler/analysis/comparison.h"

namespace attnscope {

struct CompareLimit {
  enum class What { slower, memory, lost } what = What::slower;
  double part = 0;  ///< 0.03 for "slower:3%"
  QString text;     ///< as it was given
};

/// "slower", "slower:3%", "memory:5%", "lost".
Result<std::vector<CompareLimit>> parse_limits(const QStringList& texts);

/// Whether a point is a regression: for slower, its verdict is "slower" and its time at least that much
/// longer; for memory, its peak is larger by at least as much; for lost, the base measured it and the other
/// run could not.
bool exceeds(const ComparedPoint& point, const CompareLimit& limit);

}  // namespace attnscope

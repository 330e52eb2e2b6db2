// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What bounds a point, in one or two plain sentences with the figures.
#pragma once

#include <QString>

#include "profiler/analysis/bound.h"

namespace attnscope {

/// "Tensor cores 84 %, exponentials 42 %, memory 3 %: tensor cores bound it. The power cap held …"
QString bound_sentence(const Bound& bound);

}  // namespace attnscope

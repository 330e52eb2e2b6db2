// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Finds the run that a person means.
#pragma once

#include <QString>

#include "profiler/store/store.h"

namespace attnscope {

/// `wanted` is an id, the beginning of exactly one id, or "latest".
Result<Run> load_run(Store& store, const QString& wanted);

}  // namespace attnscope

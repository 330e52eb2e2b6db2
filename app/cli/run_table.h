// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A whole run as text for people, and as JSON for machines.
#pragma once

#include <QString>

#include "profiler/protocol/run.h"

namespace attnscope {

QString run_table(const Run& run);
QString run_json(const Run& run);

// Parts of tables.
QString run_head(const Run& run);        ///< what was measured, when and on what
QString run_remarks(const Run& run);     ///< why figures are missing, each remark once
QString run_shortfalls(const Run& run);  ///< why points have no figures, each reason once

}  // namespace attnscope

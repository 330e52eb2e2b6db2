// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Runs and their parts as JSON objects, for documents that hold more than a run.
#pragma once

#include <nlohmann/json.hpp>

#include "profiler/protocol/run.h"

namespace attnscope {

nlohmann::ordered_json run_document(const Run& run);
nlohmann::ordered_json problem_document(const Problem& problem);

}  // namespace attnscope

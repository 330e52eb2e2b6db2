// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Messages as single lines of JSON, and back. A decoder that meets anything else says what is wrong with it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kernels/problem/result.h"
#include "profiler/protocol/message.h"
#include "profiler/protocol/run.h"

namespace attnscope {

/// One line without the newline; never longer than max_line_bytes for messages that a worker makes.
std::string encode(const Request& request);
std::string encode(const Event& event);

/// Fails (ErrorKind::failed) on lines over max_line_bytes, text that is not JSON, unknown message types,
/// missing or mistyped fields, numbers out of range; a Hello of another protocol version names both versions.
Result<Request> decode_request(std::string_view line);
Result<Event> decode_event(std::string_view line);

/// Whole runs as one JSON document (export), with every sample; the same bytes for the same runs.
std::string encode_runs(const std::vector<Run>& runs);
Result<std::vector<Run>> decode_runs(std::string_view text);

/// The same document with a single run.
std::string encode_run(const Run& run);
Result<Run> decode_run(std::string_view text);

/// Values that the store keeps as JSON text.
std::string encode_environment(const Environment& environment);
Result<Environment> decode_environment(std::string_view text);
std::string encode_options(const MeasurementOptions& options);
Result<MeasurementOptions> decode_options(std::string_view text);

}  // namespace attnscope

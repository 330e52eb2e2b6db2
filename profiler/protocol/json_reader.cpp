// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/protocol/json_reader.h"

namespace attnscope::json {
namespace {

std::string short_text(const Json& json) {
  constexpr std::size_t longest = 40;
  if (json.is_array()) return "a list";
  if (json.is_object()) return "an object";
  const std::string text = json.dump(-1, ' ', true, Json::error_handler_t::replace);
  return text.size() <= longest ? text : text.substr(0, longest) + "…";
}

}  // namespace

void read_signed(Complaint& complaint, const Json& json, std::int64_t& value, Range<std::int64_t> range) {
  const auto wanted = [&] {
    std::string text = "must be a whole number from " + std::to_string(range.low);
    if (range.high != std::numeric_limits<std::int64_t>::max()) text += " to " + std::to_string(range.high);
    return text + ", not " + short_text(json);
  };
  if (!json.is_number_integer()) return complaint.add(wanted());
  if (json.is_number_unsigned()) {
    const auto number = json.get<std::uint64_t>();
    if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      return complaint.add(wanted());
    }
    value = static_cast<std::int64_t>(number);
  } else {
    value = json.get<std::int64_t>();
  }
  if (value < range.low || value > range.high) complaint.add(wanted());
}

void read_unsigned(Complaint& complaint, const Json& json, std::uint64_t& value, std::uint64_t highest) {
  // The parser keeps every whole number that is not negative as unsigned.
  if (json.is_number_unsigned()) {
    value = json.get<std::uint64_t>();
    if (value <= highest) return;
  }
  complaint.add("must be a whole number from 0 to " + std::to_string(highest) + ", not " + short_text(json));
}

void read_double(Complaint& complaint, const Json& json, double& value, Range<double> range) {
  if (!json.is_number()) return complaint.add("must be a number, not " + short_text(json));
  value = json.get<double>();
  if (!std::isfinite(value)) return complaint.add("must be a finite number");
  if (value < range.low || value > range.high) complaint.add("is out of range: " + short_text(json));
}

void read_bool(Complaint& complaint, const Json& json, bool& value) {
  if (!json.is_boolean()) return complaint.add("must be true or false, not " + short_text(json));
  value = json.get<bool>();
}

void read_string(Complaint& complaint, const Json& json, std::string& value) {
  if (!json.is_string()) return complaint.add("must be text, not " + short_text(json));
  value = json.get_ref<const std::string&>();
}

}  // namespace attnscope::json

// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// JSON to structs, strictly: every field's type and range is checked, fields that are not known are passed
// over. The first thing that is wrong is kept, with the path to it.
#pragma once

#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "profiler/protocol/json_fields.h"
#include "profiler/protocol/json_names.h"
#include "profiler/protocol/json_variants.h"

namespace attnscope::json {

// Not the ordered kind: its objects take quadratic time to fill, and lines may come from anywhere.
using Json = nlohmann::json;

/// Where the reader is, and the first complaint.
class Complaint {
 public:
  bool none() const { return message_.empty(); }
  const std::string& message() const { return message_; }

  void add(std::string_view what) {
    if (!none()) return;
    std::string path;
    for (const std::string& part : path_) {
      if (!path.empty() && !part.starts_with('[')) path += '.';
      path += part;
    }
    message_ = path.empty() ? std::string(what) : '"' + path + "\" " + std::string(what);
  }

  /// Names a part of the path while in scope.
  class Step {
   public:
    Step(Complaint& complaint, std::string part) : complaint_(complaint) {
      complaint_.path_.push_back(std::move(part));
    }
    ~Step() { complaint_.path_.pop_back(); }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    Complaint& complaint_;
  };

 private:
  std::vector<std::string> path_;
  std::string message_;
};

/// Numbers and text; defined in json_reader.cpp.
void read_signed(Complaint& complaint, const Json& json, std::int64_t& value, Range<std::int64_t> range);
void read_unsigned(Complaint& complaint, const Json& json, std::uint64_t& value, std::uint64_t highest);
void read_double(Complaint& complaint, const Json& json, double& value, Range<double> range);
void read_bool(Complaint& complaint, const Json& json, bool& value);
void read_string(Complaint& complaint, const Json& json, std::string& value);

/// Only std::int64_t and std::uint64_t are read; smaller integers through them.
template <typename Number>
requires std::is_integral_v<Number>
void read(Complaint& complaint, const Json& json, Number& value,
          Range<Number> range = {0, std::numeric_limits<Number>::max()}) {
  if constexpr (std::is_signed_v<Number>) {
    std::int64_t wide = 0;
    read_signed(complaint, json, wide, {range.low, range.high});
    if (complaint.none()) value = static_cast<Number>(wide);
  } else {
    std::uint64_t wide = 0;
    read_unsigned(complaint, json, wide, range.high);
    if (complaint.none()) value = static_cast<Number>(wide);
  }
}
inline void read(Complaint& complaint, const Json& json, double& value,
                 Range<double> range = {std::numeric_limits<double>::lowest(),
                                        std::numeric_limits<double>::max()}) {
  read_double(complaint, json, value, range);
}
inline void read(Complaint& complaint, const Json& json, bool& value) {
  read_bool(complaint, json, value);
}
inline void read(Complaint& complaint, const Json& json, std::string& value) {
  read_string(complaint, json, value);
}

template <typename Enum>
requires std::is_enum_v<Enum>
void read(Complaint& complaint, const Json& json, Enum& value) {
  std::string name;
  read_string(complaint, json, name);
  if (!complaint.none()) return;
  if (const auto found = named<Enum>(name)) {
    value = *found;
  } else {
    complaint.add("must be " + all_names<Enum>() + ", not \"" + name.substr(0, 40) + '"');
  }
}

template <typename T>
requires std::is_class_v<T>
void read(Complaint& complaint, const Json& json, T& value);

/// Visitor of fields(): reads each one.
class Reader {
 public:
  Reader(Complaint& complaint, const Json& object) : complaint_(complaint), object_(object) {}

  void required(const char* name, auto& value, const auto&... range) { field(name, value, true, range...); }
  void defaulted(const char* name, auto& value, const auto&... range) { field(name, value, false, range...); }

 private:
  template <typename T>
  void field(const char* name, T& value, bool required, const auto&... range) {
    if (!complaint_.none()) return;
    const Complaint::Step step(complaint_, name);
    const auto found = object_.find(name);
    if constexpr (is_optional<T>) {
      // null is what other writers put for "no value".
      if (found == object_.end() || found->is_null()) return;
      read(complaint_, *found, value.emplace(), range...);
    } else if (found != object_.end()) {
      read(complaint_, *found, value, range...);
    } else if (required) {
      complaint_.add("is missing");
    }
  }

  Complaint& complaint_;
  const Json& object_;
};

template <typename Sequence>
void read_items(Complaint& complaint, const Json& json, Sequence& values, std::size_t count) {
  for (std::size_t index = 0; index < count && complaint.none(); ++index) {
    const Complaint::Step step(complaint, '[' + std::to_string(index) + ']');
    read(complaint, json[index], values[index]);
  }
}

template <typename Item, std::size_t count>
void read(Complaint& complaint, const Json& json, Item (&values)[count]) {
  if (!json.is_array() || json.size() != count) {
    complaint.add("must be a list of " + std::to_string(count));
  } else {
    read_items(complaint, json, values, count);
  }
}

template <typename Item>
void read_vector(Complaint& complaint, const Json& json, std::vector<Item>& values) {
  if (!json.is_array()) return complaint.add("must be a list");
  values.clear();
  values.reserve(std::min<std::size_t>(json.size(), 4096));
  for (std::size_t index = 0; index < json.size() && complaint.none(); ++index) {
    const Complaint::Step step(complaint, '[' + std::to_string(index) + ']');
    read(complaint, json[index], values.emplace_back());
  }
}

template <typename Item>
void read_map(Complaint& complaint, const Json& json, std::map<std::string, Item>& values) {
  if (!json.is_object()) return complaint.add("must be an object");
  values.clear();
  for (auto item = json.begin(); item != json.end() && complaint.none(); ++item) {
    const Complaint::Step step(complaint, item.key());
    read(complaint, item.value(), values[item.key()]);
  }
}

/// Reads the alternative that "type" names.
template <typename Variant, std::size_t index = 0>
void read_alternative(Complaint& complaint, const Json& json, std::size_t chosen, Variant& value) {
  if constexpr (index < std::variant_size_v<Variant>) {
    if (chosen != index) return read_alternative<Variant, index + 1>(complaint, json, chosen, value);
    Reader reader(complaint, json);
    fields(reader, value.template emplace<index>());
  }
}

template <typename Variant>
void read_variant(Complaint& complaint, const Json& json, Variant& value) {
  if (!json.is_object()) return complaint.add("must be an object");
  const auto type = json.find("type");
  if (type == json.end() || !type->is_string()) return complaint.add("has no \"type\"");
  const auto& name = type->template get_ref<const std::string&>();
  for (std::size_t index = 0; index < types_of<Variant>.size(); ++index) {
    if (types_of<Variant>[index] == name) return read_alternative(complaint, json, index, value);
  }
  complaint.add("is of an unknown type, \"" + name.substr(0, 40) + '"');
}

template <typename T>
requires std::is_class_v<T>
void read(Complaint& complaint, const Json& json, T& value) {
  if constexpr (is_variant<T>) {
    read_variant(complaint, json, value);
  } else if constexpr (is_vector<T>) {
    read_vector(complaint, json, value);
  } else if constexpr (is_map<T>) {
    read_map(complaint, json, value);
  } else if (json.is_object()) {
    Reader reader(complaint, json);
    fields(reader, value);
  } else {
    complaint.add("must be an object");
  }
}

}  // namespace attnscope::json

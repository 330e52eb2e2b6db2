// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Structs to JSON. Fields keep the order of their list, so the same value always gives the same bytes.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "profiler/protocol/json_fields.h"
#include "profiler/protocol/json_names.h"
#include "profiler/protocol/json_variants.h"

namespace attnscope::json {

using OrderedJson = nlohmann::ordered_json;

template <typename T>
OrderedJson written(const T& value);

/// Visitor of fields(): writes each one. Optional fields without a value are left out.
class Writer {
 public:
  explicit Writer(OrderedJson& object) : object_(object) {}

  void required(const char* name, const auto& value, const auto&... /*range*/) { write(name, value); }
  void defaulted(const char* name, const auto& value, const auto&... /*range*/) { write(name, value); }

 private:
  template <typename T>
  void write(const char* name, const T& value) {
    if constexpr (is_optional<T>) {
      if (value) object_[name] = written(*value);
    } else {
      object_[name] = written(value);
    }
  }

  OrderedJson& object_;
};

template <typename T>
OrderedJson written_array(const T& values) {
  OrderedJson array = OrderedJson::array();
  for (const auto& value : values) array.push_back(written(value));
  return array;
}

template <typename Variant>
OrderedJson written_variant(const Variant& variant) {
  OrderedJson object = OrderedJson::object();
  object["type"] = types_of<Variant>[variant.index()];
  Writer writer(object);
  std::visit([&writer](const auto& alternative) { fields(writer, alternative); }, variant);
  return object;
}

template <typename T>
OrderedJson written(const T& value) {
  if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, std::string>) {
    return OrderedJson(value);
  } else if constexpr (std::is_enum_v<T>) {
    return OrderedJson(spelled(value));
  } else if constexpr (is_vector<T> || std::is_array_v<T>) {
    return written_array(value);
  } else if constexpr (is_map<T>) {
    OrderedJson object = OrderedJson::object();
    for (const auto& [name, item] : value) object[name] = written(item);
    return object;
  } else if constexpr (is_variant<T>) {
    return written_variant(value);
  } else {
    OrderedJson object = OrderedJson::object();
    Writer writer(object);
    fields(writer, value);
    return object;
  }
}

/// One line; bytes that are not UTF-8 (a kernel's name may hold anything) become U+FFFD, a number that is not
/// finite becomes null.
inline std::string text_of(const OrderedJson& value, int indent = -1) {
  return value.dump(indent, ' ', false, OrderedJson::error_handler_t::replace);
}

}  // namespace attnscope::json

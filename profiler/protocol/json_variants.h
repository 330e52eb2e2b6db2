// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Variants as JSON objects with a "type": the name of each alternative, in the variant's order.
#pragma once

#include <array>
#include <string_view>
#include <variant>

#include "profiler/protocol/message.h"

namespace attnscope::json {

template <typename Variant>
inline constexpr std::array<std::string_view, 0> types_of{};
template <>
inline constexpr std::array<std::string_view, 6> types_of<Request>{"describe", "inspect", "measure",
                                                                   "ceilings", "watch",   "cancel"};
template <>
inline constexpr std::array<std::string_view, 10> types_of<Event>{
    "hello",         "description", "plan_started", "progress",  "point_finished",
    "plan_finished", "inspection",  "ceilings",     "telemetry", "refused"};
template <>
inline constexpr std::array<std::string_view, 5> types_of<Outcome>{"measured", "out_of_memory", "unsupported",
                                                                   "failed", "cancelled"};

static_assert(types_of<Request>.size() == std::variant_size_v<Request>);
static_assert(types_of<Event>.size() == std::variant_size_v<Event>);
static_assert(types_of<Outcome>.size() == std::variant_size_v<Outcome>);

template <typename T>
inline constexpr bool is_variant = false;
template <typename... Alternatives>
inline constexpr bool is_variant<std::variant<Alternatives...>> = true;

template <typename T>
inline constexpr bool is_optional = false;
template <typename T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <typename T>
inline constexpr bool is_vector = false;
template <typename T>
inline constexpr bool is_vector<std::vector<T>> = true;

template <typename T>
inline constexpr bool is_map = false;
template <typename T>
inline constexpr bool is_map<std::map<std::string, T>> = true;

}  // namespace attnscope::json

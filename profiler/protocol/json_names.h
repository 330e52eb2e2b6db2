// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Enumerations as they are spelled in JSON. Kept apart from the fields so that a new value is one word here.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "kernels/problem/problem.h"
#include "profiler/protocol/device.h"
#include "profiler/protocol/run.h"

namespace attnscope::json {

/// Names of an enumeration's values, in their order.
template <typename Enum>
inline constexpr std::array<std::string_view, 0> names_of{};
template <>
inline constexpr std::array<std::string_view, 2> names_of<DeviceKind>{"host_cpu", "cuda"};
template <>
inline constexpr std::array<std::string_view, 4> names_of<RunState>{"running", "finished", "cancelled",
                                                                    "interrupted"};
template <>
inline constexpr std::array<std::string_view, 4> names_of<Dtype>{"fp16", "bf16", "fp32", "fp8"};
template <>
inline constexpr std::array<std::string_view, 2> names_of<Layout>{"bhsd", "bshd"};

template <typename Enum>
std::string_view spelled(Enum value) {
  return names_of<Enum>.at(static_cast<std::size_t>(value));
}

template <typename Enum>
std::optional<Enum> named(std::string_view name) {
  for (std::size_t index = 0; index < names_of<Enum>.size(); ++index) {
    if (names_of<Enum>[index] == name) return static_cast<Enum>(index);
  }
  return std::nullopt;
}

/// "fp16, bf16, fp32 or fp8", for messages.
template <typename Enum>
std::string all_names() {
  std::string text;
  for (std::size_t index = 0; index < names_of<Enum>.size(); ++index) {
    if (index > 0) text += index + 1 == names_of<Enum>.size() ? " or " : ", ";
    text += names_of<Enum>[index];
  }
  return text;
}

}  // namespace attnscope::json

// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/rested_rounds.h"

#include <limits>
#include <optional>

namespace attnscope {
namespace {

constexpr int most_rests_to_cool = 15;
constexpr double still_cooling_celsius = 1;

constexpr int most_rounds = 16;
constexpr int rounds_without_gain = 3;
constexpr double least_gain = 0.005;

bool is_held(const TelemetryReading& reading) {
  return reading.held_by_power_cap || reading.held_by_heat || reading.held_by_hardware;
}

}  // namespace

void wait_until_cool(const std::function<TelemetryReading()>& read, const std::function<void()>& rest) {
  std::optional<double> before = read().temperature_celsius;
  for (int i = 0; i < most_rests_to_cool; ++i) {
    rest();
    const TelemetryReading now = read();
    const bool cools =
        before && now.temperature_celsius && *before - *now.temperature_celsius >= still_cooling_celsius;
    if (!cools && !is_held(now)) return;
    before = now.temperature_celsius;
  }
}

Result<double> best_of_rested_rounds(const std::function<Result<double>()>& time_round,
                                     const std::function<void()>& rest) {
  double best = std::numeric_limits<double>::infinity();
  int without_gain = 0;
  for (int i = 0; i < most_rounds && without_gain < rounds_without_gain; ++i) {
    rest();
    const Result<double> time = time_round();
    if (!time) return time;
    without_gain = *time < best * (1 - least_gain) ? 0 : without_gain + 1;
    if (*time < best) best = *time;
  }
  return best;
}

}  // namespace attnscope

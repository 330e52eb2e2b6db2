// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Invented samples with the faults of real ones: runs that are off as a whole, neighbours that correlate,
// drifts, and calls that are slow for once. The same seed gives the same samples on every machine.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <vector>

namespace attnscope::testing {

/// All parts of the true time.
struct Noise {
  int samples = 20;
  double deviation = 0.005;      ///< of single samples
  double correlation = 0;        ///< of neighbouring samples: AR(1)
  double drift = 0;              ///< at most, from the first sample to the last; each run has its own
  double slow_calls = 0;         ///< how many calls have an exponential delay of 8 deviations on top
  double between_runs = 0.0014;  ///< standard deviation of whole runs
};

class Simulator {
 public:
  explicit Simulator(std::uint64_t seed) : random_(seed) {}

  std::vector<double> run(const Noise& noise, double true_us = 100) {
    const double offset = 1 + noise.between_runs * normal();
    const double drift = noise.drift * (2 * uniform() - 1);
    double error = normal();
    std::vector<double> samples;
    for (int index = 0; index < noise.samples; ++index) {
      if (index > 0) {
        error = noise.correlation * error + std::sqrt(1 - noise.correlation * noise.correlation) * normal();
      }
      double part = noise.deviation * error + drift * (index / (noise.samples - 1.0) - 0.5);
      if (uniform() < noise.slow_calls) {
        part -= 8 * noise.deviation * std::log(1 - uniform());
      }
      samples.push_back(true_us * offset * (1 + part));
    }
    return samples;
  }

  /// Standard normal, by Box and Muller: std::normal_distribution differs between libraries.
  double normal() {
    return std::sqrt(-2 * std::log(1 - uniform())) * std::cos(2 * std::numbers::pi * uniform());
  }
  double uniform() { return static_cast<double>(random_() >> 11) * 0x1p-53; }

 private:
  std::mt19937_64 random_;
};

}  // namespace attnscope::testing

// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/claims.h"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <map>
#include <tuple>

#include "profiler/analysis/metrics.h"

namespace attnscope {
namespace {

constexpr std::int64_t short_end = 512;
constexpr std::int64_t long_start = 2048;
constexpr auto no_limit = std::numeric_limits<std::int64_t>::max();

struct SpeedClaim {
  ClaimKind kind;
  Interval ratio;
  std::int64_t from;
  std::int64_t to;
};
constexpr std::array speed_claims{
    SpeedClaim{ClaimKind::faster_under_512, {1.1, 1.2}, 0, short_end - 1},
    SpeedClaim{ClaimKind::faster_512_to_2k, {2, 3}, short_end, long_start},
    SpeedClaim{ClaimKind::faster_over_2k, {3, 4}, long_start + 1, no_limit},
};
constexpr Interval memory_claim{10, 20};
constexpr Interval error_claim{0, 1e-3};
constexpr Interval fp8_claim{1.5, 2};

std::optional<double> median_span(const Point& point) {
  const auto* measured = std::get_if<Measured>(&point.outcome);
  if (measured == nullptr) return std::nullopt;
  return median(spans_of(*measured));
}

/// Points of one device by implementation and problem.
class DevicePoints {
 public:
  DevicePoints(const Run& run, const std::string& device_uuid) {
    for (const Point& point : run.points) {
      if (point.device_uuid == device_uuid) points_.emplace(Key(point.implementation, point.problem), &point);
    }
  }
  const Point* find(const std::string& implementation, const Problem& problem) const {
    const auto found = points_.find(Key(implementation, problem));
    return found == points_.end() ? nullptr : found->second;
  }
  void each(const std::string& implementation, const std::function<void(const Point&)>& visit) const {
    for (const auto& [key, point] : points_) {
      if (std::get<0>(key) == implementation) visit(*point);
    }
  }

 private:
  using Key = std::tuple<std::string, Problem>;
  std::map<Key, const Point*> points_;
};

/// The figures of one claim as they are found.
class Checking {
 public:
  Checking(ClaimKind kind, const std::string& device_uuid, const Interval& claimed) {
    check_.kind = kind;
    check_.device_uuid = device_uuid;
    check_.claimed = claimed;
  }

  void ratio(std::int64_t seqlen, double figure) { add(seqlen, figure, figure >= check_.claimed.low); }
  void error(std::int64_t seqlen, double figure) { add(seqlen, figure, figure < check_.claimed.high); }
  void baseline_out_of_memory() { ++check_.baseline_out_of_memory; }

  ClaimCheck take() {
    if (check_.points == 0) return check_;
    const bool held = check_.reaching == check_.points;
    check_.standing = held ? ClaimStanding::held : ClaimStanding::not_held;
    check_.exceeded = check_.kind != ClaimKind::small_error && check_.measured.low > check_.claimed.high;
    if (!held && longest_failing_ < longest_) {
      for (const std::int64_t length : lengths_) {
        if (length <= longest_failing_) continue;
        check_.held_from = std::min(check_.held_from.value_or(length), length);
      }
    }
    return check_;
  }

 private:
  void add(std::int64_t seqlen, double figure, bool reaches) {
    const bool first = check_.points++ == 0;
    check_.measured.low = first ? figure : std::min(check_.measured.low, figure);
    check_.measured.high = first ? figure : std::max(check_.measured.high, figure);
    lengths_.push_back(seqlen);
    longest_ = std::max(longest_, seqlen);
    if (reaches) {
      ++check_.reaching;
    } else {
      longest_failing_ = std::max(longest_failing_, seqlen);
    }
  }

  ClaimCheck check_;
  std::vector<std::int64_t> lengths_;
  std::int64_t longest_ = 0;
  std::int64_t longest_failing_ = 0;
};

/// The same attention in fp16.
Problem in_fp16(Problem problem) {
  problem.dtype = Dtype::fp16;
  return problem;
}

ClaimCheck check_speed(const DevicePoints& points, const std::string& device, const std::string& baseline,
                       const SpeedClaim& claim) {
  Checking checking(claim.kind, device, claim.ratio);
  points.each("flash", [&](const Point& point) {
    const std::int64_t length = point.problem.kv_seqlen;
    if (length < claim.from || length > claim.to || point.problem.dtype == Dtype::fp8_e4m3) return;
    const Point* other = points.find(baseline, point.problem);
    const auto fast = median_span(point);
    if (other == nullptr || !fast || *fast <= 0) return;
    if (const auto slow = median_span(*other)) checking.ratio(length, *slow / *fast);
    if (std::holds_alternative<OutOfMemory>(other->outcome)) checking.baseline_out_of_memory();
  });
  return checking.take();
}

ClaimCheck check_memory(const DevicePoints& points, const std::string& device, const std::string& baseline) {
  Checking checking(ClaimKind::less_memory, device, memory_claim);
  points.each("flash", [&](const Point& point) {
    const Point* other = points.find(baseline, point.problem);
    const auto* ours = std::get_if<Measured>(&point.outcome);
    if (other == nullptr || ours == nullptr || ours->memory.peak_bytes == 0) return;
    if (const auto* theirs = std::get_if<Measured>(&other->outcome)) {
      checking.ratio(point.problem.kv_seqlen, static_cast<double>(theirs->memory.peak_bytes) /
                                                  static_cast<double>(ours->memory.peak_bytes));
    }
    if (std::holds_alternative<OutOfMemory>(other->outcome)) checking.baseline_out_of_memory();
  });
  return checking.take();
}

ClaimCheck check_error(const DevicePoints& points, const std::string& device) {
  Checking checking(ClaimKind::small_error, device, error_claim);
  points.each("flash", [&](const Point& point) {
    const auto* measured = std::get_if<Measured>(&point.outcome);
    if (measured != nullptr && measured->error) {
      checking.error(point.problem.kv_seqlen, measured->error->relative_rms);
    }
  });
  return checking.take();
}

ClaimCheck check_fp8(const DevicePoints& points, const std::string& device) {
  Checking checking(ClaimKind::fp8_faster_than_16, device, fp8_claim);
  const auto visit = [&](const Point& point) {
    // Stated as an implementation of its own beside fp16, or as the problem's type.
    const Dtype dtype = point.problem.dtype;
    const bool is_fp8 =
        dtype == Dtype::fp8_e4m3 || (point.implementation == "flash-fp8" && dtype == Dtype::fp16);
    const Point* half = is_fp8 ? points.find("flash", in_fp16(point.problem)) : nullptr;
    const auto fast = median_span(point);
    const auto slow = half != nullptr ? median_span(*half) : std::nullopt;
    if (fast && slow && *fast > 0) checking.ratio(point.problem.kv_seqlen, *slow / *fast);
  };
  points.each("flash-fp8", visit);
  points.each("flash", visit);
  return checking.take();
}

}  // namespace

std::string claims_baseline(const Run& run, const std::string& baseline) {
  constexpr std::array standard_attention{"standard", "standard-eager", "torch-math"};
  const auto is_baseline = [&baseline](const char* name) { return baseline == name; };
  if (std::any_of(standard_attention.begin(), standard_attention.end(), is_baseline)) {
    return baseline;
  }
  for (const char* name : standard_attention) {
    const auto has_name = [name](const Point& point) { return point.implementation == name; };
    if (std::any_of(run.points.begin(), run.points.end(), has_name)) {
      return name;
    }
  }
  return standard_attention.front();
}

std::vector<ClaimCheck> check_claims(const Run& run, const std::string& baseline) {
  std::vector<ClaimCheck> checks;
  for (const Environment& environment : run.header.environments) {
    const std::string& device = environment.device.uuid;
    const DevicePoints points(run, device);
    for (const SpeedClaim& claim : speed_claims) {
      checks.push_back(check_speed(points, device, baseline, claim));
    }
    checks.push_back(check_memory(points, device, baseline));
    checks.push_back(check_error(points, device));
    checks.push_back(check_fp8(points, device));
  }
  return checks;
}

}  // namespace attnscope

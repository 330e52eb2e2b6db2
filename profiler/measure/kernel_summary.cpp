// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/kernel_summary.h"

#include <algorithm>
#include <map>

#include "profiler/analysis/statistics.h"

namespace attnscope {
namespace {

/// CUPTI's name of achieved occupancy.
constexpr const char* achieved_metric = "sm__warps_active.avg.pct_of_peak_sustained_active";

bool is_same_kernel(const KernelRecord& record, const DeviceActivity& activity) {
  return record.name == activity.name && std::equal(record.grid, record.grid + 3, activity.grid) &&
         record.threads_per_block == activity.threads_per_block &&
         record.registers_per_thread == activity.registers_per_thread &&
         record.shared_memory_bytes == activity.shared_memory_bytes;
}

/// The record that an activity belongs to; the end of the list where there is none yet.
std::size_t index_of(const std::vector<KernelRecord>& records, const DeviceActivity& activity) {
  const auto found = std::find_if(records.begin(), records.end(), [&](const KernelRecord& record) {
    return is_same_kernel(record, activity);
  });
  return static_cast<std::size_t>(found - records.begin());
}

double duration_us(const DeviceActivity& activity) {
  return static_cast<double>(activity.end_ns - activity.start_ns) / 1000;
}

void add_occupancy(KernelRecord& record, const DeviceDescription& device) {
  const std::optional<SmResources> sm = sm_resources(device);
  if (!sm) return;
  const std::optional<Occupancy> occupancy = theoretical_occupancy(
      *sm, {record.threads_per_block, record.registers_per_thread, record.shared_memory_bytes});
  if (!occupancy) return;
  record.blocks_per_sm = occupancy->blocks_per_sm;
  record.theoretical_occupancy_percent = occupancy->percent;
  record.occupancy_limiter = occupancy->limiter;
  const std::int64_t blocks = record.grid[0] * record.grid[1] * record.grid[2];
  record.wave_fill_percent =
      100 * wave_fill(blocks, std::int64_t{device.multiprocessors} * occupancy->blocks_per_sm);
}

/// A percentage is weighted by time, all else adds up.
bool is_percentage(const std::string& metric) {
  return metric.find(".pct") != std::string::npos;
}

/// Mean over the kernels that have the figure, weighted by their time.
template <typename Figure>
std::optional<double> weighted(const std::vector<KernelRecord>& records, const Figure& figure) {
  double sum = 0;
  double weight = 0;
  for (const KernelRecord& record : records) {
    const std::optional<double> value = figure(record);
    if (!value) continue;
    sum += *value * record.duration_us;
    weight += record.duration_us;
  }
  if (weight <= 0) return std::nullopt;
  return sum / weight;
}

}  // namespace

std::vector<KernelRecord> summarise_kernels(std::span<const TimedCall> calls,
                                            const DeviceDescription& device) {
  std::vector<KernelRecord> records;
  std::vector<std::vector<double>> durations;  // of each record, one a call
  for (const TimedCall& call : calls) {
    std::vector<int> launches(records.size(), 0);
    for (const DeviceActivity& kernel : call.kernels) {
      const std::size_t index = index_of(records, kernel);
      if (index == records.size()) {
        KernelRecord record;
        record.name = kernel.name;
        std::copy(kernel.grid, kernel.grid + 3, record.grid);
        record.threads_per_block = kernel.threads_per_block;
        record.registers_per_thread = kernel.registers_per_thread;
        record.shared_memory_bytes = kernel.shared_memory_bytes;
        record.launches = 0;
        add_occupancy(record, device);
        records.push_back(std::move(record));
        durations.emplace_back();
        launches.push_back(0);
      }
      if (launches[index]++ == 0) durations[index].push_back(0);
      durations[index].back() += duration_us(kernel);
    }
    for (std::size_t i = 0; i < records.size(); ++i)
      records[i].launches = std::max(records[i].launches, launches[i]);
  }
  for (std::size_t i = 0; i < records.size(); ++i) records[i].duration_us = median(durations[i]).value_or(0);
  return records;
}

bool add_counters(std::vector<KernelRecord>& records, std::span<const DeviceActivity> launched,
                  std::span<const KernelCounters> counters) {
  if (launched.size() != counters.size() || launched.empty()) return false;
  std::vector<double> weights(records.size(), 0);
  std::vector<std::map<std::string, double>> sums(records.size());
  for (std::size_t i = 0; i < launched.size(); ++i) {
    const std::size_t index = index_of(records, launched[i]);
    if (index == records.size()) return false;
    const double weight = std::max(duration_us(launched[i]), 1e-3);
    weights[index] += weight;
    for (const auto& [metric, value] : counters[i])
      sums[index][metric] += is_percentage(metric) ? value * weight : value;
  }
  for (std::size_t i = 0; i < records.size(); ++i) {
    for (auto& [metric, sum] : sums[i]) {
      const double value = is_percentage(metric) ? sum / weights[i] : sum;
      records[i].counters[metric] = value;
      if (metric == achieved_metric) records[i].achieved_occupancy_percent = value;
    }
  }
  return true;
}

bool has_uniform_grid(const Problem& problem, const std::optional<TileConfig>& tile) {
  if (!tile) return true;
  return !tile->persistent && !problem.causal && !problem.window_left && !problem.window_right;
}

TileOccupancy summarise_occupancy(const Problem& problem, const std::optional<TileConfig>& tile,
                                  const std::vector<KernelRecord>& records, const DeviceDescription& device) {
  TileOccupancy occupancy;
  occupancy.theoretical_percent =
      weighted(records, [](const KernelRecord& record) { return record.theoretical_occupancy_percent; });
  occupancy.achieved_percent =
      weighted(records, [](const KernelRecord& record) { return record.achieved_occupancy_percent; });
  if (has_uniform_grid(problem, tile))
    occupancy.wave_fill_percent =
        weighted(records, [](const KernelRecord& record) { return record.wave_fill_percent; });
  const auto longest = std::max_element(
      records.begin(), records.end(),
      [](const KernelRecord& a, const KernelRecord& b) { return a.duration_us < b.duration_us; });
  if (longest != records.end()) occupancy.limiter = longest->occupancy_limiter;

  if (!tile) return occupancy;
  occupancy.mask_density_percent = 100 * count_tiles(problem, *tile).mask_density();
  // A tiled call is one kernel, or one that matters; on the Host CPU each thread is a slot.
  std::int64_t blocks_per_sm = 1;
  if (device.kind == DeviceKind::cuda) {
    if (longest == records.end() || !longest->blocks_per_sm) return occupancy;
    blocks_per_sm = *longest->blocks_per_sm;
  }
  occupancy.balance_percent = 100 * balance(problem, *tile, device.multiprocessors * blocks_per_sm);
  if (device.kind == DeviceKind::host_cpu && has_uniform_grid(problem, tile))
    occupancy.wave_fill_percent =
        100 * wave_fill(count_tiles(problem, *tile).query_tiles, device.multiprocessors);
  return occupancy;
}

std::optional<double> measured_balance_percent(std::span<const TileRecord> records, std::int64_t slots) {
  if (records.empty() || slots <= 0) return std::nullopt;
  std::uint64_t first = records.front().start_ns;
  std::uint64_t last = 0;
  double busy = 0;
  for (const TileRecord& record : records) {
    if (record.end_ns < record.start_ns) return std::nullopt;
    first = std::min(first, record.start_ns);
    last = std::max(last, record.end_ns);
    busy += static_cast<double>(record.end_ns - record.start_ns);
  }
  if (last <= first) return std::nullopt;
  return 100 * busy / (static_cast<double>(slots) * static_cast<double>(last - first));
}

std::optional<std::string> fallback_remark(std::string_view implementation, std::string_view own_kernels,
                                           std::span<const KernelRecord> records) {
  if (own_kernels.empty() || records.empty()) return std::nullopt;
  for (std::size_t start = 0; start <= own_kernels.size();) {
    const std::size_t end = std::min(own_kernels.find('|', start), own_kernels.size());
    const std::string_view part = own_kernels.substr(start, end - start);
    const auto is_own = [part](const KernelRecord& record) {
      return !part.empty() && record.name.find(part) != std::string::npos;
    };
    if (std::any_of(records.begin(), records.end(), is_own)) return std::nullopt;
    start = end + 1;
  }
  const auto longest = std::max_element(records.begin(), records.end(), [](const auto& a, const auto& b) {
    return a.duration_us < b.duration_us;
  });
  // Arguments of templates and functions say nothing here.
  const std::string name = longest->name.substr(0, longest->name.find_first_of("<("));
  return std::string(implementation) + " fell back: the kernel that ran is " + name +
         ", which is none of its own";
}

}  // namespace attnscope

// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The fields of every struct that travels as JSON, listed once: the same list writes and reads, so the two
// cannot drift apart. A visitor has required(name, value[, range]) and defaulted(name, value[, range]): a
// defaulted field may be missing when read, and then keeps its default. std::optional fields may always be
// missing. FORMAT.md describes the result for people.
#pragma once

#include <concepts>
#include <limits>
#include <type_traits>

#include "profiler/protocol/message.h"

namespace attnscope::json {

/// Bounds of a number, both included.
template <typename Number>
struct Range {
  Number low;
  Number high;
};

/// Sizes of a problem that no device can hold are refused while reading, because loops run over them later.
inline constexpr Range<std::int64_t> count_range{1, std::int64_t{1} << 24};
inline constexpr Range<std::int64_t> length_range{1, std::int64_t{1} << 26};
inline constexpr Range<std::int64_t> head_dim_range{1, 65536};
inline constexpr Range<std::int64_t> window_range{0, std::numeric_limits<std::int64_t>::max()};
inline constexpr Range<double> not_negative{0, std::numeric_limits<double>::max()};

/// `T` is `Struct`, const or not: const when written, not when read.
template <typename T, typename Struct>
concept Like = std::same_as<std::remove_const_t<T>, Struct>;

// --- Problems and plans ---

void fields(auto& visit, Like<Problem> auto& problem) {
  visit.required("batch", problem.batch, count_range);
  visit.required("query_heads", problem.query_heads, count_range);
  visit.required("kv_heads", problem.kv_heads, count_range);
  visit.required("query_seqlen", problem.query_seqlen, length_range);
  visit.required("kv_seqlen", problem.kv_seqlen, length_range);
  visit.required("head_dim", problem.head_dim, head_dim_range);
  visit.required("dtype", problem.dtype);
  visit.defaulted("causal", problem.causal);
  visit.required("window_left", problem.window_left, window_range);
  visit.required("window_right", problem.window_right, window_range);
  visit.required("softmax_scale", problem.softmax_scale, not_negative);
  visit.defaulted("layout", problem.layout);
  visit.required("soft_cap", problem.soft_cap, not_negative);
  visit.defaulted("alibi", problem.alibi);
  visit.defaulted("dropout", problem.dropout, Range<double>{0, 1});
  visit.defaulted("dropout_seed", problem.dropout_seed);
}

void fields(auto& visit, Like<TileConfig> auto& tile) {
  visit.required("block_m", tile.block_m, length_range);
  visit.required("block_n", tile.block_n, length_range);
  visit.defaulted("stages", tile.stages);
  visit.defaulted("warps", tile.warps);
  visit.defaulted("persistent", tile.persistent);
  visit.defaulted("packed_heads", tile.packed_heads, Range<int>{1, 1 << 24});
  visit.defaulted("kv_splits", tile.kv_splits, Range<int>{1, 1 << 24});
}

void fields(auto& visit, Like<TileChoice> auto& tile) {
  visit.required("block_m", tile.block_m, length_range);
  visit.required("block_n", tile.block_n, length_range);
  visit.required("stages", tile.stages, Range<int>{1, 64});
  visit.required("warps", tile.warps, Range<int>{1, 64});
}

void fields(auto& visit, Like<MeasurementOptions> auto& options) {
  visit.defaulted("cold_l2", options.cold_l2);
  visit.defaulted("min_samples", options.min_samples, Range<int>{1, 1'000'000});
  visit.defaulted("max_samples", options.max_samples, Range<int>{1, 1'000'000});
  visit.defaulted("target_interval", options.target_interval, Range<double>{0, 1});
  visit.defaulted("point_budget_seconds", options.point_budget_seconds, Range<double>{0, 86'400});
  visit.defaulted("counters", options.counters);
  visit.defaulted("error", options.error);
  visit.defaulted("tile_balance", options.tile_balance);
  visit.defaulted("keep_tiles", options.keep_tiles);
  visit.defaulted("seed", options.seed);
}

void fields(auto& visit, Like<PlannedPoint> auto& point) {
  visit.required("implementation", point.implementation);
  visit.required("problem", point.problem);
  visit.required("tile", point.tile);
}

void fields(auto& visit, Like<Plan> auto& plan) {
  visit.required("device_uuid", plan.device_uuid);
  visit.required("points", plan.points);
  visit.defaulted("options", plan.options);
}

// --- Devices ---

void fields(auto& visit, Like<DeviceDescription> auto& device) {
  visit.required("uuid", device.uuid);
  visit.required("kind", device.kind);
  visit.defaulted("ordinal", device.ordinal);
  visit.required("name", device.name);
  visit.defaulted("memory_bytes", device.memory_bytes);
  visit.defaulted("free_memory_bytes", device.free_memory_bytes);
  visit.defaulted("multiprocessors", device.multiprocessors);
  visit.required("compute_capability", device.compute_capability);
  visit.required("l2_bytes", device.l2_bytes);
  visit.required("shared_memory_per_sm", device.shared_memory_per_sm);
  visit.required("shared_memory_per_block", device.shared_memory_per_block);
  visit.required("max_warps_per_sm", device.max_warps_per_sm);
  visit.required("registers_per_sm", device.registers_per_sm);
  visit.required("max_blocks_per_sm", device.max_blocks_per_sm);
  visit.required("pci_bus_id", device.pci_bus_id);
}

void fields(auto& visit, Like<GpuProcess> auto& process) {
  visit.required("process_id", process.process_id);
  visit.defaulted("name", process.name);
  visit.required("memory_bytes", process.memory_bytes);
  visit.defaulted("computes", process.computes);
}

void fields(auto& visit, Like<DeviceUse> auto& use) {
  visit.required("busy_percent", use.busy_percent, not_negative);
  visit.defaulted("others", use.others);
}

void fields(auto& visit, Like<OfferedImplementation> auto& implementation) {
  visit.required("name", implementation.name);
  visit.defaulted("description", implementation.description);
}

void fields(auto& visit, Like<Check> auto& check) {
  visit.required("subject", check.subject);
  visit.required("passed", check.passed);
  visit.required("finding", check.finding);
  visit.defaulted("fix", check.fix);
}

void fields(auto& visit, Like<Description::Device> auto& device) {
  visit.required("device", device.device);
  visit.required("implementations", device.implementations);
  visit.defaulted("counters_available", device.counters_available);
  visit.defaulted("use", device.use);
}

void fields(auto& visit, Like<Description> auto& description) {
  visit.required("devices", description.devices);
  visit.required("checks", description.checks);
}

void fields(auto& visit, Like<Environment> auto& environment) {
  visit.required("device", environment.device);
  visit.required("driver_version", environment.driver_version);
  visit.required("cuda_version", environment.cuda_version);
  visit.required("max_sm_clock_mhz", environment.max_sm_clock_mhz, not_negative);
  visit.required("power_limit_watts", environment.power_limit_watts, not_negative);
  visit.required("mig_enabled", environment.mig_enabled);
  visit.required("ecc_enabled", environment.ecc_enabled);
  visit.defaulted("host", environment.host);
  visit.defaulted("program_version", environment.program_version);
  visit.defaulted("kernel_hash", environment.kernel_hash);
  visit.defaulted("libraries", environment.libraries);
}

// --- Points ---

void fields(auto& visit, Like<Sample> auto& sample) {
  visit.required("span_us", sample.span_us, not_negative);
  visit.required("device_time_us", sample.device_time_us, not_negative);
  visit.required("sm_clock_mhz", sample.sm_clock_mhz, not_negative);
  visit.required("power_watts", sample.power_watts, not_negative);
  visit.required("temperature_celsius", sample.temperature_celsius);
  visit.defaulted("throttle", sample.throttle);
}

void fields(auto& visit, Like<KernelRecord> auto& kernel) {
  visit.required("name", kernel.name);
  visit.defaulted("launches", kernel.launches);
  visit.defaulted("grid", kernel.grid);
  visit.defaulted("threads_per_block", kernel.threads_per_block);
  visit.defaulted("registers_per_thread", kernel.registers_per_thread);
  visit.defaulted("shared_memory_bytes", kernel.shared_memory_bytes);
  visit.defaulted("duration_us", kernel.duration_us, not_negative);
  visit.required("blocks_per_sm", kernel.blocks_per_sm);
  visit.required("theoretical_occupancy_percent", kernel.theoretical_occupancy_percent, not_negative);
  visit.required("occupancy_limiter", kernel.occupancy_limiter);
  visit.required("achieved_occupancy_percent", kernel.achieved_occupancy_percent, not_negative);
  visit.required("wave_fill_percent", kernel.wave_fill_percent, not_negative);
  visit.defaulted("counters", kernel.counters);
}

void fields(auto& visit, Like<MemoryUse> auto& memory) {
  visit.required("output_bytes", memory.output_bytes);
  visit.required("scratch_bytes", memory.scratch_bytes);
  visit.required("library_bytes", memory.library_bytes);
  visit.required("input_bytes", memory.input_bytes);
  visit.required("peak_bytes", memory.peak_bytes);
  visit.required("predicted_bytes", memory.predicted_bytes);
  visit.defaulted("from_records", memory.from_records);
}

void fields(auto& visit, Like<ErrorFigures> auto& error) {
  visit.required("max_abs", error.max_abs, not_negative);
  visit.required("relative_rms", error.relative_rms, not_negative);
  visit.required("rows_checked", error.rows_checked);
}

void fields(auto& visit, Like<TileOccupancy> auto& occupancy) {
  visit.required("theoretical_percent", occupancy.theoretical_percent, not_negative);
  visit.required("limiter", occupancy.limiter);
  visit.required("achieved_percent", occupancy.achieved_percent, not_negative);
  visit.required("wave_fill_percent", occupancy.wave_fill_percent, not_negative);
  visit.required("balance_percent", occupancy.balance_percent, not_negative);
  visit.required("measured_balance_percent", occupancy.measured_balance_percent, not_negative);
  visit.required("mask_density_percent", occupancy.mask_density_percent, not_negative);
}

void fields(auto& visit, Like<TileTrace> auto& trace) {
  visit.required("recorded", trace.recorded);
  visit.required("slot_count", trace.slot_count);
  visit.required("span_us", trace.span_us, not_negative);
  visit.required("slowdown", trace.slowdown, not_negative);
  visit.defaulted("clock_resolution_ns", trace.clock_resolution_ns);
  visit.required("sm", trace.sm);
  visit.required("work_item", trace.work_item);
  visit.required("start_ns", trace.start_ns);
  visit.required("end_ns", trace.end_ns);
}

void fields(auto& visit, Like<Measured> auto& measured) {
  visit.required("samples", measured.samples);
  visit.required("memory", measured.memory);
  visit.required("error", measured.error);
  visit.defaulted("occupancy", measured.occupancy);
  visit.required("tile", measured.tile);
  visit.required("tile_trace", measured.tile_trace);
  visit.defaulted("kernels", measured.kernels);
  visit.required("timing_source", measured.timing_source);
  visit.defaulted("cold_l2", measured.cold_l2);
  visit.defaulted("dropped_records", measured.dropped_records);
  visit.defaulted("remarks", measured.remarks);
}

void fields(auto& visit, Like<OutOfMemory> auto& outcome) {
  visit.required("needed_bytes", outcome.needed_bytes);
  visit.required("capacity_bytes", outcome.capacity_bytes);
  visit.defaulted("message", outcome.message);
}
void fields(auto& visit, Like<Unsupported> auto& outcome) {
  visit.required("reason", outcome.reason);
}
void fields(auto& visit, Like<Failed> auto& outcome) {
  visit.required("message", outcome.message);
}
void fields(auto&, Like<Cancelled> auto&) {}

void fields(auto& visit, Like<Point> auto& point) {
  visit.required("device_uuid", point.device_uuid);
  visit.required("implementation", point.implementation);
  visit.required("problem", point.problem);
  visit.required("outcome", point.outcome);
}

// --- Runs ---

void fields(auto& visit, Like<RunHeader> auto& header) {
  visit.required("id", header.id);
  visit.required("name", header.name);
  visit.required("created_ms", header.created_ms);
  visit.required("state", header.state);
  visit.defaulted("command", header.command);
  visit.defaulted("planned_points", header.planned_points);
  visit.defaulted("options", header.options);
  visit.required("environments", header.environments);
  visit.defaulted("is_sample", header.is_sample);
}

void fields(auto& visit, Like<PendingPoint> auto& pending) {
  visit.required("device_uuid", pending.device_uuid);
  visit.required("point", pending.point);
}

void fields(auto& visit, Like<Run> auto& run) {
  visit.required("header", run.header);
  visit.required("points", run.points);
  visit.defaulted("pending", run.pending);
  visit.defaulted("note", run.note);
  visit.defaulted("tags", run.tags);
}

// --- Requests ---

void fields(auto&, Like<DescribeRequest> auto&) {}
void fields(auto& visit, Like<InspectRequest> auto& request) {
  visit.required("device_uuid", request.device_uuid);
  visit.required("point", request.point);
  visit.required("compute_capability", request.compute_capability, Range<int>{10, 9999});
}
void fields(auto& visit, Like<MeasureRequest> auto& request) {
  visit.required("plan", request.plan);
}
void fields(auto& visit, Like<CeilingsRequest> auto& request) {
  visit.required("device_uuid", request.device_uuid);
}
void fields(auto& visit, Like<WatchRequest> auto& request) {
  visit.required("device_uuid", request.device_uuid);
  visit.defaulted("interval_ms", request.interval_ms, Range<int>{10, 3'600'000});
}
void fields(auto&, Like<CancelRequest> auto&) {}

// --- Events ---

void fields(auto& visit, Like<Hello> auto& hello) {
  visit.required("version", hello.version);
  visit.defaulted("program_version", hello.program_version);
  visit.defaulted("process_id", hello.process_id);
}
void fields(auto& visit, Like<DescriptionEvent> auto& event) {
  visit.required("description", event.description);
}
void fields(auto& visit, Like<PlanStarted> auto& event) {
  visit.required("environment", event.environment);
  visit.required("plan", event.plan);
  visit.defaulted("started_ms", event.started_ms);
}
void fields(auto& visit, Like<Progress> auto& event) {
  visit.required("point_index", event.point_index);
  visit.required("point_count", event.point_count);
  visit.required("phase", event.phase);
}
void fields(auto& visit, Like<PointFinished> auto& event) {
  visit.required("point_index", event.point_index);
  visit.required("point", event.point);
  visit.defaulted("elapsed_seconds", event.elapsed_seconds, not_negative);
}
void fields(auto& visit, Like<PlanFinished> auto& event) {
  visit.defaulted("cancelled", event.cancelled);
}
void fields(auto& visit, Like<Inspection> auto& event) {
  visit.required("tile", event.tile);
  visit.required("kernels", event.kernels);
  visit.defaulted("spill_bytes", event.spill_bytes);
  visit.defaulted("compile_seconds", event.compile_seconds, not_negative);
  visit.defaulted("source", event.source);
}
void fields(auto& visit, Like<Ceilings> auto& event) {
  visit.required("device_uuid", event.device_uuid);
  visit.required("fp16_matmul_tflops", event.fp16_matmul_tflops, not_negative);
  visit.required("bf16_matmul_tflops", event.bf16_matmul_tflops, not_negative);
  visit.required("fp32_matmul_tflops", event.fp32_matmul_tflops, not_negative);
  visit.defaulted("fp8_matmul_tflops", event.fp8_matmul_tflops, not_negative);
  visit.required("copy_bytes_per_second", event.copy_bytes_per_second, not_negative);
  visit.required("driver_version", event.driver_version);
}
void fields(auto& visit, Like<Telemetry> auto& event) {
  visit.required("device_uuid", event.device_uuid);
  visit.required("sm_clock_mhz", event.sm_clock_mhz, not_negative);
  visit.required("power_watts", event.power_watts, not_negative);
  visit.required("temperature_celsius", event.temperature_celsius);
  visit.required("used_memory_bytes", event.used_memory_bytes);
  visit.defaulted("throttle", event.throttle);
  visit.required("power_limit_watts", event.power_limit_watts, not_negative);
  visit.required("total_memory_bytes", event.total_memory_bytes);
  visit.defaulted("use", event.use);
  visit.defaulted("problem", event.problem);
}
void fields(auto& visit, Like<Refused> auto& event) {
  visit.required("message", event.message);
}

}  // namespace attnscope::json

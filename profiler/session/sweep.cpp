// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/sweep.h"

#include <algorithm>
#include <set>

#include "profiler/session/peers.h"

namespace attnscope {
namespace {

/// A plan, and the stream's line that repeats it, stay well under the protocol's line limit.
constexpr std::size_t max_points_a_device = 2000;

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += ", ";
    text += word;
  }
  return text;
}

/// "cpu", "cuda:0": how people name a device on a command line.
std::string short_name(const DeviceDescription& device) {
  return device.kind == DeviceKind::host_cpu ? "cpu" : "cuda:" + std::to_string(device.ordinal);
}

bool matches(const std::string& selector, const DeviceDescription& device) {
  if (selector == "all") return true;
  if (selector == "cuda") return device.kind == DeviceKind::cuda;
  return selector == short_name(device) || selector == device.uuid;
}

const Description::Device* best_device(const Description& description) {
  const Description::Device* best = nullptr;
  for (const Description::Device& candidate : description.devices) {
    const bool better = best == nullptr || (best->device.kind == DeviceKind::host_cpu &&
                                            candidate.device.kind == DeviceKind::cuda);
    if (better) best = &candidate;
  }
  return best;
}

bool offers(const Description::Device& device, const std::string& implementation) {
  if (is_peer(implementation) && device.device.kind == DeviceKind::cuda) return true;
  return std::any_of(
      device.implementations.begin(), device.implementations.end(),
      [&implementation](const OfferedImplementation& offered) { return offered.name == implementation; });
}

const Description::Device& described(const Description& description, const DeviceDescription& device) {
  return *std::find_if(
      description.devices.begin(), description.devices.end(),
      [&device](const Description::Device& candidate) { return candidate.device.uuid == device.uuid; });
}

Result<void> check_implementations(const Sweep& sweep, const Description& description,
                                   const std::vector<DeviceDescription>& devices) {
  if (sweep.implementations.empty()) return fail(ErrorKind::usage, "no implementation is chosen");
  std::vector<std::string> available;
  for (const DeviceDescription& device : devices) {
    for (const OfferedImplementation& offered : described(description, device).implementations) {
      if (std::find(available.begin(), available.end(), offered.name) == available.end()) {
        available.push_back(offered.name);
      }
    }
  }
  for (const std::string& wanted : sweep.implementations) {
    const bool is_offered = std::any_of(devices.begin(), devices.end(), [&](const DeviceDescription& device) {
      return offers(described(description, device), wanted);
    });
    if (!is_offered) {
      return fail(ErrorKind::usage,
                  "there is no implementation \"" + wanted + "\" here; there are " + joined(available));
    }
  }
  return {};
}

Result<void> check_options(const MeasurementOptions& options) {
  if (options.min_samples < 1) return fail(ErrorKind::usage, "at least 1 sample is needed");
  if (options.max_samples < options.min_samples) {
    return fail(ErrorKind::usage, "the most samples (" + std::to_string(options.max_samples) +
                                      ") are fewer than the fewest (" + std::to_string(options.min_samples) +
                                      ")");
  }
  if (!(options.point_budget_seconds > 0)) {
    return fail(ErrorKind::usage, "a point's time budget must be more than 0 seconds");
  }
  return {};
}

Result<std::vector<Problem>> problems_of(const Sweep& sweep) {
  if (sweep.batch.has_value() == sweep.tokens.has_value()) {
    return fail(ErrorKind::usage, "exactly one of batch and tokens must be given");
  }
  if (sweep.tokens && *sweep.tokens < 1) {
    return fail(ErrorKind::usage, "tokens must be at least 1, not " + std::to_string(*sweep.tokens));
  }
  std::vector<Problem> problems;
  for (const Problem& shape : sweep.shapes) {
    for (const std::int64_t seqlen : sweep.seqlens) {
      Problem problem = shape;
      problem.kv_seqlen = seqlen;
      problem.query_seqlen = sweep.query_seqlen.value_or(seqlen);
      problem.batch = sweep.batch ? *sweep.batch : std::max<std::int64_t>(1, *sweep.tokens / seqlen);
      if (auto valid = validate(problem); !valid) return tl::unexpected(valid.error());
      problems.push_back(problem);
    }
  }
  return problems;
}

}  // namespace

Result<std::vector<DeviceDescription>> select_devices(const Description& description,
                                                      const std::vector<std::string>& selectors) {
  if (description.devices.empty()) return fail(ErrorKind::not_found, "the worker found no device at all");
  if (selectors.empty()) return std::vector{best_device(description)->device};
  std::set<std::string> chosen;
  for (const std::string& selector : selectors) {
    const std::size_t before = chosen.size();
    bool known = selector == "best";
    if (known) chosen.insert(best_device(description)->device.uuid);
    for (const Description::Device& candidate : description.devices) {
      if (!matches(selector, candidate.device)) continue;
      known = true;
      chosen.insert(candidate.device.uuid);
    }
    if (known || chosen.size() != before) continue;
    std::vector<std::string> available;
    for (const Description::Device& candidate : description.devices) {
      available.push_back(short_name(candidate.device) + " (" + candidate.device.name + ")");
    }
    return fail(ErrorKind::not_found,
                "there is no device \"" + selector + "\" here; there are " + joined(available));
  }
  std::vector<DeviceDescription> devices;
  for (const Description::Device& candidate : description.devices) {
    if (chosen.count(candidate.device.uuid) > 0) devices.push_back(candidate.device);
  }
  return devices;
}

Result<std::vector<Plan>> plans_of(const Sweep& sweep, const Description& description) {
  if (sweep.shapes.empty()) return fail(ErrorKind::usage, "no shape is chosen");
  if (sweep.seqlens.empty()) return fail(ErrorKind::usage, "no length is chosen");
  if (auto options = check_options(sweep.options); !options) return tl::unexpected(options.error());
  const auto devices = select_devices(description, sweep.device_selectors);
  if (!devices) return tl::unexpected(devices.error());
  if (auto known = check_implementations(sweep, description, *devices); !known) {
    return tl::unexpected(known.error());
  }
  const auto problems = problems_of(sweep);
  if (!problems) return tl::unexpected(problems.error());

  std::vector<Plan> plans;
  for (const DeviceDescription& device : *devices) {
    Plan plan{device.uuid, {}, sweep.options};
    for (const Problem& problem : *problems) {
      for (const std::string& implementation : sweep.implementations) {
        if (offers(described(description, device), implementation)) {
          plan.points.push_back({implementation, problem, sweep.tile});
        }
      }
    }
    if (plan.points.size() > max_points_a_device) {
      return fail(ErrorKind::usage, "a sweep of " + std::to_string(plan.points.size()) +
                                        " points is too large: a device takes at most " +
                                        std::to_string(max_points_a_device));
    }
    if (!plan.points.empty()) plans.push_back(std::move(plan));
  }
  return plans;
}

Sweep default_sweep(const Description& description) {
  Sweep sweep;
  sweep.name = "Default sweep";
  sweep.implementations = {"standard", "standard-eager", "flash"};
  const Description::Device* best = best_device(description);
  Problem shape;
  if (best != nullptr && best->device.kind == DeviceKind::cuda) {
    sweep.device_selectors = {short_name(best->device)};
    shape.causal = true;
    sweep.tokens = 16384;
    sweep.seqlens = {512, 1024, 2048, 4096, 8192, 16384};
  } else {
    // Sized so that two cores finish it within a minute, at lengths where flash has pulled ahead.
    sweep.device_selectors = {"cpu"};
    shape.query_heads = shape.kv_heads = 4;
    shape.head_dim = 64;
    shape.dtype = Dtype::fp32;
    sweep.batch = 1;
    sweep.seqlens = {128, 256, 512, 1024, 2048, 4096};
    sweep.options.point_budget_seconds = 1.8;
  }
  sweep.shapes = {shape};
  return sweep;
}

}  // namespace attnscope

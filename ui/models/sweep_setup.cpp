// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sweep_setup.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

#include "profiler/analysis/metrics.h"
#include "ui/models/labels.h"

namespace attnscope {
namespace {

struct Setup {
  Q_DECLARE_TR_FUNCTIONS(attnscope::Setup)
};

const Description::Device* device_of(const Description& description, const std::string& uuid) {
  for (const Description::Device& device : description.devices) {
    if (device.device.uuid == uuid) {
      return &device;
    }
  }
  return nullptr;
}

std::vector<std::int64_t> powers_of_two(std::int64_t shortest, std::int64_t longest) {
  std::vector<std::int64_t> lengths;
  for (std::int64_t length = shortest; length > 0 && length <= longest; length *= 2) {
    lengths.push_back(length);
  }
  return lengths;
}

/// "32k and 64k", "8k, 16k and 32k".
QString enumerate(const std::vector<std::int64_t>& lengths) {
  QStringList words;
  for (const std::int64_t length : lengths) {
    words << length_label(length);
  }
  if (words.size() < 2) {
    return words.join(QString());
  }
  const QString last = words.takeLast();
  return Setup::tr("%1 and %2").arg(words.join(QStringLiteral(", ")), last);
}

}  // namespace

Sweep sweep_of(const SweepSetup& setup, const Description& description) {
  Sweep sweep;
  sweep.preset = setup.preset;
  sweep.shapes = {setup.shape};
  sweep.seqlens = powers_of_two(setup.shortest, setup.longest);
  (setup.by_tokens ? sweep.tokens : sweep.batch) = setup.amount;
  sweep.implementations = setup.implementations;
  sweep.python = setup.python;
  for (const std::string& uuid : setup.device_uuids) {
    const Description::Device* device = device_of(description, uuid);
    if (device == nullptr) {
      continue;
    }
    sweep.device_selectors.push_back(device->device.kind == DeviceKind::host_cpu
                                         ? std::string("cpu")
                                         : "cuda:" + std::to_string(device->device.ordinal));
  }
  return sweep;
}

SweepSetup setup_of(const Sweep& sweep, const Description& description) {
  SweepSetup setup;
  if (const auto devices = select_devices(description, sweep.device_selectors)) {
    for (const DeviceDescription& device : *devices) {
      setup.device_uuids.push_back(device.uuid);
    }
  }
  setup.preset = sweep.preset;
  if (!sweep.shapes.empty()) {
    setup.shape = sweep.shapes.front();
  }
  setup.by_tokens = sweep.tokens.has_value();
  setup.amount = sweep.tokens.value_or(sweep.batch.value_or(1));
  if (!sweep.seqlens.empty()) {
    setup.shortest = sweep.seqlens.front();
    setup.longest = sweep.seqlens.back();
  }
  setup.implementations = sweep.implementations;
  return setup;
}

std::vector<OfferedImplementation> offered_by(const Description& description,
                                              const std::vector<std::string>& device_uuids) {
  std::vector<OfferedImplementation> offered;
  for (const Description::Device& device : description.devices) {
    const bool ticked =
        std::find(device_uuids.begin(), device_uuids.end(), device.device.uuid) != device_uuids.end();
    if (!ticked && !device_uuids.empty()) {
      continue;
    }
    for (const OfferedImplementation& implementation : device.implementations) {
      const bool known =
          std::any_of(offered.begin(), offered.end(), [&implementation](const OfferedImplementation& other) {
            return other.name == implementation.name;
          });
      if (!known) {
        offered.push_back(implementation);
      }
    }
  }
  return offered;
}

SweepEstimate estimate_of(const std::vector<Plan>& plans, const Description& description) {
  SweepEstimate estimate;
  double longest_gpu = 0;
  for (const Plan& plan : plans) {
    const Description::Device* device = device_of(description, plan.device_uuid);
    if (device == nullptr) {
      continue;
    }
    double seconds = 0;
    for (const PlannedPoint& point : plan.points) {
      ++estimate.points;
      const std::uint64_t capacity = device->device.memory_bytes;
      if (capacity == 0 || predicted_total_bytes(point.implementation, point.problem) <= capacity) {
        seconds += estimated_point_seconds(device->device, point, plan.options);
        continue;
      }
      auto entry = std::find_if(estimate.not_fitting.begin(), estimate.not_fitting.end(),
                                [&point](const auto& known) { return known.first == point.implementation; });
      if (entry == estimate.not_fitting.end()) {
        entry = estimate.not_fitting.insert(entry, {point.implementation, {}});
      }
      const std::int64_t length = point.problem.kv_seqlen;
      if (std::find(entry->second.begin(), entry->second.end(), length) == entry->second.end()) {
        entry->second.push_back(length);
      }
    }
    // GPUs measure side by side; the Host CPU waits for them.
    if (device->device.kind == DeviceKind::cuda) {
      longest_gpu = std::max(longest_gpu, seconds);
    } else {
      estimate.seconds += seconds;
    }
  }
  estimate.seconds += longest_gpu;
  return estimate;
}

QString estimate_label(const SweepEstimate& estimate) {
  QString text =
      Setup::tr("%1 points, %2.").arg(count_label(estimate.points), rough_seconds_label(estimate.seconds));
  if (estimate.not_fitting.empty()) {
    return text;
  }
  QStringList parts;
  for (const auto& [implementation, lengths] : estimate.not_fitting) {
    parts << Setup::tr("%1 at %2").arg(implementation_label(implementation), enumerate(lengths));
  }
  return text + ' ' + Setup::tr("Not expected to fit: %1.").arg(parts.join(QStringLiteral("; ")));
}

}  // namespace attnscope

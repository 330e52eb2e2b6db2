// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/refinement.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <set>

#include "ui/models/labels.h"

namespace attnscope {
namespace {

struct Refining {
  Q_DECLARE_TR_FUNCTIONS(attnscope::Refining)
};

/// The points of the run that are drawn.
std::vector<const Point*> drawn_points(const Run& run, const ChartOptions& options) {
  const std::optional<Problem> shape = shown_shape(run, options.shape);
  std::vector<const Point*> points;
  for (const Point& point : run.points) {
    if (shape && shape_of(point.problem) == *shape &&
        (!options.only_device || *options.only_device == point.device_uuid)) {
      points.push_back(&point);
    }
  }
  return points;
}

/// The sweep's batch, or the tokens from which each length's batch came, as its points tell.
void set_size(Sweep& sweep, const std::vector<const Point*>& points) {
  std::int64_t tokens = 1;
  std::int64_t batch = 0;
  bool one_batch = true;
  for (const Point* point : points) {
    const Problem& problem = point->problem;
    tokens = std::max(tokens, problem.batch > 1 ? problem.batch * problem.kv_seqlen : std::int64_t{1});
    one_batch = one_batch && (batch == 0 || batch == problem.batch);
    batch = problem.batch;
  }
  if (one_batch) {
    sweep.batch = std::max<std::int64_t>(1, batch);
  } else {
    sweep.tokens = tokens;
  }
}

template <typename Value>
void add_once(std::vector<Value>& values, const Value& value) {
  if (std::find(values.begin(), values.end(), value) == values.end()) {
    values.push_back(value);
  }
}

/// "H100 80GB and Host CPU", of the run's devices.
QString device_names(const Run& run, const std::vector<std::string>& uuids) {
  QStringList names;
  for (const Environment& environment : run.header.environments) {
    if (std::find(uuids.begin(), uuids.end(), environment.device.uuid) != uuids.end()) {
      names << device_model_label(environment.device);
    }
  }
  return names.join(Refining::tr(" and "));
}

QString host_of(const Run& run, const std::string& uuid) {
  for (const Environment& environment : run.header.environments) {
    if (environment.device.uuid == uuid) {
      return to_label(environment.host);
    }
  }
  return {};
}

}  // namespace

std::vector<std::int64_t> finer_lengths(const std::vector<std::int64_t>& measured, std::int64_t from,
                                        std::int64_t to) {
  constexpr std::int64_t parts = 4;
  std::set<std::int64_t> between;
  for (std::size_t after = 1; after < measured.size(); ++after) {
    const std::int64_t low = measured[after - 1];
    const std::int64_t high = measured[after];
    if (low < from || high > to) {
      continue;
    }
    const std::int64_t step = (high - low) / parts;
    std::int64_t round = 1;
    for (const std::int64_t candidate : {64, 16, 8, 4, 2}) {
      if (candidate <= step) {
        round = candidate;
        break;
      }
    }
    for (std::int64_t part = 1; part < parts; ++part) {
      const std::int64_t exact = low + (high - low) * part / parts;
      const std::int64_t length = (exact + round / 2) / round * round;
      if (length > low && length < high) {
        between.insert(length);
      }
    }
  }
  return {between.begin(), between.end()};
}

Refinement refinement_of(const Run& run, const ChartOptions& options, std::int64_t from, std::int64_t to,
                         const Description& description) {
  Refinement refinement;
  refinement.from = from;
  refinement.to = to;
  Sweep& sweep = refinement.sweep;
  std::vector<std::int64_t> measured;
  std::vector<std::string> devices;
  std::set<std::int64_t> query_lengths;
  bool self_attention = true;
  const std::vector<const Point*> points = drawn_points(run, options);
  for (const Point* point : points) {
    const Problem& problem = point->problem;
    add_once(measured, problem.kv_seqlen);
    if (problem.kv_seqlen < from || problem.kv_seqlen > to) {
      continue;
    }
    add_once(devices, point->device_uuid);
    add_once(sweep.implementations, point->implementation);
    query_lengths.insert(problem.query_seqlen);
    self_attention = self_attention && problem.query_seqlen == problem.kv_seqlen;
  }
  std::sort(measured.begin(), measured.end());
  sweep.seqlens = finer_lengths(measured, from, to);
  sweep.name = Refining::tr("%1, %2 to %3 finer")
                   .arg(to_label(run.header.name), length_label(from), length_label(to))
                   .toStdString();
  if (!points.empty()) {
    sweep.shapes = {shape_of(points.front()->problem)};
  }
  set_size(sweep, points);
  if (!self_attention && query_lengths.size() == 1) {
    sweep.query_seqlen = *query_lengths.begin();
  }
  sweep.options = run.header.options;
  sweep.device_selectors = devices;
  if (sweep.seqlens.empty()) {
    refinement.obstacle = Refining::tr("There is no room between the lengths measured there.");
    return refinement;
  }
  for (const std::string& uuid : devices) {
    const bool is_here =
        std::any_of(description.devices.begin(), description.devices.end(),
                    [&uuid](const Description::Device& device) { return device.device.uuid == uuid; });
    if (!is_here) {
      const QString host = host_of(run, uuid);
      const QString name = device_names(run, {uuid});
      refinement.obstacle =
          host.isEmpty()
              ? Refining::tr("The run was measured on a device that is not in this machine: %1.").arg(name)
              : Refining::tr("The run was measured on a device that is not in this machine: %1 of %2.")
                    .arg(name, host);
      return refinement;
    }
  }
  const auto plans = plans_of(sweep, description);
  if (!plans) {
    refinement.obstacle = to_label(plans.error().message);
    return refinement;
  }
  refinement.effort = estimate_of(*plans, description);
  return refinement;
}

QString refinement_label(const Refinement& refinement, const Run& run) {
  QStringList lengths;
  for (const std::int64_t length : refinement.sweep.seqlens) {
    lengths << count_label(length);
  }
  const int count = static_cast<int>(lengths.size());
  constexpr qsizetype most_named = 6;
  if (lengths.size() > most_named) {
    lengths = lengths.mid(0, most_named - 1) << QStringLiteral("…") << lengths.back();
  }
  const QString named = lengths.join(QStringLiteral(", "));
  const QString words = count == 1 ? Refining::tr("1 length between: %1.").arg(named)
                                   : Refining::tr("%1 lengths between: %2.").arg(count).arg(named);
  if (!refinement.obstacle.isEmpty()) {
    return lengths.isEmpty() ? refinement.obstacle : words + ' ' + refinement.obstacle;
  }
  return Refining::tr("%1 On %2: %3")
      .arg(words, device_names(run, refinement.sweep.device_selectors), estimate_label(refinement.effort));
}

}  // namespace attnscope

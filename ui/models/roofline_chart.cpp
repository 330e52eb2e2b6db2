// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/roofline_chart.h"

#include <QCoreApplication>
#include <QDateTime>
#include <algorithm>
#include <cmath>
#include <map>

#include "profiler/analysis/bound.h"
#include "profiler/analysis/metrics.h"
#include "ui/models/bound_text.h"
#include "ui/models/chart_texts.h"
#include "ui/models/labels.h"

namespace attnscope {
namespace {

struct RooflineText {
  Q_DECLARE_TR_FUNCTIONS(attnscope::RooflineText)
};

QString dtype_name(Dtype dtype) {
  const std::string_view name = name_of(dtype);
  return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

QString intensity_label(double intensity) {
  return intensity >= 10 ? count_label(std::llround(intensity)) : QString::number(intensity, 'f', 1);
}

QString bandwidth_label(double bytes_per_second) {
  constexpr double tera = 1e12;
  return bytes_per_second >= tera ? RooflineText::tr("%1 TB/s").arg(bytes_per_second / tera, 0, 'f', 2)
                                  : RooflineText::tr("%1 GB/s").arg(bytes_per_second / 1e9, 0, 'f', 0);
}

QString mark_words(const Point& point, const RooflinePoint& place) {
  const QString traffic = place.traffic.source == TrafficSource::counters
                              ? RooflineText::tr("%1 moved, counted")
                              : RooflineText::tr("%1 to be moved at least");
  return RooflineText::tr("%1 at %2: %3 at %4 FLOP per byte, %5")
      .arg(implementation_label(point.implementation), length_label(point.problem.kv_seqlen),
           throughput_label(place.tflops), intensity_label(place.intensity),
           traffic.arg(memory_label(place.traffic.bytes)));
}

void add_roofs(RooflineChart& chart, const Roofs& roofs) {
  for (const ComputeRoof& roof : roofs.compute) {
    const bool measured = roof.source == RoofSource::measured;
    const QString name = measured ? RooflineText::tr("matmul %1: %2") : RooflineText::tr("datasheet %1: %2");
    chart.roofs.push_back(
        {roof.tflops, measured, name.arg(dtype_name(roof.dtype), throughput_label(roof.tflops))});
  }
  if (roofs.bandwidth) {
    const bool measured = roofs.bandwidth->source == RoofSource::measured;
    const QString name = measured ? RooflineText::tr("copy: %1") : RooflineText::tr("datasheet: %1");
    chart.slope = RooflineSlope{roofs.bandwidth->bytes_per_second, measured,
                                name.arg(bandwidth_label(roofs.bandwidth->bytes_per_second))};
  }
  chart.roofs_measured = roofs.measured_ms.has_value();
}

QString origin_text(const Environment& environment, const Roofs& roofs) {
  if (environment.device.kind == DeviceKind::host_cpu) {
    return RooflineText::tr("No ceilings are measured on the Host CPU, so there are no roofs.");
  }
  if (roofs.measured_ms) {
    const QString day =
        QDateTime::fromMSecsSinceEpoch(*roofs.measured_ms).toString(QStringLiteral("d MMM yyyy"));
    return RooflineText::tr(
               "Thick roofs were measured on this very GPU on %1; thin ones are its datasheet's.")
        .arg(day);
  }
  return roofs.compute.empty()
             ? RooflineText::tr(
                   "Nothing is known of this GPU's limits. Measure them on its machine: "
                   "attnscope ceilings")
             : RooflineText::tr(
                   "The thin roofs are the datasheet's: this GPU's own were not measured. Measure "
                   "them on its machine: attnscope ceilings");
}

QString title_text(const Point& point, const RooflinePoint& place, const Roofs& roofs) {
  const QString who =
      RooflineText::tr("%1 at %2")
          .arg(implementation_label(point.implementation), length_label(point.problem.kv_seqlen));
  const auto compute = roofs.compute_of(place.dtype);
  if (!compute || !roofs.bandwidth) {
    return RooflineText::tr("%1 reaches %2 at %3 FLOP per byte")
        .arg(who, throughput_label(place.tflops), intensity_label(place.intensity));
  }
  const double roof = attainable_tflops(*compute, *roofs.bandwidth, place.intensity);
  const bool under_slope = place.intensity < ridge_of(*compute, *roofs.bandwidth);
  const QString which = under_slope ? RooflineText::tr("memory") : RooflineText::tr("tensor-core");
  return RooflineText::tr("%1 reaches %2, %3 % of the %4 roof above it")
      .arg(who, throughput_label(place.tflops))
      .arg(std::lround(100 * place.tflops / roof))
      .arg(which);
}

}  // namespace

RooflineChart build_roofline(const Run& run, const RooflineQuestion& question,
                             std::span<const CeilingMeasurement> ceilings) {
  RooflineChart chart;
  const auto environment =
      std::find_if(run.header.environments.begin(), run.header.environments.end(),
                   [&](const Environment& one) { return one.device.uuid == question.device_uuid; });
  if (environment == run.header.environments.end()) {
    chart.empty_text = RooflineText::tr("The run has no points on a device that is known.");
    return chart;
  }
  const DeviceDescription& device = environment->device;
  std::map<std::size_t, RooflinePoint> places;
  std::vector<Dtype> dtypes;
  for (std::size_t index = 0; index < run.points.size(); ++index) {
    const Point& point = run.points[index];
    if (point.device_uuid != question.device_uuid || shape_of(point.problem) != question.shape) {
      continue;
    }
    const auto place = roofline_point(point, device.kind, question.flops);
    if (!place) {
      continue;
    }
    places.emplace(index, *place);
    dtypes.push_back(place->dtype);
    chart.marks.push_back({index, to_label(point.implementation), point.problem.kv_seqlen, place->intensity,
                           place->tflops, mark_words(point, *place)});
  }
  std::stable_sort(
      chart.marks.begin(), chart.marks.end(), [](const RooflineMark& left, const RooflineMark& right) {
        return std::pair(left.implementation, left.seqlen) < std::pair(right.implementation, right.seqlen);
      });
  const CeilingMeasurement* measured = ceilings_at(ceilings, question.device_uuid, run.header.created_ms);
  const Roofs roofs = roofs_of(device, measured, dtypes);
  add_roofs(chart, roofs);
  chart.origin = origin_text(*environment, roofs);
  chart.subtitle =
      RooflineText::tr("%1 · %2 · %3; both axes logarithmic")
          .arg(device_label(device), shape_label(question.shape), flop_convention_text(question.flops));
  if (chart.marks.empty()) {
    chart.empty_text =
        RooflineText::tr("No point of this shape was measured on %1. Choose another run or shape in Explore.")
            .arg(device_label(device));
    return chart;
  }
  for (std::size_t index = 0; index < chart.marks.size(); ++index) {
    if (question.selected == chart.marks[index].point_index) {
      chart.selected = index;
    }
  }
  if (!chart.selected) {
    chart.title = RooflineText::tr("Click a point to see what bounds it");
    return chart;
  }
  const Point& point = run.points[*question.selected];
  chart.title = title_text(point, places.at(*question.selected), roofs);
  if (const auto bound = bound_of(point, *environment, measured)) {
    chart.bound = bound_sentence(*bound);
  }
  return chart;
}

}  // namespace attnscope

// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the roofline shows of one device's points, as plain values: roofs, marks, and the words around them.
// Pure: built from a run, drawn by RooflineView.
#pragma once

#include <QString>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "profiler/analysis/roofline.h"

namespace attnscope {

struct RooflineMark {
  std::size_t point_index = 0;  ///< in Run::points
  QString implementation;
  std::int64_t seqlen = 0;
  double intensity = 0;  ///< FLOPs a byte
  double tflops = 0;
  QString words;  ///< what hover shows
};

struct RooflineRoof {
  double tflops = 0;
  bool measured = false;  ///< else thin: the datasheet's
  QString label;
};

struct RooflineSlope {
  double bytes_per_second = 0;
  bool measured = false;
  QString label;
};

struct RooflineChart {
  QString title;     ///< the finding about the selected point
  QString subtitle;  ///< device, shape, what is counted
  QString bound;     ///< what bounds the selected point
  QString origin;    ///< where the roofs come from, and what to do where they were not measured
  bool roofs_measured = false;
  std::vector<RooflineRoof> roofs;
  std::optional<RooflineSlope> slope;
  std::vector<RooflineMark> marks;      ///< by implementation, then length
  std::optional<std::size_t> selected;  ///< in marks
  QString empty_text;
};

struct RooflineQuestion {
  Problem shape;  ///< as shapes_of gives it
  std::string device_uuid;
  std::optional<std::size_t> selected;  ///< in Run::points
  FlopConvention flops = FlopConvention::exact;
};

RooflineChart build_roofline(const Run& run, const RooflineQuestion& question,
                             std::span<const CeilingMeasurement> ceilings);

}  // namespace attnscope

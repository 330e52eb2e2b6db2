// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/gap_notes.h"

#include <QCoreApplication>
#include <algorithm>
#include <iterator>
#include <map>

#include "ui/charts/drawn.h"

namespace attnscope {
namespace {

constexpr std::size_t most_swatches = 3;
constexpr int most_rows = 3;
constexpr double space = 6;

}  // namespace

QString mark_words(ChartMark mark) {
  const auto tr = [](const char* text) { return QCoreApplication::translate("attnscope::Chart", text); };
  switch (mark) {
    case ChartMark::out_of_memory:
      return tr("out of memory");
    case ChartMark::unsupported:
      return tr("unsupported");
    case ChartMark::failed:
      return tr("failed");
    case ChartMark::cancelled:
      return tr("cancelled");
    case ChartMark::pending:
      return tr("pending");
    case ChartMark::no_baseline:
      return tr("no baseline");
    case ChartMark::value:
      break;
  }
  return {};
}

QString mark_name(ChartMark mark) {
  switch (mark) {
    case ChartMark::out_of_memory:
      return QStringLiteral("out_of_memory");
    case ChartMark::unsupported:
      return QStringLiteral("unsupported");
    case ChartMark::failed:
      return QStringLiteral("failed");
    case ChartMark::cancelled:
      return QStringLiteral("cancelled");
    case ChartMark::pending:
      return QStringLiteral("pending");
    case ChartMark::no_baseline:
      return QStringLiteral("no_baseline");
    case ChartMark::value:
      break;
  }
  return QStringLiteral("value");
}

std::vector<GapNote> find_gaps(const ChartSpec& spec) {
  std::map<double, std::size_t> rank;
  for (const double length : spec.lengths) {
    rank.emplace(length, 0);
  }
  for (const ChartSeries& series : spec.series) {
    for (const ChartPoint& point : series.points) {
      rank.emplace(point.x, 0);
    }
  }
  std::size_t next_rank = 0;
  for (auto& [length, place] : rank) {
    place = next_rank++;
  }
  std::vector<GapNote> notes;
  for (std::size_t index = 0; index < spec.series.size(); ++index) {
    // First the gaps of one series, then those that others have alike.
    std::vector<GapNote> own;
    for (const ChartPoint& point : spec.series[index].points) {
      if (point.mark == ChartMark::value || (point.mark == ChartMark::out_of_memory && point.y)) {
        continue;
      }
      if (!own.empty() && own.back().kind == point.mark &&
          rank[own.back().last_length] + 1 == rank[point.x]) {
        own.back().last_length = point.x;
      } else {
        own.push_back({point.mark, point.x, point.x, {index}, {}, 0, 0, 0, 0, 0});
      }
    }
    for (GapNote& note : own) {
      const auto alike = std::find_if(notes.begin(), notes.end(), [&](const GapNote& other) {
        return other.kind == note.kind && other.first_length == note.first_length &&
               other.last_length == note.last_length;
      });
      if (alike == notes.end()) {
        notes.push_back(std::move(note));
      } else {
        alike->series.push_back(index);
      }
    }
  }
  std::stable_sort(notes.begin(), notes.end(), [](const GapNote& one, const GapNote& other) {
    return one.first_length < other.first_length;
  });
  return notes;
}

std::vector<std::size_t> swatches_of(const GapNote& note, const ChartSpec& spec) {
  std::vector<std::size_t> shown;
  for (const std::size_t index : note.series) {
    const QString& implementation = spec.series[index].style.implementation;
    const bool known = std::any_of(shown.begin(), shown.end(), [&](std::size_t other) {
      return spec.series[other].style.implementation == implementation;
    });
    if (!known && shown.size() < most_swatches) {
      shown.push_back(index);
    }
  }
  return shown;
}

namespace {

/// Beside the bar, at its left if there is room; over a long bar's middle if there is none beside it.
double text_place(const GapNote& note, double left, double right) {
  if (note.from - space - note.text_width >= left) {
    return note.from - space - note.text_width;
  }
  if (note.to + space + note.text_width <= right) {
    return note.to + space;
  }
  const double center = (note.from + note.to) / 2;
  return std::clamp(center - note.text_width / 2, left, std::max(left, right - note.text_width));
}

/// Names the series where it is one alone and there is room.
QString note_text(const GapNote& note, const ChartSpec& spec, double room, const QFontMetricsF& metrics) {
  const QString words = mark_words(note.kind);
  if (note.series.size() != 1) {
    return words;
  }
  const QString named = spec.series[note.series.front()].label + QStringLiteral(": ") + words;
  return metrics.horizontalAdvance(named) <= room ? named : words;
}

}  // namespace

std::vector<GapNote> lay_out_gaps(std::vector<GapNote> notes, const ChartSpec& spec, double left,
                                  double right, const std::function<double(double)>& pixel_of,
                                  const QFontMetricsF& metrics) {
  std::vector<GapNote> placed;
  std::vector<std::vector<std::pair<double, double>>> rows;
  for (GapNote& note : notes) {
    note.from = std::max(left, pixel_of(note.first_length) - 4);
    note.to = std::min(right, pixel_of(note.last_length) + 4);
    if (note.to <= note.from) {
      continue;
    }
    const double room = std::max({note.from - left, right - note.to, note.to - note.from}) - 2 * space;
    note.text = note_text(note, spec, room, metrics);
    note.text_width = std::ceil(metrics.horizontalAdvance(note.text));
    note.text_left = text_place(note, left, right);
    const double starts = std::min(note.text_left, note.from) - space;
    const double ends = std::max(note.text_left + note.text_width, note.to) + space;
    const auto free_row = std::find_if(rows.begin(), rows.end(), [&](const auto& row) {
      return std::none_of(row.begin(), row.end(),
                          [&](const auto& taken) { return starts < taken.second && taken.first < ends; });
    });
    if (free_row == rows.end() && rows.size() == std::size_t{most_rows}) {
      continue;
    }
    note.row = static_cast<int>(free_row - rows.begin());
    if (free_row == rows.end()) {
      rows.push_back({{starts, ends}});
    } else {
      free_row->emplace_back(starts, ends);
    }
    placed.push_back(std::move(note));
  }
  return placed;
}

}  // namespace attnscope

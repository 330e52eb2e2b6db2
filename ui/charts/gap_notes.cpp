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
constexpr double space = 8;  // between notes of one row

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
  // Reason and length -> the series that lack a value there.
  std::map<ChartMark, std::map<double, std::vector<std::size_t>>> missing;
  std::map<double, std::size_t> rank;
  for (const double length : spec.lengths) {
    rank.emplace(length, 0);
  }
  for (std::size_t index = 0; index < spec.series.size(); ++index) {
    for (const ChartPoint& point : spec.series[index].points) {
      rank.emplace(point.x, 0);
      if (point.mark != ChartMark::value && !(point.mark == ChartMark::out_of_memory && point.y)) {
        missing[point.mark][point.x].push_back(index);
      }
    }
  }
  std::size_t next_rank = 0;
  for (auto& [length, place] : rank) {
    place = next_rank++;
  }
  std::vector<GapNote> notes;
  for (const auto& [kind, lengths] : missing) {
    for (const auto& [length, series] : lengths) {
      const bool goes_on = !notes.empty() && notes.back().kind == kind && notes.back().series == series &&
                           rank[notes.back().last_length] + 1 == rank[length];
      if (goes_on) {
        notes.back().last_length = length;
      } else {
        notes.push_back({kind, length, length, series, {}, 0, 0, 0, 0, 0});
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

std::vector<GapNote> lay_out_gaps(std::vector<GapNote> notes, const ChartSpec& spec, double left,
                                  double right, const std::function<double(double)>& pixel_of,
                                  const QFontMetricsF& metrics) {
  std::vector<GapNote> placed;
  std::vector<double> row_end;
  for (GapNote& note : notes) {
    note.from = std::max(left, pixel_of(note.first_length) - 5);
    note.to = std::min(right, pixel_of(note.last_length) + 5);
    if (note.to <= note.from) {
      continue;
    }
    note.text = mark_words(note.kind);
    const double swatches = static_cast<double>(swatches_of(note, spec).size()) * gap_swatch_step;
    if (note.series.size() == 1) {
      const QString named = spec.series[note.series.front()].label + QStringLiteral(": ") + note.text;
      if (metrics.horizontalAdvance(named) + swatches < 0.6 * (right - left)) {
        note.text = named;
      }
    }
    note.text_width = metrics.horizontalAdvance(note.text) + swatches;
    const double center = (note.from + note.to) / 2;
    note.text_left = std::clamp(center - note.text_width / 2, left, std::max(left, right - note.text_width));
    const double starts = std::min(note.text_left, note.from);
    const double ends = std::max(note.text_left + note.text_width, note.to);
    const auto free_row =
        std::find_if(row_end.begin(), row_end.end(), [&](double end) { return end + space <= starts; });
    if (free_row == row_end.end() && row_end.size() == std::size_t{most_rows}) {
      continue;
    }
    note.row = static_cast<int>(free_row - row_end.begin());
    if (free_row == row_end.end()) {
      row_end.push_back(ends);
    } else {
      *free_row = ends;
    }
    placed.push_back(std::move(note));
  }
  return placed;
}

}  // namespace attnscope

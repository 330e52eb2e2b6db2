// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/verdict_model.h"

#include <QColor>
#include <algorithm>
#include <set>

#include "ui/models/chart_texts.h"
#include "ui/models/comparison_texts.h"
#include "ui/models/labels.h"
#include "ui/theme/theme.h"

namespace attnscope {
namespace {

bool is_figure(int column) {
  switch (column) {
    case VerdictModel::length:
    case VerdictModel::batch:
    case VerdictModel::base_time:
    case VerdictModel::other_time:
    case VerdictModel::time_ratio:
    case VerdictModel::memory:
    case VerdictModel::occupancy:
    case VerdictModel::peak:
    case VerdictModel::speedup:
      return true;
    default:
      return false;
  }
}

std::optional<ComparedFigure> figure_of_verdict(int column) {
  switch (column) {
    case VerdictModel::time_verdict:
      return ComparedFigure::time;
    case VerdictModel::memory_verdict:
      return ComparedFigure::memory;
    case VerdictModel::occupancy_verdict:
      return ComparedFigure::occupancy;
    default:
      return std::nullopt;
  }
}

/// "55 % → 60 %", or one where both read the same.
QString change(const QString& before, const QString& after) {
  return before == after ? after : QStringLiteral("%1 → %2").arg(before, after);
}

template <typename Label>
QString change_of(const std::optional<double>& before, const std::optional<double>& after, Label label) {
  if (!before && !after) {
    return {};
  }
  const auto one = [&label](const std::optional<double>& value) {
    return value ? label(*value) : QStringLiteral("–");
  };
  return change(one(before), one(after));
}

QString memory_text(const ComparedPoint& point) {
  const auto* before = std::get_if<Measured>(&point.base.point->outcome);
  const auto* after = std::get_if<Measured>(&point.other.point->outcome);
  if (before == nullptr || after == nullptr) {
    return {};
  }
  return change(memory_label(static_cast<double>(before->memory.peak_bytes)),
                memory_label(static_cast<double>(after->memory.peak_bytes)));
}

QString occupancy_text(const ComparedPoint& point) {
  if (!point.occupancy) {
    return {};
  }
  const QString figures =
      change(percent_label(point.occupancy->base_percent), percent_label(point.occupancy->other_percent));
  return point.occupancy->kind == OccupancyKind::achieved
             ? figures
             : QStringLiteral("%1 %2").arg(occupancy_label(point.occupancy->kind), figures);
}

/// What stands in the way of a verdict.
QString remark_text(const ComparedPoint& point) {
  QStringList words;
  if (!point.time) {
    const QString before = outcome_text(*point.base.point);
    const QString after = outcome_text(*point.other.point);
    if (!before.isEmpty() && before == after) {
      words << VerdictModel::tr("both: %1").arg(after);
    } else {
      if (!before.isEmpty()) {
        words << VerdictModel::tr("baseline: %1").arg(before);
      }
      if (!after.isEmpty()) {
        words << VerdictModel::tr("this run: %1").arg(after);
      }
    }
  } else if (!point.time->ratio.interval) {
    words << VerdictModel::tr("fewer than %1 samples").arg(min_samples_for_interval);
  }
  return words.join(QStringLiteral("; "));
}

QVariant number(const std::optional<double>& value) {
  return value ? QVariant(*value) : QVariant();
}

}  // namespace

VerdictModel::VerdictModel(QObject* parent) : QAbstractTableModel(parent), telling_(column_count, true) {}

void VerdictModel::set_compared(const std::vector<ComparedRun>& compared) {
  beginResetModel();
  rows_.clear();
  for (const ComparedRun& other : compared) {
    for (const ComparedPoint& point : other.comparison.points) {
      rows_.push_back({&other, &point});
    }
  }
  find_telling();
  endResetModel();
}

void VerdictModel::find_telling() {
  std::set<const ComparedRun*> runs;
  std::set<std::pair<const ComparedRun*, std::size_t>> devices;
  std::set<Problem> shapes;
  bool across = false;
  bool peaks = false;
  bool speedups = false;
  bool remarks = false;
  for (const Row& row : rows_) {
    runs.insert(row.other);
    devices.insert({row.other, row.point->device});
    shapes.insert(shape_of(row.point->base.point->problem));
    across = across || !row.other->comparison.devices[row.point->device].same_device();
    peaks = peaks || row.point->base.percent_of_peak || row.point->other.percent_of_peak;
    speedups = speedups || row.point->base.speedup || row.point->other.speedup;
    remarks = remarks || !remark_text(*row.point).isEmpty();
  }
  std::fill(telling_.begin(), telling_.end(), true);
  telling_[run] = runs.size() > 1;
  telling_[device] = across || devices.size() > runs.size();
  telling_[shape] = shapes.size() > 1;
  telling_[peak] = peaks;
  telling_[speedup] = speedups;
  telling_[remark] = remarks;
}

int VerdictModel::row_of(const Point* point) const {
  const auto found = std::find_if(rows_.begin(), rows_.end(), [point](const Row& row) {
    return row.point->base.point == point || row.point->other.point == point;
  });
  return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

int VerdictModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int VerdictModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : column_count;
}

QString VerdictModel::text(const Row& row, int column) const {
  const ComparedPoint& point = *row.point;
  if (const auto figure = figure_of_verdict(column)) {
    const auto verdict = verdict_of(point, *figure);
    if (verdict) {
      return verdict_label(*figure, *verdict);
    }
    return figure == ComparedFigure::time && point.is_lost() ? tr("lost") : QString();
  }
  const Problem& problem = point.base.point->problem;
  switch (column) {
    case run:
      return to_label(row.other->run->header.name);
    case device: {
      const DevicePair& pair = row.other->comparison.devices[point.device];
      return pair.same_device() ? device_label(pair.other)
                                : change(device_model_label(pair.base), device_model_label(pair.other));
    }
    case implementation:
      return implementation_label(point.base.point->implementation);
    case shape:
      return shape_label(shape_of(problem));
    case length:
      return problem.query_seqlen == problem.kv_seqlen
                 ? count_label(problem.kv_seqlen)
                 : tr("%1 over %2").arg(count_label(problem.query_seqlen), count_label(problem.kv_seqlen));
    case batch:
      return count_label(problem.batch);
    case base_time:
      return point.base.time_us ? span_label(*point.base.time_us) : QString();
    case other_time:
      return point.other.time_us ? span_label(*point.other.time_us) : QString();
    case time_ratio:
      return point.time ? fine_ratio_label(point.time->ratio) : QString();
    case memory:
      return memory_text(point);
    case occupancy:
      return occupancy_text(point);
    case peak:
      return change_of(point.base.percent_of_peak, point.other.percent_of_peak, percent_label);
    case speedup:
      return change_of(point.base.speedup, point.other.speedup, ratio_label);
    case remark:
      return remark_text(point);
    default:
      return {};
  }
}

/// By what a column is about: ratios and changes by how much, verdicts with the worst first.
QVariant VerdictModel::sort_value(const Row& row, int column) const {
  const ComparedPoint& point = *row.point;
  const Problem& problem = point.base.point->problem;
  if (const auto figure = figure_of_verdict(column)) {
    const auto verdict = verdict_of(point, *figure);
    if (!verdict) {
      return point.is_lost() ? 0 : 5;
    }
    switch (*verdict) {
      case Verdict::higher:
        return 1;
      case Verdict::cannot_tell:
        return 2;
      case Verdict::same:
        return 3;
      case Verdict::lower:
        return 4;
    }
  }
  switch (column) {
    case length:
      return QVariant::fromValue<qlonglong>(problem.kv_seqlen);
    case batch:
      return QVariant::fromValue<qlonglong>(problem.batch);
    case base_time:
      return number(point.base.time_us);
    case other_time:
      return number(point.other.time_us);
    case time_ratio:
      return point.time ? QVariant(point.time->ratio.value) : QVariant();
    case memory:
      return point.memory ? QVariant(point.memory->ratio.value) : QVariant();
    case occupancy:
      return point.occupancy ? QVariant(point.occupancy->other_percent - point.occupancy->base_percent)
                             : QVariant();
    case peak:
      return number(point.other.percent_of_peak);
    case speedup:
      return number(point.other.speedup);
    default:
      return text(row, column);
  }
}

QVariant VerdictModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
    return {};
  }
  const Row& row = rows_[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole:
      return text(row, index.column());
    case Qt::ToolTipRole:
      return text(row, index.column()).toHtmlEscaped();
    case Qt::AccessibleTextRole:
      return text(row, index.column()).replace(QStringLiteral(" → "), tr(" to "));
    case sort_role:
      return sort_value(row, index.column());
    case Qt::TextAlignmentRole:
      return QVariant::fromValue(
          Qt::Alignment(Qt::AlignVCenter | (is_figure(index.column()) ? Qt::AlignRight : Qt::AlignLeft)));
    case Qt::ForegroundRole: {
      // More of a time or of memory is worse; more occupancy is neither.
      if (index.column() != time_verdict && index.column() != memory_verdict) {
        return {};
      }
      const auto verdict = verdict_of(*row.point, *figure_of_verdict(index.column()));
      const ThemeColors& colors = Theme::instance().colors();
      if (verdict == Verdict::higher || (!verdict && row.point->is_lost())) {
        return colors.bad;
      }
      return verdict == Verdict::lower ? QVariant(colors.good) : QVariant();
    }
    default:
      return {};
  }
}

QVariant VerdictModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= column_count) {
    return {};
  }
  if (role == Qt::TextAlignmentRole) {
    return QVariant::fromValue(
        Qt::Alignment(Qt::AlignVCenter | (is_figure(section) ? Qt::AlignRight : Qt::AlignLeft)));
  }
  if (role == Qt::ToolTipRole) {
    switch (section) {
      case time_ratio:
        return tr("This run's median time over the baseline's, with its 99.7 % interval");
      case time_verdict:
        return tr(
            "Faster or slower where the interval excludes 1, same where 2 % either way can be ruled out");
      case speedup:
        return tr("Over the baseline implementation of each run, in the baseline run and in this one");
      case peak:
        return tr("Of the device's published rate, in the baseline run and in this one");
      default:
        return {};
    }
  }
  if (role != Qt::DisplayRole) {
    return {};
  }
  static const char* const names[] = {
      QT_TR_NOOP("Run"),       QT_TR_NOOP("Device"),       QT_TR_NOOP("Implementation"),
      QT_TR_NOOP("Shape"),     QT_TR_NOOP("Length"),       QT_TR_NOOP("Batch"),
      QT_TR_NOOP("Baseline"),  QT_TR_NOOP("This run"),     QT_TR_NOOP("Ratio"),
      QT_TR_NOOP("Time is"),   QT_TR_NOOP("Peak memory"),  QT_TR_NOOP("Memory is"),
      QT_TR_NOOP("Occupancy"), QT_TR_NOOP("Occupancy is"), QT_TR_NOOP("Of peak"),
      QT_TR_NOOP("Speedup"),   QT_TR_NOOP("Remark")};
  static_assert(std::size(names) == column_count);
  return tr(names[section]);
}

}  // namespace attnscope

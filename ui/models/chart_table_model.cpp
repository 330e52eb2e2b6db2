// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/chart_table_model.h"

#include <QColor>
#include <QLocale>
#include <algorithm>
#include <cmath>

#include "ui/models/labels.h"
#include "ui/theme/theme.h"

namespace attnscope {
namespace {

constexpr double bytes_a_mebibyte = 1024.0 * 1024.0;

/// As many decimals as the figure bears; without grouping, so that it pastes as a number.
QString figure_text(double value, ValueFormat format) {
  int decimals = 1;
  if (format == ValueFormat::ratio) {
    decimals = 3;
  } else if (format == ValueFormat::microseconds || format == ValueFormat::bytes) {
    decimals = std::abs(value) < 10 ? 3 : std::abs(value) < 1000 ? 2 : 1;
  }
  return QLocale::c().toString(value, 'f', decimals);
}

QString unit_heading(ValueFormat format) {
  switch (format) {
    case ValueFormat::ratio:
      return ChartTableModel::tr("Speedup");
    case ValueFormat::microseconds:
      return ChartTableModel::tr("µs");
    case ValueFormat::tflops:
      return ChartTableModel::tr("TFLOP/s");
    case ValueFormat::bytes:
      return ChartTableModel::tr("MiB");
    case ValueFormat::percent:
      return ChartTableModel::tr("Percent");
  }
  return {};
}

QString gap_remark(const ChartPoint& point) {
  if (point.mark == ChartMark::value) {
    return {};
  }
  // The tooltip's second line says why there is no value.
  const QStringList lines = point.tooltip.split('\n');
  return lines.size() > 1 ? lines.at(1) : ChartTableModel::tr("no value");
}

}  // namespace

ChartTableModel::ChartTableModel(QObject* parent) : QAbstractTableModel(parent) {}

void ChartTableModel::set_spec(const ChartSpec& spec) {
  std::vector<Row> rows;
  for (const ChartSeries& drawn : spec.series) {
    const QString name =
        drawn.style.thin
            ? tr("%1, predicted").arg(implementation_label(drawn.style.implementation.toStdString()))
            : drawn.label;
    for (const ChartPoint& point : drawn.points) {
      rows.push_back({name, point});
    }
  }
  // Predictions are drawn first, and read last.
  std::stable_partition(rows.begin(), rows.end(), [](const Row& row) { return row.point.point_id >= 0; });
  const bool same_lines =
      format_ == spec.format &&
      std::equal(rows.begin(), rows.end(), rows_.begin(), rows_.end(), [](const Row& one, const Row& other) {
        return one.series == other.series && one.point.x == other.point.x;
      });
  if (same_lines) {
    rows_ = std::move(rows);
    if (!rows_.empty()) {
      emit dataChanged(index(0, 0), index(rowCount() - 1, column_count - 1));
    }
    return;
  }
  beginResetModel();
  rows_ = std::move(rows);
  format_ = spec.format;
  endResetModel();
}

void ChartTableModel::set_hovered_length(double seqlen) {
  if (hovered_length_ != seqlen) {
    hovered_length_ = seqlen;
    if (!rows_.empty()) {
      emit dataChanged(index(0, 0), index(rowCount() - 1, column_count - 1), {Qt::BackgroundRole});
    }
  }
}

bool ChartTableModel::is_telling(Column column) const {
  if (column == low || column == high || column == remark) {
    return std::any_of(rows_.begin(), rows_.end(),
                       [this, column](const Row& row) { return !text(row, column).isEmpty(); });
  }
  return true;
}

std::vector<int> ChartTableModel::ringed_rows() const {
  std::vector<int> rows;
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    if (rows_[row].point.ringed) {
      rows.push_back(static_cast<int>(row));
    }
  }
  return rows;
}

int ChartTableModel::row_of(int point_id) const {
  const auto found = std::find_if(rows_.begin(), rows_.end(), [point_id](const Row& row) {
    return point_id >= 0 && row.point.point_id == point_id;
  });
  return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

int ChartTableModel::row_of_length(double seqlen) const {
  const auto found =
      std::find_if(rows_.begin(), rows_.end(), [seqlen](const Row& row) { return row.point.x == seqlen; });
  return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

int ChartTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int ChartTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : int{column_count};
}

std::optional<double> ChartTableModel::figure(const Row& row, int column) const {
  const std::optional<double>& chosen = column == value ? row.point.y
                                        : column == low ? row.point.low
                                                        : row.point.high;
  const double unit = format_ == ValueFormat::bytes ? bytes_a_mebibyte : 1;
  return chosen && std::isfinite(*chosen) ? std::optional(*chosen / unit) : std::nullopt;
}

QString ChartTableModel::text(const Row& row, int column) const {
  switch (column) {
    case series:
      return row.series;
    case length:
      return QString::number(static_cast<qint64>(std::llround(row.point.x)));
    case remark:
      return gap_remark(row.point);
    default: {
      const std::optional<double> number = figure(row, column);
      return number ? figure_text(*number, format_) : QString();
    }
  }
}

QVariant ChartTableModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
    return {};
  }
  const Row& row = rows_[static_cast<std::size_t>(index.row())];
  const int column = index.column();
  switch (role) {
    case Qt::DisplayRole:
      return text(row, column);
    case Qt::AccessibleTextRole: {
      // A cell alone says too little: what it is of comes with it.
      const QString heading = headerData(column, Qt::Horizontal, Qt::AccessibleTextRole).toString();
      return column == series
                 ? row.series
                 : tr("%1 at %2: %3 %4").arg(row.series, text(row, length), text(row, column), heading);
    }
    case Qt::ToolTipRole:
      return column == series || column == remark
                 ? QVariant(row.point.tooltip.toHtmlEscaped().replace('\n', QStringLiteral("<br>")))
                 : QVariant();
    case Qt::TextAlignmentRole:
      return static_cast<int>((column == series || column == remark ? Qt::AlignLeft : Qt::AlignRight) |
                              Qt::AlignVCenter);
    case Qt::BackgroundRole:
      return hovered_length_ > 0 && row.point.x == hovered_length_
                 ? QVariant(Theme::instance().colors().hover)
                 : QVariant();
    case sort_role:
      if (column == series) {
        return row.series;
      }
      if (column == remark) {
        const QString words = gap_remark(row.point);
        return words.isEmpty() ? QVariant() : QVariant(words);
      }
      if (column == length) {
        return row.point.x;
      }
      if (const std::optional<double> number = figure(row, column)) {
        return *number;
      }
      return {};
    default:
      return {};
  }
}

QVariant ChartTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) {
    return {};
  }
  if (role == Qt::TextAlignmentRole) {
    return static_cast<int>((section == series || section == remark ? Qt::AlignLeft : Qt::AlignRight) |
                            Qt::AlignVCenter);
  }
  const bool whole = role == Qt::ToolTipRole || role == Qt::AccessibleTextRole;
  if (!whole && role != Qt::DisplayRole) {
    return {};
  }
  switch (section) {
    case series:
      return tr("Series");
    case length:
      return whole ? tr("Sequence length") : tr("Length");
    case value:
      return unit_heading(format_);
    case low:
      return whole ? tr("Lower end of the 95 % interval") : tr("Low 95 %");
    case high:
      return whole ? tr("Upper end of the 95 % interval") : tr("High 95 %");
    case remark:
      return whole ? tr("Why there is no value, or where it is predicted") : tr("Remark");
    default:
      return {};
  }
}

}  // namespace attnscope

// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One chart card: title, subtitle, plot against sequence length (log2), labels at the series' ends.
#pragma once

#include <QWidget>
#include <memory>

#include "ui/charts/chart_spec.h"

class QJsonObject;

namespace attnscope {

class ChartWidget : public QWidget {
  Q_OBJECT
 public:
  explicit ChartWidget(QWidget* parent = nullptr);
  ~ChartWidget() override;

  void setSpec(const ChartSpec& spec);
  const ChartSpec& spec() const;

  /// The dashed line of the selected length, the same in all charts; 0 hides it.
  void setSelectedLength(double seqlen);
  /// The visible part of the length axis, shared by linked charts.
  void setLengthRange(double low, double high);

  /// What is drawn: texts with rectangles and colours, series with plotted values, intervals and marks.
  QJsonObject describe() const;

  QImage toImage(double scale) const;
  QByteArray toSvg() const;
  QString toCsv() const;

 signals:
  void pointClicked(int pointId);
  void lengthHovered(double seqlen);
  void lengthRangeChanged(double low, double high);

 private:
  struct Private;
  std::unique_ptr<Private> private_;
};

}  // namespace attnscope

// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The four linked charts, and above them what they show of which run.
#pragma once

#include <QWidget>
#include <array>

class QComboBox;
class QLabel;
class QPushButton;

namespace attnscope {

class ChartWidget;
class ElidedLabel;
class RunDisplay;
class SegmentedControl;

class ChartsPanel : public QWidget {
  Q_OBJECT
 public:
  explicit ChartsPanel(RunDisplay& display, QWidget* parent = nullptr);

  std::array<ChartWidget*, 4> charts() const { return charts_; }
  /// Offers the way back while another run than the live one is shown.
  void offer_live(bool offered);

 signals:
  void backToLive();

 private:
  void build_strip(QWidget* strip);
  void link_charts();
  void show_charts();
  void show_choices();

  RunDisplay& display_;
  std::array<ChartWidget*, 4> charts_{};
  ElidedLabel* name_ = nullptr;
  QPushButton* live_ = nullptr;
  QComboBox* shape_ = nullptr;
  QComboBox* device_ = nullptr;
  QComboBox* occupancy_ = nullptr;
  SegmentedControl* figure_ = nullptr;
};

}  // namespace attnscope

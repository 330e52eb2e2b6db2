// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Roofline page: the points that Explore shows under the roofs of their device, and what bounds the one
// that is selected, there as here.
#pragma once

#include <string>

#include "ui/views/page.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace attnscope {

class ElidedLabel;
class RooflineView;

class RooflinePage : public Page {
  Q_OBJECT
 public:
  explicit RooflinePage(const PageParts& parts, QWidget* parent = nullptr);
  ~RooflinePage() override;

  RooflineView& view() { return *view_; }
  bool is_settled() const override;
  /// The device whose points are shown; empty where there is no run.
  std::string device() const;

 private:
  void fill_devices();
  void rebuild();
  void choose(int mark);
  void update_button();

  RunLibrary& library_;
  RunDisplay& display_;
  SweepControl& sweeps_;
  MeasureGate& gate_;
  QLabel* title_ = nullptr;
  QLabel* subtitle_ = nullptr;
  QLabel* bound_ = nullptr;
  QLabel* origin_ = nullptr;
  QLabel* empty_ = nullptr;
  ElidedLabel* words_ = nullptr;
  RooflineView* view_ = nullptr;
  QComboBox* devices_ = nullptr;
  QPushButton* measure_ = nullptr;
  QPushButton* explore_ = nullptr;
};

}  // namespace attnscope

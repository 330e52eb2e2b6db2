// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Advice page: which implementation to use at which lengths for the shape and device that Explore shows,
// each statement with the points it rests on.
#pragma once

#include <string>
#include <vector>

#include "ui/views/page.h"

class QComboBox;
class QLabel;
class QVBoxLayout;

namespace attnscope {

struct AdviceCard;

class AdvicePage : public Page {
  Q_OBJECT
 public:
  explicit AdvicePage(const PageParts& parts, QWidget* parent = nullptr);

 private:
  void fill_choices();
  void rebuild();
  QWidget* build_card(const AdviceCard& card);

  RunDisplay& display_;
  QLabel* title_ = nullptr;
  QLabel* subtitle_ = nullptr;
  QComboBox* devices_ = nullptr;
  QComboBox* shapes_ = nullptr;
  QVBoxLayout* cards_ = nullptr;
};

}  // namespace attnscope

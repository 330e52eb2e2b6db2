// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The samples of a point as a small histogram, with least, median and greatest written under it.
#pragma once

#include <QString>
#include <QWidget>
#include <vector>

namespace attnscope {

class SamplesView : public QWidget {
  Q_OBJECT
 public:
  SamplesView(std::vector<double> samples_us, const QString& implementation, QWidget* parent = nullptr);

  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::vector<double> samples_us_;
  std::vector<int> counts_;
  QString implementation_;
};

}  // namespace attnscope

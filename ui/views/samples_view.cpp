// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/samples_view.h"

#include <QPainter>
#include <algorithm>

#include "ui/theme/theme.h"

namespace attnscope {
namespace {

constexpr int bars = 14;
constexpr int usual_height = 48;

}  // namespace

SamplesView::SamplesView(std::vector<double> samples_us, const QString& implementation, QWidget* parent)
    : QWidget(parent), samples_us_(std::move(samples_us)), counts_(bars, 0), implementation_(implementation) {
  std::sort(samples_us_.begin(), samples_us_.end());
  if (!samples_us_.empty()) {
    const double low = samples_us_.front();
    const double width = std::max(1e-9, samples_us_.back() - low) / bars;
    for (const double sample : samples_us_) {
      ++counts_[static_cast<std::size_t>(std::clamp(static_cast<int>((sample - low) / width), 0, bars - 1))];
    }
  }
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(&Theme::instance(), &Theme::changed, this, [this] { update(); });
}

QSize SamplesView::sizeHint() const {
  return {200, usual_height};
}

void SamplesView::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Theme& theme = Theme::instance();
  const double floor = this->height() - 1.0;
  painter.setPen(QPen(theme.colors().line, 1));
  painter.drawLine(QPointF(0, floor - 0.5), QPointF(width(), floor - 0.5));
  const int most = *std::max_element(counts_.begin(), counts_.end());
  if (most == 0) {
    return;
  }
  const double step = static_cast<double>(width()) / bars;
  painter.setPen(Qt::NoPen);
  painter.setBrush(blended(theme.implementation(implementation_), theme.colors().panel, 0.75));
  for (int bar = 0; bar < bars; ++bar) {
    const double tall = (floor - 2) * counts_[static_cast<std::size_t>(bar)] / most;
    painter.drawRect(QRectF(bar * step + 1.5, floor - 1 - tall, step - 3, tall));
  }
}

}  // namespace attnscope

// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/charts/drag_timing.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QMouseEvent>
#include <algorithm>
#include <ctime>
#include <functional>

#include "ui/charts/chart_widget.h"

namespace attnscope {
namespace {

double processor_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

std::vector<double> time_frames(int frames, const std::function<void(int)>& frame) {
  std::vector<double> times;
  for (int number = 0; number < frames; ++number) {
    const double start = processor_ms();
    frame(number);
    QCoreApplication::processEvents();
    times.push_back(processor_ms() - start);
  }
  return times;
}

void send_mouse(QWidget& widget, QEvent::Type type, const QPointF& at, Qt::MouseButton button) {
  QMouseEvent event(type, at, widget.mapToGlobal(at), type == QEvent::MouseMove ? Qt::NoButton : button,
                    button, Qt::NoModifier);
  QCoreApplication::sendEvent(&widget, &event);
}

}  // namespace

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

FourCharts::FourCharts(const ChartSpec& spec) {
  window_.resize(856, 620);  // what a window of 1440 by 900 leaves for charts
  auto* grid = new QGridLayout(&window_);
  for (std::size_t index = 0; index < charts_.size(); ++index) {
    charts_[index] = new ChartWidget;
    charts_[index]->setSpec(spec);
    grid->addWidget(charts_[index], static_cast<int>(index) / 2, static_cast<int>(index) % 2);
  }
  for (ChartWidget* other : {charts_[1], charts_[2], charts_[3]}) {
    QObject::connect(charts_[0], &ChartWidget::lengthRangeChanged, other, &ChartWidget::setLengthRange);
  }
  window_.show();
  QCoreApplication::processEvents();
}

std::vector<double> FourCharts::drag(int frames) {
  for (ChartWidget* chart : charts_) {
    chart->setLengthRange(700, 50000);
  }
  ChartWidget& dragged = *charts_[0];
  const QPointF start(200, 150);
  send_mouse(dragged, QEvent::MouseButtonPress, start, Qt::LeftButton);
  send_mouse(dragged, QEvent::MouseMove, start + QPointF(12, 0), Qt::LeftButton);
  QCoreApplication::processEvents();
  const std::vector<double> times = time_frames(frames, [&](int frame) {
    send_mouse(dragged, QEvent::MouseMove, start + QPointF(frame % 20 - 10, 0), Qt::LeftButton);
  });
  send_mouse(dragged, QEvent::MouseButtonRelease, start, Qt::LeftButton);
  return times;
}

std::vector<double> FourCharts::hover(int frames) {
  return time_frames(frames, [&](int frame) {
    send_mouse(*charts_[0], QEvent::MouseMove, QPointF(80 + frame % 200, 150), Qt::NoButton);
  });
}

std::vector<double> FourCharts::repaint(int frames) {
  return time_frames(frames, [&](int frame) {
    for (ChartWidget* chart : charts_) {
      chart->setSelectedLength(frame % 2 == 0 ? 4096 : 8192);
    }
  });
}

}  // namespace attnscope

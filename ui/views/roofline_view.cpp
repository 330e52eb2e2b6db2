// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/roofline_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <cmath>

#include "profiler/session/run_csv.h"
#include "ui/theme/theme.h"
#include "ui/views/copy_actions.h"
#include "ui/views/roofline_drawing.h"
#include "ui/views/roofline_labels.h"

namespace attnscope {
namespace {

constexpr double left_room = 62;
constexpr double bottom_room = 42;
constexpr double top_room = 22;
constexpr double right_room = 14;
constexpr double words_margin = 12;
constexpr double words_height = 22;
constexpr double pointer_reach = 14;  // of the pointer, in pixels

}  // namespace

RooflineView::RooflineView(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Roofline"));
  add_copy_actions(*this, {[this] { return chart_.marks.empty(); }, [this] { return to_image(2); },
                           [this] { return to_svg(); }, [this] { return to_csv(); }});
  connect(&Theme::instance(), &Theme::changed, this, [this] { update(); });
}

QSize RooflineView::sizeHint() const {
  return {640, 420};
}
QSize RooflineView::minimumSizeHint() const {
  return {320, 220};
}

void RooflineView::show_chart(RooflineChart chart) {
  chart_ = std::move(chart);
  current_.reset();
  emit currentChanged();
  update();
}

RooflineScale RooflineView::scale() const {
  return {chart_, QRectF(rect()).adjusted(left_room, top_room, -right_room, -bottom_room)};
}

QPointF RooflineView::position_of(std::size_t mark) const {
  return scale().position_of(chart_.marks.at(mark));
}

std::vector<RooflineView::DrawnText> RooflineView::drawn_texts() const {
  std::vector<DrawnText> texts;
  if (!chart_.marks.empty()) {
    for (const RooflineLabels::Text& text : place_labels(chart_, scale(), font(), width()).texts) {
      texts.push_back({text.text, text.rect});
    }
  }
  return texts;
}

void RooflineView::paintEvent(QPaintEvent* /*event*/) {
  if (chart_.marks.empty()) {
    return;
  }
  QPainter painter(this);
  paint_chart(painter);
  if (hasFocus()) {
    painter.setPen(QPen(Theme::instance().colors().accent, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
  }
}

/// With its words above it, which on the page are labels of their own.
void RooflineView::paint_copy(QPainter& painter) const {
  const ThemeColors& colors = Theme::instance().colors();
  painter.fillRect(QRectF(QPointF(0, 0), copy_size()), colors.panel);
  double top = words_margin;
  const auto write = [&](const QString& words, const QFont& font, const QColor& color) {
    painter.setFont(font);
    painter.setPen(color);
    const QFontMetricsF metrics(font);
    painter.drawText(QRectF(words_margin, top, width(), words_height), Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(words, Qt::ElideRight, width()));
    top += words_height;
  };
  QFont bold = font();
  bold.setBold(true);
  write(chart_.title, bold, colors.text);
  write(chart_.bound, font(), colors.text);
  write(chart_.subtitle, font(), colors.secondary);
  painter.setFont(font());
  painter.translate(words_margin, top);
  paint_chart(painter);
}

QSizeF RooflineView::copy_size() const {
  return {width() + 2 * words_margin, height() + 2 * words_margin + 3 * words_height};
}

QImage RooflineView::to_image(double scale) const {
  return painted_image(copy_size(), scale, [this](QPainter& painter) { paint_copy(painter); });
}

QByteArray RooflineView::to_svg() const {
  return painted_svg(copy_size(), chart_.title, [this](QPainter& painter) { paint_copy(painter); });
}

QString RooflineView::to_csv() const {
  const auto cell = [](const QString& words) { return QString::fromUtf8(csv_cell(words.toStdString())); };
  QString csv = QStringLiteral("series,seqlen,flop_per_byte,tflops\n");
  for (const RooflineMark& mark : chart_.marks) {
    csv += QStringLiteral("%1,%2,%3,%4\n")
               .arg(cell(mark.implementation))
               .arg(mark.seqlen)
               .arg(mark.intensity, 0, 'g', 9)
               .arg(mark.tflops, 0, 'g', 9);
  }
  for (const RooflineRoof& roof : chart_.roofs) {
    csv += QStringLiteral("%1,,,%2\n").arg(cell(roof.label)).arg(roof.tflops, 0, 'g', 9);
  }
  if (chart_.slope) {
    csv += QStringLiteral("%1,,,\n").arg(cell(chart_.slope->label));
  }
  return csv;
}

void RooflineView::paint_chart(QPainter& painter) const {
  const RooflineScale scale = this->scale();
  draw_roofline(painter, chart_, scale, place_labels(chart_, scale, font(), width()), current_);
}

std::optional<std::size_t> RooflineView::mark_at(const QPointF& position) const {
  std::optional<std::size_t> nearest;
  double least = pointer_reach * pointer_reach;
  const RooflineScale scale = this->scale();
  for (std::size_t index = 0; index < chart_.marks.size(); ++index) {
    const QPointF off = scale.position_of(chart_.marks[index]) - position;
    const double distance = QPointF::dotProduct(off, off);
    if (distance <= least) {
      least = distance;
      nearest = index;
    }
  }
  return nearest;
}

void RooflineView::set_current(std::optional<std::size_t> mark) {
  if (mark == current_) {
    return;
  }
  current_ = mark;
  emit currentChanged();
  update();
}

QString RooflineView::current_words() const {
  return current_ ? chart_.marks[*current_].words : QString();
}

void RooflineView::mouseMoveEvent(QMouseEvent* event) {
  set_current(mark_at(event->position()));
}

void RooflineView::mousePressEvent(QMouseEvent* event) {
  const auto mark = mark_at(event->position());
  if (event->button() == Qt::LeftButton && mark) {
    emit pointChosen(static_cast<int>(*mark));
  }
}

void RooflineView::leaveEvent(QEvent* /*event*/) {
  if (!hasFocus()) {
    set_current(std::nullopt);
  }
}

void RooflineView::keyPressEvent(QKeyEvent* event) {
  if (chart_.marks.empty()) {
    return QWidget::keyPressEvent(event);
  }
  const std::size_t count = chart_.marks.size();
  const std::size_t here = current_.value_or(chart_.selected.value_or(0));
  const auto same_series = [this](std::size_t left, std::size_t right) {
    return chart_.marks[left].implementation == chart_.marks[right].implementation;
  };
  switch (event->key()) {
    case Qt::Key_Right:
      return set_current(here + 1 < count && same_series(here, here + 1) ? here + 1 : here);
    case Qt::Key_Left:
      return set_current(here > 0 && same_series(here, here - 1) ? here - 1 : here);
    case Qt::Key_Down:
    case Qt::Key_Up: {
      // The next series, at the length nearest to this one's.
      const bool down = event->key() == Qt::Key_Down;
      std::size_t other = here;
      while (same_series(other, here)) {
        if (down ? other + 1 == count : other == 0) {
          return set_current(here);
        }
        other = down ? other + 1 : other - 1;
      }
      std::size_t best = other;
      for (std::size_t index = 0; index < count; ++index) {
        const auto distance = [&](std::size_t mark) {
          return std::abs(chart_.marks[mark].seqlen - chart_.marks[here].seqlen);
        };
        if (same_series(index, other) && distance(index) < distance(best)) {
          best = index;
        }
      }
      return set_current(best);
    }
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
      emit pointChosen(static_cast<int>(here));
      return;
    default:
      return QWidget::keyPressEvent(event);
  }
}

bool RooflineView::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    if (current_) {
      QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), current_words().toHtmlEscaped(), this);
    } else {
      QToolTip::hideText();
    }
    return true;
  }
  if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
    update();
  }
  return QWidget::event(event);
}

}  // namespace attnscope

// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_widget.h"

#include <QApplication>
#include <QBuffer>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QJsonObject>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QSvgGenerator>
#include <QWheelEvent>
#include <cmath>

#include "ui/charts/chart_description.h"
#include "ui/charts/chart_widget_private.h"
#include "ui/theme/theme.h"

namespace attnscope {

ChartWidget::ChartWidget(QWidget* parent) : QWidget(parent), private_(std::make_unique<Private>(this)) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setAccessibleName(tr("Chart"));  // the owner names it after what it charts
  private_->add_actions();
  connect(&Theme::instance(), &Theme::changed, this, [this] {
    private_->plot->use_theme();
    private_->lay_out();
    update();
  });
}

ChartWidget::~ChartWidget() = default;

void ChartWidget::setSpec(const ChartSpec& spec) {
  Private& p = *private_;
  const std::optional<PointReference> looked_at = p.same_point(spec);
  p.current.reset();
  p.plot->setSpec(spec);
  if (p.user_range) {
    p.show_range(p.axis_range(p.plot->length_range()));
  } else {
    p.plot->setLengthRange(p.plot->whole_range());
  }
  setAccessibleDescription(p.summary());
  p.lay_out();
  if (looked_at) {
    p.current = looked_at;
    p.plot->setHighlight(looked_at);
  }
  update();
}

const ChartSpec& ChartWidget::spec() const {
  return private_->plot->spec();
}

void ChartWidget::setSelectedLength(double seqlen) {
  private_->plot->setSelectedLength(seqlen);
}

void ChartWidget::setLengthRange(double low, double high) {
  if (high > low) {
    private_->show_range(private_->axis_range({low, high}));
  } else {
    private_->user_range = false;
    private_->plot->setLengthRange(private_->plot->whole_range());
  }
}

void ChartWidget::setHoveredLength(double length) {
  private_->plot->setHoveredLength(length);
}

void ChartWidget::setIsolated(const QSet<QString>& labels) {
  Private& p = *private_;
  p.plot->setIsolated(labels);
  if (p.current && p.plot->is_faint(p.current->series)) {
    p.highlight(std::nullopt, false);
  }
}

void ChartWidget::setMarkedLengths(double low, double high) {
  Private& p = *private_;
  p.has_marked = high > low;
  p.marking_from = p.has_marked ? p.marking_from : 0;
  p.plot->setMarkedRange(p.has_marked ? std::optional(QCPRange(low, high)) : std::nullopt);
}

void ChartWidget::setMarksByDrag(bool marks) {
  private_->marks_by_drag = marks;
}

void ChartWidget::setCorner(QWidget* corner) {
  corner->setParent(this);
  private_->corner = corner;
  private_->lay_out();
}

void ChartWidget::setTable(QWidget* table) {
  table->setParent(this);
  private_->table = table;
  private_->lay_out();
}

void ChartWidget::showTable(bool shown) {
  private_->shows_table = shown && private_->table;
  private_->highlight(std::nullopt, false);
  private_->lay_out();
  update();
}

bool ChartWidget::showsTable() const {
  return private_->shows_table;
}

QJsonObject ChartWidget::describe() const {
  private_->lay_out();
  private_->plot->refresh();
  const QRect card(mapTo(window(), QPoint(0, 0)), size());
  return describe_chart(*private_->plot, private_->header, card, private_->plot->pos());
}

QImage ChartWidget::toImage(double scale) const {
  QImage image((QSizeF(size()) * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(scale);
  image.fill(Qt::transparent);
  private_->paint_all(image, QCPPainter::pmNoCaching);
  return image;
}

QByteArray ChartWidget::toSvg() const {
  QBuffer buffer;
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setSize(size());
  generator.setViewBox(rect());
  generator.setTitle(spec().title);
  generator.setDescription(spec().subtitle);
  private_->paint_all(generator, QCPPainter::pmVectorized | QCPPainter::pmNoCaching);
  return buffer.data();
}

QString ChartWidget::toCsv() const {
  return chart_csv(*private_->plot);
}

QSize ChartWidget::sizeHint() const {
  return {420, 300};
}
QSize ChartWidget::minimumSizeHint() const {
  return {320, 180};
}

void ChartWidget::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  private_->paint_card(painter);
}

void ChartWidget::resizeEvent(QResizeEvent*) {
  private_->lay_out();
}

void ChartWidget::mousePressEvent(QMouseEvent* event) {
  Private& p = *private_;
  if (event->button() != Qt::LeftButton || p.plot->is_empty() || p.plot->isHidden()) {
    return;
  }
  if (const auto label = p.plot->label_at(p.in_plot(event->position()))) {
    emit isolationRequested(*label, (event->modifiers() & Qt::ControlModifier) != 0);
    return;
  }
  p.pressed = true;
  p.dragging = false;
  p.marking = p.marks_by_drag != ((event->modifiers() & Qt::ShiftModifier) != 0);
  p.press_at = event->position();
  p.press_range = p.axis_range(p.plot->length_range());
}

void ChartWidget::mouseMoveEvent(QMouseEvent* event) {
  if (private_->pressed) {
    private_->move_pressed(event->position());
  } else {
    private_->move_free(event->position());
  }
}

void ChartWidget::mouseReleaseEvent(QMouseEvent* event) {
  Private& p = *private_;
  if (event->button() != Qt::LeftButton || !p.pressed) {
    return;
  }
  p.pressed = false;
  if (p.dragging) {
    p.dragging = false;
    unsetCursor();
  } else if (p.marking) {
    p.unmark();
  } else {
    p.pin(p.plot->nearest(p.in_plot(event->position()), chart_reach));
  }
}

void ChartWidget::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && !private_->plot->label_at(private_->in_plot(event->position()))) {
    private_->pressed = false;
    private_->show_all();
  }
}

void ChartWidget::wheelEvent(QWheelEvent* event) {
  Private& p = *private_;
  const int turned = event->angleDelta().y();
  if (turned == 0 || p.plot->is_empty() || p.plot->isHidden()) {
    event->ignore();
    return;
  }
  const double length = p.plot->length_at_pixel(p.in_plot(event->position()).x());
  p.zoom(std::exp2(-turned / 480.0), p.plot->axis_value(length));
  event->accept();
}

void ChartWidget::leaveEvent(QEvent*) {
  if (!hasFocus()) {
    private_->highlight(std::nullopt, false);
  }
}

void ChartWidget::keyPressEvent(QKeyEvent* event) {
  Private& p = *private_;
  if (p.plot->isHidden()) {
    // Keys that the table in its place has no use for.
    if (event->key() == Qt::Key_Escape) {
      emit tableDismissed();
    } else {
      QWidget::keyPressEvent(event);
    }
    return;
  }
  const double center = p.axis_range(p.plot->length_range()).center();
  const bool shift = (event->modifiers() & Qt::ShiftModifier) != 0;
  constexpr double zoom_step = 1.25;
  constexpr int all_points = 1 << 20;
  switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right: {
      const int step = event->key() == Qt::Key_Left ? -1 : 1;
      if (shift) {
        p.extend_marked(step);
      } else {
        p.walk(step, 0);
      }
      return;
    }
    case Qt::Key_I:
      p.isolate_current(shift);
      return;
    case Qt::Key_Home:
      p.walk(-all_points, 0);
      return;
    case Qt::Key_End:
      p.walk(all_points, 0);
      return;
    case Qt::Key_Up:
      p.walk(0, -1);
      return;
    case Qt::Key_Down:
      p.walk(0, 1);
      return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
      p.pin(p.current);
      return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      p.zoom(1 / zoom_step, center);
      return;
    case Qt::Key_Minus:
      p.zoom(zoom_step, center);
      return;
    case Qt::Key_Escape:
      if (p.has_marked) {
        p.unmark();
        return;
      }
      if (p.current) {
        p.highlight(std::nullopt, true);
        return;
      }
      emit isolationRequested({}, false);
      return;
    default:
      break;
  }
  QWidget::keyPressEvent(event);
}

void ChartWidget::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  update();
}

void ChartWidget::focusOutEvent(QFocusEvent* event) {
  private_->highlight(std::nullopt, false);
  QWidget::focusOutEvent(event);
  update();
}

void ChartWidget::contextMenuEvent(QContextMenuEvent* event) {
  QMenu menu(this);
  menu.addActions(actions());
  menu.exec(event->globalPos());
}

bool ChartWidget::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    // Over a shortened title: the whole of it.
    const auto* help = static_cast<QHelpEvent*>(event);
    if (private_->header.is_shortened() && help->pos().y() < private_->header.height()) {
      private_->show_tool_tip(private_->in_plot(help->pos()),
                              spec().title + QLatin1Char('\n') + spec().subtitle);
    }
    return true;
  }
  return QWidget::event(event);
}

}  // namespace attnscope

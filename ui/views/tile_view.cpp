// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/tile_view.h"

#include <QFontMetricsF>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"
#include "ui/views/copy_actions.h"

namespace attnscope {
namespace {

constexpr double tile_view_frame = 3;
constexpr double room_for_name = 15;
constexpr double room_for_ticks = 16;
constexpr double widest_tick = 34;
constexpr double least_height_for_axes = 100;
constexpr double pixels_a_tick_across = 90;
constexpr double pixels_a_tick_down = 56;
constexpr double most_tile_zoom = 2000;
constexpr double copy_title_height = 28;
constexpr double copy_margin = 12;

/// Keeps a part of that size within 0 to 1.
QRectF within_whole(QRectF part) {
  part.moveLeft(std::clamp(part.left(), 0.0, 1 - part.width()));
  part.moveTop(std::clamp(part.top(), 0.0, 1 - part.height()));
  return part;
}

}  // namespace

double round_step(double wanted) {
  const double power = std::pow(10, std::floor(std::log10(std::max(wanted, 1e-12))));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= wanted) {
      return factor * power;
    }
  }
  return 10 * power;
}

TileView::TileView(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  add_copy_actions(*this, {[this] { return is_empty(); }, [this] { return to_image(2); },
                           [this] { return to_svg(); }, [this] { return to_csv(); }});
  connect(&Theme::instance(), &Theme::changed, this, [this] {
    kept_ = {};
    update();
  });
}

void TileView::contents_changed() {
  empty_ = false;
  part_ = {0, 0, 1, 1};
  kept_ = {};
  set_current_item(std::nullopt);
  update();
}

void TileView::show_nothing() {
  forget();
  contents_changed();
  empty_ = true;
}

void TileView::set_title(const QString& title) {
  title_ = title;
}

QString TileView::current_words() const {
  return current_ && !empty_ ? words_of(*current_) : QString();
}

void TileView::set_current_item(std::optional<std::int64_t> item) {
  if (item == current_) {
    return;
  }
  current_ = item;
  if (current_ && part_.width() < 1) {
    // A tile that keys lead to is brought into view.
    const QRectF tile = rect_of(*current_);
    QRectF part = part_;
    if (!part.intersects(tile)) {
      part.moveCenter(zooms_down() ? tile.center() : QPointF(tile.center().x(), part.center().y()));
      zoom_to(within_whole(part));
    }
  }
  emit currentChanged();
  update();
}

QRectF TileView::area_in(const QRectF& all) const {
  const QRectF inner = all.adjusted(tile_view_frame, tile_view_frame, -tile_view_frame, -tile_view_frame);
  if (empty_ || all.height() < least_height_for_axes) {
    return inner;
  }
  return inner.adjusted(room_for_name + widest_tick, 0, 0, -room_for_ticks - room_for_name);
}

std::optional<std::int64_t> TileView::item_under(const QPointF& position) const {
  const Plot where = plot();
  if (empty_ || !where.area.contains(position)) {
    return std::nullopt;
  }
  return item_at({part_.left() + (position.x() - where.area.left()) / where.area.width() * part_.width(),
                  part_.top() + (position.y() - where.area.top()) / where.area.height() * part_.height()});
}

void TileView::zoom_to(const QRectF& part) {
  QRectF wanted = part.intersected({0, 0, 1, 1});
  if (!zooms_down()) {
    wanted.setTop(0);
    wanted.setBottom(1);
  }
  if (wanted == part_ || std::min(wanted.width(), wanted.height()) < 1 / most_tile_zoom) {
    return;
  }
  part_ = wanted;
  kept_ = {};
  update();
}

/// `part`: which place of the area stays where it is, 0 to 1.
void TileView::zoom_around(const QPointF& part, double factor) {
  const double width = std::min(1.0, part_.width() * factor);
  const double height = zooms_down() ? std::min(1.0, part_.height() * factor) : 1.0;
  const QPointF fixed(part_.left() + part.x() * part_.width(), part_.top() + part.y() * part_.height());
  zoom_to(within_whole({fixed.x() - part.x() * width, fixed.y() - part.y() * height, width, height}));
}

void TileView::draw_axes(QPainter& painter, const Plot& plot, const QRectF& all) const {
  if (plot.area.left() - all.left() < widest_tick) {
    return;
  }
  painter.setFont(caption_font());
  painter.setPen(Theme::instance().colors().secondary);
  const QFontMetricsF metrics(caption_font());
  const Axis across = axis(Qt::Horizontal, part_.left(), part_.right(),
                           static_cast<int>(plot.area.width() / pixels_a_tick_across));
  const double line = plot.area.bottom() + 3;
  for (const Tick& tick : across.ticks) {
    const double width = metrics.horizontalAdvance(tick.text) + 2;
    const double left = std::clamp(plot.x(tick.at) - width / 2, plot.area.left(), all.right() - width);
    painter.drawText(QRectF(left, line, width, room_for_ticks), Qt::AlignHCenter | Qt::AlignTop, tick.text);
  }
  painter.drawText(QRectF(plot.area.left(), line + room_for_ticks - 3, plot.area.width(), room_for_name),
                   Qt::AlignHCenter | Qt::AlignVCenter, across.name);
  const Axis down = axis(Qt::Vertical, part_.top(), part_.bottom(),
                         static_cast<int>(plot.area.height() / pixels_a_tick_down));
  for (const Tick& tick : down.ticks) {
    const double height = metrics.height();
    const double top =
        std::clamp(plot.y(tick.at) - height / 2, plot.area.top() - 2, plot.area.bottom() - height + 2);
    painter.drawText(QRectF(plot.area.left() - widest_tick - 5, top, widest_tick, height),
                     Qt::AlignRight | Qt::AlignVCenter, tick.text);
  }
  painter.save();
  painter.translate(all.left() + tile_view_frame, plot.area.center().y());
  painter.rotate(-90);
  painter.drawText(QRectF(-plot.area.height() / 2, 0, plot.area.height(), room_for_name),
                   Qt::AlignHCenter | Qt::AlignTop, down.name);
  painter.restore();
}

void TileView::paintEvent(QPaintEvent* /*event*/) {
  if (empty_) {
    return;
  }
  QPainter painter(this);
  const Plot where = plot();
  const ThemeColors& colors = Theme::instance().colors();
  const QSize pixels = (where.area.size() * devicePixelRatioF()).toSize().expandedTo({1, 1});
  if (kept_.size() != pixels) {
    kept_ = draw_tiles(pixels, part_);
  }
  painter.drawImage(where.area, kept_);
  painter.setClipRect(where.area);
  draw_lines(painter, where);
  painter.setBrush(Qt::NoBrush);
  if (current_) {
    constexpr double least = 5;  // small tiles are marked by something that can be seen
    QRectF marked = where.rect(rect_of(*current_));
    const double more_x = std::max(0.0, least - marked.width()) / 2;
    const double more_y = std::max(0.0, least - marked.height()) / 2;
    painter.setPen(QPen(colors.text, 2));
    painter.drawRect(marked.adjusted(-more_x, -more_y, more_x, more_y));
  }
  painter.setClipping(false);
  const bool focused = hasFocus() && !current_;
  painter.setPen(QPen(focused ? colors.accent : colors.line, focused ? 2 : 1));
  painter.drawRect(where.area);
  draw_axes(painter, where, rect());
}

void TileView::paint_copy(QPainter& painter, bool vectors) const {
  const ThemeColors& colors = Theme::instance().colors();
  const QRectF all(rect());
  painter.fillRect(
      QRectF(0, 0, all.width() + 2 * copy_margin, all.height() + copy_title_height + copy_margin),
      colors.panel);
  painter.setFont(heading_font());
  painter.setPen(colors.text);
  painter.drawText(QRectF(copy_margin, 0, all.width(), copy_title_height), Qt::AlignLeft | Qt::AlignVCenter,
                   QFontMetricsF(heading_font()).elidedText(title_, Qt::ElideRight, all.width()));
  painter.translate(copy_margin, copy_title_height);
  const Plot where = plot();
  painter.setClipRect(where.area);
  if (!vectors || !draw_shapes(painter, where)) {
    painter.drawImage(where.area, draw_tiles((where.area.size() * 2).toSize().expandedTo({1, 1}), part_));
  }
  draw_lines(painter, where);
  painter.setClipping(false);
  painter.setPen(QPen(colors.line, 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(where.area);
  draw_axes(painter, where, all);
}

QImage TileView::to_image(double scale) const {
  return painted_image(copy_size(), scale, [this](QPainter& painter) { paint_copy(painter, false); });
}

QByteArray TileView::to_svg() const {
  return painted_svg(copy_size(), title_, [this](QPainter& painter) { paint_copy(painter, true); });
}

QSizeF TileView::copy_size() const {
  return {width() + 2 * copy_margin, height() + copy_title_height + copy_margin};
}

void TileView::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && part_.width() < 1) {
    pressed_ = event->position();
    pressed_part_ = part_;
  }
}

void TileView::mouseMoveEvent(QMouseEvent* event) {
  if (!pressed_) {
    return set_current_item(item_under(event->position()));
  }
  const QRectF area = plot().area;
  const QPointF moved = event->position() - *pressed_;
  zoom_to(within_whole(pressed_part_.translated(-moved.x() / area.width() * part_.width(),
                                                -moved.y() / area.height() * part_.height())));
}

void TileView::mouseReleaseEvent(QMouseEvent* /*event*/) {
  pressed_.reset();
}

void TileView::mouseDoubleClickEvent(QMouseEvent* /*event*/) {
  zoom_to({0, 0, 1, 1});
}

void TileView::wheelEvent(QWheelEvent* event) {
  if (empty_) {
    return QWidget::wheelEvent(event);
  }
  const QRectF area = plot().area;
  constexpr double factor = 1.25;
  const QPointF part((event->position().x() - area.left()) / area.width(),
                     (event->position().y() - area.top()) / area.height());
  zoom_around({std::clamp(part.x(), 0.0, 1.0), std::clamp(part.y(), 0.0, 1.0)},
              event->angleDelta().y() > 0 ? 1 / factor : factor);
  event->accept();
}

void TileView::leaveEvent(QEvent* /*event*/) {
  if (!hasFocus()) {
    set_current_item(std::nullopt);
  }
}

void TileView::keyPressEvent(QKeyEvent* event) {
  if (empty_) {
    return QWidget::keyPressEvent(event);
  }
  constexpr double factor = 1.5;
  constexpr int stride = 10;
  // Around the marked tile, so that it stays in view.
  QPointF middle(0.5, 0.5);
  if (current_) {
    const QPointF tile = rect_of(*current_).center() - part_.topLeft();
    middle = {std::clamp(tile.x() / part_.width(), 0.0, 1.0),
              std::clamp(tile.y() / part_.height(), 0.0, 1.0)};
  }
  switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      return zoom_around(middle, 1 / factor);
    case Qt::Key_Minus:
      return zoom_around(middle, factor);
    case Qt::Key_0:
      return zoom_to({0, 0, 1, 1});
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Home:
    case Qt::Key_End:
      return set_current_item(
          step(current_, event->key(), event->modifiers().testFlag(Qt::ControlModifier) ? stride : 1));
    default:
      return QWidget::keyPressEvent(event);
  }
}

bool TileView::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip && !empty_) {
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const auto item = item_under(help->pos())) {
      QToolTip::showText(help->globalPos(), words_of(*item), this);
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

// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/tile_map_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/models/labels.h"
#include "ui/theme/theme.h"
#include "ui/views/coverage_image.h"
#include "ui/views/tile_colors.h"

namespace attnscope {
namespace {

constexpr double map_margin = 3;
constexpr double tile_room_for_gaps = 5;  // of a tile's side, in pixels

/// Whole and partial tiles of a pixel row, each as far as they fill it.
void add_tile_row(CoverageImage& image, int y, const TileRow& row, double scale, float weight) {
  const auto add = [&](int layer, std::int64_t first, std::int64_t end) {
    image.add(layer, y, static_cast<double>(first) * scale, static_cast<double>(end) * scale, weight);
  };
  if (row.full.empty()) {
    add(1, row.visited.first, row.visited.end);
    return;
  }
  add(1, row.visited.first, row.full.first);
  add(0, row.full.first, row.full.end);
  add(1, row.full.end, row.visited.end);
}

}  // namespace

TileMapView::TileMapView(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Tile map"));
  connect(&Theme::instance(), &Theme::changed, this, [this] {
    kept_ = {};
    update();
  });
}

QSize TileMapView::sizeHint() const {
  return {360, 300};
}
QSize TileMapView::minimumSizeHint() const {
  return {160, 110};
}

void TileMapView::show_tiles(const Problem& problem, const TileConfig& tile) {
  if (shown_ && shown_->problem == problem && shown_->tile == tile) {
    return;
  }
  shown_ = Shown{problem, tile, query_tiles_of_head(problem, tile), kv_blocks_of(problem, tile)};
  kept_ = {};
  set_current(std::nullopt);
  update();
}

void TileMapView::show_nothing() {
  shown_.reset();
  kept_ = {};
  set_current(std::nullopt);
  update();
}

QString TileMapView::current_words() const {
  return shown_ && current_ ? tile_cell_words(shown_->problem, shown_->tile, *current_) : QString();
}

void TileMapView::set_current(std::optional<TileCell> cell) {
  if (cell == current_) {
    return;
  }
  current_ = cell;
  emit currentChanged();
  update();
}

/// The grid keeps its shape where that leaves room to see it, and fills the widget otherwise.
QRectF TileMapView::grid() const {
  const QRectF all = QRectF(rect()).adjusted(map_margin, map_margin, -map_margin, -map_margin);
  if (!shown_) {
    return all;
  }
  const double shape =
      static_cast<double>(shown_->problem.kv_seqlen) / static_cast<double>(shown_->problem.query_seqlen);
  constexpr double longest_shape = 4;
  const double wanted = std::clamp(shape, 1 / longest_shape, longest_shape);
  const double width = std::min(all.width(), all.height() * wanted);
  return {all.left(), all.top(), width, width / wanted};
}

QRectF TileMapView::rect_of(const TileCell& cell) const {
  const QRectF area = grid();
  const double width = area.width() / static_cast<double>(shown_->columns);
  const double height = area.height() / static_cast<double>(shown_->rows);
  return {area.left() + static_cast<double>(cell.kv_block) * width,
          area.top() + static_cast<double>(cell.query_tile) * height, width, height};
}

std::optional<TileCell> TileMapView::cell_at(const QPointF& position) const {
  const QRectF area = grid();
  if (!shown_ || !area.contains(position)) {
    return std::nullopt;
  }
  const auto index = [](double part, std::int64_t count) {
    return std::clamp(static_cast<std::int64_t>(part * static_cast<double>(count)), std::int64_t{0},
                      count - 1);
  };
  return TileCell{index((position.y() - area.top()) / area.height(), shown_->rows),
                  index((position.x() - area.left()) / area.width(), shown_->columns)};
}

QImage TileMapView::draw(const QSize& pixels) const {
  const Shown& shown = *shown_;
  const int height = std::max(pixels.height(), 1);
  const double scale = static_cast<double>(pixels.width()) / static_cast<double>(shown.columns);
  const double rows_a_pixel = static_cast<double>(shown.rows) / height;
  CoverageImage image(pixels.width(), height, 2);
  // A long problem has more rows than pixels: some of them stand for all.
  constexpr int most_rows_a_pixel = 4;
  for (int y = 0; y < height; ++y) {
    const auto first = static_cast<std::int64_t>(y * rows_a_pixel);
    const auto end = std::max(first + 1, static_cast<std::int64_t>((y + 1) * rows_a_pixel));
    const std::int64_t step = (end - first + most_rows_a_pixel - 1) / most_rows_a_pixel;
    const std::int64_t taken = (end - first + step - 1) / step;
    for (std::int64_t row = first; row < end; row += step) {
      add_tile_row(image, y, tile_row(shown.problem, shown.tile, row), scale, 1 / static_cast<float>(taken));
    }
  }
  const TileColors colors = tile_colors();
  return image.drawn(colors.skipped, {colors.full, colors.partial});
}

void TileMapView::paintEvent(QPaintEvent* /*event*/) {
  if (!shown_) {
    return;
  }
  QPainter painter(this);
  const QRectF area = grid();
  const QSize pixels = (area.size() * devicePixelRatioF()).toSize().expandedTo({1, 1});
  if (kept_.size() != pixels) {
    kept_ = draw(pixels);
  }
  painter.drawImage(area, kept_);
  const QRectF cell = rect_of({0, 0});
  const ThemeColors& colors = Theme::instance().colors();
  if (cell.width() >= tile_room_for_gaps && cell.height() >= tile_room_for_gaps) {
    painter.setPen(QPen(colors.panel, 1));
    for (std::int64_t column = 1; column < shown_->columns; ++column) {
      const double x = area.left() + static_cast<double>(column) * cell.width();
      painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    }
    for (std::int64_t row = 1; row < shown_->rows; ++row) {
      const double y = area.top() + static_cast<double>(row) * cell.height();
      painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    }
  }
  painter.setPen(QPen(colors.line, 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(area);
  if (current_) {
    constexpr double least = 5;  // small tiles are marked by something that can be seen
    QRectF marked = rect_of(*current_);
    const double more_x = std::max(0.0, least - marked.width()) / 2;
    const double more_y = std::max(0.0, least - marked.height()) / 2;
    marked.adjust(-more_x, -more_y, more_x, more_y);
    painter.setPen(QPen(colors.text, 2));
    painter.drawRect(marked);
  }
  if (hasFocus() && !current_) {
    painter.setPen(QPen(colors.accent, 2));
    painter.drawRect(area.adjusted(-2, -2, 2, 2));
  }
}

void TileMapView::mouseMoveEvent(QMouseEvent* event) {
  set_current(cell_at(event->position()));
}

void TileMapView::leaveEvent(QEvent* /*event*/) {
  if (!hasFocus()) {
    set_current(std::nullopt);
  }
}

void TileMapView::keyPressEvent(QKeyEvent* event) {
  if (!shown_) {
    return QWidget::keyPressEvent(event);
  }
  TileCell cell = current_.value_or(TileCell{});
  const std::int64_t step = event->modifiers().testFlag(Qt::ControlModifier) ? 10 : 1;
  switch (event->key()) {
    case Qt::Key_Left:
      cell.kv_block -= step;
      break;
    case Qt::Key_Right:
      cell.kv_block += current_ ? step : 0;
      break;
    case Qt::Key_Up:
      cell.query_tile -= step;
      break;
    case Qt::Key_Down:
      cell.query_tile += current_ ? step : 0;
      break;
    case Qt::Key_Home:
      cell = {};
      break;
    case Qt::Key_End:
      cell = {shown_->rows - 1, shown_->columns - 1};
      break;
    default:
      return QWidget::keyPressEvent(event);
  }
  cell.kv_block = std::clamp(cell.kv_block, std::int64_t{0}, shown_->columns - 1);
  cell.query_tile = std::clamp(cell.query_tile, std::int64_t{0}, shown_->rows - 1);
  set_current(cell);
}

bool TileMapView::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip && shown_) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto cell = cell_at(help->pos());
    if (cell) {
      QToolTip::showText(help->globalPos(), tile_cell_words(shown_->problem, shown_->tile, *cell), this);
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

QString tile_cell_words(const Problem& problem, const TileConfig& tile, const TileCell& cell) {
  const QString where = TileMapView::tr("Query tile %1, KV block %2").arg(cell.query_tile).arg(cell.kv_block);
  const TileRow row = tile_row(problem, tile, cell.query_tile);
  const auto within = [&cell](const KeyRange& range) {
    return cell.kv_block >= range.first && cell.kv_block < range.end;
  };
  if (!within(row.visited)) {
    return TileMapView::tr("%1: skipped, the mask hides all of it").arg(where);
  }
  if (within(row.full)) {
    return TileMapView::tr("%1: computed whole, nothing is masked").arg(where);
  }
  const std::int64_t all = tile.block_m * tile.block_n;
  const auto seen = static_cast<double>(unmasked_in_tile(problem, tile, cell.query_tile, cell.kv_block));
  return TileMapView::tr("%1: partly masked, %2 % of its %3 scores count")
      .arg(where)
      .arg(100 * seen / static_cast<double>(all), 0, 'f', 0)
      .arg(count_label(all));
}

}  // namespace attnscope

// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/tile_map_view.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/models/labels.h"
#include "ui/theme/theme.h"
#include "ui/views/coverage_image.h"
#include "ui/views/tile_colors.h"

namespace attnscope {
namespace {

constexpr double tile_room_for_gaps = 5;  // of a tile's side, in pixels
constexpr std::int64_t most_shape_rows = 4096;

/// Calls `add(partial, first, end)` for the computed stretches of a row: before, within and after its whole
/// tiles.
template <typename Add>
void for_stretches(const TileRow& row, Add add) {
  if (row.full.empty()) {
    return add(true, row.visited.first, row.visited.end);
  }
  add(true, row.visited.first, row.full.first);
  add(false, row.full.first, row.full.end);
  add(true, row.full.end, row.visited.end);
}

std::int64_t length_of(const KeyRange& range) {
  return range.empty() ? 0 : range.end - range.first;
}

/// "1.5k" between "1k" and "2k", where a length by itself reads "1,536".
QString tick_label(std::int64_t at, std::int64_t step) {
  constexpr std::int64_t kilo = 1024;
  constexpr std::int64_t least_step = 256;
  const bool part = at > kilo && at % kilo != 0 && step >= least_step;
  return part ? QStringLiteral("%1k").arg(static_cast<double>(at) / kilo) : length_label(at);
}

}  // namespace

TileMapView::TileMapView(QWidget* parent) : TileView(parent) {
  setAccessibleName(tr("Tile map"));
}

QSize TileMapView::sizeHint() const {
  return {420, 300};
}
QSize TileMapView::minimumSizeHint() const {
  return {160, 110};
}

void TileMapView::show_tiles(const Problem& problem, const TileConfig& tile) {
  if (shown_ && shown_->problem == problem && shown_->tile == tile) {
    return;
  }
  shown_ = Shown{problem, tile, query_tiles_of_head(problem, tile), kv_blocks_of(problem, tile)};
  contents_changed();
}

TileCell TileMapView::cell_of(std::int64_t item) const {
  return {item / shown_->columns, item % shown_->columns};
}

std::optional<TileCell> TileMapView::current() const {
  const auto item = current_item();
  return item && shown_ ? std::optional(cell_of(*item)) : std::nullopt;
}

QImage TileMapView::draw_tiles(const QSize& pixels, const QRectF& part) const {
  const Shown& shown = *shown_;
  const int height = std::max(pixels.height(), 1);
  const double scale = pixels.width() / (static_cast<double>(shown.columns) * part.width());
  const double shift = part.left() / part.width() * pixels.width();
  const double first_row = part.top() * static_cast<double>(shown.rows);
  const double rows_a_pixel = static_cast<double>(shown.rows) * part.height() / height;
  CoverageImage image(pixels.width(), height, 2);
  // A long problem has more rows than pixels: some of them stand for all.
  constexpr int most_rows_a_pixel = 4;
  for (int y = 0; y < height; ++y) {
    const auto first = std::min(static_cast<std::int64_t>(first_row + y * rows_a_pixel), shown.rows - 1);
    const auto end =
        std::clamp(static_cast<std::int64_t>(first_row + (y + 1) * rows_a_pixel), first + 1, shown.rows);
    const std::int64_t step = (end - first + most_rows_a_pixel - 1) / most_rows_a_pixel;
    const std::int64_t taken = (end - first + step - 1) / step;
    const float weight = 1 / static_cast<float>(taken);
    for (std::int64_t row = first; row < end; row += step) {
      for_stretches(tile_row(shown.problem, shown.tile, row),
                    [&](bool partial, std::int64_t begin, std::int64_t past) {
                      image.add(partial ? 1 : 0, y, static_cast<double>(begin) * scale - shift,
                                static_cast<double>(past) * scale - shift, weight);
                    });
    }
  }
  const TileColors colors = tile_colors();
  return image.drawn(colors.skipped, {colors.full, colors.partial});
}

bool TileMapView::draw_shapes(QPainter& painter, const Plot& plot) const {
  const Shown& shown = *shown_;
  if (shown.rows > most_shape_rows) {
    return false;
  }
  const TileColors colors = tile_colors();
  painter.fillRect(plot.area, colors.skipped);
  const auto rows = static_cast<double>(shown.rows);
  const auto columns = static_cast<double>(shown.columns);
  for (std::int64_t row = 0; row < shown.rows; ++row) {
    for_stretches(
        tile_row(shown.problem, shown.tile, row), [&](bool partial, std::int64_t first, std::int64_t end) {
          const QRectF box = plot.rect({static_cast<double>(first) / columns, static_cast<double>(row) / rows,
                                        static_cast<double>(end - first) / columns, 1 / rows});
          const QRectF seen = box.intersected(plot.area);
          if (!seen.isEmpty()) {
            painter.fillRect(seen, partial ? colors.partial : colors.full);
          }
        });
  }
  return true;
}

void TileMapView::draw_lines(QPainter& painter, const Plot& plot) const {
  const auto rows = static_cast<double>(shown_->rows);
  const auto columns = static_cast<double>(shown_->columns);
  const double width = plot.area.width() / (columns * plot.part.width());
  const double height = plot.area.height() / (rows * plot.part.height());
  if (width < tile_room_for_gaps || height < tile_room_for_gaps) {
    return;
  }
  painter.setPen(QPen(Theme::instance().colors().panel, 1));
  for (auto column = static_cast<std::int64_t>(plot.part.left() * columns) + 1;
       static_cast<double>(column) < plot.part.right() * columns; ++column) {
    const double x = plot.x(static_cast<double>(column) / columns);
    painter.drawLine(QPointF(x, plot.area.top()), QPointF(x, plot.area.bottom()));
  }
  for (auto row = static_cast<std::int64_t>(plot.part.top() * rows) + 1;
       static_cast<double>(row) < plot.part.bottom() * rows; ++row) {
    const double y = plot.y(static_cast<double>(row) / rows);
    painter.drawLine(QPointF(plot.area.left(), y), QPointF(plot.area.right(), y));
  }
}

TileView::Axis TileMapView::axis(Qt::Orientation orientation, double low, double high, int most) const {
  const bool across = orientation == Qt::Horizontal;
  const double tile = across ? static_cast<double>(shown_->tile.block_n)
                             : static_cast<double>(shown_->tile.block_m) / shown_->tile.packed_heads;
  const double whole = tile * static_cast<double>(across ? shown_->columns : shown_->rows);
  // Lengths are counted in powers of two.
  const double wanted = (high - low) * whole / std::max(most, 1);
  const auto step = static_cast<std::int64_t>(std::exp2(std::ceil(std::log2(std::max(wanted, 1.0)))));
  Axis made{across ? tr("keys") : tr("queries"), {}};
  for (auto at = static_cast<std::int64_t>(std::ceil(low * whole / static_cast<double>(step))) * step;
       static_cast<double>(at) <= high * whole; at += step) {
    made.ticks.push_back({static_cast<double>(at) / whole, tick_label(at, step)});
  }
  return made;
}

std::optional<std::int64_t> TileMapView::item_at(const QPointF& whole) const {
  const auto index = [](double part, std::int64_t count) {
    return std::clamp(static_cast<std::int64_t>(part * static_cast<double>(count)), std::int64_t{0},
                      count - 1);
  };
  return index(whole.y(), shown_->rows) * shown_->columns + index(whole.x(), shown_->columns);
}

QRectF TileMapView::rect_of(std::int64_t item) const {
  const TileCell cell = cell_of(item);
  const double width = 1 / static_cast<double>(shown_->columns);
  const double height = 1 / static_cast<double>(shown_->rows);
  return {static_cast<double>(cell.kv_block) * width, static_cast<double>(cell.query_tile) * height, width,
          height};
}

QString TileMapView::words_of(std::int64_t item) const {
  return tile_cell_words(shown_->problem, shown_->tile, cell_of(item));
}

std::optional<std::int64_t> TileMapView::step(std::optional<std::int64_t> from, int key, int count) const {
  if (!from) {
    return key == Qt::Key_End ? shown_->rows * shown_->columns - 1 : 0;
  }
  TileCell cell = cell_of(*from);
  switch (key) {
    case Qt::Key_Left:
      cell.kv_block -= count;
      break;
    case Qt::Key_Right:
      cell.kv_block += count;
      break;
    case Qt::Key_Up:
      cell.query_tile -= count;
      break;
    case Qt::Key_Down:
      cell.query_tile += count;
      break;
    case Qt::Key_End:
      cell = {shown_->rows, shown_->columns};
      break;
    default:
      cell = {};
  }
  cell.kv_block = std::clamp(cell.kv_block, std::int64_t{0}, shown_->columns - 1);
  cell.query_tile = std::clamp(cell.query_tile, std::int64_t{0}, shown_->rows - 1);
  return cell.query_tile * shown_->columns + cell.kv_block;
}

QString TileMapView::to_csv() const {
  QString csv = QStringLiteral(
      "query_tile,first_query,first_kv_block,computed_blocks,whole_blocks,partial_blocks,skipped_blocks\n");
  if (!shown_) {
    return csv;
  }
  for (std::int64_t row = 0; row < shown_->rows; ++row) {
    const TileRow stretch = tile_row(shown_->problem, shown_->tile, row);
    const std::int64_t computed = length_of(stretch.visited);
    const std::int64_t whole = length_of(stretch.full);
    csv += QStringLiteral("%1,%2,%3,%4,%5,%6,%7\n")
               .arg(row)
               .arg(row * shown_->tile.block_m / shown_->tile.packed_heads)
               .arg(stretch.visited.first)
               .arg(computed)
               .arg(whole)
               .arg(computed - whole)
               .arg(shown_->columns - computed);
  }
  return csv;
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

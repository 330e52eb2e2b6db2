// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The query × key grid of one head: which tiles are computed whole, which straddle the mask, which are
// skipped.
#pragma once

#include <optional>

#include "kernels/problem/problem.h"
#include "kernels/problem/tile_config.h"
#include "ui/views/tile_view.h"

namespace attnscope {

struct TileCell {
  std::int64_t query_tile = 0;
  std::int64_t kv_block = 0;
  bool operator==(const TileCell&) const = default;
};

class TileMapView : public TileView {
  Q_OBJECT
 public:
  explicit TileMapView(QWidget* parent = nullptr);

  void show_tiles(const Problem& problem, const TileConfig& tile);
  /// The marked tile.
  std::optional<TileCell> current() const;
  QString to_csv() const override;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void forget() override { shown_.reset(); }
  QImage draw_tiles(const QSize& pixels, const QRectF& part) const override;
  bool draw_shapes(QPainter& painter, const Plot& plot) const override;
  void draw_lines(QPainter& painter, const Plot& plot) const override;
  Axis axis(Qt::Orientation orientation, double low, double high, int most) const override;
  std::optional<std::int64_t> item_at(const QPointF& whole) const override;
  QRectF rect_of(std::int64_t item) const override;
  QString words_of(std::int64_t item) const override;
  std::optional<std::int64_t> step(std::optional<std::int64_t> from, int key, int count) const override;
  bool zooms_down() const override { return true; }

 private:
  struct Shown {
    Problem problem;
    TileConfig tile;
    std::int64_t rows;
    std::int64_t columns;
  };
  TileCell cell_of(std::int64_t item) const;

  std::optional<Shown> shown_;
};

/// "Query tile 3, KV block 1: partly masked, 44 % of its 8,192 scores count".
QString tile_cell_words(const Problem& problem, const TileConfig& tile, const TileCell& cell);

}  // namespace attnscope

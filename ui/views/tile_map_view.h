// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The query × key grid of one head: which tiles are computed whole, which straddle the mask, which are
// skipped.
#pragma once

#include <QImage>
#include <QWidget>
#include <optional>

#include "kernels/problem/problem.h"
#include "kernels/problem/tile_config.h"

namespace attnscope {

struct TileCell {
  std::int64_t query_tile = 0;
  std::int64_t kv_block = 0;
  bool operator==(const TileCell&) const = default;
};

class TileMapView : public QWidget {
  Q_OBJECT
 public:
  explicit TileMapView(QWidget* parent = nullptr);

  void show_tiles(const Problem& problem, const TileConfig& tile);
  void show_nothing();
  bool is_empty() const { return !shown_; }

  std::optional<TileCell> current() const { return current_; }
  void set_current(std::optional<TileCell> cell);
  /// "Query tile 3, KV block 1: partly masked, 44 % of its 8,192 scores count". Of the current tile.
  QString current_words() const;
  /// The tile at a place in the widget.
  std::optional<TileCell> cell_at(const QPointF& position) const;
  /// The grid alone, anew, at this size: what a repaint costs where nothing can be kept.
  QImage draw(const QSize& pixels) const;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 signals:
  /// The tile under the pointer, or the one that the keys chose.
  void currentChanged();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Shown {
    Problem problem;
    TileConfig tile;
    std::int64_t rows;
    std::int64_t columns;
  };
  QRectF grid() const;
  QRectF rect_of(const TileCell& cell) const;

  std::optional<Shown> shown_;
  std::optional<TileCell> current_;
  QImage kept_;  ///< of the size last painted
};

/// "Query tile 3, KV block 1: partly masked, 44 % of its 8,192 scores count".
QString tile_cell_words(const Problem& problem, const TileConfig& tile, const TileCell& cell);

}  // namespace attnscope

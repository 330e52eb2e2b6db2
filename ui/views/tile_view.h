// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What tile map and tile timeline share: axes, the marked tile, zoom, keys and copies.
//
// Mouse: hover marks a tile, drag moves, the wheel zooms, a double click shows everything. Keys: the arrows
// walk from tile to tile (ten at a time with Ctrl), plus and minus zoom, 0 shows everything; the copy
// commands are in the context menu.
#pragma once

#include <QImage>
#include <QWidget>
#include <cstdint>
#include <optional>
#include <vector>

class QPainter;

namespace attnscope {

class TileView : public QWidget {
  Q_OBJECT
 public:
  bool is_empty() const { return empty_; }
  void show_nothing();

  /// "Query tile 3, KV block 1: computed whole, nothing is masked". Of the marked tile; else empty.
  QString current_words() const;

  /// Shows a part of it; 0 to 1 in both directions.
  void zoom_to(const QRectF& part);
  /// How much wider than at first everything is.
  double zoom() const { return 1 / part_.width(); }

  /// The tiles alone, anew, at this size: what a repaint costs where nothing can be kept.
  QImage draw(const QSize& pixels) const { return draw_tiles(pixels, part_); }

  /// Stands above copies.
  void set_title(const QString& title);
  QImage to_image(double scale) const;
  QByteArray to_svg() const;
  /// A row for each tile or row of tiles, times and counts in full.
  virtual QString to_csv() const = 0;

 signals:
  /// Another tile is marked, or none.
  void currentChanged();

 protected:
  /// A part of the whole (0 to 1 in both directions) that fills an area.
  struct Plot {
    QRectF area;
    QRectF part;
    double x(double whole) const { return area.left() + (whole - part.left()) / part.width() * area.width(); }
    double y(double whole) const { return area.top() + (whole - part.top()) / part.height() * area.height(); }
    QRectF rect(const QRectF& whole) const {
      return {QPointF(x(whole.left()), y(whole.top())), QPointF(x(whole.right()), y(whole.bottom()))};
    }
  };
  struct Tick {
    double at = 0;  ///< 0 to 1 of the whole
    QString text;
  };
  struct Axis {
    QString name;
    std::vector<Tick> ticks;
  };

  explicit TileView(QWidget* parent);

  /// To be called when other tiles are shown: everything of them, none marked.
  void contents_changed();
  std::optional<std::int64_t> current_item() const { return current_; }
  void set_current_item(std::optional<std::int64_t> item);
  std::optional<std::int64_t> item_under(const QPointF& position) const;

  virtual void forget() = 0;
  virtual QImage draw_tiles(const QSize& pixels, const QRectF& part) const = 0;
  /// The same as shapes, for SVG; false where they would be too many.
  virtual bool draw_shapes(QPainter& painter, const Plot& plot) const = 0;
  /// Lines over the tiles.
  virtual void draw_lines(QPainter& painter, const Plot& plot) const = 0;
  /// With about `most` ticks between `low` and `high`, which are parts of the whole.
  virtual Axis axis(Qt::Orientation orientation, double low, double high, int most) const = 0;
  virtual std::optional<std::int64_t> item_at(const QPointF& whole) const = 0;
  virtual QRectF rect_of(std::int64_t item) const = 0;
  virtual QString words_of(std::int64_t item) const = 0;
  /// Where an arrow, Home or End leads; `count` tiles away.
  virtual std::optional<std::int64_t> step(std::optional<std::int64_t> from, int key, int count) const = 0;
  virtual bool zooms_down() const = 0;

  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  QRectF area_in(const QRectF& all) const;
  Plot plot() const { return {area_in(rect()), part_}; }
  void zoom_around(const QPointF& part, double factor);
  void draw_axes(QPainter& painter, const Plot& plot, const QRectF& all) const;
  QSizeF copy_size() const;
  void paint_copy(QPainter& painter, bool vectors) const;

  bool empty_ = true;
  std::optional<std::int64_t> current_;
  QRectF part_{0, 0, 1, 1};
  QImage kept_;  ///< of the size and part last painted
  QString title_;
  std::optional<QPointF> pressed_;
  QRectF pressed_part_;
};

/// The smallest of 1, 2, 5, 10, 20, … that is at least `wanted`.
double round_step(double wanted);

}  // namespace attnscope

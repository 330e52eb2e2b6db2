// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/label_layout.h"

#include <QStringList>
#include <algorithm>
#include <numeric>

namespace attnscope {
namespace {

/// Labels that touch, laid out around the mean of what they want.
struct Block {
  std::size_t first = 0;
  std::size_t count = 0;
  double sum = 0;  ///< of (wanted − offset within the block)
  double start(double height, double top, double bottom) const {
    const double length = static_cast<double>(count) * height;
    return std::clamp(sum / static_cast<double>(count) - height / 2, top, std::max(top, bottom - length));
  }
};

}  // namespace

QString elided(const QString& label, const QFontMetricsF& metrics, double room) {
  const QString separator = QStringLiteral(" · ");
  QStringList parts = label.split(separator);
  for (qsizetype tries = 0; tries < parts.size(); ++tries) {
    const double excess = metrics.horizontalAdvance(parts.join(separator)) - room;
    if (excess <= 0) {
      break;
    }
    const auto longest =
        std::max_element(parts.begin(), parts.end(), [&](const QString& one, const QString& other) {
          return metrics.horizontalAdvance(one) < metrics.horizontalAdvance(other);
        });
    const double least = metrics.horizontalAdvance(QStringLiteral("m…m"));
    *longest = metrics.elidedText(*longest, Qt::ElideMiddle,
                                  std::max(least, metrics.horizontalAdvance(*longest) - excess));
  }
  return metrics.elidedText(parts.join(separator), Qt::ElideMiddle, room);
}

std::vector<double> spread(const std::vector<double>& wanted, double height, double top, double bottom) {
  std::vector<std::size_t> order(wanted.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t one, std::size_t other) { return wanted[one] < wanted[other]; });

  std::vector<Block> blocks;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    blocks.push_back({rank, 1, wanted[order[rank]]});
    while (blocks.size() > 1) {
      const Block last = blocks.back();
      Block& before = blocks[blocks.size() - 2];
      const double before_length = static_cast<double>(before.count) * height;
      if (before.start(height, top, bottom) + before_length <= last.start(height, top, bottom) + 1e-9) {
        break;
      }
      before.sum += last.sum - before_length * static_cast<double>(last.count);
      before.count += last.count;
      blocks.pop_back();
    }
  }

  std::vector<double> centers(wanted.size());
  for (const Block& block : blocks) {
    const double start = block.start(height, top, bottom);
    for (std::size_t index = 0; index < block.count; ++index) {
      centers[order[block.first + index]] = start + (static_cast<double>(index) + 0.5) * height;
    }
  }
  return centers;
}

bool crosses(const QLineF& line, const QRectF& rect) {
  if (rect.contains(line.p1()) || rect.contains(line.p2())) {
    return true;
  }
  const QLineF sides[] = {{rect.topLeft(), rect.topRight()},
                          {rect.topRight(), rect.bottomRight()},
                          {rect.bottomRight(), rect.bottomLeft()},
                          {rect.bottomLeft(), rect.topLeft()}};
  return std::any_of(std::begin(sides), std::end(sides), [&](const QLineF& side) {
    return line.intersects(side, nullptr) == QLineF::BoundedIntersection;
  });
}

std::ptrdiff_t crossings(const QRectF& rect, const Obstacles& obstacles) {
  return std::count_if(obstacles.lines.begin(), obstacles.lines.end(),
                       [&](const QLineF& line) { return crosses(line, rect); });
}

std::optional<QRectF> free_place(const std::vector<QRectF>& candidates, const QRectF& area,
                                 const Obstacles& obstacles) {
  std::optional<QRectF> best;
  std::ptrdiff_t fewest = 0;
  for (const QRectF& candidate : candidates) {
    const bool covers_text = std::any_of(obstacles.texts.begin(), obstacles.texts.end(),
                                         [&](const QRectF& text) { return text.intersects(candidate); });
    if (covers_text || !area.contains(candidate)) {
      continue;
    }
    const std::ptrdiff_t crossed = crossings(candidate, obstacles);
    if (!best || crossed < fewest) {
      best = candidate;
      fewest = crossed;
    }
  }
  return best;
}

}  // namespace attnscope

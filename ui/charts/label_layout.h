// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where labels go so that none lies on another. Pure geometry,
// and what is left of labels that are too wide.
#pragma once

#include <QFontMetricsF>
#include <QLineF>
#include <QRectF>
#include <QString>
#include <cstddef>
#include <optional>
#include <vector>

namespace attnscope {

/// Centres for labels of `height` that want the centres `wanted`: none overlaps another, all stay between
/// `top` and `bottom`, and they move as little as that allows. Answers in the order asked; there must be room
/// for all.
std::vector<double> spread(const std::vector<double>& wanted, double height, double top, double bottom);

/// `label` cut to `room` pixels: of its parts, between " · ", the longest gives way, so that the short ones
/// that tell lines apart ("GPU 1") stay.
QString elided(const QString& label, const QFontMetricsF& metrics, double room);

/// What a text must not cover: other texts never, lines if it can be avoided.
struct Obstacles {
  std::vector<QRectF> texts;
  std::vector<QLineF> lines;
};

/// The first of `candidates` that is inside `area`, free of texts and crossed by the fewest lines.
std::optional<QRectF> free_place(const std::vector<QRectF>& candidates, const QRectF& area,
                                 const Obstacles& obstacles);

/// How many of the lines pass through a rectangle.
std::ptrdiff_t crossings(const QRectF& rect, const Obstacles& obstacles);

/// Whether a segment passes through a rectangle.
bool crosses(const QLineF& line, const QRectF& rect);

}  // namespace attnscope

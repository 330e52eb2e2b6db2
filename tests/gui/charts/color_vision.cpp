// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/charts/color_vision.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace attnscope {
namespace {

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

constexpr double degrees = 3.14159265358979323846 / 180;

const Matrix& simulation(Vision vision) {
  static const std::array<Matrix, 4> matrices{{
      {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
      {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}},
      {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}},
      {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}},
  }};
  return matrices[static_cast<std::size_t>(vision)];
}

Triple times(const Matrix& matrix, const Triple& vector) {
  Triple result{};
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t column = 0; column < 3; ++column) {
      result[row] += matrix[row][column] * vector[column];
    }
  }
  return result;
}

Triple lab_of(const QColor& color, Vision vision) {
  const auto linear = [](double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
  };
  Triple seen =
      times(simulation(vision), {linear(color.redF()), linear(color.greenF()), linear(color.blueF())});
  for (double& channel : seen) {
    channel = std::clamp(channel, 0.0, 1.0);
  }
  static const Matrix to_xyz{{{0.4124564, 0.3575761, 0.1804375},
                              {0.2126729, 0.7151522, 0.0721750},
                              {0.0193339, 0.1191920, 0.9503041}}};
  const Triple xyz = times(to_xyz, seen);
  const auto f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
  const double x = f(xyz[0] / 0.95047);
  const double y = f(xyz[1]);
  const double z = f(xyz[2] / 1.08883);
  return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double hue(double a, double b) {
  const double angle = std::atan2(b, a) / degrees;
  return angle < 0 ? angle + 360 : angle;
}

}  // namespace

double color_difference(const QColor& one, const QColor& other, Vision vision) {
  const Triple first = lab_of(one, vision);
  const Triple second = lab_of(other, vision);
  const double mean_chroma = (std::hypot(first[1], first[2]) + std::hypot(second[1], second[2])) / 2;
  const double seventh = std::pow(mean_chroma, 7);
  const double stretch = 1.5 - 0.5 * std::sqrt(seventh / (seventh + std::pow(25.0, 7)));
  const double chroma1 = std::hypot(first[1] * stretch, first[2]);
  const double chroma2 = std::hypot(second[1] * stretch, second[2]);
  const double hue1 = hue(first[1] * stretch, first[2]);
  const double hue2 = hue(second[1] * stretch, second[2]);

  double turn = hue2 - hue1;
  double mean_hue = hue1 + hue2;
  if (chroma1 * chroma2 == 0) {
    turn = 0;
  } else if (std::abs(turn) <= 180) {
    mean_hue /= 2;
  } else {
    mean_hue = mean_hue < 360 ? (mean_hue + 360) / 2 : (mean_hue - 360) / 2;
    turn += turn > 0 ? -360 : 360;
  }
  const double delta_hue = 2 * std::sqrt(chroma1 * chroma2) * std::sin(turn / 2 * degrees);
  const double mean_light = (first[0] + second[0]) / 2;
  const double chroma = (chroma1 + chroma2) / 2;
  const double weight =
      1 - 0.17 * std::cos((mean_hue - 30) * degrees) + 0.24 * std::cos(2 * mean_hue * degrees) +
      0.32 * std::cos((3 * mean_hue + 6) * degrees) - 0.20 * std::cos((4 * mean_hue - 63) * degrees);
  const double off = (mean_light - 50) * (mean_light - 50);
  const double light = (second[0] - first[0]) / (1 + 0.015 * off / std::sqrt(20 + off));
  const double colorful = (chroma2 - chroma1) / (1 + 0.045 * chroma);
  const double hued = delta_hue / (1 + 0.015 * chroma * weight);
  const double power = std::pow(chroma, 7);
  const double rotation = -2 * std::sqrt(power / (power + std::pow(25.0, 7))) *
                          std::sin(60 * std::exp(-std::pow((mean_hue - 275) / 25, 2)) * degrees);
  return std::sqrt(light * light + colorful * colorful + hued * hued + rotation * colorful * hued);
}

}  // namespace attnscope

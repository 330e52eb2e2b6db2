// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The left side of the Tiles page: GPU, problem and tile to choose, and what that tile takes.
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "kernels/problem/tile_choice.h"
#include "profiler/protocol/message.h"
#include "ui/models/tile_targets.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace attnscope {

class Meter;
class NumberField;
class SegmentedControl;

class TileControls : public QWidget {
  Q_OBJECT
 public:
  explicit TileControls(QWidget* parent = nullptr);

  /// Keeps the choice where it is still there.
  void set_targets(std::vector<TileTarget> targets);
  const TileTarget* target() const;
  std::string implementation() const;
  Problem problem() const;
  /// Absent where the kernel's own tile is wanted.
  std::optional<TileChoice> choice() const;
  /// What the fields say, whether it was chosen or is the kernel's own.
  TileChoice fields() const;

  void set_problem(const Problem& problem);
  /// The device where it is here, else one of its architecture.
  void set_target(const DeviceDescription& device, const std::string& implementation);
  /// Fills the fields; `own`: with what the kernel would choose.
  void set_tile(const TileConfig& tile, bool own);

  /// What host arithmetic says at once: the shared memory, or the rule that the tile breaks.
  void show_arithmetic(const std::optional<TiledKernel>& kernel, const Result<TileConfig>& tile);
  void show_compiling();
  void show_inspection(const Inspection& inspection);
  /// Nothing is compiled on the Host CPU.
  void show_nothing_to_compile();
  void show_refusal(const QString& message);
  void show_result(const QString& text);
  /// Why measuring is impossible; empty where it is possible.
  void set_obstacle(const QString& why);

 signals:
  void changed();
  void measureRequested();

 private:
  void build_target(QVBoxLayout* column);
  void build_problem(QVBoxLayout* column);
  void build_tile(QVBoxLayout* column);
  void build_facts(QVBoxLayout* column);
  void fill_implementations();
  void edited(bool tile);
  void set_facts(const QString& registers, const QString& residency, const QString& origin);

  std::vector<TileTarget> targets_;
  bool own_ = true;
  bool filling_ = false;
  QComboBox* target_ = nullptr;
  QComboBox* implementation_ = nullptr;
  NumberField* seqlen_ = nullptr;
  NumberField* heads_ = nullptr;
  NumberField* head_dim_ = nullptr;
  NumberField* window_ = nullptr;
  SegmentedControl* dtype_ = nullptr;
  QCheckBox* causal_ = nullptr;
  NumberField* block_m_ = nullptr;
  NumberField* block_n_ = nullptr;
  NumberField* stages_ = nullptr;
  NumberField* warps_ = nullptr;
  QPushButton* own_button_ = nullptr;
  QLabel* shared_ = nullptr;
  Meter* shared_meter_ = nullptr;
  QLabel* registers_ = nullptr;
  QLabel* residency_ = nullptr;
  QLabel* origin_ = nullptr;
  QLabel* refusal_ = nullptr;
  QPushButton* measure_ = nullptr;
  QLabel* result_ = nullptr;
};

}  // namespace attnscope

// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A page of the window beside Explore. To add one: derive from Page, add a line to pages.cpp.
#pragma once

#include <QWidget>
#include <string>
#include <vector>

namespace attnscope {

class MeasureGate;
class RunDisplay;
class RunLibrary;
class RunListModel;
class SweepControl;

/// What pages are made from. All of it outlives them.
struct PageParts {
  RunLibrary& library;   ///< all runs, and their files
  RunDisplay& display;   ///< what Explore shows
  RunListModel& runs;    ///< Explore's list, with its ticks
  SweepControl& sweeps;  ///< the machine's devices, and what is being measured on them
  MeasureGate& gate;     ///< through which every measurement begins
};

class Page : public QWidget {
  Q_OBJECT
 public:
  using QWidget::QWidget;

  /// Nothing is left to compute in the background; snapshots wait for it.
  virtual bool is_settled() const { return true; }
  /// Runs of files that were dropped or opened while this page is shown. False: Explore is to show them.
  virtual bool take_runs(const std::vector<std::string>& /*run_ids*/) { return false; }

 signals:
  void problem(const QString& message);      ///< for the message bar
  void exploreRequested(const QString& id);  ///< show this run in Explore
};

}  // namespace attnscope

// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The subcommands of `attnscope`, one file each. Each takes its own arguments, the subcommand's name first
// (it stands for the program's name), writes to stdout and stderr, and returns the program's exit code.
#pragma once

#include <QStringList>

namespace attnscope {

/// Exit codes of the program.
enum ExitCode {
  exit_done = 0,
  exit_check_failed = 1,
  exit_usage = 2,
  exit_failure = 3,
};

// A QCoreApplication exists while these run.
int devices_command(const QStringList& arguments);
int run_command(const QStringList& arguments);
int inspect_command(const QStringList& arguments);
int ceilings_command(const QStringList& arguments);
int runs_command(const QStringList& arguments);
int show_command(const QStringList& arguments);
int compare_command(const QStringList& arguments);
int export_command(const QStringList& arguments);
int import_command(const QStringList& arguments);
int doctor_command(const QStringList& arguments);

/// Needs the window's words, so it is there only where the window is.
int advise_command(const QStringList& arguments);
/// Makes its own QApplication on Qt's offscreen platform: `--scale` has to be known before there is one.
/// `argv` is the program's, with "snapshot" as its second element.
int snapshot_command(int argc, char** argv);
/// As snapshot_command, since charts are drawn; with "report" as the second element.
int report_command(int argc, char** argv);

/// What the program does with no display and no arguments: the default sweep on the best device, the table,
/// and
/// ./attnscope.csv.
int default_command();

}  // namespace attnscope

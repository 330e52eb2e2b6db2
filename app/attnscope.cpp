// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// attnscope: the window, or with a subcommand the same work with no display.
#include <QApplication>
#include <QCoreApplication>
#include <cstdio>
#include <map>
#include <string_view>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/display.h"
#ifdef ATTNSCOPE_HAS_WINDOW
#include "ui/views/window.h"
#endif

namespace {

constexpr char help[] =
    "Usage: attnscope [COMMAND] [options]\n"
    "\n"
    "Measures flash against standard attention on this machine's GPUs, or on its CPU.\n"
    "Without a command it opens the window. Where there is no display it measures the default sweep\n"
    "(standard, standard-eager and flash on the best device), prints the table and writes ./attnscope.csv.\n"
    "\n"
    "Commands:\n"
    "  devices   list what can be measured\n"
    "  run       measure a sweep\n"
    "  inspect   what flash takes of a GPU that need not be here: registers, shared memory, occupancy\n"
    "  ceilings  measure what a GPU's matrix product and copy reach, for rooflines\n"
    "  runs      list the saved runs\n"
    "  show      show a run's figures\n"
    "  compare   lay runs beside a base: verdicts, and what differed\n"
    "  advise    which implementation to use at which lengths, and how to switch it on\n"
    "  report    write runs as a page for people: .html, .pdf or .md\n"
    "  export    write runs to a .csv or .json file\n"
    "  import    add the runs of a database, a worker's stream or an export\n"
    "  doctor    what can be measured here, how to get what cannot, and how noisy it is\n"
    "  snapshot  draw the window into a picture and a description of it\n"
    "\n"
    "Each takes --help, --db FILE and --json. Exit codes: 0 done, 1 a check failed, 2 usage, 3 failure.\n"
    "Without a command: --db FILE opens the window on another database; a FILE is opened in it.\n";

using Command = int (*)(const QStringList&);

Command command_named(std::string_view name) {
  static const std::map<std::string_view, Command> commands{
      {"devices", attnscope::devices_command}, {"run", attnscope::run_command},
      {"inspect", attnscope::inspect_command}, {"ceilings", attnscope::ceilings_command},
      {"runs", attnscope::runs_command},       {"show", attnscope::show_command},
      {"compare", attnscope::compare_command}, {"export", attnscope::export_command},
#ifdef ATTNSCOPE_HAS_SNAPSHOT
      {"advise", attnscope::advise_command},
#endif
      {"import", attnscope::import_command},   {"doctor", attnscope::doctor_command}};
  const auto found = commands.find(name);
  return found == commands.end() ? nullptr : found->second;
}

void name_application() {
  QCoreApplication::setApplicationName(QStringLiteral("attnscope"));
  QCoreApplication::setApplicationVersion(QStringLiteral(ATTNSCOPE_VERSION));
}

int run_without_window(int argc, char** argv, Command command) {
  const QCoreApplication application(argc, argv);
  return attnscope::checked_exit_code(command(QCoreApplication::arguments().mid(1)));
}

int open_window([[maybe_unused]] int argc, [[maybe_unused]] char** argv) {
  if (!attnscope::has_display()) {
    std::fputs("attnscope: there is no display for the window; see attnscope --help\n", stderr);
    return attnscope::exit_failure;
  }
#ifdef ATTNSCOPE_HAS_WINDOW
  QApplication application(argc, argv);
  attnscope::WindowOptions options;
  const QStringList arguments = QCoreApplication::arguments();
  for (qsizetype index = 1; index < arguments.size(); ++index) {
    if (arguments[index] == QStringLiteral("--db") && index + 1 < arguments.size()) {
      options.database = arguments[++index].toStdString();
    } else {
      options.files.emplace_back(arguments[index].toStdString());
    }
  }
  return attnscope::run_window(application, options);
#else
  std::fputs("attnscope: this build has no window\n", stderr);
  return attnscope::exit_failure;
#endif
}

}  // namespace

int main(int argc, char** argv) {
  name_application();
  const std::string_view first = argc > 1 ? argv[1] : "";
  if (first == "--help" || first == "-h" || first == "help") {
    std::fputs(help, stdout);
    return attnscope::exit_done;
  }
  if (first == "--version") {
    std::puts("attnscope " ATTNSCOPE_VERSION);
    return attnscope::exit_done;
  }
#ifdef ATTNSCOPE_HAS_SNAPSHOT
  if (first == "snapshot") return attnscope::snapshot_command(argc, argv);
  if (first == "report") return attnscope::checked_exit_code(attnscope::report_command(argc, argv));
#endif
  if (const Command command = command_named(first)) return run_without_window(argc, argv, command);
  if (argc == 1 && !attnscope::has_display()) {
    return run_without_window(argc, argv, [](const QStringList&) { return attnscope::default_command(); });
  }
  const bool window_argument = first.empty() || first == "--db" || first.find('.') != std::string_view::npos;
  if (window_argument) return open_window(argc, argv);
  std::fprintf(stderr,
               "attnscope: there is no command \"%s\"; there are devices, run, inspect, ceilings, runs, "
               "show, compare, advise, report, export, import, doctor and snapshot\n",
               argv[1]);
  return attnscope::exit_usage;
}

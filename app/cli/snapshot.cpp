// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// snapshot: the real window, drawn without a display into a picture and a description of it.
#include <QAction>
#include <QApplication>
#include <QDeadlineTimer>
#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>
#include <QThread>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/invented_devices.h"
#include "profiler/session/export_runs.h"
#include "ui/models/device_watch.h"
#include "ui/models/run_display.h"
#include "ui/models/run_edits.h"
#include "ui/models/sweep_control.h"
#include "ui/theme/theme.h"
#include "ui/views/charts_panel.h"
#include "ui/views/command_palette.h"
#include "ui/views/page_stack.h"
#include "ui/views/run_dialog.h"
#include "ui/views/window.h"
#include "ui/views/window_description.h"

namespace attnscope {
namespace {

constexpr int default_width = 1440;
constexpr int default_height = 900;
constexpr int longest_side = 8192;
constexpr int longest_wait_ms = 8000;

struct Wanted {
  std::optional<std::string> run_id;
  std::vector<std::string> beside;
  QString view = QStringLiteral("main");
  QString page = explore_page;
  std::optional<std::pair<std::string, std::int64_t>> point;
  ThemeMode theme = ThemeMode::light;
  QSize size{default_width, default_height};
  QString output;
};

QStringList views() {
  return {QStringLiteral("main"),      QStringLiteral("inspector"), QStringLiteral("empty"),
          QStringLiteral("libraries"), QStringLiteral("devices"),   QStringLiteral("palette"),
          QStringLiteral("edit"),      QStringLiteral("tables"),    QStringLiteral("marked")};
}

QStringList page_names() {
  QStringList names;
  for (const PageEntry& entry : page_entries()) {
    names << entry.name;
  }
  return names;
}

/// The value of an option before there is a parser: Qt reads the scale when the application is made.
QByteArray raw_value(int argc, char** argv, const char* option) {
  const QByteArray prefix = QByteArray(option) + '=';
  for (int index = 2; index < argc; ++index) {
    const QByteArray argument(argv[index]);
    if (argument == option && index + 1 < argc) {
      return argv[index + 1];
    }
    if (argument.startsWith(prefix)) {
      return argument.mid(prefix.size());
    }
  }
  return {};
}

std::optional<QSize> size_of(const QString& text) {
  const QStringList sides = text.split('x');
  bool width_is_number = false;
  bool height_is_number = false;
  const QSize size(sides.value(0).toInt(&width_is_number), sides.value(1).toInt(&height_is_number));
  const bool sensible = sides.size() == 2 && width_is_number && height_is_number && size.width() > 0 &&
                        size.height() > 0 && size.width() <= longest_side && size.height() <= longest_side;
  return sensible ? std::optional(size) : std::nullopt;
}

/// "flash:8192"
std::optional<std::pair<std::string, std::int64_t>> point_of(const QString& text) {
  const QStringList parts = text.split(':');
  bool is_number = false;
  const qlonglong seqlen = parts.value(1).toLongLong(&is_number);
  if (parts.size() != 2 || parts[0].isEmpty() || !is_number || seqlen <= 0) {
    return std::nullopt;
  }
  return std::pair(parts[0].toStdString(), static_cast<std::int64_t>(seqlen));
}

/// The exit code where the arguments do not make sense.
std::optional<int> read(const CommandOptions& options, Wanted& wanted) {
  if (!options.value("output").isEmpty()) {
    wanted.output = options.value("output");
  } else {
    return usage_error("snapshot needs -o NAME: it writes NAME.png and NAME.json");
  }
  if (options.has("run")) {
    wanted.run_id = options.value("run").toStdString();
  }
  for (const QString& id : options.list("with")) {
    wanted.beside.push_back(id.toStdString());
  }
  if (options.has("view")) {
    wanted.view = options.value("view");
    if (!views().contains(wanted.view)) {
      return usage_error("there is no view \"" + wanted.view + "\"; there are " + views().join(", "));
    }
  }
  if (options.has("page")) {
    wanted.page = options.value("page");
    if (!page_names().contains(wanted.page)) {
      return usage_error("there is no page \"" + wanted.page + "\"; there are " + page_names().join(", "));
    }
  }
  if (options.has("point")) {
    wanted.point = point_of(options.value("point"));
    if (!wanted.point) {
      return usage_error("--point takes an implementation and a length: flash:8192");
    }
  }
  if (options.has("theme")) {
    const QString theme = options.value("theme");
    if (theme != "light" && theme != "dark") {
      return usage_error("--theme is light or dark");
    }
    wanted.theme = theme == "dark" ? ThemeMode::dark : ThemeMode::light;
  }
  if (options.has("size")) {
    const auto size = size_of(options.value("size"));
    if (!size) {
      return usage_error("--size takes WIDTHxHEIGHT in pixels: 1440x900");
    }
    wanted.size = *size;
  }
  return std::nullopt;
}

/// Lets the window do what it has begun: layout, figures of the list, the worker's answer.
void settle(MainWindow& window, bool wait_for_worker) {
  bool answered = !wait_for_worker;
  const auto on_answer = [&answered] { answered = true; };
  QObject::connect(&window.sweeps(), &SweepControl::described, &window, on_answer);
  QObject::connect(&window.sweeps(), &SweepControl::describeFailed, &window, on_answer);
  const QDeadlineTimer deadline(longest_wait_ms);
  do {
    QCoreApplication::processEvents(QEventLoop::AllEvents, 10);
    QThread::msleep(2);
  } while (!deadline.hasExpired() && (!answered || !window.is_settled()));
  QObject::disconnect(&window.sweeps(), nullptr, &window, nullptr);
  for (int round = 0; round < 5; ++round) {
    QCoreApplication::processEvents();
  }
}

int write_files(QWidget& shown, const Wanted& wanted, const MainWindow& window, bool print_json) {
  const QPixmap picture = shown.grab();
  QJsonObject description = describe_window(shown);
  description["view"] = wanted.view;
  description["page"] = wanted.page;
  description["theme"] = wanted.theme == ThemeMode::dark ? "dark" : "light";
  description["scale"] = picture.devicePixelRatio();
  description["run"] = QString::fromStdString(const_cast<MainWindow&>(window).display().run_id());
  const QString image_file = wanted.output + ".png";
  const QString text_file = wanted.output + ".json";
  if (!picture.toImage().save(image_file, "PNG")) {
    return failure(Error{ErrorKind::failed, image_file.toStdString() + " cannot be written.", 0});
  }
  if (auto written = write_atomically(text_file, QJsonDocument(description).toJson()); !written) {
    return failure(written.error());
  }
  if (print_json) {
    const QJsonObject files{{"image", image_file}, {"description", text_file}};
    print(QString::fromUtf8(QJsonDocument(files).toJson(QJsonDocument::Compact)));
  }
  return exit_done;
}

int take(const Wanted& wanted, const CommandOptions& options) {
  Theme::instance().apply(wanted.theme);
  WindowOptions window_options;
  window_options.writable = false;
  window_options.remember_layout = false;
  window_options.watch_devices = false;  // what a device is doing differs from one picture to the next
  window_options.run_id = wanted.run_id;
  window_options.beside = wanted.beside;
  window_options.database = options.database_path();
  const bool empty = wanted.view == "empty";
  const bool libraries = wanted.view == "libraries";
  const bool devices = wanted.view == "devices";
  window_options.ask_worker = !libraries && !devices;
  if (empty) {
    window_options.database = "/nonexistent/attnscope.db";
    window_options.sample_folders = {"/nonexistent"};
  }
  MainWindow window(window_options);
  window.resize(wanted.size);
  window.setAttribute(Qt::WA_DontShowOnScreen);
  window.show();
  if (libraries) {
    window.sweeps().set_description(without_libraries());
  }
  if (devices) {
    window.sweeps().set_description(four_gpus());
    for (const Telemetry& reading : readings_of_four_gpus()) window.watch().take(reading);
  }
  settle(window, window_options.ask_worker);
  if (wanted.run_id && window.display().run_id().rfind(*wanted.run_id, 0) != 0) {
    return failure(Error{ErrorKind::not_found, "there is no run " + *wanted.run_id, 0});
  }
  if (wanted.point && !window.display().pin(wanted.point->first, wanted.point->second)) {
    return failure(Error{ErrorKind::not_found, "the run has no such point", 0});
  }
  window.pages().show_page(wanted.page);
  QWidget* shown = &window;
  if (wanted.view == "inspector") {
    window.show_inspector();
  } else if (wanted.view == "tables") {
    window.charts().show_tables(true);
  } else if (wanted.view == "marked") {
    window.display().set_speed(Metric::throughput);
    window.display().set_linear_lengths(true);
    window.charts().isolate(QStringLiteral("flash"), false);
    window.charts().mark(512, 2048);
  } else if (wanted.view == "palette") {
    shown = new CommandPalette(window.palette_entries(), &window);
    shown->show();
  } else if (wanted.view == "edit") {
    if (const RunEntry* entry = window.library().entry(window.display().run_id())) {
      shown = new RunDialog(annotation_of(*entry), &window);
      shown->show();
    }
  }
  settle(window, false);
  return write_files(*shown, wanted, window, options.json());
}

}  // namespace

int snapshot_command(int argc, char** argv) {
  const QByteArray scale = raw_value(argc, argv, "--scale");
  if (!scale.isEmpty()) {
    bool is_number = false;
    const double factor = scale.toDouble(&is_number);
    if (!is_number || factor < 0.5 || factor > 8) {
      return usage_error("--scale takes a number from 0.5 to 8");
    }
    qputenv("QT_SCALE_FACTOR", scale);
  }
  qputenv("QT_QPA_PLATFORM", "offscreen");
  const QApplication application(argc, argv);
  CommandOptions options("snapshot -o NAME [options]",
                         "Draws the window into NAME.png, and what it shows into NAME.json.\n"
                         "The run is the newest one, else a sample. Views: " +
                             views().join(", ") + ".");
  options.add("run", "The run to show: an id or the beginning of one.", "ID");
  options.add("with", "Runs to lay over it or, on the Compare page, beside it.", "LIST");
  options.add("view", "What to show: " + views().join(", ") + ".", "VIEW");
  options.add("page", "The page: " + page_names().join(", ") + ".", "PAGE");
  options.add("point", "The point to pin: flash:8192.", "IMPL:LENGTH");
  options.add("theme", "light or dark.", "THEME");
  options.add("size", "Size of the window: 1440x900.", "WxH");
  options.add("scale", "Pixels per pixel, as on dense displays: 2.", "N");
  options.add("o,output", "Beginning of the names of both files.", "NAME");
  if (const auto code = options.parse(QCoreApplication::arguments().mid(1))) {
    return *code;
  }
  Wanted wanted;
  if (const auto code = read(options, wanted)) {
    return *code;
  }
  return take(wanted, options);
}

}  // namespace attnscope

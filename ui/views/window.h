// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The main window: set-up, charts, runs, inspector and status, joined.
#pragma once

#include <QMainWindow>
#include <QStringList>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

class QApplication;
class QSplitter;
class QTabWidget;

namespace attnscope {

class ChartWidget;
class ChartsPanel;
class DeviceWatch;
class InspectorPanel;
class MeasureGate;
class MessageBar;
class PageStack;
class RecentFiles;
class RunEdits;
class RunDisplay;
class RunLibrary;
class RunListModel;
class RunsPanel;
class SetupPanel;
class StatusStrip;
class SweepControl;
struct PaletteEntry;
struct WindowActions;
enum class HelpTopic;

struct WindowOptions {
  std::filesystem::path database;  ///< empty: the usual place
  bool writable = true;            ///< false: look only, create nothing (snapshots)
  bool ask_worker = true;          ///< look for devices at once
  bool remember_layout = true;
  bool watch_devices = true;                          ///< show what they are doing while nothing is measured
  std::vector<std::filesystem::path> sample_folders;  ///< empty: the usual places
  std::vector<std::filesystem::path> files;           ///< databases and streams to open
  std::optional<std::string> run_id;                  ///< to show first; a unique beginning is enough
  std::vector<std::string> beside;                    ///< runs to tick; unique beginnings are enough
};

class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  explicit MainWindow(const WindowOptions& options, QWidget* parent = nullptr);
  ~MainWindow() override;

  RunDisplay& display() { return *display_; }
  RunLibrary& library() { return *library_; }
  SweepControl& sweeps() { return *sweeps_; }
  DeviceWatch& watch() { return *watch_; }
  ChartsPanel& charts() { return *charts_; }
  PageStack& pages() { return *pages_; }
  /// Brings the inspector into view, beside the charts or as a tab, as the width allows.
  void show_inspector();
  /// The Help page at an entry; without one, at that of the page or chart that is in use.
  void show_help(std::optional<HelpTopic> topic = std::nullopt);
  /// Nothing is left to compute in the background.
  bool is_settled() const;
  /// Shows a run on the Explore page; a problem is said in the message bar.
  void show_run(const std::string& run_id);
  /// Databases, streams and exports are shown; a model's config.json sets the shape.
  void open_files(const QStringList& paths);
  /// Adds the runs of the files to the own database, and says how many were new.
  void import_files(const QStringList& paths);
  RunEdits& edits() { return *edits_; }
  /// What the command palette offers now.
  std::vector<PaletteEntry> palette_entries();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void build_layout();
  void build_actions();
  void connect_parts();
  void open_databases(const WindowOptions& options);
  void show_first_run(const WindowOptions& options);
  void place_inspector();
  void on_library_changed();
  void on_described();
  void on_sweep_changed();
  void on_page_changed();
  void watch_devices();
  void update_actions();
  void update_explore_actions();
  void update_view_actions();
  void fill_choices();
  void compute_figures();
  void run_sweep();
  void start_sweep();
  void measure_finer();
  void choose_file();
  void choose_python();
  /// Looks for implementations in this interpreter from now on; empty: the usual one.
  void use_python(const QString& python);
  void edit_run();
  void delete_run();
  void connect_edits();
  void update_edit_actions();
  void open_palette();
  void open_model(const QString& path);
  void fill_recent_files();
  void export_run();
  void show_about();
  void show_message(const QString& text);
  void save_layout() const;
  void restore_layout();
  void reset_layout();

  std::unique_ptr<RunLibrary> library_;
  std::unique_ptr<RunDisplay> display_;
  std::unique_ptr<RunEdits> edits_;
  std::unique_ptr<RecentFiles> recent_;
  std::unique_ptr<SweepControl> sweeps_;
  std::unique_ptr<DeviceWatch> watch_;
  std::unique_ptr<RunListModel> runs_model_;
  std::unique_ptr<WindowActions> actions_;
  MeasureGate* gate_ = nullptr;
  PageStack* pages_ = nullptr;
  QSplitter* columns_ = nullptr;
  QSplitter* rows_ = nullptr;
  QTabWidget* tabs_ = nullptr;
  SetupPanel* setup_ = nullptr;
  ChartsPanel* charts_ = nullptr;
  RunsPanel* runs_ = nullptr;
  InspectorPanel* inspector_ = nullptr;
  MessageBar* message_ = nullptr;
  StatusStrip* status_ = nullptr;
  bool remember_layout_ = true;
  bool watches_devices_ = true;
  bool figures_scheduled_ = false;
  bool panels_moved_ = false;  ///< since they had their usual sizes
};

/// Where layout and theme are remembered: $XDG_CONFIG_HOME/attnscope/window.ini.
QString settings_file();

/// Makes the window, shows it and runs the event loop; the program's exit code.
int run_window(QApplication& application, const WindowOptions& options);

}  // namespace attnscope

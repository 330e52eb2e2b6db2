// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/window.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QTimer>
#include <algorithm>

#include "ui/models/device_watch.h"
#include "ui/models/labels.h"
#include "ui/models/recent_files.h"
#include "ui/models/refinement.h"
#include "ui/models/run_display.h"
#include "ui/models/run_edits.h"
#include "ui/models/run_library.h"
#include "ui/models/run_list_model.h"
#include "ui/models/sweep_control.h"
#include "ui/theme/theme.h"
#include "ui/views/charts_panel.h"
#include "ui/views/command_palette.h"
#include "ui/views/help_page.h"
#include "ui/views/inspector_panel.h"
#include "ui/views/measure_gate.h"
#include "ui/views/message_bar.h"
#include "ui/views/page_stack.h"
#include "ui/views/parts.h"
#include "ui/views/runs_panel.h"
#include "ui/views/setup_panel.h"
#include "ui/views/status_strip.h"
#include "ui/views/window_actions.h"

namespace attnscope {
namespace {

constexpr int figures_pause_ms = 20;

}  // namespace

MainWindow::MainWindow(const WindowOptions& options, QWidget* parent)
    : QMainWindow(parent),
      library_(std::make_unique<RunLibrary>()),
      display_(std::make_unique<RunDisplay>(*library_)),
      edits_(std::make_unique<RunEdits>(*library_)),
      recent_(std::make_unique<RecentFiles>(options.remember_layout ? settings_file() : QString())),
      sweeps_(std::make_unique<SweepControl>(*library_)),
      watch_(std::make_unique<DeviceWatch>()),
      runs_model_(std::make_unique<RunListModel>()),
      actions_(std::make_unique<WindowActions>(*this)),
      remember_layout_(options.remember_layout),
      watches_devices_(options.watch_devices) {
  build_layout();
  connect_parts();
  build_actions();
  connect_edits();
  connect(actions_->palette, &QAction::triggered, this, &MainWindow::open_palette);
  fill_recent_files();
  open_databases(options);
  show_first_run(options);
  for (const std::string& beginning : options.beside) {
    runs_model_->tick(beginning);
  }
  if (remember_layout_) {
    restore_layout();
  }
  update_actions();
  if (options.ask_worker) {
    // After the first paint: starting a process takes longer than showing a window should.
    QTimer::singleShot(0, sweeps_.get(), &SweepControl::describe);
  }
}

MainWindow::~MainWindow() {
  // The parts that listen go first, and the stack that tells of its end is not listened to.
  edits_->stack().disconnect(this);
  delete centralWidget();
}

void MainWindow::open_databases(const WindowOptions& options) {
  const std::filesystem::path database =
      options.database.empty() ? default_database_path() : options.database;
  const auto opened =
      options.writable ? library_->open_own(database) : library_->open_own_read_only(database);
  if (!opened) {
    show_message(tr("%1 The sample runs can be looked at; new runs cannot be stored.")
                     .arg(to_label(opened.error().message)));
  }
  for (const auto& folder : options.sample_folders.empty() ? sample_folders() : options.sample_folders) {
    library_->add_samples(folder);
  }
  library_->refresh();
  QStringList files;
  for (const std::filesystem::path& file : options.files) {
    files << QString::fromStdString(file.string());
  }
  open_files(files);
  library_->start_polling();
}

void MainWindow::show_first_run(const WindowOptions& options) {
  const std::vector<RunEntry>& entries = library_->entries();
  if (options.run_id) {
    for (const RunEntry& entry : entries) {
      if (entry.summary.header.id.rfind(*options.run_id, 0) == 0) {
        show_run(entry.summary.header.id);
        return;
      }
    }
    show_message(tr("There is no run %1.").arg(to_label(*options.run_id)));
  }
  if (!display_->run() && !entries.empty()) {
    show_run(entries.front().summary.header.id);
  }
}

void MainWindow::connect_parts() {
  connect(library_.get(), &RunLibrary::changed, this, &MainWindow::on_library_changed);
  connect(library_.get(), &RunLibrary::problem, this, &MainWindow::show_message);
  connect(display_.get(), &RunDisplay::problem, this, &MainWindow::show_message);
  connect(display_.get(), &RunDisplay::pinChanged, this,
          [this] { inspector_->show_details(display_->details()); });
  connect(display_.get(), &RunDisplay::runChanged, this, [this] {
    runs_model_->set_current(display_->run_id());
    runs_->select(display_->run_id());
    fill_choices();
    update_actions();
  });
  connect(runs_model_.get(), &RunListModel::overlaysChanged, this, [this] {
    display_->set_overlays(runs_model_->overlays());
    fill_choices();
  });
  connect(runs_, &RunsPanel::runChosen, this, [this](const QString& id) { show_run(id.toStdString()); });
  connect(pages_, &PageStack::pageChanged, this, &MainWindow::on_page_changed);
  connect(pages_, &PageStack::problem, this, &MainWindow::show_message);
  connect(pages_, &PageStack::exploreRequested, this,
          [this](const QString& id) { show_run(id.toStdString()); });
  connect(charts_, &ChartsPanel::backToLive, this, [this] { show_run(sweeps_->run_id()); });
  connect(charts_, &ChartsPanel::refinementRequested, this, &MainWindow::measure_finer);
  connect(charts_, &ChartsPanel::adviceRequested, this,
          [this] { pages_->show_page(QStringLiteral("advice")); });
  connect(setup_, &SetupPanel::runRequested, this, &MainWindow::run_sweep);
  connect(setup_, &SetupPanel::readinessChanged, this, &MainWindow::update_actions);
  connect(status_, &StatusStrip::cancelRequested, sweeps_.get(), &SweepControl::cancel);
  connect(message_, &MessageBar::checkAgain, sweeps_.get(), &SweepControl::describe);

  connect(watch_.get(), &DeviceWatch::reported, setup_, &SetupPanel::show_reading);
  connect(watch_.get(), &DeviceWatch::interrupted, this, [this](const QString& why) {
    for (const Description::Device& device : sweeps_->description().devices) {
      setup_->show_state({device.device.uuid}, {});
    }
    status_->show_idle(why);
  });
  connect(sweeps_.get(), &SweepControl::described, this, &MainWindow::on_described);
  connect(sweeps_.get(), &SweepControl::describeFailed, this, [this](const QString& message) {
    setup_->set_obstacle(tr("Nothing can be measured: %1").arg(message));
    status_->show_idle(tr("Nothing can be measured"));
  });
  connect(sweeps_.get(), &SweepControl::problem, this, &MainWindow::show_message);
  connect(sweeps_.get(), &SweepControl::ceilingsStarted, this, &MainWindow::on_sweep_changed);
  connect(sweeps_.get(), &SweepControl::ceilingsEnded, this, [this](const QString& why_not) {
    if (!why_not.isEmpty()) {
      show_message(tr("The ceilings were not measured: %1").arg(why_not));
    }
    on_sweep_changed();
  });
  connect(gate_, &MeasureGate::begun, this, &MainWindow::watch_devices);
  connect(sweeps_.get(), &SweepControl::started, this, &MainWindow::on_sweep_changed);
  connect(sweeps_.get(), &SweepControl::progressed, this, [this] {
    status_->show_sweep(*sweeps_);
    update_actions();
  });
  connect(sweeps_.get(), &SweepControl::pointRecorded, this, [this] { library_->refresh(); });
  connect(sweeps_.get(), &SweepControl::finished, this, [this] {
    library_->refresh();
    on_sweep_changed();
  });
}

void MainWindow::build_actions() {
  connect(actions_->open, &QAction::triggered, this, &MainWindow::choose_file);
  connect(actions_->export_run, &QAction::triggered, this, &MainWindow::export_run);
  connect(actions_->copy_command, &QAction::triggered, this, [this] {
    if (const Run* run = display_->run()) {
      QApplication::clipboard()->setText(to_label(run->header.command));
    }
  });
  connect(actions_->quit, &QAction::triggered, this, &QWidget::close);
  connect(actions_->page, &QActionGroup::triggered, this,
          [this](const QAction* action) { pages_->show_page(action->data().toString()); });
  connect(actions_->run, &QAction::triggered, this, &MainWindow::run_sweep);
  connect(actions_->cancel, &QAction::triggered, sweeps_.get(), &SweepControl::cancel);
  connect(actions_->back_to_live, &QAction::triggered, this, [this] { show_run(sweeps_->run_id()); });
  connect(actions_->python, &QAction::triggered, this, &MainWindow::choose_python);
  connect(actions_->setup, &QAction::toggled, setup_, &QWidget::setVisible);
  connect(actions_->inspector, &QAction::toggled, this, &MainWindow::place_inspector);
  for (const QAction* panel : {actions_->setup, actions_->inspector}) {
    connect(panel, &QAction::toggled, this, &MainWindow::update_view_actions);
  }
  connect(display_.get(), &RunDisplay::chartsChanged, this, &MainWindow::update_view_actions);
  for (const QSplitter* splitter : {columns_, rows_}) {
    connect(splitter, &QSplitter::splitterMoved, this, [this] {
      panels_moved_ = true;
      update_view_actions();
    });
  }
  connect(actions_->inputs, &QAction::toggled, this,
          [this](bool with_inputs) { display_->set_memory_with_inputs(with_inputs); });
  connect(actions_->reset_layout, &QAction::triggered, this, &MainWindow::reset_layout);
  connect(actions_->help, &QAction::triggered, this, [this] { show_help(); });
  connect(actions_->about, &QAction::triggered, this, &MainWindow::show_about);
  connect(actions_->theme, &QActionGroup::triggered, this, [](const QAction* action) {
    Theme::instance().apply(static_cast<ThemeMode>(action->data().toInt()));
    QSettings(settings_file(), QSettings::IniFormat).setValue(QStringLiteral("theme"), action->data());
  });
  for (QAction* action : actions_->theme->actions()) {
    action->setChecked(action->data().toInt() == static_cast<int>(Theme::instance().mode()));
  }
  connect(actions_->device, &QActionGroup::triggered, this, [this](const QAction* action) {
    const QString uuid = action->data().toString();
    display_->set_only_device(uuid.isEmpty() ? std::nullopt : std::optional(uuid.toStdString()));
  });
  connect(actions_->baseline, &QActionGroup::triggered, this,
          [this](const QAction* action) { display_->set_baseline(action->data().toString().toStdString()); });
  connect(actions_->flops, &QActionGroup::triggered, this, [this](const QAction* action) {
    display_->set_flop_convention(static_cast<FlopConvention>(action->data().toInt()));
  });
}

void MainWindow::on_library_changed() {
  runs_model_->set_entries(library_->entries());
  display_->follow_library();
  update_edit_actions();
  if (!figures_scheduled_) {
    figures_scheduled_ = true;
    QTimer::singleShot(figures_pause_ms, this, &MainWindow::compute_figures);
  }
}

/// One run a turn of the event loop: loading many must not hold the window up.
void MainWindow::compute_figures() {
  figures_scheduled_ = false;
  if (const auto id = runs_model_->without_figures()) {
    if (const auto run = library_->load(*id)) {
      runs_model_->set_figures(*id, figures_of_run(*run, {}));
    } else {
      runs_model_->set_figures(*id, {});
    }
    figures_scheduled_ = true;
    QTimer::singleShot(figures_pause_ms, this, &MainWindow::compute_figures);
  }
}

void MainWindow::on_described() {
  const Description& description = sweeps_->description();
  setup_->set_description(description);
  if (const auto missing = missing_libraries(description)) {
    message_->show_fix(tr("%1 cannot be measured yet: %2.").arg(missing->gpu, missing->finding),
                       missing->fix);
  } else if (message_->shows_fix()) {
    message_->hide();
  }
  on_sweep_changed();
}

void MainWindow::on_sweep_changed() {
  const QString measuring = sweeps_->obstacle();
  setup_->set_obstacle(!measuring.isEmpty() ? measuring
                       : library_->own_problem().isEmpty()
                           ? QString()
                           : tr("Runs cannot be stored: %1").arg(library_->own_problem()));
  if (sweeps_->running()) {
    status_->show_sweep(*sweeps_);
  } else if (!measuring.isEmpty()) {
    status_->show_idle(measuring);
  } else {
    status_->show_idle(sweeps_->is_described() ? readiness_label(sweeps_->description()) : QString());
  }
  watch_devices();
  update_actions();
}

/// Watched while idle and seen; what is measured has the machine to itself.
void MainWindow::watch_devices() {
  const bool running = !sweeps_->obstacle().isEmpty();
  if (watches_devices_ && sweeps_->is_described() && !running && isVisible() && !isMinimized()) {
    watch_->start();
  } else {
    watch_->stop();
  }
  for (const Description::Device& device : sweeps_->description().devices) {
    if (const auto reading = watch_->latest(device.device.uuid)) {
      setup_->show_reading(*reading);
    } else {
      setup_->show_state({device.device.uuid}, {});
    }
  }
  if (running) {
    setup_->show_state(gate_->devices(), tr("measuring"));
  }
}

void MainWindow::update_actions() {
  const bool running = sweeps_->running();
  set_available(actions_->run, setup_->run_problem());
  set_available(actions_->cancel, running ? QString() : tr("No sweep is running"));
  const bool elsewhere = running && (!display_->shows(sweeps_->run_id()) || !pages_->shows_explore());
  set_available(actions_->back_to_live, elsewhere ? QString()
                                        : running ? tr("The live run is shown already")
                                                  : tr("No sweep is running"));
  set_available(actions_->export_run, display_->run() == nullptr ? tr("No run is shown") : QString());
  set_available(actions_->help, pages_->current() == help_page ? tr("The help is shown already") : QString());
  set_available(actions_->copy_command, display_->run() == nullptr ? tr("No run is shown")
                                        : display_->run()->header.command.empty()
                                            ? tr("The run does not say how it was started")
                                            : QString());
  charts_->offer_live(elsewhere);
  if (!running && display_->run() != nullptr) {
    const RunEntry* entry = library_->entry(display_->run_id());
    if (entry != nullptr) {
      status_->show_outcomes(entry->summary.out_of_memory, entry->summary.failed);
    }
  }
}

/// What shows only on the Explore page is offered only there.
void MainWindow::update_explore_actions() {
  const QString why_not = pages_->shows_explore() ? QString() : tr("Only on the Explore page");
  for (QAction* action : actions_->explore_only()) {
    set_available(action, why_not);
  }
  set_available(charts_->menu()->menuAction(), why_not);
  update_view_actions();
  fill_choices();
}

/// An action of Explore that would change nothing there is not offered.
void MainWindow::update_view_actions() {
  if (!pages_->shows_explore()) {
    return;
  }
  const bool inspected = actions_->inspector->isChecked();
  const bool usual = !panels_moved_ && actions_->setup->isChecked() && inspected;
  set_available(actions_->reset_layout, usual ? tr("Every panel has its usual place already") : QString());
  const Run* run = display_->run();
  const bool causal = run != nullptr && std::any_of(run->points.begin(), run->points.end(),
                                                    [](const Point& point) { return point.problem.causal; });
  const bool counts = inspected || display_->charts().time.format != ValueFormat::microseconds;
  set_available(actions_->flops_menu->menuAction(),
                !causal ? tr("No point of the run is causal")
                : !counts
                    ? tr("Nothing that is shown counts FLOPs: show the inspector, or TFLOP/s in a chart")
                    : QString());
  set_available(actions_->inputs, run == nullptr ? tr("No run is shown") : QString());
  set_available(charts_->menu()->menuAction(), run == nullptr ? tr("No run is shown") : QString());
}

void MainWindow::on_page_changed() {
  for (QAction* action : actions_->page->actions()) {
    action->setChecked(action->data().toString() == pages_->current());
  }
  update_explore_actions();
  update_edit_actions();
  update_actions();
}

/// The menus of what depends on the run: its devices and baselines.
void MainWindow::fill_choices() {
  if (!pages_->shows_explore()) {
    return;
  }
  const auto refill = [](QActionGroup* group, QMenu* menu) {
    for (QAction* action : group->actions()) {
      group->removeAction(action);
      delete action;
    }
    menu->clear();
  };
  const auto add = [](QActionGroup* group, QMenu* menu, const QString& text, const QString& choice,
                      bool checked) {
    // Names of devices and implementations come from files: text, neither keys nor markup.
    QAction* action = menu->addAction(QString(text).replace('&', QStringLiteral("&&")));
    action->setToolTip(text.toHtmlEscaped());
    action->setCheckable(true);
    action->setData(choice);
    group->addAction(action);
    action->setChecked(checked);
  };
  refill(actions_->device, actions_->device_menu);
  const auto& only = display_->options().only_device;
  add(actions_->device, actions_->device_menu, tr("All devices"), {}, !only);
  for (const DeviceDescription& device : display_->devices()) {
    add(actions_->device, actions_->device_menu, device_label(device), to_label(device.uuid),
        only == device.uuid);
  }
  set_available(actions_->device_menu->menuAction(),
                display_->devices().size() > 1 ? QString() : tr("The run has one device"));
  refill(actions_->baseline, actions_->baseline_menu);
  const std::vector<std::string> baselines = display_->baselines();
  for (const std::string& baseline : baselines) {
    add(actions_->baseline, actions_->baseline_menu, implementation_label(baseline), to_label(baseline),
        display_->options().metric.baseline == baseline);
  }
  set_available(actions_->baseline_menu->menuAction(),
                baselines.empty() ? tr("The run has nothing to lay flash beside") : QString());
}

void MainWindow::show_run(const std::string& run_id) {
  if (run_id.empty()) {
    return;
  }
  pages_->show_page(explore_page);
  if (const auto shown = display_->show(run_id); !shown) {
    show_message(to_label(shown.error().message));
  }
}

void MainWindow::run_sweep() {
  if (setup_->run_problem().isEmpty()) {
    gate_->begin(setup_->chosen_devices(), [this] { start_sweep(); });
  }
}

void MainWindow::start_sweep() {
  if (!setup_->run_problem().isEmpty()) {
    return;
  }
  const auto id = sweeps_->start(setup_->sweep());
  if (!id) {
    show_message(to_label(id.error().message));
    return;
  }
  library_->refresh();
  show_run(*id);
}

/// The marked lengths, as a run of their own whose points join those that are shown.
void MainWindow::measure_finer() {
  Sweep sweep = charts_->refinement().sweep;
  if (sweep.seqlens.empty() || !charts_->refinement().obstacle.isEmpty()) {
    return;
  }
  sweep.python = setup_->sweep().python;
  gate_->begin(sweep.device_selectors, [this, sweep, joined = display_->run_id()] {
    const auto id = sweeps_->start(sweep);
    if (!id) {
      show_message(to_label(id.error().message));
      return;
    }
    charts_->unmark();
    library_->refresh();
    display_->join(joined, *id);
    update_actions();
  });
}

void MainWindow::show_message(const QString& text) {
  message_->show_message(text);
}

bool MainWindow::is_settled() const {
  return !figures_scheduled_ && !runs_model_->without_figures() && pages_->is_settled();
}

void MainWindow::show_help(std::optional<HelpTopic> topic) {
  const QWidget* const focused = focusWidget();
  for (const QWidget* asked = focused; !topic && asked != nullptr && focused->isVisible();
       asked = asked->parentWidget()) {
    topic = help_topic_of(asked);
  }
  if (!topic) {
    topic = help_topic_of_page(pages_->current());
  }
  pages_->show_page(help_page);
  if (auto* page = qobject_cast<HelpPage*>(pages_->page()); page != nullptr && topic) {
    page->show_topic(*topic);
  }
}

}  // namespace attnscope

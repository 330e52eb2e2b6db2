// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/describe.h"
#include "app/cli/display.h"
#include "app/cli/json.h"
#include "app/cli/noise.h"

namespace attnscope {
namespace {

using Json = nlohmann::ordered_json;

/// A check, and whether measuring at all, or only some of it, needs what it looks for.
struct Finding {
  Check check;
  bool needed = false;
};

Check display_check() {
  if (has_display()) return {"display", true, "There is a display for the window.", ""};
  return {"display", false,
          "There is no display: every subcommand works without one, only the window needs it.",
          "ssh -X HOST attnscope"};
}

Check store_check(const CommandOptions& options) {
  const std::filesystem::path path = options.database_path();
  std::error_code ignored;
  // Looking must not create anything: a database that is not there yet is fine if it could be made.
  if (!std::filesystem::exists(path, ignored)) {
    std::filesystem::path folder = std::filesystem::absolute(path, ignored).parent_path();
    while (!folder.empty() && !std::filesystem::exists(folder, ignored) && folder != folder.parent_path()) {
      folder = folder.parent_path();
    }
    if (::access(folder.c_str(), W_OK) == 0) {
      return {"database", true, path.string() + " will be made by the first run.", ""};
    }
    return {"database", false, path.string() + " cannot be made: " + folder.string() + " is not writable.",
            "attnscope run --db FILE"};
  }
  auto store = Store::open(path, OpenMode::read_only);
  if (!store) return {"database", false, store.error().message, "attnscope run --db FILE"};
  const auto runs = store->runs();
  if (!runs) return {"database", false, runs.error().message, "attnscope run --db FILE"};
  if (::access(path.c_str(), W_OK) != 0) {
    return {"database", false, path.string() + " can be read but not written.",
            "chmod u+w '" + path.string() + "'"};
  }
  return {"database", true,
          path.string() + " is in order and holds " + std::to_string(runs->size()) +
              (runs->size() == 1 ? " run." : " runs."),
          ""};
}

/// What can be measured on each device: the first thing that people want to know.
Finding device_finding(const Description& description) {
  const Description::Device* cpu = nullptr;
  std::string gpus;
  for (const Description::Device& entry : description.devices) {
    if (entry.implementations.empty()) continue;
    if (entry.device.kind == DeviceKind::host_cpu) {
      cpu = &entry;
    } else {
      gpus += (gpus.empty() ? "" : ", ") + entry.device.name;
    }
  }
  if (!gpus.empty())
    return {{"devices", true, "Can be measured: " + gpus + (cpu ? ", Host CPU." : "."), ""}, true};
  if (cpu != nullptr) {
    return {{"devices", true,
             "No GPU can be measured here. The Host CPU can (" + cpu->device.name +
                 "), and the whole program works with it.",
             ""},
            true};
  }
  return {{"devices", false, "No device can be measured here.", ""}, true};
}

std::vector<Finding> examine(const CommandOptions& options) {
  std::vector<Finding> findings;
  const auto description = describe(worker_through(options.value("worker-prefix")));
  if (description) {
    findings.push_back(device_finding(*description));
    for (const Check& check : description->checks) findings.push_back({check, false});
  } else {
    findings.push_back({{"worker", false, description.error().message, "./packaging/run doctor"}, true});
  }
  findings.push_back({store_check(options), true});
  findings.push_back({display_check(), false});
  return findings;
}

QString as_text(const std::vector<Finding>& findings) {
  QString text;
  for (const Finding& finding : findings) {
    const Check& check = finding.check;
    const char* mark = check.passed ? "ok      " : (finding.needed ? "FAILED  " : "missing ");
    text += QLatin1String(mark) + QString::fromStdString(check.subject + ": " + check.finding) + '\n';
    if (!check.passed && !check.fix.empty()) {
      for (const QString& line : QString::fromStdString(check.fix).split('\n')) {
        text += QStringLiteral("            ") + line + '\n';
      }
    }
  }
  return text;
}

QString as_json(const std::vector<Finding>& findings) {
  Json checks = Json::array();
  for (const Finding& finding : findings) {
    checks.push_back({{"subject", finding.check.subject},
                      {"passed", finding.check.passed},
                      {"needed", finding.needed},
                      {"finding", finding.check.finding},
                      {"fix", finding.check.fix}});
  }
  return json_text({{"checks", checks}});
}

}  // namespace

int doctor_command(const QStringList& arguments) {
  CommandOptions options(
      "doctor [options]",
      "Says what can be measured here, and how to get what cannot.\n"
      "Exit code 1 where something that every run needs is not in order.\n"
      "With --noise it measures the same few points in several fresh workers, which takes "
      "about a minute,\nand stores how much they differ: what attnscope compare then takes "
      "for noise.");
  options.add("noise", "Measure how much runs of the same thing differ, and store it.");
  options.add("device", "With --noise: cpu, cuda:N, a UUID or all; the best by default.", "LIST");
  options.add("worker-prefix", "Examine another machine, for example through \"ssh HOST\".", "COMMAND");
  if (const auto code = options.parse(arguments)) return *code;
  if (!options.positional().isEmpty()) return usage_error("doctor takes no arguments");
  if (options.has("noise")) return measure_noise(options);
  if (options.has("device")) return usage_error("--device goes with --noise");
  const std::vector<Finding> findings = examine(options);
  print(options.json() ? as_json(findings) : as_text(findings));
  for (const Finding& finding : findings) {
    if (finding.needed && !finding.check.passed) return exit_check_failed;
  }
  return exit_done;
}

}  // namespace attnscope

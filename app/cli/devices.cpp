// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QStringList>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/describe.h"
#include "app/cli/json.h"
#include "app/cli/table.h"
#include "app/cli/words.h"
#include "profiler/session/peers.h"
#include "ui/models/device_texts.h"

namespace attnscope {
namespace {

using Json = nlohmann::ordered_json;

QString selector_of(const DeviceDescription& device) {
  return device.kind == DeviceKind::host_cpu ? QStringLiteral("cpu")
                                             : QStringLiteral("cuda:%1").arg(device.ordinal);
}

/// Says which of the peers' packages is missing, or that there is no Python to have any.
bool is_missing_peer(const Check& check) {
  return !check.passed && is_peer_check(check);
}

QString as_text(const Description& description) {
  TextTable table({"device", "name", ">memory", ">SMs/threads", "counters", "implementations", "UUID"});
  for (const Description::Device& entry : description.devices) {
    QStringList implementations;
    for (const OfferedImplementation& offered : entry.implementations) {
      implementations << QString::fromStdString(offered.name);
    }
    table.add({selector_of(entry.device), QString::fromStdString(entry.device.name),
               bytes_words(entry.device.memory_bytes), QString::number(entry.device.multiprocessors),
               entry.counters_available ? "yes" : "no", implementations.join(", "),
               QString::fromStdString(entry.device.uuid)});
  }
  QString text = table.text();
  std::vector<std::string> uuids;
  for (const Description::Device& entry : description.devices) uuids.push_back(entry.device.uuid);
  if (const auto busy = devices_in_use(description, uuids); !busy.empty()) text += in_use_label(busy) + '\n';
  for (const Check& check : description.checks) {
    if (is_missing_peer(check))
      text += QString::fromStdString("Not here: " + check.finding + ": " + check.fix) + '\n';
  }
  return text;
}

QString as_json(const Description& description) {
  Json devices = Json::array();
  for (const Description::Device& entry : description.devices) {
    const DeviceDescription& device = entry.device;
    Json implementations = Json::array();
    for (const OfferedImplementation& offered : entry.implementations) {
      implementations.push_back({{"name", offered.name}, {"description", offered.description}});
    }
    Json object{{"device", selector_of(device).toStdString()},
                {"uuid", device.uuid},
                {"kind", device.kind == DeviceKind::cuda ? "cuda" : "host_cpu"},
                {"name", device.name},
                {"memory_bytes", device.memory_bytes},
                {"free_memory_bytes", device.free_memory_bytes},
                {"multiprocessors", device.multiprocessors},
                {"counters_available", entry.counters_available},
                {"implementations", implementations}};
    if (device.compute_capability) object["compute_capability"] = *device.compute_capability;
    devices.push_back(std::move(object));
  }
  Json missing = Json::array();
  for (const Check& check : description.checks) {
    if (is_missing_peer(check)) missing.push_back({{"finding", check.finding}, {"install", check.fix}});
  }
  return json_text({{"devices", devices}, {"missing_implementations", missing}});
}

}  // namespace

int devices_command(const QStringList& arguments) {
  CommandOptions options("devices [options]",
                         "Lists the devices that can be measured, and what runs on each.");
  options.add("worker-prefix", "Ask a worker elsewhere, for example through \"ssh HOST\".", "COMMAND");
  options.add("python",
              "The interpreter whose implementations are listed too. Usual: VIRTUAL_ENV's, else python3.",
              "PATH");
  if (const auto code = options.parse(arguments)) return *code;
  if (!options.positional().isEmpty()) return usage_error("devices takes no arguments");
  const auto description = describe(worker_through(options.value("worker-prefix"), options.value("python")));
  if (!description) return failure(description.error());
  print(options.json() ? as_json(*description) : as_text(*description));
  return exit_done;
}

}  // namespace attnscope

// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QEventLoop>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/describe.h"
#include "app/cli/json.h"
#include "app/cli/table.h"
#include "profiler/session/ceilings_session.h"
#include "profiler/session/sweep.h"

namespace attnscope {
namespace {

using Json = nlohmann::ordered_json;

Result<CeilingMeasurement> measure_ceilings(const Transport& transport, const DeviceDescription& device) {
  Result<CeilingMeasurement> answer = fail(ErrorKind::failed, "the worker was not asked");
  QEventLoop loop;
  CeilingsSession session(transport, device.uuid);
  QObject::connect(&session, &CeilingsSession::measured, &loop, [&](const CeilingMeasurement& measured) {
    answer = measured;
    loop.quit();
  });
  QObject::connect(&session, &CeilingsSession::failed, &loop, [&](const QString& message) {
    answer = fail(ErrorKind::failed, device.name + ": " + message.toStdString());
    loop.quit();
  });
  session.start();
  loop.exec();
  return answer;
}

QString ceilings_text(const DeviceDescription& device, const Ceilings& figures) {
  TextTable table({"ceiling", ">measured"});
  const auto add = [&table](const char* name, const std::optional<double>& figure, double unit,
                            const char* unit_name, int decimals) {
    table.add({name, figure ? QString::number(*figure / unit, 'f', decimals) + QLatin1String(unit_name)
                            : QStringLiteral("–")});
  };
  add("matmul fp16", figures.fp16_matmul_tflops, 1, " TFLOP/s", 0);
  add("matmul bf16", figures.bf16_matmul_tflops, 1, " TFLOP/s", 0);
  add("matmul fp32", figures.fp32_matmul_tflops, 1, " TFLOP/s", 1);
  add("matmul fp8", figures.fp8_matmul_tflops, 1, " TFLOP/s", 0);
  add("copy, read + written", figures.copy_bytes_per_second, 1e12, " TB/s", 2);
  return QString::fromStdString(device.name) + '\n' + table.text();
}

Json ceilings_json(const DeviceDescription& device, const CeilingMeasurement& measurement) {
  const Ceilings& figures = measurement.figures;
  Json object{
      {"device_uuid", device.uuid}, {"device_name", device.name}, {"measured_ms", measurement.measured_ms}};
  const auto add = [&object](const char* name, const auto& figure) {
    if (figure) object[name] = *figure;
  };
  add("driver_version", figures.driver_version);
  add("fp16_matmul_tflops", figures.fp16_matmul_tflops);
  add("bf16_matmul_tflops", figures.bf16_matmul_tflops);
  add("fp32_matmul_tflops", figures.fp32_matmul_tflops);
  add("fp8_matmul_tflops", figures.fp8_matmul_tflops);
  add("copy_bytes_per_second", figures.copy_bytes_per_second);
  return object;
}

}  // namespace

int ceilings_command(const QStringList& arguments) {
  CommandOptions options(
      "ceilings [options]",
      "Measures a GPU's own limits, a large matrix product of each type and a copy, and stores\n"
      "them: the roofs that the Roofline page and what bounds a point are told by. Waits until the GPU\n"
      "has cooled; the best of short rounds with rests between them counts.");
  options.add("device", "cuda:N, a UUID or all; the best by default.", "LIST");
  options.add("worker-prefix", "Measure on another machine, for example through \"ssh HOST\".", "COMMAND");
  if (const auto code = options.parse(arguments)) return *code;
  if (!options.positional().isEmpty()) return usage_error("ceilings takes no arguments");
  const Transport transport = worker_through(options.value("worker-prefix"));
  const auto description = describe(transport);
  if (!description) return failure(description.error());
  std::vector<std::string> selectors;
  for (const QString& selector : options.list("device")) selectors.push_back(selector.toStdString());
  if (selectors.empty()) selectors = {"best"};
  const auto devices = select_devices(*description, selectors);
  if (!devices) return failure({ErrorKind::usage, devices.error().message, 0});
  auto store = options.open_for_writing();
  if (!store) return failure(store.error());

  Json documents = Json::array();
  for (const DeviceDescription& device : *devices) {
    const auto measured = measure_ceilings(transport, device);
    if (!measured) return failure(measured.error());
    if (const auto added = store->add_ceilings(*measured); !added) return failure(added.error());
    if (options.json()) {
      documents.push_back(ceilings_json(device, *measured));
    } else {
      print(ceilings_text(device, measured->figures));
    }
  }
  if (options.json()) {
    print(json_text({{"ceilings", std::move(documents)}}));
  } else {
    print(QStringLiteral("Stored in %1.\n").arg(QString::fromStdString(store->path().string())));
  }
  return exit_done;
}

}  // namespace attnscope

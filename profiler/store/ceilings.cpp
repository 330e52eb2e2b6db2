// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/store/ceilings.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include <cmath>
#include <initializer_list>
#include <optional>
#include <utility>

#include "profiler/store/columns.h"

namespace attnscope::store {
namespace {

constexpr int first_with_ceilings = 6;

/// What percentages are taken of must be a figure.
bool are_sensible(const Ceilings& figures) {
  for (const std::optional<double>& figure :
       {figures.fp16_matmul_tflops, figures.bf16_matmul_tflops, figures.fp32_matmul_tflops,
        figures.fp8_matmul_tflops, figures.copy_bytes_per_second}) {
    if (figure && !(std::isfinite(*figure) && *figure > 0)) return false;
  }
  return true;
}

}  // namespace

bool insert_ceilings(SQLite::Database& database, const CeilingMeasurement& measurement) {
  SQLite::Statement insert(database,
                           insert_into("ceilings",
                                       "device_uuid, measured_ms, driver_version, fp16_matmul_tflops, "
                                       "bf16_matmul_tflops, fp32_matmul_tflops, fp8_matmul_tflops, "
                                       "copy_bytes_per_second") +
                               " ON CONFLICT (device_uuid, measured_ms) DO NOTHING");
  const Ceilings& figures = measurement.figures;
  Binder(insert) << figures.device_uuid << measurement.measured_ms << figures.driver_version
                 << figures.fp16_matmul_tflops << figures.bf16_matmul_tflops << figures.fp32_matmul_tflops
                 << figures.fp8_matmul_tflops << figures.copy_bytes_per_second;
  return insert.exec() > 0;
}

std::vector<CeilingMeasurement> read_ceilings(SQLite::Database& database, LoadBudget& budget) {
  if (database.execAndGet("PRAGMA user_version").getInt() < first_with_ceilings) return {};
  SQLite::Statement query(database,
                          "SELECT device_uuid, measured_ms, driver_version, fp16_matmul_tflops, "
                          "bf16_matmul_tflops, fp32_matmul_tflops, fp8_matmul_tflops, copy_bytes_per_second "
                          "FROM ceilings ORDER BY measured_ms, device_uuid");
  std::vector<CeilingMeasurement> measurements;
  while (query.executeStep()) {
    CeilingMeasurement measurement;
    Ceilings& figures = measurement.figures;
    Columns(query) >> figures.device_uuid >> measurement.measured_ms >> figures.driver_version >>
        figures.fp16_matmul_tflops >> figures.bf16_matmul_tflops >> figures.fp32_matmul_tflops >>
        figures.fp8_matmul_tflops >> figures.copy_bytes_per_second;
    budget.take(sizeof(CeilingMeasurement) + figures.device_uuid.size());
    if (!are_sensible(figures)) throw Damaged("a measured ceiling is no figure");
    measurements.push_back(std::move(measurement));
  }
  return measurements;
}

}  // namespace attnscope::store

// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/store/noise.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include <cmath>
#include <cstdint>
#include <string>

#include "profiler/store/columns.h"
#include "profiler/store/schema.h"

namespace attnscope::store {
namespace {

/// A version 1 file may hold a table of that name, but it is somebody's own.
bool has_noise(SQLite::Database& database) {
  return database.execAndGet("PRAGMA user_version").getInt() >= 2;
}

/// Before version 6 nothing told points at the power limit from others.
bool tells_power_limit(SQLite::Database& database) {
  return database.execAndGet("PRAGMA user_version").getInt() >= 6;
}

/// What a verdict rests on must be a figure.
bool is_sensible(const NoiseMeasurement& measurement) {
  const auto is_figure = [](double deviation, double freedom) {
    return std::isfinite(deviation) && deviation > 0 && freedom >= 1;
  };
  return is_figure(measurement.relative_deviation, measurement.degrees_of_freedom) &&
         (!measurement.power_limited_deviation ||
          is_figure(*measurement.power_limited_deviation,
                    measurement.power_limited_degrees_of_freedom.value_or(0)));
}

std::vector<NoiseMeasurement::Point> read_points(SQLite::Database& database, std::int64_t id,
                                                 LoadBudget& budget) {
  const std::string power_limited = tells_power_limit(database) ? "power_limited" : "0";
  SQLite::Statement query(database, "SELECT median_us, relative_deviation, " + power_limited +
                                        ", implementation, " + problem_columns_of(database) +
                                        " FROM noise_points WHERE measurement_id = ? ORDER BY position");
  Binder(query) << id;
  std::vector<NoiseMeasurement::Point> points;
  while (query.executeStep()) {
    NoiseMeasurement::Point& point = points.emplace_back();
    Columns(query) >> point.median_us >> point.relative_deviation >> point.power_limited >>
        point.implementation >> point.problem;
    budget.take(sizeof(NoiseMeasurement::Point) + point.implementation.size());
  }
  return points;
}

}  // namespace

bool insert_noise(SQLite::Database& database, const NoiseMeasurement& measurement) {
  SQLite::Statement insert(database,
                           "INSERT INTO noise_measurements (device_uuid, measured_ms, processes, "
                           "relative_deviation, degrees_of_freedom, power_limited_deviation, "
                           "power_limited_degrees_of_freedom) VALUES (?, ?, ?, ?, ?, ?, ?) "
                           "ON CONFLICT (device_uuid, measured_ms) DO NOTHING");
  Binder(insert) << measurement.device_uuid << measurement.measured_ms << measurement.processes
                 << measurement.relative_deviation << measurement.degrees_of_freedom
                 << measurement.power_limited_deviation << measurement.power_limited_degrees_of_freedom;
  if (insert.exec() == 0) {
    return false;
  }
  const std::int64_t id = database.getLastInsertRowid();
  static const std::string point_sql = insert_into(
      "noise_points", "measurement_id, position, implementation, " + std::string(problem_column_names) +
                          ", median_us, relative_deviation, power_limited");
  SQLite::Statement insert_point(database, point_sql);
  for (std::size_t position = 0; position < measurement.points.size(); ++position) {
    const NoiseMeasurement::Point& point = measurement.points[position];
    insert_point.reset();
    Binder(insert_point) << id << static_cast<std::int64_t>(position) << point.implementation << point.problem
                         << point.median_us << point.relative_deviation << point.power_limited;
    insert_point.exec();
  }
  return true;
}

std::vector<NoiseMeasurement> read_noise(SQLite::Database& database, LoadBudget& budget) {
  if (!has_noise(database)) {
    return {};
  }
  const std::string power_limited = tells_power_limit(database)
                                        ? "power_limited_deviation, power_limited_degrees_of_freedom"
                                        : "NULL, NULL";
  SQLite::Statement query(database,
                          "SELECT id, device_uuid, measured_ms, processes, relative_deviation, "
                          "degrees_of_freedom, " +
                              power_limited + " FROM noise_measurements ORDER BY measured_ms, id");
  std::vector<NoiseMeasurement> measurements;
  while (query.executeStep()) {
    std::int64_t id = 0;
    NoiseMeasurement measurement;
    Columns(query) >> id >> measurement.device_uuid >> measurement.measured_ms >> measurement.processes >>
        measurement.relative_deviation >> measurement.degrees_of_freedom >>
        measurement.power_limited_deviation >> measurement.power_limited_degrees_of_freedom;
    budget.take(sizeof(NoiseMeasurement) + measurement.device_uuid.size());
    if (!is_sensible(measurement)) {
      throw Damaged("a noise measurement is no figure");
    }
    measurement.points = read_points(database, id, budget);
    measurements.push_back(std::move(measurement));
  }
  return measurements;
}

}  // namespace attnscope::store

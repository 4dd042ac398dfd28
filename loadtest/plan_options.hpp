#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/load.hpp"
#include "common/option_table.hpp"
#include "common/units.hpp"
#include "loadtest/load_options.hpp"

namespace hundred::loadtest {

inline constexpr double most_rate = 10'000'000;  ///< requests per second

/// When requests are made: what a load can be told beside how much.
struct PlanOptions {
  std::optional<double> rate;  ///< requests per second of an open loop
  client::Arrivals arrivals = client::Arrivals::constant;
  std::uint64_t seed = 1;
  std::vector<client::Stage> stages;
  Nanoseconds think{0};
  Nanoseconds warmup{0};
  std::uint64_t threads = 1;
  bool no_keep_alive = false;
  std::string bystander;  ///< a path; empty: none
  double bystander_rate = 10;

  bool open_loop() const { return rate || !stages.empty(); }
};

/// The rows of the option table. They refer to `options`, which must outlive them.
std::vector<Option> plan_rows(PlanOptions& options);

/// @param chosen  the options that were set.  @throws UsageError for those that do not go together.
void check_plan(const PlanOptions& options, const LoadOptions& load, const ChosenOptions& chosen);

/// Puts the plan into a load that has its users, requests and duration.
void apply_plan(const PlanOptions& options, client::Load& load);

/// The bystander's load, beside `load`; nothing if there is none.
std::optional<client::Load> bystander_load(const PlanOptions& options, const client::Load& load);

}  // namespace hundred::loadtest

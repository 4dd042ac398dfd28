#include "loadtest/conditions.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "loadtest/changed_options.hpp"
#include "loadtest/compare_options.hpp"
#include "loadtest/run_options.hpp"
#include "loadtest/shell_words.hpp"

namespace hundred::loadtest {
namespace {

using Conditions = std::vector<Condition>;

/// Less than this is the calibration's own noise.
constexpr double least_cpus_apart = 0.1;

void add(Conditions& conditions, const char* kind, const std::string& name, const std::string& before,
         const std::string& after) {
  const auto said = [](const std::string& text) { return text.empty() ? "not known" : text; };
  if (before != after) conditions.push_back({kind, name, said(before), said(after)});
}

/// Of options that say what is printed, and of `more`, which are seen in other ways.
std::vector<std::string> unimportant(std::vector<std::string> more) {
  LoadOptions options;
  for (const Option& row : print_rows(options)) more.push_back(row.long_name());
  more.insert(more.end(), {"output", "explain"});
  return more;
}

void add_options(Conditions& conditions, const char* command, const std::vector<Option>& table,
                 const Environment& before, const Environment& after, std::vector<std::string> seen_otherwise) {
  try {
    for (const ChangedOption& option :
         changed_options(table, before.arguments, after.arguments, unimportant(std::move(seen_otherwise))))
      conditions.push_back({"options", option.name, option.before, option.after});
  } catch (const UsageError&) {  // of another version's options
    add(conditions, "options", "", shell_command(command, before.arguments), shell_command(command, after.arguments));
  }
}

void add_environment(Conditions& conditions, const Environment& before, const Environment& after) {
  const auto shared = [](const Environment& e) {
    return e.shares_cpus ? std::string(*e.shares_cpus ? "yes" : "no") : std::string();
  };
  add(conditions, "environment", "hundred-load", before.version, after.version);
  add(conditions, "environment", "system", before.system, after.system);
  add(conditions, "environment", "CPUs", std::to_string(before.cpus), std::to_string(after.cpus));
  add(conditions, "environment", "CPUs shared with the server", shared(before), shared(after));
}

void add_effective_cpus(Conditions& conditions, const Comparison& before, const Comparison& after) {
  for (const Contest& was : before.contests)
    for (const Contest& is : after.contests) {
      const auto& [endpoint, work, cpus] = was.facts;
      if (endpoint != is.facts.endpoint || was.keep_alive != is.keep_alive) continue;
      if (work.kind() == Work::Kind::waiting || std::abs(is.facts.cpus / cpus - 1) < least_cpus_apart) continue;
      add(conditions, "environment", fmt::format("CPUs at work on '{}'", endpoint), fmt::format("{:.2f}", cpus),
          fmt::format("{:.2f}", is.facts.cpus));
    }
}

}  // namespace

Conditions changed_conditions(const Report& before, const Report& after) {
  Conditions conditions;
  add(conditions, "mode", "", before.mode, after.mode);
  add(conditions, "mode", "run by", before.run_by, after.run_by);
  add(conditions, "load", "", before.load.words, after.load.words);
  RunOptions options;
  add_options(conditions, "hundred-load run", run_option_table(options), before.environment, after.environment,
              {"mode"});
  add_environment(conditions, before.environment, after.environment);
  return conditions;
}

Conditions changed_conditions(const Comparison& before, const Comparison& after) {
  Conditions conditions;
  add(conditions, "load", "", before.load.words, after.load.words);
  CompareOptions options;
  add_options(conditions, "hundred-load compare", compare_option_table(options), before.environment, after.environment,
              {"modes", "endpoints", "keep-alive"});
  add_environment(conditions, before.environment, after.environment);
  add_effective_cpus(conditions, before, after);
  return conditions;
}

}  // namespace hundred::loadtest

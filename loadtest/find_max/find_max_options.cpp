#include "loadtest/find_max/find_max_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "loadtest/output.hpp"

namespace hundred::loadtest {
namespace {

using std::chrono::hours, std::chrono::seconds;

/// Those of `run` that a search decides itself, or has no use for.
constexpr std::array left_out{"requests",  "duration",       "stage",   "think", "warmup",
                              "bystander", "bystander-rate", "explain", "slo"};
constexpr std::string_view every_rate = "errors<1%";

/// A row of `run`, as it is meant here.
Option adapted(Option row, FindMaxOptions& options) {
  const std::string name = row.long_name();
  if (name == "rate") {
    row.names = "--from";
    row.help = "the rate to begin with";
    row.fallback = "near what theory says, or 10";
  } else if (name == "users") {
    row.help = "connections: requests that may be in flight at once";
    row.fallback = "10 times what the limits allow, 100 to 10000";
  } else if (name == "arrivals") {
    row.help = "poisson: independent of each other, as users are; constant: evenly spaced";
  } else if (name == "seed") {
    row.help = "of Poisson arrivals: the first step's; each has one of its own";
  } else if (name == "output") {
    row.help = "also write it to a file; by its ending .json, .txt, .csv (a row each step) (repeatable)";
    row.value = output_files(options.run.outputs, {".json", ".txt", ".csv"});
  }
  return row;
}

std::vector<Option> own_rows(FindMaxOptions& o, Option slo) {
  slo.help = "what a rate must keep, such as 'p99<50ms' (repeatable)";
  slo.fallback = "with none on errors also errors<1%";
  return {
      std::move(slo),
      {"--step", "D", "how long a step takes while the edge is far", duration(o.step, seconds(1), hours(1)),
       "2s to 20s", true},
      {"--edge", "D", "how long a step takes near the edge", duration(o.edge, seconds(1), hours(1)), {}, true},
  };
}

/// Options of `run` that would be taken for something else, or for a slip of the finger.
void refuse_options_of_run(const std::vector<std::string>& arguments) {
  struct Refused {
    const char *name, *long_name, *instead;
  };
  constexpr std::array<Refused, 3> refused{
      {{"-R", "--rate", "find-max looks for the rate; --from N says where to begin"},
       {"-d", "--duration", "the search ends by itself; --step and --edge say how long a step takes"},
       {"-n", "--requests", "the search ends by itself; --step and --edge say how long a step takes"}}};
  for (const std::string& argument : arguments)
    for (const Refused& r : refused)
      if (argument.starts_with(r.long_name) || argument.starts_with(r.name))
        throw UsageError(fmt::format("{}: {}", argument, r.instead));
}

/// Refuses what `run` would refuse, in the same words. @returns the URLs
std::vector<std::string> checked_urls(const FindMaxOptions& options, const std::vector<std::string>& rest) {
  const RunOptions& run = options.run;
  std::vector<std::string> arguments = rest;
  const auto add = [&arguments](const char* name, const std::string& value) {
    if (!value.empty()) arguments.push_back(fmt::format("{}={}", name, value));
  };
  add("--mode", run.mode);
  add("--workers", run.workers ? std::to_string(*run.workers) : "");
  add("--server", run.server);
  for (const std::string& argument : run.server_arguments) add("--server-arg", argument);
  add("--users", options.users_given ? std::to_string(run.users) : "");
  add("--threads", std::to_string(run.plan.threads));
  return parse_run_options(arguments).urls;
}

void add_limit_on_errors(FindMaxOptions& options) {
  std::vector<Threshold>& limits = options.run.thresholds;
  options.errors_limited =
      std::any_of(limits.begin(), limits.end(), [](const Threshold& t) { return t.figure.starts_with("errors"); });
  if (!options.errors_limited) limits.push_back(parse_threshold(every_rate).value());
}

}  // namespace

std::vector<Option> find_max_option_table(FindMaxOptions& options) {
  options.run.plan.arrivals = client::Arrivals::poisson;
  std::vector<Option> rows, adapted_rows;
  for (Option& row : run_option_table(options.run)) {
    const std::string name = row.long_name();
    if (name == "slo") rows = own_rows(options, row);
    if (std::find(left_out.begin(), left_out.end(), name) == left_out.end())
      adapted_rows.push_back(adapted(std::move(row), options));
  }
  rows.insert(rows.end(), adapted_rows.begin(), adapted_rows.end());
  return rows;
}

FindMaxOptions parse_find_max_options(const std::vector<std::string>& arguments) {
  refuse_rate(arguments);
  refuse_options_of_run(arguments);
  FindMaxOptions options;
  options.run.arguments = arguments;
  ChosenOptions chosen;
  const std::vector<std::string> rest = apply_arguments(find_max_option_table(options), arguments, chosen);
  if (options.run.help || options.run.help_all || options.run.version) return options;
  options.users_given = std::find(chosen.begin(), chosen.end(), "users") != chosen.end();
  options.run.urls = checked_urls(options, rest);
  if (options.run.thresholds.empty())
    throw UsageError("find-max: no limit that the rate must keep: give one, such as --slo 'p99<50ms'");
  add_limit_on_errors(options);
  return options;
}

std::vector<std::string> run_arguments(const FindMaxOptions& options, double rate_per_s) {
  constexpr std::array own{"--from", "--step", "--edge", "--output", "-o", "--arrivals"};
  std::vector<std::string> kept;
  const std::vector<std::string>& given = options.run.arguments;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const std::size_t equals = given[i].find('=');
    if (std::find(own.begin(), own.end(), given[i].substr(0, equals)) == own.end())
      kept.push_back(given[i]);
    else if (equals == std::string::npos)
      ++i;
  }
  kept.insert(kept.end(), {"-R", fmt::format("{:g}", rate_per_s), "-d", format_duration(options.edge)});
  if (options.run.plan.arrivals == client::Arrivals::poisson) kept.insert(kept.end(), {"--arrivals", "poisson"});
  return kept;
}

}  // namespace hundred::loadtest

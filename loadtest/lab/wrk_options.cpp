#include "loadtest/lab/wrk_options.hpp"

#include <fmt/format.h>

#include "loadtest/run_options.hpp"

namespace hundred::loadtest {
namespace {

constexpr std::uint64_t most_threads = 1024;
constexpr std::uint64_t most_repeats = 1000;

/// Those of `run` that wrk has too.
std::vector<Option> common_rows(WrkOptions& options) {
  std::vector<Option> rows;
  for (Option& row : load_rows(options)) {
    if (row.long_name() == "users") rows.push_back(row);
    if (row.long_name() != "duration") continue;
    row.help = "how long each tool asks again and again, each time; whole seconds";
    rows.push_back(row);
  }
  return rows;
}

std::vector<Option> own_rows(WrkOptions& o) {
  return {
      {"-t,--threads", "N", "threads of each tool", whole_number(o.threads, 1, most_threads), {}, true},
      {"--repeats", "N", "how often each tool has its turn", whole_number(o.repeats, 1, most_repeats), {}, true},
  };
}

/// Refuses what `run` would refuse, in the same words. @returns the URL.
std::string checked_url(const WrkOptions& options, const std::vector<std::string>& rest) {
  if (rest.size() > 1) throw UsageError(fmt::format("'{}': lab wrk takes one URL only", rest[1]));
  std::vector<std::string> arguments = rest;
  const auto add = [&arguments](const char* name, const std::string& value) {
    if (!value.empty()) arguments.insert(arguments.end(), {name, value});
  };
  add("--mode", options.mode);
  add("--workers", options.workers ? std::to_string(*options.workers) : "");
  add("--server", options.server);
  for (const std::string& argument : options.server_arguments) arguments.push_back("--server-arg=" + argument);
  return parse_run_options(arguments).urls.front();
}

void check_load(const WrkOptions& options) {
  if (*options.duration % std::chrono::seconds(1) != Nanoseconds(0))
    throw UsageError(fmt::format("--duration '{}': must be whole seconds, such as 5s: wrk takes no parts of one",
                                 format_duration(*options.duration)));
  if (options.users % options.threads != 0)
    throw UsageError(fmt::format("--users {}: must be a multiple of --threads, {}: wrk gives each thread equally many",
                                 options.users, options.threads));
}

}  // namespace

std::vector<Option> wrk_option_table(WrkOptions& options) {
  std::vector<Option> rows = common_rows(options);
  for (auto&& part :
       {own_rows(options), mode_rows(options.mode, options.workers), server_rows(options), print_rows(options)})
    rows.insert(rows.end(), part.begin(), part.end());
  return rows;
}

WrkOptions parse_wrk_options(const std::vector<std::string>& arguments) {
  WrkOptions options;
  ChosenOptions chosen;
  const std::vector<std::string> rest = apply_arguments(wrk_option_table(options), arguments, chosen);
  if (options.help || options.help_all || options.version) return options;
  options.url = checked_url(options, rest);
  check_load(options);
  return options;
}

}  // namespace hundred::loadtest

#include "server/options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "server/database/open.hpp"

namespace hundred::server {

std::uint64_t ServerOptions::effective_workers() const {
  if (mode->capped) return max_threads;
  if (mode->default_workers == nullptr) return 1;
  return workers ? *workers : mode->default_workers();
}

namespace {

void check_pin(const ServerOptions& options) {
  if (options.keep_alive != KeepAlive::pin || options.mode->pins) return;
  std::vector<std::string_view> pinning;
  for (const ModelRow& row : models())
    if (row.pins) pinning.push_back(row.name);
  throw UsageError(fmt::format("--keep-alive pin: {} has no workers that a connection could keep for itself; {} have",
                               options.mode->name, fmt::join(pinning, " and ")));
}

void check_database(const ServerOptions& options) {
  if (is_in_memory(options.database) && options.mode->process_per_worker)
    throw UsageError(
        fmt::format("--database {}: each process of {} would have one of its own; must be sqlite:PATH or "
                    "postgresql://USER@HOST:PORT/NAME",
                    options.database, options.mode->name));
}

}  // namespace

ChosenOptions read_options(ServerOptions& options, const std::vector<std::string>& arguments) {
  const std::vector<Option> rows = option_rows(options);
  ChosenOptions chosen;
  ServerOptions command_line;  // read first for --config, then again so that it wins
  ChosenOptions ignored;
  const std::vector<std::string> rest = apply_arguments(option_rows(command_line), arguments, ignored);
  if (!rest.empty()) throw UsageError(fmt::format("'{}': is not an option; --help shows them", rest.front()));
  if (!command_line.config.empty()) apply_file(rows, command_line.config, chosen);
  apply_environment(rows, chosen);
  apply_arguments(rows, arguments, chosen);
  check_pin(options);
  check_database(options);
  return chosen;
}

std::vector<std::string> unused_options(ServerOptions& options, const ChosenOptions& chosen) {
  std::vector<std::string> unused;
  for (const Option& row : option_rows(options)) {
    const bool set = std::find(chosen.begin(), chosen.end(), row.long_name()) != chosen.end();
    const bool used =
        row.modes.empty() || std::find(row.modes.begin(), row.modes.end(), options.mode->name) != row.modes.end();
    if (set && !used) unused.push_back("--" + row.long_name());
  }
  return unused;
}

}  // namespace hundred::server

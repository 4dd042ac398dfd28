#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <exception>

#include "server/models/prefork.hpp"
#include "server/options.hpp"
#include "server/server.hpp"

namespace {

using Json = nlohmann::ordered_json;
using hundred::server::LogLevel;
using hundred::server::ModelRow;
using hundred::server::Resources;
using hundred::server::Server;
using hundred::server::ServerOptions;

constexpr int done = 0, failed = 1, misused = 2;

void print_modes() {
  for (const ModelRow& row : hundred::server::models())
    fmt::print("{:<20}{:<10}{} (as in {})\n", row.name, row.alias, row.run_by, row.as_in);
}

void print_help(ServerOptions& options, bool all) {
  const auto rows = option_rows(options);
  fmt::print(
      "usage: hundred-server [options]\n\n"
      "Runs the same HTTP endpoints under the concurrency model you choose, such as:\n\n"
      "  hundred-server --mode event-loop --port 8080\n\n{}{}",
      help_text(rows, all),
      all ? "\nEach option is also a variable (HUNDRED_MODE=event-loop) and a key of --config\n(keep_alive_timeout).\n"
          : help_ending("hundred-server", rows));
}

/// Options that print something and end the program. @returns whether there was one.
bool print_and_end(ServerOptions& options) {
  if (options.help || options.help_all)
    print_help(options, options.help_all);
  else if (options.version)
    fmt::print("hundred-server {}\n", HUNDRED_VERSION);
  else if (options.list_modes)
    print_modes();
  else if (options.print_config)
    fmt::print("{}\n", to_json(option_rows(options)).dump(2, ' ', false, Json::error_handler_t::replace));
  else if (options.test_config)
    fmt::print("configuration {} is ok\n", options.config.empty() ? "without a file" : options.config);
  else
    return false;
  return true;
}

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warn:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
    case LogLevel::off:
      break;
  }
  return spdlog::level::off;
}

void log_to_stderr() {
  spdlog::set_default_logger(spdlog::stderr_color_mt("hundred-server"));
  spdlog::set_pattern("hundred-server: %^%l%$: %v");
}

void say_ready(const Resources& resources) {
  fmt::print("{}", resources.ready_line());
  std::fflush(stdout);
}

int serve_in_processes(Resources& resources) {
  return hundred::server::supervise({.processes = resources.processes,
                                     .drain_timeout = resources.options.drain_timeout,
                                     .serve =
                                         [&](std::size_t process, const std::function<void()>& ready) {
                                           Server server(resources, process);
                                           server.run(ready);
                                         },
                                     .ready = [&] { say_ready(resources); },
                                     .serving = [&](std::size_t count) { resources.counts->processes = count; },
                                     .ended = [&](std::size_t process) { resources.forget(process); },
                                     .stopping = [&] { resources.listener.close(); },
                                     .dropped = [&] { return resources.dropped(); }});
}

int serve(ServerOptions& options, const hundred::ChosenOptions& chosen) {
  spdlog::set_level(level_of(options.log_level));
  const auto unused = unused_options(options, chosen);
  if (!unused.empty()) spdlog::info("{} does not use {}", options.mode->name, fmt::join(unused, ", "));
  Resources resources(options);
  if (options.mode->process_per_worker) return serve_in_processes(resources);
  Server server(resources, 0);
  resources.counts->processes = 1;
  server.run([&] { say_ready(resources); });
  return done;
}

}  // namespace

int main(int count, char** arguments) try {
  log_to_stderr();
  ServerOptions options;
  const auto chosen = read_options(options, {arguments + 1, arguments + count});
  return print_and_end(options) ? done : serve(options, chosen);
} catch (const hundred::UsageError& error) {
  fmt::print(stderr, "hundred-server: {}\n", error.what());
  return misused;
} catch (const std::exception& error) {
  fmt::print(stderr, "hundred-server: {}\n", error.what());
  return failed;
}

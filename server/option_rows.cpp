#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "server/http/listener.hpp"
#include "server/options.hpp"

namespace hundred::server {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kilobyte = 1024, gigabyte = 1ULL << 30;
constexpr std::uint64_t most_threads = 10'000, most_connections = 1'000'000, most_backlog = 65'535;

OptionValue mode_choice(const ModelRow*& mode) {
  std::vector<std::pair<std::string, const ModelRow*>> names;
  for (const ModelRow& row : models()) names.emplace_back(row.name, &row);
  for (const ModelRow& row : models())
    if (!row.alias.empty()) names.emplace_back(row.alias, &row);
  OptionValue value = choice(mode, names);
  value.allowed = "a mode";
  for (std::string_view separator = ": "; const ModelRow& row : models()) {
    value.allowed += fmt::format("{}{}", separator, row.name);
    if (!row.alias.empty()) value.allowed += fmt::format(" ({})", row.alias);
    separator = ", ";
  }
  return value;
}

std::vector<std::string> modes_that(bool (*holds)(const ModelRow&)) {
  std::vector<std::string> names;
  for (const ModelRow& row : models())
    if (holds(row)) names.emplace_back(row.name);
  return names;
}

OptionValue timeout(Nanoseconds& target) { return duration(target, 10ms, 24h); }

/// "worker-pool 8, event-loop 1"
std::string default_workers() {
  std::string text;
  for (const ModelRow& row : models())
    if (row.default_workers != nullptr)
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", row.name, row.default_words);
  return text;
}

/// "threads (worker-pool), loops (event-loop)"
std::string what_workers_are() {
  std::string text;
  for (const ModelRow& row : models())
    if (row.default_workers != nullptr)
      text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", row.workers_are, row.name);
  return text;
}

std::vector<Option> mode_rows(ServerOptions& o) {
  return {
      {.names = "--mode",
       .metavar = "NAME",
       .help = "who runs a request: a name or alias from --list-modes",
       .value = mode_choice(o.mode),
       .essential = true},
      {.names = "--host",
       .metavar = "ADDRESS",
       .help = "where to listen",
       .value = text(o.host, "an IP address of this machine, such as 127.0.0.1, 0.0.0.0 or ::1", is_listen_host),
       .essential = true},
      {.names = "--port",
       .metavar = "N",
       .help = "port; 0 takes a free one",
       .value = whole_number(o.port, 0, 65'535),
       .essential = true},
      {.names = "--workers",
       .metavar = "N",
       .help = "how many run requests: " + what_workers_are(),
       .value = whole_number(o.workers, 1, most_threads),
       .fallback = default_workers(),
       .essential = true,
       .modes = modes_that([](const ModelRow& row) { return row.default_workers != nullptr; })},
  };
}

std::vector<Option> overload_rows(ServerOptions& o) {
  const auto queues = modes_that([](const ModelRow& row) { return row.queues; });
  return {
      {.names = "--queue-capacity",
       .metavar = "N",
       .help = "requests that may wait in the work queue",
       .value = whole_number(o.queue_capacity, 1, 1'000'000),
       .essential = true,
       .modes = queues},
      {.names = "--overload",
       .metavar = "reject|wait",
       .help = "full queue: answer 503 with Retry-After, or stop reading",
       .value = choice(o.reject_overload, {{"reject", true}, {"wait", false}}),
       .modes = queues},
      {.names = "--max-threads",
       .metavar = "N",
       .help = "threads alive at once; beyond it requests wait in the queue",
       .value = whole_number(o.max_threads, 1, most_threads),
       .modes = modes_that([](const ModelRow& row) { return row.capped; })},
      {.names = "--helper-threads",
       .metavar = "N",
       .help = "threads that do the loops' file work",
       .value = whole_number(o.helper_threads, 1, 1024),
       .modes = modes_that([](const ModelRow& row) { return row.helpers; })},
  };
}

std::vector<Option> connection_rows(ServerOptions& o) {
  return {
      {.names = "--max-connections",
       .metavar = "N",
       .help = "open at once; beyond it accepting pauses",
       .value = whole_number(o.max_connections, 1, most_connections)},
      {.names = "--backlog",
       .metavar = "N",
       .help = "connections the kernel keeps until they are accepted",
       .value = whole_number(o.backlog, 1, most_backlog)},
      {.names = "--keep-alive",
       .metavar = "park|pin|close",
       .help = "idle connections: parked in the front end; pinned to the worker that first served them; or closed "
               "after each response",
       .value = choice(o.keep_alive, {{"park", KeepAlive::park}, {"pin", KeepAlive::pin}, {"close", KeepAlive::close}}),
       .essential = true},
  };
}

std::vector<Option> response_rows(ServerOptions& o) {
  return {
      {.names = "--server-timing",
       .metavar = "on|off",
       .help = "the Server-Timing response header",
       .value = on_off(o.server_timing)},
      {.names = "--data-dir",
       .metavar = "DIR",
       .help = "where request bodies above 64 KiB are kept meanwhile",
       .value = text(o.data_dir, "a folder that exists"),
       .fallback = "a fresh temporary folder"},
  };
}

std::vector<Option> log_rows(ServerOptions& o) {
  return {
      {.names = "--log-level",
       .metavar = "debug|info|warn|error|off",
       .help = "the least grave of what is written to stderr; debug: why requests were refused",
       .value = choice(o.log_level, {{"debug", LogLevel::debug},
                                     {"info", LogLevel::info},
                                     {"warn", LogLevel::warn},
                                     {"error", LogLevel::error},
                                     {"off", LogLevel::off}})},
      {.names = "--access-log",
       .metavar = "FILE",
       .help = "a line for each request is appended there: Combined Log Format, worker, times",
       .value = text(o.access_log, "a file"),
       .fallback = "off"},
  };
}

std::vector<Option> timeout_rows(ServerOptions& o) {
  return {
      {.names = "--keep-alive-timeout",
       .metavar = "D",
       .help = "how long a connection may be idle",
       .value = timeout(o.keep_alive_timeout)},
      {.names = "--header-timeout",
       .metavar = "D",
       .help = "for the whole header of a request; then 408",
       .value = timeout(o.header_timeout)},
      {.names = "--body-timeout",
       .metavar = "D",
       .help = "for the whole body of a request; then 408",
       .value = timeout(o.body_timeout)},
      {.names = "--write-timeout",
       .metavar = "D",
       .help = "for a client that takes none of its response",
       .value = timeout(o.write_timeout)},
      {.names = "--drain-timeout",
       .metavar = "D",
       .help = "when stopping: how long to finish what was asked",
       .value = timeout(o.drain_timeout)},
  };
}

std::vector<Option> limit_rows(ServerOptions& o) {
  return {
      {.names = "--max-header-bytes",
       .metavar = "SIZE",
       .help = "all header fields of a request; beyond: 431",
       .value = size(o.max_header_bytes, 256, kilobyte * kilobyte)},
      {.names = "--max-target-bytes",
       .metavar = "SIZE",
       .help = "the request target; beyond: 414",
       .value = size(o.max_target_bytes, 64, kilobyte * kilobyte)},
      {.names = "--max-body-bytes",
       .metavar = "SIZE",
       .help = "the body of a request; beyond: 413",
       .value = size(o.max_body_bytes, 0, 1024 * gigabyte)},
  };
}

std::vector<Option> program_rows(ServerOptions& o) {
  return {
      {.names = "--config",
       .metavar = "FILE",
       .help = "JSON, comments allowed; the same names in snake_case",
       .value = text(o.config, "a file"),
       .essential = true,
       .command_line_only = true},
      {.names = "-t,--test-config",
       .metavar = "",
       .help = "check the configuration and exit",
       .value = flag(o.test_config),
       .command_line_only = true},
      {.names = "--list-modes",
       .metavar = "",
       .help = "print the modes and exit",
       .value = flag(o.list_modes),
       .essential = true,
       .command_line_only = true},
      {.names = "--print-config",
       .metavar = "",
       .help = "print the options in force as JSON and exit",
       .value = flag(o.print_config),
       .command_line_only = true},
      {.names = "--version",
       .metavar = "",
       .help = "print the version and exit",
       .value = flag(o.version),
       .command_line_only = true},
      {.names = "-h,--help",
       .metavar = "",
       .help = "print the options that matter most and exit",
       .value = flag(o.help),
       .command_line_only = true},
      {.names = "--help-all",
       .metavar = "",
       .help = "print all options and exit",
       .value = flag(o.help_all),
       .command_line_only = true},
  };
}

}  // namespace

std::vector<Option> option_rows(ServerOptions& options) {
  std::vector<Option> rows;
  for (const auto part :
       {mode_rows, overload_rows, connection_rows, timeout_rows, limit_rows, response_rows, log_rows, program_rows})
    std::ranges::move(part(options), std::back_inserter(rows));
  return rows;
}

}  // namespace hundred::server

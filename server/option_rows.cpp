#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "server/database/open.hpp"
#include "server/http/listener.hpp"
#include "server/option_groups.hpp"
#include "server/upstream/upstream_server.hpp"

namespace hundred::server {
namespace {

using namespace std::chrono_literals;

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
       .help = "threads that do the loops' work with files and the database",
       .value = whole_number(o.helper_threads, 1, 1024),
       .modes = modes_that([](const ModelRow& row) { return row.helpers; })},
  };
}

std::vector<Option> interpreter_rows(ServerOptions& o) {
  return {
      {.names = "--gil",
       .metavar = "none|process|worker",
       .help = "emulate CPython's interpreter lock: one per process, or one per worker (sub-interpreters)",
       .value = choice(o.gil, {{"none", GilKind::none}, {"process", GilKind::process}, {"worker", GilKind::worker}})},
      {.names = "--switch-interval",
       .metavar = "D",
       .help = "how long a thread waits for the interpreter lock before it asks for it",
       .value = duration(o.switch_interval, 1us, 1min)},
  };
}

std::vector<Option> database_rows(ServerOptions& o) {
  return {
      {.names = "--database",
       .metavar = "URL",
       .help = fmt::format("what endpoints ask: {}", database_urls),
       .value = text(o.database, std::string(database_urls), is_database_url),
       .fallback = "an SQLite file in --data-dir"},
      {.names = "--database-pool",
       .metavar = "N",
       .help = "connections to the database that a process may have",
       .value = whole_number(o.database_pool, 1, 1024)},
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
      {.names = "--upstream",
       .metavar = "URL",
       .help = "the only place /io/fetch may fetch from",
       .value = text(o.upstream, "http://HOST:PORT, with or without a path behind it", is_upstream_url),
       .fallback = "none: /io/fetch answers 503 and says so"},
      {.names = "--data-dir",
       .metavar = "DIR",
       .help =
           "where the SQLite file and those of /io/file are, and request bodies above 64 KiB, while they are needed",
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

}  // namespace

std::vector<Option> option_rows(ServerOptions& options) {
  std::vector<Option> rows;
  for (const auto part : {mode_rows, overload_rows, interpreter_rows, database_rows, connection_rows, timeout_rows,
                          limit_rows, response_rows, log_rows, program_rows})
    std::ranges::move(part(options), std::back_inserter(rows));
  return rows;
}

}  // namespace hundred::server

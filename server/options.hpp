#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/option_table.hpp"
#include "server/http/limits.hpp"
#include "server/models/registry.hpp"
#include "server/runtime/interpreter.hpp"

namespace hundred::server {

/// The least grave messages that are written to stderr.
enum class LogLevel : std::uint8_t { debug, info, warn, error, off };

/// What becomes of a connection after a response.
enum class KeepAlive : std::uint8_t {
  park,  ///< it waits in the front end, for any worker
  pin,   ///< it keeps the worker that first served it
  close
};

/// Everything a user may set, with its default. Sizes in bytes.
struct ServerOptions {
  const ModelRow* mode = find_model("worker-pool");
  std::string host = "127.0.0.1";
  std::uint64_t port = 8080;
  std::optional<std::uint64_t> workers;  ///< default: the mode's
  std::uint64_t queue_capacity = 1024;
  bool reject_overload = true;
  std::uint64_t max_threads = 1024;
  std::uint64_t max_connections = 10'000;
  std::uint64_t backlog = 4096;
  KeepAlive keep_alive = KeepAlive::park;
  Nanoseconds keep_alive_timeout = std::chrono::seconds(15);
  Nanoseconds header_timeout = std::chrono::seconds(10);
  Nanoseconds body_timeout = std::chrono::seconds(30);
  Nanoseconds write_timeout = std::chrono::seconds(10);
  Nanoseconds drain_timeout = std::chrono::seconds(8);
  std::uint64_t max_header_bytes = 16 * 1024;
  std::uint64_t max_target_bytes = 8 * 1024;
  std::uint64_t max_body_bytes = 1024 * 1024;
  bool server_timing = true;
  GilKind gil = GilKind::none;
  Nanoseconds switch_interval = std::chrono::milliseconds(5);
  std::string database;  ///< URL; empty: an SQLite file in the data folder
  std::uint64_t database_pool = 8;
  std::uint64_t helper_threads = 4;
  std::string upstream;  ///< the URL; empty: there is none
  std::string data_dir;  ///< empty: a fresh temporary folder
  LogLevel log_level = LogLevel::info;
  std::string access_log;  ///< file; empty or "off": none

  std::string config;
  bool test_config = false, list_modes = false, print_config = false, version = false, help = false, help_all = false;

  /// Threads, or what else the mode counts, that run requests; 1 where the mode does not count.
  std::uint64_t effective_workers() const;
};

/// The table of options: a row each. Holds references to `options`, which must outlive it.
std::vector<Option> option_rows(ServerOptions& options);

/// Sets the options from file, variables and command line, each winning over the one before.
/// @returns the long names of those set. @throws UsageError
ChosenOptions read_options(ServerOptions& options, const std::vector<std::string>& arguments);

/// Options that were set, but that the mode does not use.
std::vector<std::string> unused_options(ServerOptions& options, const ChosenOptions& chosen);

}  // namespace hundred::server

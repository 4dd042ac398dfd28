#include "server/option_groups.hpp"

namespace hundred::server {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kilobyte = 1024, gigabyte = 1ULL << 30;

OptionValue timeout(Nanoseconds& target) { return duration(target, 10ms, 24h); }

}  // namespace

std::vector<Option> timeout_rows(ServerOptions& options) {
  return {
      {.names = "--keep-alive-timeout",
       .metavar = "D",
       .help = "how long a connection may be idle",
       .value = timeout(options.keep_alive_timeout)},
      {.names = "--header-timeout",
       .metavar = "D",
       .help = "for the whole header of a request; then 408",
       .value = timeout(options.header_timeout)},
      {.names = "--body-timeout",
       .metavar = "D",
       .help = "for the whole body of a request; then 408",
       .value = timeout(options.body_timeout)},
      {.names = "--write-timeout",
       .metavar = "D",
       .help = "for a client that takes none of its response",
       .value = timeout(options.write_timeout)},
      {.names = "--drain-timeout",
       .metavar = "D",
       .help = "when stopping: how long to finish what was asked",
       .value = timeout(options.drain_timeout)},
  };
}

std::vector<Option> limit_rows(ServerOptions& options) {
  return {
      {.names = "--max-header-bytes",
       .metavar = "SIZE",
       .help = "all header fields of a request; beyond: 431",
       .value = size(options.max_header_bytes, 256, kilobyte * kilobyte)},
      {.names = "--max-target-bytes",
       .metavar = "SIZE",
       .help = "the request target; beyond: 414",
       .value = size(options.max_target_bytes, 64, kilobyte * kilobyte)},
      {.names = "--max-body-bytes",
       .metavar = "SIZE",
       .help = "the body of a request; beyond: 413",
       .value = size(options.max_body_bytes, 0, 1024 * gigabyte)},
  };
}

std::vector<Option> program_rows(ServerOptions& options) {
  return {
      {.names = "--config",
       .metavar = "FILE",
       .help = "JSON, comments allowed; the same names in snake_case",
       .value = text(options.config, "a file"),
       .essential = true,
       .command_line_only = true},
      {.names = "-t,--test-config",
       .metavar = "",
       .help = "check the configuration and exit",
       .value = flag(options.test_config),
       .command_line_only = true},
      {.names = "--list-modes",
       .metavar = "",
       .help = "print the modes and exit",
       .value = flag(options.list_modes),
       .essential = true,
       .command_line_only = true},
      {.names = "--print-config",
       .metavar = "",
       .help = "print the options in force as JSON and exit",
       .value = flag(options.print_config),
       .command_line_only = true},
      {.names = "--version",
       .metavar = "",
       .help = "print the version and exit",
       .value = flag(options.version),
       .command_line_only = true},
      {.names = "-h,--help",
       .metavar = "",
       .help = "print the options that matter most and exit",
       .value = flag(options.help),
       .command_line_only = true},
      {.names = "--help-all",
       .metavar = "",
       .help = "print all options and exit",
       .value = flag(options.help_all),
       .command_line_only = true},
  };
}

}  // namespace hundred::server

// A configuration file; behind a NUL, if there is one, command-line arguments that are ended by a NUL each.
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <system_error>

#include "server/options.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace hundred::test {
namespace {

using namespace std::chrono_literals;
using server::ServerOptions;

/// A file in memory that has a path.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view content) : fd_(::memfd_create("configuration", MFD_CLOEXEC)) {
    if (fd_ < 0 || ::write(fd_, content.data(), content.size()) != static_cast<ssize_t>(content.size()))
      throw std::system_error(errno, std::generic_category(), "a file in memory");
  }
  ~MemoryFile() { ::close(fd_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const { return fmt::format("/proc/self/fd/{}", fd_); }

 private:
  int fd_;
};

/// Without those that would name another file.
std::vector<std::string> arguments_in(std::string_view text) {
  std::vector<std::string> arguments;
  while (!text.empty()) {
    const std::string_view argument = text.substr(0, text.find('\0'));
    text.remove_prefix(std::min(argument.size() + 1, text.size()));
    if (!argument.starts_with("--config")) arguments.emplace_back(argument);
  }
  return arguments;
}

void check_range(std::string_view name, std::uint64_t value, std::uint64_t least, std::uint64_t most) {
  must(value >= least && value <= most, "a number is within its range", name);
}

void check_ranges(const ServerOptions& options) {
  constexpr std::uint64_t most_threads = 10'000, most_bytes = 1 << 20, most_body_bytes = 1ULL << 40;
  must(options.mode != nullptr, "there is a mode");
  must(!options.host.empty(), "there is a host");
  check_range("port", options.port, 0, 65'535);
  check_range("workers", options.workers.value_or(1), 1, most_threads);
  check_range("queue_capacity", options.queue_capacity, 1, 1'000'000);
  check_range("max_threads", options.max_threads, 1, most_threads);
  check_range("max_connections", options.max_connections, 1, 1'000'000);
  check_range("backlog", options.backlog, 1, 65'535);
  check_range("max_header_bytes", options.max_header_bytes, 256, most_bytes);
  check_range("max_target_bytes", options.max_target_bytes, 64, most_bytes);
  check_range("max_body_bytes", options.max_body_bytes, 0, most_body_bytes);
  check_range("helper_threads", options.helper_threads, 1, 1024);
  check_range("database_pool", options.database_pool, 1, 1024);
  for (const Nanoseconds timeout : {options.keep_alive_timeout, options.header_timeout, options.body_timeout,
                                    options.write_timeout, options.drain_timeout})
    must(timeout >= 10ms && timeout <= 24h, "a timeout is within its range");
}

void check_chosen(ServerOptions& options, const ChosenOptions& chosen) {
  const std::vector<Option> rows = option_rows(options);
  for (const std::string& name : chosen)
    must(std::any_of(rows.begin(), rows.end(), [&](const Option& row) { return row.long_name() == name; }),
         "what was chosen is an option", name);
  for (const std::string& flag : unused_options(options, chosen))
    must(std::find(chosen.begin(), chosen.end(), flag.substr(2)) != chosen.end(), "what is unused was chosen", flag);
}

/// `--name=value` either sets the option or is refused.
void check_given(const std::vector<std::string>& arguments, const ChosenOptions& chosen) {
  for (const std::string& argument : arguments) {
    if (argument == "--") return;
    const std::size_t equals = argument.find('=');
    if (!argument.starts_with("--") || equals == std::string::npos) continue;
    must(std::find(chosen.begin(), chosen.end(), argument.substr(2, equals - 2)) != chosen.end(),
         "an option that is given is set", argument);
  }
}

std::string print(ServerOptions& options) {
  return to_json(option_rows(options)).dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

/// What is printed is what is in force: read again, it is the same (unless bytes of an argument are no UTF-8).
void check_printed(ServerOptions& options) {
  const std::string printed = print(options);
  const MemoryFile file(printed);
  ServerOptions again;
  read_options(again, {"--config", file.path()});
  must(print(again) == printed, "what was printed is read again as the same", printed);
}

void forget_variables() {
  ServerOptions options;
  for (const Option& row : option_rows(options)) ::unsetenv(row.variable().c_str());
}

}  // namespace

void fuzz(std::string_view input) {
  static const bool forgotten = (forget_variables(), true);
  must(forgotten, "the variables are not read");
  const std::string_view content = input.substr(0, input.find('\0'));
  const MemoryFile file(content);
  std::vector<std::string> arguments = arguments_in(input.substr(std::min(content.size() + 1, input.size())));
  const std::vector<std::string> given = arguments;
  if (!content.empty()) arguments.insert(arguments.begin(), "--config=" + file.path());
  try {
    ServerOptions options;
    const ChosenOptions chosen = read_options(options, arguments);
    check_ranges(options);
    check_chosen(options, chosen);
    check_given(given, chosen);
    check_printed(options);
  } catch (const UsageError& error) {
    const std::string_view line = error.what();
    must(!line.empty(), "an error says something");
    must(line.find_first_of("\r\n") == std::string_view::npos, "an error is one line", line);
  }
}

}  // namespace hundred::test

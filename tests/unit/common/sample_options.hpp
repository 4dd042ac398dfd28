#pragma once

#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "common/option_table.hpp"

namespace hundred::test {

/// A small program's options: a value of each kind, and the table over them. Not copyable: the table refers to the
/// values.
struct SampleOptions {
  enum class Colour { red, blue };

  std::uint64_t port = 8080;
  std::optional<std::uint64_t> workers;
  Nanoseconds timeout = std::chrono::seconds(15);
  std::optional<Nanoseconds> pause;
  std::uint64_t limit = 16 << 10;
  std::string host = "127.0.0.1";
  std::vector<std::string> headers;
  bool timing = true;
  Colour colour = Colour::red;
  bool json = false;

  std::vector<Option> table = {
      {.names = "-p,--port",
       .metavar = "N",
       .help = "port to listen on",
       .value = whole_number(port, 0, 65535),
       .essential = true},
      {.names = "--workers",
       .metavar = "N",
       .help = "workers",
       .value = whole_number(workers, 1, 100),
       .fallback = "by mode",
       .modes = {"worker-pool"}},
      {.names = "--keep-alive-timeout",
       .metavar = "D",
       .help = "idle time",
       .value = duration(timeout, std::chrono::milliseconds(1), std::chrono::hours(1))},
      {.names = "--pause",
       .metavar = "D",
       .help = "pause",
       .value = duration(pause, Nanoseconds(0), std::chrono::hours(1))},
      {.names = "--limit", .metavar = "SIZE", .help = "limit", .value = size(limit, 1, 1 << 20)},
      {.names = "--host", .metavar = "ADDRESS", .help = "address", .value = text(host, "an address")},
      {.names = "-H,--header",
       .metavar = "LINE",
       .help = "a header",
       .value = texts(headers, "a header line"),
       .command_line_only = true},
      {.names = "--timing", .metavar = "on|off", .help = "timing", .value = on_off(timing)},
      {.names = "--colour",
       .metavar = "NAME",
       .help = "colour",
       .value = choice<Colour>(colour, {{"red", Colour::red}, {"blue", Colour::blue}, {"azure", Colour::blue}})},
      {.names = "--json", .metavar = "", .help = "print JSON", .value = flag(json), .command_line_only = true},
  };
  ChosenOptions chosen;

  SampleOptions() = default;
  SampleOptions(const SampleOptions&) = delete;
  SampleOptions& operator=(const SampleOptions&) = delete;
  ~SampleOptions() = default;

  std::vector<std::string> arguments(const std::vector<std::string>& given) {
    return apply_arguments(table, given, chosen);
  }
};

/// A file that is there as long as this object.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& content) {
    std::string name = (std::filesystem::temp_directory_path() / "hundred-test-XXXXXX").string();
    const int descriptor = mkstemp(name.data());
    if (descriptor >= 0) close(descriptor);
    path_ = name;
    std::ofstream(path_) << content;
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// What `action` says when it throws UsageError; empty if it does not.
template <class Action>
std::string usage_error(Action action) {
  try {
    action();
  } catch (const UsageError& error) {
    return error.what();
  }
  return {};
}

}  // namespace hundred::test

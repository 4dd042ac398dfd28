#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/process.hpp"

namespace hundred::test {

/// Runs hundred-server with arguments that make it print something, or fail, and end.
Finished run_server(const Arguments& arguments, const Environment& environment = {});

/// What --print-config prints with these arguments and variables. @throws std::runtime_error unless it exits 0 with
/// JSON.
nlohmann::json printed_config(const Arguments& arguments, const Environment& environment = {});

/// Expects exit code 2 or 1, nothing on stdout, and one line on stderr that holds every one of `parts`.
void expect_error(const Finished& finished, int exit_code, const std::vector<std::string>& parts);

/// A file in a folder of its own, removed with this object.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& content);
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace hundred::test

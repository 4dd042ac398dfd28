#pragma once

#include <sys/types.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/patience.hpp"

namespace hundred::test {

using Arguments = std::vector<std::string>;
using Environment = std::map<std::string, std::string>;

/// A program that runs as a child, with what it prints kept apart. The child is killed when this object or the thread
/// that made it ends. Its environment is ours without HUNDRED_… variables, plus those given.
class Process {
 public:
  /// @throws std::system_error if no child can be made. A program that cannot be executed exits with 127.
  Process(const std::string& program, const Arguments& arguments, const Environment& environment = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  /// What it has printed so far on stdout, on stderr.
  std::string output() const;
  std::string errors() const;

  /// Sends a signal; does nothing once the child has been waited for.
  void signal(int number) const;
  /// @returns the exit code, 128 + N if signal N ended it, or nothing if it is still running after that time.
  std::optional<int> wait_for_exit(Milliseconds within);

 private:
  pid_t pid_ = -1;
  std::optional<int> status_;
  int output_;
  int errors_;
};

/// A program that ran to its end.
struct Finished {
  int exit_code;
  std::string output;
  std::string errors;
};

/// Runs a program to its end. @throws TimedOut if it takes longer than `within`; it is killed then.
Finished run_to_end(const std::string& program, const Arguments& arguments, const Environment& environment = {},
                    Milliseconds within = patience);

/// What a sanitizer reported in `errors`; empty if nothing.
std::string sanitizer_report(const std::string& errors);

/// The lines of a text, without their ends; an unfinished last line counts.
std::vector<std::string> lines_of(const std::string& text);

}  // namespace hundred::test

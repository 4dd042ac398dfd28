#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace hundred::loadtest {

/// A program that ran to its end.
struct Finished {
  int status = 0;  ///< as wait4() gives it
  std::string output, errors;
  std::chrono::nanoseconds cpu{};  ///< user and system time of all its threads, and of children it waited for

  /// @returns nothing if a signal ended it.
  std::optional<int> exit_code() const;
  /// For a message, as it continues "it ": "ended with exit code 1: " and the last line it wrote to its stderr.
  std::string how() const;
};

/// Runs a program to its end as a child, in a process group of its own, with as many descriptors as it may have. The
/// child ends with this program, however that ends. To be called on the thread that started the program.
/// @param program  its path.
/// @param input  a file in memory that is its stdin, which it may open by name as often as it likes: /dev/stdin.
/// @param stop_fd  a descriptor that becomes readable to break off: the child is stopped then.
/// @returns nothing if it was broken off. @throws RunError if it cannot be started.
std::optional<Finished> run_to_end(const std::string& program, const std::vector<std::string>& arguments,
                                   const std::string& input, int stop_fd);

/// The file that the shell would run. @returns nothing if none of the folders of PATH has it.
std::optional<std::string> find_program(const std::string& name);

}  // namespace hundred::loadtest

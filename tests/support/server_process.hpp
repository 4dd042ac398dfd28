#pragma once

#include <csignal>
#include <cstdint>
#include <string>

#include "tests/support/process.hpp"

namespace hundred::test {

/// The real hundred-server as a child, on 127.0.0.1 and a free port (unless the arguments choose another), ready to
/// serve. If its environment has FAULTS, it is the one with faults (tests/faulty/README.md).
class ServerProcess {
 public:
  /// Starts it and waits for the ready line. @throws std::runtime_error with its stderr if it does not come.
  explicit ServerProcess(const Arguments& arguments = {}, const Environment& environment = {});

  std::uint16_t port() const { return port_; }
  pid_t pid() const { return process_.pid(); }
  const std::string& ready_line() const { return ready_line_; }
  std::string errors() const { return process_.errors(); }
  bool running() { return !process_.wait_for_exit(Milliseconds(0)); }

  void signal(int number) const { process_.signal(number); }
  /// Waits for a signal that was sent to be delivered.
  void await_delivery(int number) const;
  /// @returns the exit code, or 128 + N if signal N ended it. @throws TimedOut if it is still running after that time.
  int wait_for_exit(Milliseconds within = patience);
  /// Sends a signal and waits for the end.
  int stop(int number = SIGTERM, Milliseconds within = patience);

 private:
  Process process_;
  std::string ready_line_;
  std::uint16_t port_ = 0;
};

/// What the ready line says.
struct Ready {
  std::string host;
  std::uint16_t port;
  std::string mode;
  std::string workers;
  pid_t pid;
};
/// @throws std::runtime_error if the line is not as the interface says.
Ready parse_ready_line(const std::string& line);

}  // namespace hundred::test

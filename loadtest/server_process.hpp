#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "common/descriptor.hpp"
#include "loadtest/report/report.hpp"

namespace hundred::loadtest {

/// A hundred-server that lives as long as this object, and ends with this program however that ends.
/// Thread safety: none; must be made and destroyed on the thread that started the program.
class ServerProcess {
 public:
  /// Starts the program and waits until it says where it listens.
  /// @param stop_fd  becomes readable to give up waiting.
  /// @throws RunError if it cannot be started, ends, or is not ready within 30 s; UsageError if it refuses its
  /// arguments.
  ServerProcess(const std::string& program, const std::vector<std::string>& arguments, int stop_fd);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  pid_t pid() const { return pid_; }
  /// "http://127.0.0.1:40123"
  const std::string& base_url() const { return base_url_; }
  /// What its first line says.
  const ServerFacts& facts() const { return facts_; }

  /// @param longest  how long to wait for it to end, if it still runs
  bool running(std::chrono::milliseconds longest = {});
  /// What it has written to its stderr, the last 16 KiB of it.
  std::string said() const;
  /// Ends it with SIGTERM, and after `grace` with SIGKILL.
  /// @returns nothing if it stopped in order, with exit code 0; otherwise how it ended, or had ended before, with its
  /// last lines, for a message.
  std::optional<std::string> stop(std::chrono::milliseconds grace = std::chrono::seconds(10));

 private:
  void start(const std::string& program, const std::vector<std::string>& arguments);
  std::string read_ready_line(int stop_fd);
  void take_ready_line(const std::string& line);
  [[noreturn]] void fail_to_start();
  bool wait_for_end(std::chrono::milliseconds longest);
  void end(std::chrono::milliseconds grace);
  std::string last_words() const;

  pid_t pid_ = -1;
  Descriptor output_;  ///< the server's stdout
  Descriptor errors_;  ///< a file in memory that holds the server's stderr
  int status_ = 0;     ///< as waitpid() gives it, once pid_ is -1
  bool asked_to_stop_ = false;
  std::string base_url_;
  ServerFacts facts_;
  std::jthread forgetting_;  ///< reads what follows the ready line, so that the server never waits for a reader
};

/// hundred-server in the folder of the running program.
std::string server_beside_this_program();

/// Reads "hundred-server listening on URL mode=NAME workers=N pid=N [keep-alive=pin]". @returns nothing if the line is
/// another.
struct ReadyLine {
  std::string url;
  ServerFacts facts;
};
std::optional<ReadyLine> parse_ready_line(const std::string& line);

}  // namespace hundred::loadtest

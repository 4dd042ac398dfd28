#pragma once

#include <memory>
#include <string>

#include "tests/support/process.hpp"

namespace hundred::test {

/// A PostgreSQL server of the tests' own: its data and the socket it listens on are in a temporary folder. As root it
/// runs as the user nobody, because PostgreSQL refuses root. It is stopped, and its folder removed, with this object;
/// it ends by itself when the test program does in any other way.
class PostgresqlServer {
 public:
  /// Makes and starts it. @throws std::runtime_error if PostgreSQL is not installed, or says why it cannot.
  PostgresqlServer();
  ~PostgresqlServer();
  PostgresqlServer(const PostgresqlServer&) = delete;
  PostgresqlServer& operator=(const PostgresqlServer&) = delete;

  /// Of a database there, for --database.
  const std::string& url() const { return url_; }

  /// Returns once it accepts connections; at once if it has not been stopped.
  void start();
  /// Ends all connections and stops.
  void stop();

 private:
  std::string folder_, url_;
  std::unique_ptr<Process> process_;
};

/// The one of this program, which runs from the first call on.
PostgresqlServer& postgresql();

}  // namespace hundred::test

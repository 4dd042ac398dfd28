#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "server/database/connection.hpp"
#include "server/telemetry/database_figures.hpp"

namespace hundred::server {

/// A bounded pool of connections: each is made when it is first needed, and then kept. Who finds none free waits, first
/// come, first served. One that turns out to be dead is replaced before a statement is sent. One that is lost while a
/// statement runs is not known to have run it: what only reads is run once more, on another connection, and anything
/// else fails. Nothing is made before the first statement, so a process that is forked before it has its own.
/// Thread safety: all members. All statements must have ended before it is destroyed.
class DatabasePool final : public Database {
 public:
  /// @param capacity  connections, > 0. @param figures  must outlive it; counted on top
  DatabasePool(std::size_t capacity, DatabaseConnect connect, DatabaseFigures& figures);

  DatabaseResult run(std::string_view statement, std::span<const std::string> parameters) override;

 private:
  using Connection = std::unique_ptr<DatabaseConnection>;
  class Place;
  class Loan;
  struct Waiter {
    std::condition_variable called;
    bool has_place = false;
  };

  DatabaseResult run_once(std::string_view statement, std::span<const std::string> parameters);
  DatabaseResult run_again_if_lost(std::string_view statement, std::span<const std::string> parameters);
  void enter();
  void leave();
  Connection take_kept();
  void give_back(Connection connection);
  Connection connect();

  const DatabaseConnect connect_;
  DatabaseFigures& figures_;
  std::atomic<bool> down_ = false;

  std::mutex mutex_;
  std::size_t free_places_;
  std::deque<Waiter*> waiting_;
  std::vector<Connection> kept_;  ///< that nobody uses; the last one was used last
  std::size_t lost_ = 0;          ///< and not replaced so far
};

}  // namespace hundred::server

#include "server/database/pool.hpp"

#include <spdlog/spdlog.h>

#include <boost/beast/core/string.hpp>
#include <utility>

#include "server/runtime/message.hpp"
#include "server/telemetry/stamps.hpp"

namespace hundred::server {
namespace {

void add(DatabaseFigures::Counter& counter, std::uint64_t amount = 1) {
  counter.fetch_add(amount, std::memory_order_relaxed);
}

void subtract_one(DatabaseFigures::Counter& counter) { counter.fetch_sub(1, std::memory_order_relaxed); }

bool only_reads(std::string_view statement) {
  constexpr std::string_view select = "SELECT ";
  return boost::beast::iequals(statement.substr(0, select.size()), select);
}

}  // namespace

/// The right to have one of the connections.
class DatabasePool::Place {
 public:
  explicit Place(DatabasePool& pool) : pool_(pool) {
    pool_.enter();
    add(pool_.figures_.in_use);
  }
  ~Place() {
    subtract_one(pool_.figures_.in_use);
    pool_.leave();
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

 private:
  DatabasePool& pool_;
};

/// A connection that goes back to the pool.
class DatabasePool::Loan {
 public:
  explicit Loan(DatabasePool& pool) : pool_(pool), connection_(pool.take_kept()) {
    if (!connection_) connection_ = pool.connect();
  }
  ~Loan() { pool_.give_back(std::move(connection_)); }
  Loan(const Loan&) = delete;
  Loan& operator=(const Loan&) = delete;

  DatabaseConnection* operator->() const { return connection_.get(); }

 private:
  DatabasePool& pool_;
  Connection connection_;
};

DatabasePool::DatabasePool(std::size_t capacity, DatabaseConnect connect, DatabaseFigures& figures)
    : connect_(std::move(connect)), figures_(figures), free_places_(capacity) {
  kept_.reserve(capacity);
}

DatabaseResult DatabasePool::run(std::string_view statement, std::span<const std::string> parameters) {
  add(figures_.queries);
  try {
    const Place place(*this);
    return run_again_if_lost(statement, parameters);
  } catch (const DatabaseUnavailable& error) {
    add(figures_.failed);
    throw HttpError(503, error.what());
  } catch (...) {
    add(figures_.failed);
    throw;
  }
}

DatabaseResult DatabasePool::run_again_if_lost(std::string_view statement, std::span<const std::string> parameters) {
  try {
    return run_once(statement, parameters);
  } catch (const ConnectionLost&) {
    if (!only_reads(statement)) throw;
  }
  return run_once(statement, parameters);
}

DatabaseResult DatabasePool::run_once(std::string_view statement, std::span<const std::string> parameters) {
  const Loan connection(*this);
  return connection->run(statement, parameters);
}

// --- Places ---

void DatabasePool::enter() {
  std::unique_lock lock(mutex_);
  if (free_places_ > 0) {
    --free_places_;
    return;
  }
  const TimePoint from = Clock::now();
  Waiter waiter;
  waiting_.push_back(&waiter);
  waiter.called.wait(lock, [&] { return waiter.has_place; });
  add(figures_.waits);
  add(figures_.wait_ns, static_cast<std::uint64_t>((Clock::now() - from).count()));
}

/// Who has waited longest gets the place itself, so that nobody who comes just now can take it away.
void DatabasePool::leave() {
  const std::lock_guard lock(mutex_);
  if (waiting_.empty()) {
    ++free_places_;
    return;
  }
  Waiter& next = *waiting_.front();
  waiting_.pop_front();
  next.has_place = true;
  next.called.notify_one();
}

// --- Connections ---

/// The one used last that is still good; null if there is none.
DatabasePool::Connection DatabasePool::take_kept() {
  const std::lock_guard lock(mutex_);
  while (!kept_.empty()) {
    Connection last = std::move(kept_.back());
    kept_.pop_back();
    if (last->alive()) return last;
    ++lost_;
    subtract_one(figures_.open);
  }
  return nullptr;
}

void DatabasePool::give_back(Connection connection) {
  const bool good = connection->alive();
  if (!good) {
    connection.reset();
    subtract_one(figures_.open);
  }
  const std::lock_guard lock(mutex_);
  if (good)
    kept_.push_back(std::move(connection));
  else
    ++lost_;
}

DatabasePool::Connection DatabasePool::connect() {
  Connection made;
  try {
    made = connect_();
  } catch (const DatabaseUnavailable& error) {
    if (!down_.exchange(true)) spdlog::warn("{}", error.what());
    throw;
  }
  if (down_.exchange(false)) spdlog::warn("the database is reached again");
  add(figures_.open);
  const std::lock_guard lock(mutex_);
  if (lost_ > 0) {
    --lost_;
    add(figures_.reconnects);
  }
  return made;
}

}  // namespace hundred::server

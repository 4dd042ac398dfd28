#pragma once

#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "server/database/database.hpp"

namespace hundred::test {

/// A database in memory that knows the statements of the /state/ endpoints and no others. Thread safety: all members.
class FakeDatabase final : public server::Database {
 public:
  /// @throws DatabaseError with the statement if it is another.
  server::DatabaseResult run(std::string_view statement, std::span<const std::string> parameters) override {
    const std::lock_guard lock(mutex_);
    if (statement == "UPDATE hundred_counter SET value = value + 1 WHERE id = 1 RETURNING value")
      return {{{std::to_string(++counter_)}}, 1};
    if (statement == "SELECT value FROM hundred_counter WHERE id = 1") return {{{std::to_string(counter_)}}, 0};
    if (statement == "SELECT name FROM hundred_names WHERE name = $1") {
      server::DatabaseResult found;
      found.rows.assign(names_.count(parameters[0]), {parameters[0]});
      return found;
    }
    if (statement == "INSERT INTO hundred_names (name) VALUES ($1)") {
      names_.insert(parameters[0]);
      return {{}, 1};
    }
    if (statement == "INSERT INTO hundred_unique_names (name) VALUES ($1) ON CONFLICT DO NOTHING")
      return {{}, unique_names_.insert(parameters[0]).second ? 1U : 0U};
    throw server::DatabaseError(std::string(statement));
  }

 private:
  std::mutex mutex_;
  std::uint64_t counter_ = 0;
  std::multiset<std::string> names_;
  std::set<std::string> unique_names_;
};

}  // namespace hundred::test

#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace hundred::server {

/// What a statement gave.
struct DatabaseResult {
  std::vector<std::vector<std::string>> rows;  ///< columns as text; NULL is empty
  std::uint64_t changed = 0;                   ///< rows that were inserted, updated or deleted
};

/// The database refuses a statement: our mistake, or a limit of its own. Not that it cannot be reached.
class DatabaseError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A database behind a bounded pool of connections: whoever runs a statement borrows one. Thread safety: all members.
class Database {
 public:
  virtual ~Database() = default;

  /// Runs one statement on a connection of its own, in a transaction of its own. Blocks: waits for a free connection
  /// first, connects if need be, and then for the answer; call it in Context::blocking().
  /// @param statement   in the SQL that SQLite and PostgreSQL share; one that begins with SELECT only reads.
  /// @param parameters  its $1, $2 …, as text
  /// @throws HttpError 503 if the database cannot be reached, is busy for too long, or was lost meanwhile,
  /// DatabaseError if it refuses the statement.
  virtual DatabaseResult run(std::string_view statement, std::span<const std::string> parameters) = 0;
};

}  // namespace hundred::server

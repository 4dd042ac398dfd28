#pragma once

#include <functional>
#include <memory>

#include "server/database/database.hpp"

namespace hundred::server {

/// The database cannot be reached, or is busy for too long. what() is what the client is told.
class DatabaseUnavailable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The connection ended while a statement ran: whether the database has done what it asked is not known.
class ConnectionLost : public DatabaseUnavailable {
 public:
  using DatabaseUnavailable::DatabaseUnavailable;
};

/// One connection to a database. Thread safety: none.
class DatabaseConnection {
 public:
  virtual ~DatabaseConnection() = default;

  /// As Database::run(). @throws DatabaseUnavailable, ConnectionLost, DatabaseError
  virtual DatabaseResult run(std::string_view statement, std::span<const std::string> parameters) = 0;
  /// Whether it can be used again, as far as this end knows. Does not block.
  virtual bool alive() = 0;
};

/// Makes a connection, ready for statements. Called by several threads at once. @throws DatabaseUnavailable
using DatabaseConnect = std::function<std::unique_ptr<DatabaseConnection>()>;

}  // namespace hundred::server

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/database/connection.hpp"

namespace hundred::server {

/// Opens an SQLite database, in WAL mode, and makes it and its tables if there is none. Where another connection has it
/// locked, a statement tries again every millisecond, for ten seconds.
/// @param path  a file; ":memory:" is a database that all connections of the process share, and that is gone with the
/// last of them. @throws DatabaseUnavailable
std::unique_ptr<DatabaseConnection> connect_sqlite(const std::string& path);

/// The files of which there may be some while the database in the file `path` is in use; the first is `path`.
std::vector<std::string> sqlite_files(const std::string& path);

}  // namespace hundred::server

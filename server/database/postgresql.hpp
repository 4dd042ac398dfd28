#pragma once

#include <memory>
#include <string>

#include "server/database/connection.hpp"

namespace hundred::server {

/// Whether libpq understands it as a URL.
bool is_postgresql_url(const std::string& url);

/// Connects to a PostgreSQL server and makes the tables if there are none. Waits for two seconds at most, unless the
/// URL says otherwise (?connect_timeout=5). @throws DatabaseUnavailable
std::unique_ptr<DatabaseConnection> connect_postgresql(const std::string& url);

}  // namespace hundred::server

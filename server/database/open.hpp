#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "server/database/database.hpp"
#include "server/telemetry/database_figures.hpp"

namespace hundred::server {

/// Which databases there are, told by their URL: sqlite:PATH, sqlite::memory: or postgresql://USER@HOST:PORT/NAME.
constexpr std::string_view database_urls = "sqlite:PATH, sqlite::memory: or postgresql://USER@HOST:PORT/NAME";

/// Whether it is one of these, as far as can be seen without trying.
bool is_database_url(const std::string& url);
/// Whether each process has its own.
bool is_in_memory(std::string_view url);
/// The file of a database that is one; empty: it is none.
std::string database_file(std::string_view url);
/// "sqlite" or "postgresql".
std::string_view database_kind(std::string_view url);

/// A pool of at most `connections`, none of which is made yet. @param figures  must outlive it; counted on top
std::unique_ptr<Database> open_database(const std::string& url, std::size_t connections, DatabaseFigures& figures);

}  // namespace hundred::server

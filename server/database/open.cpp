#include "server/database/open.hpp"

#include "server/database/pool.hpp"
#include "server/database/postgresql.hpp"
#include "server/database/sqlite.hpp"

namespace hundred::server {
namespace {

constexpr std::string_view sqlite = "sqlite:", memory = ":memory:";

}  // namespace

bool is_database_url(const std::string& url) {
  return url.starts_with(sqlite) ? url.size() > sqlite.size() : is_postgresql_url(url);
}

bool is_in_memory(std::string_view url) { return url.starts_with(sqlite) && url.substr(sqlite.size()) == memory; }

std::string database_file(std::string_view url) {
  if (!url.starts_with(sqlite) || is_in_memory(url)) return {};
  return std::string(url.substr(sqlite.size()));
}

std::string_view database_kind(std::string_view url) { return url.starts_with(sqlite) ? "sqlite" : "postgresql"; }

std::unique_ptr<Database> open_database(const std::string& url, std::size_t connections, DatabaseFigures& figures) {
  if (!url.starts_with(sqlite))
    return std::make_unique<DatabasePool>(connections, [url] { return connect_postgresql(url); }, figures);
  return std::make_unique<DatabasePool>(
      connections, [path = url.substr(sqlite.size())] { return connect_sqlite(path); }, figures);
}

}  // namespace hundred::server

#pragma once

#include <string_view>

namespace hundred::server {

/// Makes the tables that endpoints use, where they are missing: 10,000 items, a counter, and two tables of names, of
/// which only one keeps a name from standing in it twice. Several statements, in the SQL that SQLite and PostgreSQL
/// share; whoever runs them sees to it that they are one transaction, and that nobody else runs them at the same time.
inline constexpr std::string_view database_schema = R"(
CREATE TABLE IF NOT EXISTS hundred_items (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO hundred_items (id, name)
  WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 10000)
  SELECT n, 'item ' || n FROM numbers WHERE NOT EXISTS (SELECT 1 FROM hundred_items);
CREATE TABLE IF NOT EXISTS hundred_counter (id INTEGER PRIMARY KEY, value BIGINT NOT NULL);
INSERT INTO hundred_counter (id, value) VALUES (1, 0) ON CONFLICT (id) DO NOTHING;
CREATE TABLE IF NOT EXISTS hundred_names (name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS hundred_unique_names (name TEXT PRIMARY KEY);
)";

}  // namespace hundred::server

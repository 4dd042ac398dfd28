#include "server/database/sqlite.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <chrono>
#include <thread>

#include "server/database/schema.hpp"

namespace hundred::server {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds patience = 10s, pause = 1ms;

/// SQLite's own would wait for up to 100 ms at a time, while those that come later are served.
int try_again(void*, int tries) {
  if (tries >= patience / pause) return 0;
  std::this_thread::sleep_for(pause);
  return 1;
}

int kind_of(int code) { return code & 0xff; }

class SqliteConnection final : public DatabaseConnection {
 public:
  explicit SqliteConnection(const std::string& path) {
    const bool memory = path == ":memory:";
    constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    sqlite3* opened = nullptr;
    const int code = memory ? ::sqlite3_open_v2("file:/hundred?vfs=memdb", &opened, flags | SQLITE_OPEN_URI, nullptr)
                            : ::sqlite3_open_v2(path.c_str(), &opened, flags, nullptr);
    database_.reset(opened);
    check_opened(path, code);
    use_wal(path);
    ::sqlite3_busy_handler(opened, try_again, nullptr);
    check_opened(path, execute(fmt::format("BEGIN IMMEDIATE; {} COMMIT;", database_schema)));
  }

  DatabaseResult run(std::string_view statement, std::span<const std::string> parameters) override {
    const Statement prepared = prepare(statement);
    bind(prepared.get(), parameters);
    const int before = ::sqlite3_total_changes(database_.get());
    DatabaseResult result;
    int code = SQLITE_ROW;
    while ((code = ::sqlite3_step(prepared.get())) == SQLITE_ROW) result.rows.push_back(row_of(prepared.get()));
    if (code != SQLITE_DONE) fail(code);
    result.changed = static_cast<std::uint64_t>(::sqlite3_total_changes(database_.get()) - before);
    return result;
  }

  bool alive() override { return true; }

 private:
  using Statement = std::unique_ptr<sqlite3_stmt, decltype(&::sqlite3_finalize)>;

  int execute(const std::string& statements) {
    return ::sqlite3_exec(database_.get(), statements.c_str(), nullptr, nullptr, nullptr);
  }

  /// Connections that make the database at the same time may lock each other out, which SQLite does not wait for. So
  /// all the waiting is here: SQLite's, where it does, would come on top of each try.
  void use_wal(const std::string& path) {
    int code = SQLITE_BUSY;
    for (int tries = 0; kind_of(code) == SQLITE_BUSY; ++tries) {
      code = execute("PRAGMA journal_mode = WAL");
      if (kind_of(code) == SQLITE_BUSY && try_again(nullptr, tries) == 0) break;
    }
    check_opened(path, code);
  }

  void check_opened(const std::string& path, int code) const {
    if (code != SQLITE_OK)
      throw DatabaseUnavailable(fmt::format("the database sqlite:{} cannot be opened: {}", path, message(code)));
  }

  Statement prepare(std::string_view statement) {
    sqlite3_stmt* prepared = nullptr;
    const int code =
        ::sqlite3_prepare_v2(database_.get(), statement.data(), static_cast<int>(statement.size()), &prepared, nullptr);
    if (code != SQLITE_OK) fail(code);
    return {prepared, ::sqlite3_finalize};
  }

  /// To SQLite $1 is a name, not a place.
  static void bind(sqlite3_stmt* statement, std::span<const std::string> parameters) {
    const int count = ::sqlite3_bind_parameter_count(statement);
    if (static_cast<std::size_t>(count) != parameters.size())
      throw DatabaseError(fmt::format("the statement has {} parameters, {} were given", count, parameters.size()));
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const int place = ::sqlite3_bind_parameter_index(statement, fmt::format("${}", i + 1).c_str());
      const std::string& text = parameters[i];
      if (::sqlite3_bind_text(statement, place, text.data(), static_cast<int>(text.size()), SQLITE_STATIC) != SQLITE_OK)
        throw DatabaseError(fmt::format("the statement takes no text as ${}", i + 1));
    }
  }

  static std::vector<std::string> row_of(sqlite3_stmt* statement) {
    std::vector<std::string> row(static_cast<std::size_t>(::sqlite3_column_count(statement)));
    for (int i = 0; auto& column : row) {
      const void* text = ::sqlite3_column_text(statement, i);
      if (text != nullptr)
        column.assign(static_cast<const char*>(text), static_cast<std::size_t>(::sqlite3_column_bytes(statement, i)));
      ++i;
    }
    return row;
  }

  [[noreturn]] void fail(int code) const {
    switch (kind_of(code)) {
      case SQLITE_BUSY:
        throw DatabaseUnavailable(fmt::format("the database is busy: {}", message(code)));
      case SQLITE_CANTOPEN:
      case SQLITE_IOERR:
        throw DatabaseUnavailable(fmt::format("the database cannot be reached: {}", message(code)));
      default:
        throw DatabaseError(message(code));
    }
  }

  std::string message(int code) const { return database_ ? ::sqlite3_errmsg(database_.get()) : ::sqlite3_errstr(code); }

  std::unique_ptr<sqlite3, decltype(&::sqlite3_close)> database_{nullptr, ::sqlite3_close};
};

}  // namespace

std::unique_ptr<DatabaseConnection> connect_sqlite(const std::string& path) {
  return std::make_unique<SqliteConnection>(path);
}

std::vector<std::string> sqlite_files(const std::string& path) {
  return {path, path + "-wal", path + "-shm", path + "-journal"};
}

}  // namespace hundred::server

#include "server/database/postgresql.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <array>
#include <charconv>
#include <sstream>
#include <utility>

#include "server/database/libpq.hpp"
#include "server/database/schema.hpp"

namespace hundred::server {
namespace {

/// libpq's messages have several lines, some of them indented.
std::string in_one_line(const char* message) {
  std::istringstream words(message);
  std::string line;
  for (std::string word; words >> word;) line += (line.empty() ? "" : " ") + word;
  return line;
}

class Result {
 public:
  explicit Result(PGresult* result) : result_(result, libpq().clear) {}

  bool good() const {
    const ExecStatusType status = libpq().result_status(result_.get());
    return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
  }
  std::string message() const { return in_one_line(libpq().result_message(result_.get())); }

  std::vector<std::vector<std::string>> rows() const {
    std::vector<std::vector<std::string>> rows(static_cast<std::size_t>(libpq().rows(result_.get())));
    const int columns = libpq().columns(result_.get());
    for (int i = 0; auto& row : rows) {
      for (int column = 0; column < columns; ++column)
        row.emplace_back(libpq().value_of(result_.get(), i, column),
                         static_cast<std::size_t>(libpq().length_of(result_.get(), i, column)));
      ++i;
    }
    return rows;
  }

  /// PostgreSQL counts rows that were only read, too.
  std::uint64_t changed() const {
    if (std::string_view(libpq().cmd_status(result_.get())).starts_with("SELECT")) return 0;
    const std::string_view digits = libpq().cmd_tuples(result_.get());
    std::uint64_t count = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), count);
    return count;
  }

 private:
  std::unique_ptr<PGresult, decltype(&::PQclear)> result_;
};

class PostgresqlConnection final : public DatabaseConnection {
 public:
  explicit PostgresqlConnection(const std::string& url) {
    // What stands before the URL is what it may override.
    constexpr std::array keywords{"connect_timeout", "fallback_application_name", "dbname",
                                  static_cast<const char*>(nullptr)};
    const std::array values{"2", "hundred-server", url.c_str(), static_cast<const char*>(nullptr)};
    connection_.reset(libpq().connect(keywords.data(), values.data(), 1));
    if (!connected()) throw DatabaseUnavailable(fmt::format("the database cannot be reached: {}", message()));
    libpq().set_notice_processor(connection_.get(), [](void*, const char*) {}, nullptr);
    make_tables();
  }

  DatabaseResult run(std::string_view statement, std::span<const std::string> parameters) override {
    std::vector<const char*> values;
    for (const std::string& parameter : parameters) values.push_back(parameter.c_str());
    const Result result(libpq().exec_params(connection_.get(), std::string(statement).c_str(),
                                            static_cast<int>(values.size()), nullptr, values.data(), nullptr, nullptr,
                                            0));
    if (!result.good()) {
      if (connected()) throw DatabaseError(result.message());
      throw ConnectionLost(fmt::format(
          "the connection to the database was lost; whether it did what was asked is not known: {}", message()));
    }
    return {result.rows(), result.changed()};
  }

  /// An idle server says nothing before it says good-bye.
  bool alive() override {
    pollfd socket{.fd = libpq().socket(connection_.get()), .events = POLLIN, .revents = 0};
    return connected() && ::poll(&socket, 1, 0) == 0;
  }

 private:
  bool connected() const { return libpq().status(connection_.get()) == CONNECTION_OK; }
  std::string message() const { return in_one_line(libpq().error_message(connection_.get())); }

  void make_tables() {
    constexpr int ours = 0x68756e64;  // any number, as long as no other program takes the same
    const Result made(
        libpq().exec(connection_.get(),
                     fmt::format("BEGIN; SELECT pg_advisory_xact_lock({}); {} COMMIT", ours, database_schema).c_str()));
    if (!made.good())
      throw DatabaseUnavailable(fmt::format("the tables that the database lacks cannot be made: {}", made.message()));
  }

  std::unique_ptr<PGconn, decltype(&::PQfinish)> connection_{nullptr, libpq().finish};
};

}  // namespace

/// libpq looks at the port only when it connects. Several hosts have several, separated by commas.
bool is_postgresql_url(const std::string& url) {
  if (!url.starts_with("postgresql://") && !url.starts_with("postgres://")) return false;
  const std::unique_ptr<PQconninfoOption, decltype(&::PQconninfoFree)> options(
      libpq().parse_conninfo(url.c_str(), nullptr), libpq().free_conninfo);
  if (!options) return false;
  const PQconninfoOption* port = options.get();
  while (std::string_view(port->keyword) != "port") ++port;
  return port->val == nullptr || std::string_view(port->val).find_first_not_of("0123456789,") == std::string_view::npos;
}

std::unique_ptr<DatabaseConnection> connect_postgresql(const std::string& url) {
  return std::make_unique<PostgresqlConnection>(url);
}

}  // namespace hundred::server

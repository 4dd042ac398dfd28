#include "tests/database/postgresql_server.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <stdexcept>

namespace hundred::test {
namespace {

constexpr uid_t nobody = 65534;

/// The folder of the newest PostgreSQL's programs.
std::string programs() {
  int newest = 0;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql", none))
    newest = std::max(newest, std::atoi(entry.path().filename().c_str()));
  if (newest == 0) throw std::runtime_error("PostgreSQL is not installed; ./scripts/setup --tests does it");
  return fmt::format("/usr/lib/postgresql/{}/bin/", newest);
}

/// What setpriv is to do so that `program` does not run as root, and stops in an instant when its parent ends.
Arguments unprivileged(const std::string& program, const Arguments& arguments) {
  Arguments all{"--pdeathsig", "QUIT", programs() + program};
  if (::geteuid() == 0)
    all.insert(all.begin(), {"--reuid", std::to_string(nobody), "--regid", std::to_string(nobody), "--clear-groups"});
  all.insert(all.end(), arguments.begin(), arguments.end());
  return all;
}

}  // namespace

PostgresqlServer::PostgresqlServer() : folder_(std::filesystem::temp_directory_path() / "hundred-postgresql-XXXXXX") {
  if (::mkdtemp(folder_.data()) == nullptr) throw std::runtime_error(folder_ + " cannot be made");
  if (::geteuid() == 0 && ::chown(folder_.c_str(), nobody, nobody) != 0)
    throw std::runtime_error(folder_ + " cannot be given to nobody");
  url_ = fmt::format("postgresql://hundred@/postgres?host={}", folder_);
  const Finished made =
      run_to_end("/usr/bin/setpriv",
                 unprivileged("initdb", {"--pgdata", folder_ + "/data", "--username", "hundred", "--auth", "trust",
                                         "--no-sync", "--encoding", "UTF8", "--no-locale"}),
                 {}, 4 * patience);
  if (made.exit_code != 0) throw std::runtime_error("initdb: " + made.errors);
  start();
}

PostgresqlServer::~PostgresqlServer() {
  stop();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void PostgresqlServer::start() {
  if (process_) return;
  process_ = std::make_unique<Process>(
      "/usr/bin/setpriv",
      unprivileged("postgres", {"-D", folder_ + "/data", "-k", folder_, "-h", "", "-c", "fsync=off"}));
  if (!eventually([this] { return ::PQping(url_.c_str()) == PQPING_OK || process_->wait_for_exit(0ms); }) ||
      process_->wait_for_exit(0ms))
    throw std::runtime_error("PostgreSQL does not start: " + process_->errors());
}

void PostgresqlServer::stop() {
  if (!process_) return;
  process_->signal(SIGINT);  // a fast shutdown
  process_->wait_for_exit(patience);
  process_.reset();
}

PostgresqlServer& postgresql() {
  static PostgresqlServer server;
  return server;
}

}  // namespace hundred::test

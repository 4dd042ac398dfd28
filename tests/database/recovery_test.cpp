// What becomes of statements when PostgreSQL goes away and comes back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <thread>

#include "common/descriptor.hpp"
#include "server/database/open.hpp"
#include "server/runtime/message.hpp"
#include "tests/database/postgresql_server.hpp"

namespace hundred::test {
namespace {

using Rows = std::vector<std::vector<std::string>>;
using testing::HasSubstr;

class Recovery : public testing::Test {
 protected:
  void SetUp() override { run("DELETE FROM hundred_names"); }
  void TearDown() override { postgresql().start(); }

  server::DatabaseResult run(std::string_view statement, const std::vector<std::string>& parameters = {}) {
    return database_->run(statement, parameters);
  }
  static std::string refusal(server::Database& database, std::string_view statement) {
    try {
      database.run(statement, {});
    } catch (const server::HttpError& error) {
      return std::to_string(error.status()) + " " + error.what();
    }
    return "none";
  }
  /// Ends the backends of other databases' connections.
  void end_others() {
    run("SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity WHERE application_name = "
        "'hundred-server' "
        "AND pid <> pg_backend_pid()");
  }

  server::DatabaseFigures figures_{}, others_figures_{};
  std::unique_ptr<server::Database> database_ = server::open_database(postgresql().url(), 4, figures_);
};

TEST_F(Recovery, WhileTheServerIsStoppedStatementsFailAtOnceAndThenWorkAgain) {
  postgresql().stop();
  for (int i = 0; i < 3; ++i) {
    const std::string said = refusal(*database_, "INSERT INTO hundred_names (name) VALUES ('a')");
    EXPECT_THAT(said, HasSubstr("503 the database cannot be reached: connection to server on socket"));
    EXPECT_EQ(said.find('\n'), std::string::npos);
  }
  EXPECT_EQ(figures_.open, 0U);
  postgresql().start();
  EXPECT_EQ(run("INSERT INTO hundred_names (name) VALUES ('a')").changed, 1U);
  EXPECT_EQ(figures_.failed, 3U);
  EXPECT_EQ(figures_.reconnects, 1U);
}

TEST_F(Recovery, ARestartInBetweenGoesUnnoticed) {
  postgresql().stop();
  postgresql().start();
  EXPECT_EQ(run("INSERT INTO hundred_names (name) VALUES ('b')").changed, 1U);
  EXPECT_EQ(run("SELECT count(*) FROM hundred_names").rows, (Rows{{"1"}}));
  EXPECT_EQ(figures_.failed, 0U);
  EXPECT_EQ(figures_.reconnects, 1U);
}

TEST_F(Recovery, OneThatOnlyReadsIsAskedAgainWhenItsConnectionIsEndedMeanwhile) {
  const auto other = server::open_database(postgresql().url(), 1, others_figures_);
  std::jthread sleeping([&] { EXPECT_EQ(refusal(*other, "SELECT pg_sleep(1)"), "none"); });
  EXPECT_TRUE(eventually(
      [&] { return run("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'").rows.size() == 1; }));
  end_others();
  sleeping.join();
  EXPECT_EQ(others_figures_.reconnects, 1U);
  EXPECT_EQ(others_figures_.failed, 0U);
}

TEST_F(Recovery, OneThatWritesFailsThen) {
  const auto other = server::open_database(postgresql().url(), 1, others_figures_);
  std::jthread writing([&] {
    EXPECT_THAT(refusal(*other, "INSERT INTO hundred_names SELECT 'late' FROM pg_sleep(600)"),
                HasSubstr("503 the connection to the database was lost; whether it did what was asked is not known: "));
  });
  EXPECT_TRUE(eventually(
      [&] { return run("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'INSERT%pg_sleep%'").rows.size() == 1; }));
  end_others();
  writing.join();
  EXPECT_EQ(refusal(*other, "INSERT INTO hundred_names VALUES ('late')"), "none");
  EXPECT_EQ(run("SELECT name FROM hundred_names").rows, (Rows{{"late"}}));
}

TEST_F(Recovery, AServerThatDoesNotAnswerIsGivenUp) {
  const Descriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
  socklen_t size = sizeof address;
  ASSERT_EQ(::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(::listen(listener.get(), 8), 0);
  ASSERT_EQ(::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
  const std::string url = "postgresql://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/x";
  const auto asked = Clock::now();
  EXPECT_THAT(refusal(*server::open_database(url, 1, others_figures_), "SELECT 1"),
              HasSubstr("503 the database cannot be reached: "));
  EXPECT_GE(milliseconds_since(asked), 1000);
  EXPECT_LT(milliseconds_since(asked), 10'000 * slowness);
}

}  // namespace
}  // namespace hundred::test

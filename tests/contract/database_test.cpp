#include <gmock/gmock.h>

#include <csignal>
#include <fstream>

#include "tests/contract/model_test.hpp"
#include "tests/support/process_facts.hpp"
#include "tests/support/server_timing.hpp"
#include "tests/support/temporary_folder.hpp"

namespace hundred::test {
namespace {

using testing::HasSubstr;

class DatabaseQueries : public ModelTest {
 protected:
  nlohmann::json figures() const { return get("/stats").json()["database"]; }
  /// Asks on so many connections at the same time. @returns how many answers were as they should be.
  std::size_t burst(std::size_t count, const std::string& target, const nlohmann::json& answer) const {
    std::vector<RawConnection> connections = connect(count);
    for (RawConnection& connection : connections) connection.send(get_request(target));
    std::size_t good = 0;
    for (RawConnection& connection : connections) good += connection.read_response().json() == answer;
    return good;
  }

  const TemporaryFolder folder_;
};
HUNDRED_AGAINST_ALL_MODELS(DatabaseQueries);

TEST_P(DatabaseQueries, AreAnsweredWithRowsAndTheirSum) {
  start();
  for (const int rows : {0, 1, 10, 777, 10'000})
    EXPECT_EQ(get("/io/db?rows=" + std::to_string(rows)).json(),
              (nlohmann::json{{"rows", rows}, {"sum", rows * (rows + 1) / 2}}));
  EXPECT_EQ(get("/io/db").json()["rows"], 10);
  EXPECT_EQ(get("/io/db?rows=10001").status, 400);
}

/// Processes and connections that make the database at the same time do not get in each other's way.
TEST_P(DatabaseQueries, MayAllBeTheFirst) {
  start();
  EXPECT_EQ(burst(100, "/io/db?rows=100", {{"rows", 100}, {"sum", 5050}}), 100U) << server().errors();
  EXPECT_EQ(figures()["failed"], 0);
}

class QueriesInMemory : public DatabaseQueries {};
HUNDRED_AGAINST_MODELS(QueriesInMemory, models_except({"prefork"}));

TEST_P(QueriesInMemory, HaveADatabaseThatAllConnectionsShare) {
  start({"--database", "sqlite::memory:", "--data-dir", folder_.path()});
  EXPECT_EQ(burst(100, "/io/db?rows=100", {{"rows", 100}, {"sum", 5050}}), 100U) << server().errors();
  EXPECT_TRUE(folder_.files().empty());
}

TEST_P(DatabaseQueries, AreWaitedFor) {
  start();
  get("/io/db");  // which makes the tables
  const ServerTiming timing = server_timing(get("/io/db?rows=10000"));
  EXPECT_GT(timing.wait, timing.cpu);
  EXPECT_GT(timing.wait, 0.5);
}

TEST_P(DatabaseQueries, AreCountedWhicheverProcessRanThem) {
  start({"--database-pool", "3"});
  EXPECT_EQ(burst(30, "/io/db", {{"rows", 10}, {"sum", 55}}), 30U);
  const nlohmann::json now = figures();
  EXPECT_EQ(now["kind"], "sqlite");
  EXPECT_EQ(now["pool"], 3);
  EXPECT_EQ(now["queries"], 30);
  EXPECT_EQ(now["failed"], 0);
  EXPECT_EQ(now["reconnects"], 0);
  EXPECT_GE(now["open"], 1);
  EXPECT_LE(now["open"], mode() == "prefork" ? 8 : 3) << "a process of prefork does one thing at a time";
  EXPECT_EQ(now["in_use"], 0);
  const std::string metrics = get("/metrics").body;
  EXPECT_THAT(metrics, HasSubstr("hundred_database_queries_total{mode=\"" + mode() + "\"} 30\n"));
  EXPECT_THAT(metrics, HasSubstr("hundred_database_failed_total{mode=\"" + mode() + "\"} 0\n"));
}

TEST_P(DatabaseQueries, WaitForAFreeConnectionWhereSeveralRunAtOnce) {
  start({"--database-pool", "1"});
  EXPECT_EQ(burst(30, "/io/db?rows=10000", {{"rows", 10'000}, {"sum", 50'005'000}}), 30U);
  const nlohmann::json now = figures();
  EXPECT_EQ(now["queries"], 30);
  if (mode() == "single-threaded" || mode() == "prefork") {
    EXPECT_EQ(now["waits"], 0);
    EXPECT_EQ(now["wait_ms"], 0);
  } else {
    EXPECT_GT(now["waits"], 0);
    EXPECT_GT(now["wait_ms"], 1);
  }
}

TEST_P(DatabaseQueries, FindTheirFileAgain) {
  for (int i = 0; i < 2; ++i) {
    start({"--data-dir", folder_.path()});
    EXPECT_EQ(get("/io/db").json()["sum"], 55);
    EXPECT_EQ(server().stop(), 0);
    EXPECT_EQ(folder_.files(), std::set<std::string>{"hundred.sqlite"});
  }
  start({"--database", "sqlite:" + folder_.path() + "/hundred.sqlite"});
  EXPECT_EQ(get("/io/db").json()["sum"], 55);
}

TEST_P(DatabaseQueries, LeaveNothingInATemporaryFolder) {
  start({}, {{"TMPDIR", folder_.path()}});
  EXPECT_EQ(get("/io/db").status, 200);
  EXPECT_EQ(folder_.files().size(), 1U);
  EXPECT_EQ(server().stop(), 0);
  EXPECT_EQ(folder_.files(), std::set<std::string>{});
}

TEST_P(DatabaseQueries, LeaveNothingThereAtAnAbruptEnd) {
  // An abrupt end joins no thread, not even those that have ended: nothing that a thread sanitizer should report here.
  start({}, {{"TMPDIR", folder_.path()}, {"TSAN_OPTIONS", "halt_on_error=1:report_thread_leaks=0"}});
  EXPECT_EQ(get("/io/db").status, 200);
  RawConnection held = connect();
  held.send(get_request("/io/sleep?ms=60000"));
  held.await_read();
  server().signal(SIGTERM);
  server().await_delivery(SIGTERM);
  EXPECT_EQ(server().stop(SIGINT), 1);
  EXPECT_EQ(folder_.files(), std::set<std::string>{});
}

class QueriesOfProcesses : public DatabaseQueries {};
HUNDRED_AGAINST_MODELS(QueriesOfProcesses, models_among({"prefork"}));

TEST_P(QueriesOfProcesses, StillCountWhenTheirProcessHasEnded) {
  start({"--workers", "2"});
  EXPECT_EQ(burst(20, "/io/db", {{"rows", 10}, {"sum", 55}}), 20U);
  EXPECT_EQ(figures()["open"], 2);
  for (const pid_t victim : children_of(server().pid())) EXPECT_TRUE(replaced_when_killed(server().pid(), victim));
  EXPECT_EQ(figures()["open"], 0) << "those there are now have asked nothing";
  EXPECT_EQ(figures()["queries"], 20);
  EXPECT_EQ(get("/io/db").json()["sum"], 55);
}

TEST_P(DatabaseQueries, AreRefusedWhereTheFileIsNoDatabase) {
  const std::string file = folder_.path() + "/text";
  std::ofstream(file) << std::string(10'000, 'x');
  start({"--database", "sqlite:" + file});
  const Response response = get("/io/db");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.header("Retry-After"), "1");
  EXPECT_THAT(response.json()["error"]["message"].get<std::string>(), HasSubstr(file + " cannot be opened: "));
  EXPECT_EQ(figures()["failed"], 1);
  EXPECT_EQ(figures()["open"], 0);
  EXPECT_EQ(get("/ping").status, 200);
}

}  // namespace
}  // namespace hundred::test

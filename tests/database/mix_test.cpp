// All endpoints at once, for a hundred users: right answers on either database, whether it stays or not, and nothing
// left behind. Small here, in full by tests/soak.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <thread>

#include "server/database/open.hpp"
#include "tests/contract/model_test.hpp"
#include "tests/database/mix_users.hpp"
#include "tests/database/postgresql_server.hpp"
#include "tests/support/process_facts.hpp"
#include "tests/support/server_timing.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/trials/scale.hpp"

namespace hundred::test {
namespace {

using testing::IsEmpty, testing::IsSubsetOf;
using Json = nlohmann::json;
using Counters = std::map<std::string, std::uint64_t>;

const std::vector<std::string> sqlite_files{"hundred.sqlite", "hundred.sqlite-wal", "hundred.sqlite-shm"};

/// How many descriptors of a process and its children are of files whose paths begin like that.
std::size_t descriptors_of(const std::string& path, pid_t pid) {
  std::size_t count = 0;
  for (const pid_t member : family_of(pid))
    for (const auto& entry : std::filesystem::directory_iterator(fmt::format("/proc/{}/fd", member))) {
      std::error_code closed;
      count += std::filesystem::read_symlink(entry, closed).string().starts_with(path);
    }
  return count;
}

/// The connections from servers of ours that PostgreSQL has.
std::size_t backends() {
  server::DatabaseFigures figures{};
  const auto database = server::open_database(postgresql().url() + "&application_name=test", 1, figures);
  const auto result =
      database->run("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'hundred-server'", {});
  return std::stoul(result.rows.at(0).at(0));
}

class Mix : public ModelTest {
 protected:
  void TearDown() override {
    postgresql().start();
    ModelTest::TearDown();
  }

  /// Starts the server and lets every user ask everything once, and every worker wait: then it has what it keeps.
  void start_and_warm_up(const Arguments& more = {}) {
    Arguments all{"--data-dir", folder_.path(), "--upstream", fmt::format("http://127.0.0.1:{}", upstream_.port())};
    all.insert(all.end(), more.begin(), more.end());
    start(all);
    const Response list = get("/");
    questions_ = mix(mode(), list.body);
    {
      MixUsers users(port(), users_, questions_, fmt::format("{}-first-", server().pid()));
      users.begin();
      users.stop();
      EXPECT_THAT(users.tally().wrong, IsEmpty());
      const Json endpoints = list.json().at("endpoints");
      for (const Json& endpoint : endpoints)
        EXPECT_TRUE(has_asked(users.tally(), endpoint)) << endpoint << " is not in the mix";
    }
    wake_all_workers();
    EXPECT_TRUE(eventually([this] { return stats().at("connections").at("open") == 1; }));
    descriptors_ = settled_descriptors();
  }

  /// Lets them ask meanwhile, and sees whether all they had was right.
  void load(const std::function<void(MixUsers&)>& meanwhile) {
    MixUsers users(port(), users_, questions_, fmt::format("{}-", server().pid()));
    const Counters before = counters(users);
    users.begin();
    meanwhile(users);
    users.stop();
    EXPECT_THAT(users.tally().wrong, IsEmpty());
    expect_all_counted(users.tally(), before, counters(users));
    expect_registered_once(users.tally());
    record(users.tally());
  }

  void expect_nothing_left() {
    EXPECT_TRUE(eventually([this] { return stats().at("connections").at("open") == 1; })) << stats();
    EXPECT_TRUE(eventually([this] { return descriptors() <= descriptors_; }))
        << descriptors() << ", not " << descriptors_;
    EXPECT_LE(upstream_connections(), users_);
    const Json now = stats();
    EXPECT_EQ(now.at("failed"), 0) << now;
    EXPECT_EQ(now.at("dropped"), 0) << now;
    EXPECT_EQ(now.at("database").at("in_use"), 0) << now;
    // A process that does one thing at a time needs one connection.
    const bool one_each = mode() == "single-threaded" || mode() == "prefork";
    EXPECT_LE(now.at("database").at("open"), one_each ? now.at("processes") : now.at("database").at("pool")) << now;
  }

  Json stats() const { return get("/stats").json(); }
  /// The server's descriptors of sqlite_files.
  std::size_t sqlite_descriptors() const { return descriptors_of(folder_.path() + "/hundred.sqlite", server().pid()); }

  const TemporaryFolder folder_;

 private:
  /// A worker that runs handlers to their end makes a loop to wait on when it first needs one.
  void wake_all_workers() const {
    const bool several = mode() == "worker-pool" || mode() == "prefork";
    const std::size_t workers = several ? stats().at("workers").get<std::size_t>() : 1;
    std::set<std::string> awake;
    EXPECT_TRUE(eventually([&] {
      std::vector<RawConnection> connections = connect(users_);
      for (RawConnection& connection : connections) connection.send(get_request("/io/gather?ms=50&how=concurrent"));
      for (RawConnection& connection : connections) awake.insert(server_timing(connection.read_response()).worker);
      return awake.size() >= workers;
    }));
  }

  static bool has_asked(const Tally& tally, const Json& endpoint) {
    const std::string line = endpoint.at("method").get<std::string>() + " " + endpoint.at("path").get<std::string>();
    return std::any_of(tally.requests.begin(), tally.requests.end(),
                       [&](const auto& entry) { return entry.first.substr(0, entry.first.find('?')) == line; });
  }

  /// What each counter has, in all processes that the users are connected with.
  Counters counters(MixUsers& users) const {
    std::map<std::string, Json> by_process;
    for (RawConnection& connection : users.connections()) {
      connection.send(get_request("/state/counter"));
      const Response answer = connection.read_response();
      by_process[mode() == "prefork" ? server_timing(answer).worker : ""] = answer.json();
    }
    Counters sum{{"database", by_process.begin()->second.at("database").get<std::uint64_t>()}};
    for (const auto& [process, counts] : by_process)
      for (const char* sync : {"mutex", "atomic"}) sum[sync] += counts.at(sync).get<std::uint64_t>();
    return sum;
  }

  static void expect_all_counted(const Tally& tally, const Counters& before, const Counters& after) {
    for (const char* sync : {"mutex", "atomic", "database"}) {
      const Answers& answers = tally.requests.at(fmt::format("POST /state/counter?sync={}", sync));
      const std::uint64_t counted = after.at(sync) - before.at(sync);
      EXPECT_GE(counted, answers.good) << sync;
      EXPECT_LE(counted, answers.good + answers.unknown) << sync;
    }
  }

  static void expect_registered_once(const Tally& tally) {
    for (const auto& [name, seen] : tally.names) {
      EXPECT_LE(seen.created, 1) << name;
      if (seen.existed > 0) {
        EXPECT_GE(seen.created + seen.unknown, 1) << name;
      }
    }
  }

  static void record(const Tally& tally) {
    Answers sum;
    for (const auto& [line, answers] : tally.requests) {
      sum.good += answers.good;
      sum.refused += answers.refused;
      sum.unknown += answers.unknown;
    }
    RecordProperty("good", std::to_string(sum.good));
    RecordProperty("refused", std::to_string(sum.refused));
    RecordProperty("refused_perhaps_done", std::to_string(sum.unknown));
    RecordProperty("names", std::to_string(tally.names.size()));
  }

  /// The server's descriptors but for those that it keeps: of the database, and of connections to the upstream.
  std::size_t descriptors() const {
    const Json database = stats().at("database");
    const bool sqlite = database.at("kind") == "sqlite";
    const std::size_t kept = upstream_connections() + (sqlite ? 0 : database.at("open").get<std::size_t>());
    std::this_thread::sleep_for(20ms);  // for the connections of those two requests to end
    return family_descriptors(server().pid()) - (sqlite ? sqlite_descriptors() : 0) - kept;
  }

  std::size_t upstream_connections() const {
    return test::get(upstream_.port(), "/stats").json().at("connections").at("open").get<std::size_t>() - 1;
  }

  /// The same, when it is twice the same.
  std::size_t settled_descriptors() const {
    std::size_t last = 0, now = descriptors();
    EXPECT_TRUE(eventually([&] {
      last = now;
      now = descriptors();
      return now == last;
    }));
    return now;
  }

  const std::size_t users_ = scaled<std::size_t>(10, 100);
  /// It keeps its connections for longer than the trial takes.
  const ServerProcess upstream_{{"--mode", "event-loop", "--keep-alive-timeout", "10m"}};
  std::vector<Question> questions_;
  std::size_t descriptors_ = 0;
};
HUNDRED_AGAINST_ALL_MODELS(Mix);

TEST_P(Mix, IsRightOnSqlite) {
  start_and_warm_up();
  load([](MixUsers& users) { EXPECT_TRUE(users.spend(Phase::before, scaled(500ms, 60'000ms))); });
  expect_nothing_left();
  EXPECT_EQ(stats().at("database").at("failed"), 0);
  EXPECT_LE(sqlite_descriptors(), stats().at("database").at("open").get<std::size_t>() * sqlite_files.size());
  EXPECT_THAT(folder_.files(), IsSubsetOf(sqlite_files));
  EXPECT_EQ(server().stop(), 0);
  EXPECT_THAT(folder_.files(), IsSubsetOf(sqlite_files));
}

TEST_P(Mix, IsRightOnPostgresqlThatStopsInBetween) {
  start_and_warm_up({"--database", postgresql().url()});
  load([](MixUsers& users) {
    EXPECT_TRUE(users.spend(Phase::before, scaled(300ms, 25'000ms)));
    users.enter(Phase::stopping);
    postgresql().stop();
    EXPECT_TRUE(users.spend(Phase::down, scaled(200ms, 5000ms)));
    users.enter(Phase::starting);
    postgresql().start();
    EXPECT_TRUE(users.spend(Phase::after, scaled(300ms, 30'000ms)));
  });
  expect_nothing_left();
  EXPECT_GT(stats().at("database").at("reconnects"), 0);
  EXPECT_TRUE(eventually([this] { return backends() <= stats().at("database").at("open"); })) << backends();
  EXPECT_TRUE(folder_.is_empty());
  EXPECT_EQ(server().stop(), 0);
  EXPECT_TRUE(eventually([] { return backends() == 0; })) << backends();
}

}  // namespace
}  // namespace hundred::test

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "server/database/pool.hpp"
#include "server/runtime/message.hpp"
#include "tests/support/patience.hpp"

namespace hundred::server {
namespace {

using namespace std::chrono_literals;
using test::eventually;
using testing::ElementsAre, testing::IsEmpty;

/// What the connections of a test lead to. Thread safety: that of its members; those that have none are for one thread.
struct FakeDatabase {
  std::atomic<int> made = 0, running = 0, most_running = 0;
  std::atomic<bool> held_up = false;  ///< statements do not end
  int age = 0;                        ///< connections of an earlier age are dead
  int lost = 0;                       ///< so many statements lose their connection
  bool down = false;
  std::vector<std::string> ran;

  void restart() { ++age; }
};

class FakeConnection final : public DatabaseConnection {
 public:
  explicit FakeConnection(FakeDatabase& database) : database_(database), age_(database.age) { ++database.made; }

  DatabaseResult run(std::string_view statement, std::span<const std::string> /*parameters*/) override {
    const int running = ++database_.running;
    database_.most_running = std::max(database_.most_running.load(), running);
    while (database_.held_up) std::this_thread::sleep_for(1ms);
    --database_.running;
    if (database_.lost > 0) {
      --database_.lost;
      age_ = -1;
      throw ConnectionLost("gone");
    }
    if (statement == "nonsense") throw DatabaseError("that is nonsense");
    if (statement == "locked") throw DatabaseUnavailable("busy");
    if (database_.most_running == 1) database_.ran.emplace_back(statement);
    return {{{std::string(statement)}}, 0};
  }
  bool alive() override { return age_ == database_.age; }

 private:
  FakeDatabase& database_;
  int age_;
};

class DatabasePoolTest : public testing::Test {
 protected:
  std::unique_ptr<DatabasePool> pool_of(std::size_t capacity) {
    const auto connect = [this]() -> std::unique_ptr<DatabaseConnection> {
      if (database_.down) throw DatabaseUnavailable("the database is down");
      return std::make_unique<FakeConnection>(database_);
    };
    return std::make_unique<DatabasePool>(capacity, connect, figures_);
  }
  static std::string refusal(Database& pool, std::string_view statement) {
    try {
      pool.run(statement, {});
    } catch (const HttpError& error) {
      return std::to_string(error.status()) + " " + error.what();
    } catch (const DatabaseError& error) {
      return error.what();
    }
    return "";
  }

  FakeDatabase database_;
  DatabaseFigures figures_{};
};

TEST_F(DatabasePoolTest, AConnectionIsMadeWhenItIsNeededAndThenKept) {
  const auto pool = pool_of(3);
  EXPECT_EQ(database_.made, 0);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(pool->run("INSERT", {}).rows, DatabaseResult{{{"INSERT"}}}.rows);
  EXPECT_EQ(database_.made, 1);
  EXPECT_EQ(figures_.open, 1U);
  EXPECT_EQ(figures_.in_use, 0U);
  EXPECT_EQ(figures_.queries, 5U);
  EXPECT_EQ(figures_.failed, 0U);
  EXPECT_EQ(figures_.waits, 0U);
}

TEST_F(DatabasePoolTest, ThereAreNeverMoreThanAsked) {
  const auto pool = pool_of(2);
  database_.held_up = true;
  std::vector<std::jthread> users;
  for (int i = 0; i < 6; ++i) users.emplace_back([&] { pool->run("INSERT", {}); });
  EXPECT_TRUE(eventually([&] { return database_.running == 2 && figures_.queries == 6; }));
  std::this_thread::sleep_for(10ms);
  EXPECT_EQ(figures_.in_use, 2U);
  database_.held_up = false;
  users.clear();
  EXPECT_EQ(database_.made, 2);
  EXPECT_EQ(database_.most_running, 2);
  EXPECT_EQ(figures_.waits, 4U);
  EXPECT_GE(figures_.wait_ns, 4 * 5'000'000U) << "each has waited while the first two were held up";
  EXPECT_EQ(figures_.in_use, 0U);
}

TEST_F(DatabasePoolTest, WhoHasWaitedLongestIsNext) {
  const auto pool = pool_of(1);
  database_.held_up = true;
  std::vector<std::jthread> users;
  const std::vector<std::string> names{"first", "second", "third", "fourth"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    users.emplace_back([&, i] { pool->run(names[i], {}); });
    EXPECT_TRUE(eventually([&] { return figures_.queries == i + 1 && database_.running == 1; }));
    std::this_thread::sleep_for(20ms * test::slowness);  // until it stands in line
  }
  database_.held_up = false;
  users.clear();
  EXPECT_EQ(database_.ran, names);
}

TEST_F(DatabasePoolTest, ADeadConnectionIsReplacedWithoutAWord) {
  const auto pool = pool_of(2);
  pool->run("INSERT", {});
  database_.restart();
  pool->run("INSERT", {});
  EXPECT_THAT(database_.ran, ElementsAre("INSERT", "INSERT"));
  EXPECT_EQ(database_.made, 2);
  EXPECT_EQ(figures_.open, 1U);
  EXPECT_EQ(figures_.reconnects, 1U);
  EXPECT_EQ(figures_.failed, 0U);
}

TEST_F(DatabasePoolTest, WhatOnlyReadsIsAskedAgainWhenItsConnectionIsLost) {
  const auto pool = pool_of(2);
  database_.lost = 1;
  EXPECT_EQ(refusal(*pool, "SELECT 1"), "");
  EXPECT_THAT(database_.ran, ElementsAre("SELECT 1"));
  EXPECT_EQ(figures_.reconnects, 1U);
  database_.lost = 2;
  EXPECT_EQ(refusal(*pool, "select 2"), "503 gone") << "once is enough";
  EXPECT_EQ(figures_.queries, 2U);
  EXPECT_EQ(figures_.failed, 1U);
  EXPECT_EQ(figures_.open, 0U);
}

TEST_F(DatabasePoolTest, WhatChangesSomethingIsNotDoneTwice) {
  const auto pool = pool_of(2);
  database_.lost = 1;
  EXPECT_EQ(refusal(*pool, "UPDATE"), "503 gone");
  EXPECT_THAT(database_.ran, IsEmpty());
  EXPECT_EQ(refusal(*pool, "UPDATE"), "");
  EXPECT_EQ(figures_.reconnects, 1U);
}

TEST_F(DatabasePoolTest, ADatabaseThatIsDownIsSaidAndAskedAgain) {
  const auto pool = pool_of(1);
  pool->run("INSERT", {});
  database_.restart();
  database_.down = true;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(refusal(*pool, "SELECT 1"), "503 the database is down");
  EXPECT_EQ(figures_.open, 0U);
  EXPECT_EQ(figures_.in_use, 0U);
  database_.down = false;
  EXPECT_EQ(refusal(*pool, "SELECT 1"), "");
  EXPECT_EQ(figures_.failed, 3U);
  EXPECT_EQ(figures_.reconnects, 1U);
}

TEST_F(DatabasePoolTest, ARefusalIsNoReasonToReconnect) {
  const auto pool = pool_of(1);
  EXPECT_EQ(refusal(*pool, "nonsense"), "that is nonsense");
  EXPECT_EQ(refusal(*pool, "locked"), "503 busy");
  EXPECT_EQ(refusal(*pool, "SELECT 1"), "");
  EXPECT_EQ(database_.made, 1);
  EXPECT_EQ(figures_.failed, 2U);
  EXPECT_EQ(figures_.open, 1U);
}

}  // namespace
}  // namespace hundred::server

// What SQLite and PostgreSQL have in common: all that endpoints rely on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "server/database/open.hpp"
#include "tests/contract/model_test.hpp"
#include "tests/database/postgresql_server.hpp"
#include "tests/support/temporary_folder.hpp"

namespace hundred::test {
namespace {

using server::Database, server::DatabaseError, server::DatabaseResult;
using Rows = std::vector<std::vector<std::string>>;
using testing::HasSubstr;

class Databases : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    run("DELETE FROM hundred_names");
    run("DELETE FROM hundred_unique_names");
    run("UPDATE hundred_counter SET value = 0");
  }

  /// @param file  where the database is a file
  std::unique_ptr<Database> open(const std::string& file = "file") {
    const std::string url = GetParam() == "postgresql" ? postgresql().url()
                            : GetParam() == "memory"   ? "sqlite::memory:"
                                                       : "sqlite:" + folder_.path() + "/" + file;
    return server::open_database(url, 8, figures_);
  }
  DatabaseResult run(std::string_view statement, const std::vector<std::string>& parameters = {}) {
    return database_->run(statement, parameters);
  }
  std::string refusal(std::string_view statement, const std::vector<std::string>& parameters = {}) {
    try {
      run(statement, parameters);
    } catch (const DatabaseError& error) {
      return error.what();
    }
    return "none";
  }

  const TemporaryFolder folder_;
  server::DatabaseFigures figures_{};
  std::unique_ptr<Database> database_ = open();
};
INSTANTIATE_TEST_SUITE_P(All, Databases, testing::Values("file", "memory", "postgresql"), test_name);

TEST_P(Databases, HaveTheirTables) {
  EXPECT_EQ(run("SELECT count(*), sum(id), min(name), max(name) FROM hundred_items").rows,
            (Rows{{"10000", "50005000", "item 1", "item 9999"}}));
  EXPECT_EQ(run("SELECT id, value FROM hundred_counter").rows, (Rows{{"1", "0"}}));
}

TEST_P(Databases, ParametersReachTheirPlaces) {
  EXPECT_EQ(
      run("SELECT name FROM hundred_items WHERE id = $2 OR id = $1 OR id = $2 ORDER BY id DESC", {"7", "42"}).rows,
      (Rows{{"item 42"}, {"item 7"}}));
  for (const std::string& name :
       std::vector<std::string>{"", "it's \"quoted\"; --", "\xc3\xa4\xe2\x82\xac", std::string(5000, 'x'), "$1"}) {
    run("INSERT INTO hundred_names (name) VALUES ($1)", {name});
    EXPECT_EQ(run("SELECT name, length(name) FROM hundred_names WHERE name = $1", {name}).rows.at(0).at(0), name);
  }
}

TEST_P(Databases, CountWhatWasChanged) {
  EXPECT_EQ(run("INSERT INTO hundred_names (name) VALUES ($1), ($2), ('c')", {"a", "b"}).changed, 3U);
  EXPECT_EQ(run("SELECT name FROM hundred_names").changed, 0U);
  EXPECT_EQ(run("UPDATE hundred_names SET name = 'd' WHERE name <> $1", {"a"}).changed, 2U);
  EXPECT_EQ(run("DELETE FROM hundred_names WHERE name = 'none'").changed, 0U);
  EXPECT_EQ(run("DELETE FROM hundred_names WHERE name = 'd'").changed, 2U);
  EXPECT_EQ(run("INSERT INTO hundred_unique_names (name) VALUES ($1) ON CONFLICT (name) DO NOTHING", {"e"}).changed,
            1U);
  EXPECT_EQ(run("INSERT INTO hundred_unique_names (name) VALUES ($1) ON CONFLICT (name) DO NOTHING", {"e"}).changed,
            0U);
  const DatabaseResult added = run("UPDATE hundred_counter SET value = value + $1 WHERE id = 1 RETURNING value", {"5"});
  EXPECT_EQ(added.changed, 1U);
  EXPECT_EQ(added.rows, (Rows{{"5"}}));
}

TEST_P(Databases, NullIsEmpty) { EXPECT_EQ(run("SELECT NULL, 'x', ''").rows, (Rows{{"", "x", ""}})); }

TEST_P(Databases, SayWhatTheyRefuseAndGoOn) {
  EXPECT_THAT(refusal("SELEKT 1"), HasSubstr("SELEKT"));
  EXPECT_THAT(refusal("SELECT x FROM nowhere"), HasSubstr("nowhere"));
  EXPECT_NE(refusal("SELECT name FROM hundred_items WHERE id = $1"), "none");
  EXPECT_NE(refusal("SELECT name FROM hundred_items WHERE id = $1", {"1", "2"}), "none");
  run("INSERT INTO hundred_unique_names (name) VALUES ('a')");
  const std::string twice = refusal("INSERT INTO hundred_unique_names (name) VALUES ('a')");
  EXPECT_TRUE(twice.find("unique") != std::string::npos || twice.find("UNIQUE") != std::string::npos) << twice;
  EXPECT_EQ(twice.find('\n'), std::string::npos) << twice;
  EXPECT_EQ(run("SELECT count(*) FROM hundred_unique_names").rows, (Rows{{"1"}}));
  EXPECT_EQ(figures_.open, 1U);
  EXPECT_EQ(figures_.reconnects, 0U);
}

TEST_P(Databases, LoseNothingThatConnectionsDoAtTheSameTime) {
  constexpr int threads = 8, times = 50;
  {
    std::vector<std::jthread> adding;
    for (int i = 0; i < threads; ++i)
      adding.emplace_back([&] {
        for (int j = 0; j < times; ++j) run("UPDATE hundred_counter SET value = value + 1 WHERE id = 1");
      });
  }
  EXPECT_EQ(run("SELECT value FROM hundred_counter WHERE id = 1").rows, (Rows{{std::to_string(threads * times)}}));
}

TEST_P(Databases, AreMadeOnceHoweverManyAskForThemAtOnce) {
  for (int round = 0; round < 5; ++round) {
    run("DROP TABLE hundred_items");
    run("DROP TABLE hundred_counter");
    std::vector<std::unique_ptr<Database>> databases;
    for (int i = 0; i < 10; ++i) databases.push_back(open("file" + std::to_string(round)));
    std::vector<std::jthread> asking;
    for (const auto& database : databases)
      asking.emplace_back([&] {
        EXPECT_EQ(database->run("SELECT count(*) FROM hundred_items", {}).rows, (Rows{{"10000"}}));
        EXPECT_EQ(database->run("SELECT count(*) FROM hundred_counter", {}).rows, (Rows{{"1"}}));
      });
    asking.clear();
    open()->run("SELECT 1", {});
  }
  EXPECT_EQ(figures_.failed, 0U);
}

}  // namespace
}  // namespace hundred::test

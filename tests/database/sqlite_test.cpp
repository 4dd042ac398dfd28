// What becomes of statements while another program uses the file.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <memory>
#include <thread>

#include "server/database/open.hpp"
#include "server/runtime/message.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/temporary_folder.hpp"

namespace hundred::test {
namespace {

class SqliteFile : public testing::Test {
 protected:
  void SetUp() override {
    sqlite3* opened = nullptr;
    ::sqlite3_open((folder_.path() + "/file").c_str(), &opened);
    other_program_.reset(opened);
    ::sqlite3_busy_timeout(opened, 10'000);
  }

  std::unique_ptr<server::Database> open() {
    return server::open_database("sqlite:" + folder_.path() + "/file", 1, figures_);
  }
  std::string counter(server::Database& database) {
    return database.run("SELECT value FROM hundred_counter", {}).rows.at(0).at(0);
  }
  void other_program(const char* statements) {
    ASSERT_EQ(::sqlite3_exec(other_program_.get(), statements, nullptr, nullptr, nullptr), SQLITE_OK);
  }
  /// How long it took, in milliseconds.
  double run(std::string_view statement) {
    const auto from = Clock::now();
    EXPECT_NO_THROW(database_->run(statement, {})) << statement;
    return milliseconds_since(from);
  }

  const TemporaryFolder folder_;
  server::DatabaseFigures figures_{};
  std::unique_ptr<sqlite3, decltype(&::sqlite3_close)> other_program_{nullptr, ::sqlite3_close};
  std::unique_ptr<server::Database> database_ = open();
};

TEST_F(SqliteFile, IsOpenedOnceNobodyHasItLocked) {
  other_program("CREATE TABLE x (a); BEGIN IMMEDIATE");
  std::jthread opening([&] { EXPECT_GE(run("SELECT 1"), 100); });
  EXPECT_TRUE(eventually([&] { return figures_.queries == 1; }));
  std::this_thread::sleep_for(100ms);
  other_program("COMMIT");
}

TEST_F(SqliteFile, CannotBeOpenedWhereItStaysLocked) {
  other_program("CREATE TABLE x (a); BEGIN EXCLUSIVE");
  const auto from = Clock::now();
  EXPECT_THROW(database_->run("SELECT 1", {}), server::HttpError);
  EXPECT_GE(milliseconds_since(from), 10'000);
}

TEST_F(SqliteFile, IsWrittenToOnceNobodyHasItLockedAndReadMeanwhile) {
  EXPECT_EQ(database_->run("PRAGMA journal_mode", {}).rows[0][0], "wal");
  const auto reading = open();
  EXPECT_EQ(counter(*reading), "0");
  other_program("BEGIN IMMEDIATE; UPDATE hundred_counter SET value = 7");
  std::jthread writing([&] { EXPECT_GE(run("UPDATE hundred_counter SET value = value + 1"), 100); });
  EXPECT_TRUE(eventually([&] { return figures_.queries == 3; }));
  EXPECT_EQ(counter(*reading), "0");
  std::this_thread::sleep_for(100ms);
  other_program("COMMIT");
  writing.join();
  EXPECT_EQ(counter(*reading), "8");
}

}  // namespace
}  // namespace hundred::test

// The server with PostgreSQL: what it makes of a database that goes away and comes back.
#include <gmock/gmock.h>

#include "tests/contract/model_test.hpp"
#include "tests/database/postgresql_server.hpp"

namespace hundred::test {
namespace {

using testing::HasSubstr, testing::StartsWith;

class OnPostgresql : public ModelTest {
 protected:
  void SetUp() override { start({"--database", postgresql().url(), "--database-pool", "3"}); }
  void TearDown() override {
    postgresql().start();
    ModelTest::TearDown();
  }

  nlohmann::json figures() const { return get("/stats").json()["database"]; }
  /// Asks on so many connections at the same time. @returns how many answers had each status.
  std::map<int, int> burst(std::size_t count, const std::function<void()>& meanwhile = [] {}) const {
    std::vector<RawConnection> connections = connect(count);
    for (RawConnection& connection : connections) connection.send(get_request("/io/db?rows=5000"));
    meanwhile();
    std::map<int, int> statuses;
    for (RawConnection& connection : connections) {
      const Response response = connection.read_response();
      ++statuses[response.status];
      if (response.status == 200) {
        EXPECT_EQ(response.json(), (nlohmann::json{{"rows", 5000}, {"sum", 12'502'500}}));
      }
    }
    return statuses;
  }
};
HUNDRED_AGAINST_ALL_MODELS(OnPostgresql);

TEST_P(OnPostgresql, QueriesAreAnsweredAndCounted) {
  EXPECT_EQ(burst(50), (std::map<int, int>{{200, 50}}));
  const nlohmann::json now = figures();
  EXPECT_EQ(now["kind"], "postgresql");
  EXPECT_EQ(now["queries"], 50);
  EXPECT_EQ(now["failed"], 0);
  EXPECT_LE(now["open"], mode() == "prefork" ? 8 : 3);
}

TEST_P(OnPostgresql, ADatabaseThatIsDownIsSaidUntilItIsBack) {
  EXPECT_EQ(get("/io/db").status, 200);
  postgresql().stop();
  for (int i = 0; i < 3; ++i) {
    const Response response = get("/io/db");
    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(response.header("Retry-After"), "1");
    EXPECT_THAT(response.json()["error"]["message"].get<std::string>(), StartsWith("the database cannot be reached: "));
    EXPECT_EQ(get("/ping").status, 200);
  }
  postgresql().start();
  EXPECT_EQ(burst(20), (std::map<int, int>{{200, 20}}));
  const nlohmann::json now = figures();
  EXPECT_EQ(now["failed"], 3);
  EXPECT_GE(now["reconnects"], 1);
  EXPECT_EQ(now["in_use"], 0);
  EXPECT_EQ(get("/stats").json()["failed"], 0) << "no handler is to blame";
  EXPECT_THAT(server().errors(), HasSubstr("the database cannot be reached: "));
  EXPECT_THAT(server().errors(), HasSubstr("the database is reached again"));
}

TEST_P(OnPostgresql, AStopUnderLoadCostsNothingButWhatItHits) {
  EXPECT_EQ(burst(20), (std::map<int, int>{{200, 20}}));
  const std::map<int, int> statuses = burst(60, [] { postgresql().stop(); });
  for (const auto& [status, count] : statuses) EXPECT_TRUE(status == 200 || status == 503) << status << ": " << count;
  postgresql().start();
  EXPECT_EQ(burst(20), (std::map<int, int>{{200, 20}}));
  EXPECT_EQ(figures()["in_use"], 0);
  EXPECT_LE(figures()["open"], mode() == "prefork" ? 8 : 3);
}

}  // namespace
}  // namespace hundred::test

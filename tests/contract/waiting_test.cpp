#include "tests/contract/model_test.hpp"
#include "tests/support/server_timing.hpp"

namespace hundred::test {
namespace {

class Waiting : public ModelTest {
 protected:
  void SetUp() override { start(); }
};
HUNDRED_AGAINST_ALL_MODELS(Waiting);

TEST_P(Waiting, SleepingWaitsAndComputesNothing) {
  const auto asked = Clock::now();
  const Response response = get("/io/sleep?ms=50");
  EXPECT_GE(milliseconds_since(asked), 50);
  EXPECT_EQ(response.status, 200);
  const ServerTiming timing = server_timing(response);
  EXPECT_GE(timing.wait, 49.9);
  EXPECT_LT(timing.wait, 50 + 100 * slowness);
  EXPECT_LT(timing.cpu, 10 * slowness);
}

TEST_P(Waiting, NoTimeIsATimeToo) { EXPECT_EQ(get("/io/sleep?ms=0").status, 200); }

TEST_P(Waiting, MixedComputesAndWaitsInRounds) {
  const Response response = get("/mixed?cpu_ms=5&io_ms=20&rounds=3");
  EXPECT_EQ(response.status, 200);
  const ServerTiming timing = server_timing(response);
  EXPECT_GE(timing.cpu, 14.9);
  EXPECT_GE(timing.wait, 59.9);
  EXPECT_LE(timing.cpu + timing.wait, timing.handler + 1);
}

TEST_P(Waiting, GatheringInTurnTakesAsLongAsAllTogether) {
  const Response response = get("/io/gather?n=5&ms=20&how=sequential");
  EXPECT_EQ(response.body, R"({"n":5,"ms":20,"how":"sequential","sum_ms":100})");
  EXPECT_GE(server_timing(response).wait, 99.9);
}

TEST_P(Waiting, GatheringAtOnceTakesAsLongAsOne) {
  const Response response = get("/io/gather?n=100&ms=200&how=concurrent");
  EXPECT_EQ(response.body, R"({"n":100,"ms":200,"how":"concurrent","sum_ms":20000})");
  const ServerTiming timing = server_timing(response);
  EXPECT_GE(timing.wait, 199);
  EXPECT_LT(timing.wait, 20'000 / 4) << "one after the other";
  EXPECT_LE(timing.wait, timing.handler);
}

TEST_P(Waiting, GatheringNothingLongIsDoneAtOnce) {
  EXPECT_EQ(get("/io/gather?n=100&ms=0&how=concurrent").json()["sum_ms"], 0);
  EXPECT_EQ(get("/io/gather?n=100&ms=0").json()["sum_ms"], 0);
}

}  // namespace
}  // namespace hundred::test

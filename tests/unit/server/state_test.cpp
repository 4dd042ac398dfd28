#include "server/endpoints/state.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <list>
#include <nlohmann/json.hpp>

#include "server/endpoints/registry.hpp"
#include "tests/support/fake_database.hpp"

namespace hundred::server {
namespace {

using Json = nlohmann::json;

/// Two requests at once on a loop, with one thread that computes and one that asks the database: each request gets as
/// far as it can before it waits, then the other does, so that what races do here is no chance.
class State : public testing::Test {
 protected:
  struct Asked {
    Request request;
    Stamps stamps;
    std::unique_ptr<Context> context;
    Response response;
  };

  /// Begins a request, which runs in run_all().
  const Response& post(const std::string& target) { return begin(Method::post, target); }
  void run_all() {
    loop_.restart();
    loop_.run();
  }
  void post_two(const std::string& target) {
    post(target);
    post(target);
    run_all();
  }

  Json counters() {
    const Response& response = begin(Method::get, "/state/counter");
    run_all();
    return Json::parse(response.body);
  }
  /// How many of the answers so far say that they created the name.
  int created() const {
    int count = 0;
    for (const Asked& asked : asked_) count += asked.response.status == 201 ? 1 : 0;
    return count;
  }

  HelperPool helpers_{1}, computing_{1};
  LoopPools pools_{helpers_};

 private:
  const Response& begin(Method method, const std::string& target) {
    Asked& asked = asked_.emplace_back();
    asked.request.method = method;
    asked.request.set_target(target);
    asked.context = std::make_unique<LoopContext>(asked.stamps, nullptr, clock_, pools_);
    const auto& handler = std::get<CoroutineHandler>(endpoints_.route(asked.request));
    boost::asio::co_spawn(loop_, handler(asked.request, *asked.context),
                          [&asked](std::exception_ptr failure, Response response) {
                            EXPECT_FALSE(failure);
                            asked.response = std::move(response);
                          });
    return asked.response;
  }

  test::FakeDatabase database_;
  SharedState state_;
  const Endpoints endpoints_{{{}, {}, {}, {}}, {.data_dir = {}, .database = database_, .state = state_}};
  boost::asio::io_context loop_{1};
  LoopClock clock_;
  std::list<Asked> asked_;
};

TEST_F(State, CountsEachWayApart) {
  const Response& first = post("/state/counter?sync=atomic&window=none");
  run_all();
  EXPECT_EQ(Json::parse(first.body), Json({{"sync", "atomic"}, {"value", 1}}));
  const Response& second = post("/state/counter?sync=database");
  run_all();
  EXPECT_EQ(Json::parse(second.body), Json({{"sync", "database"}, {"value", 1}}));
  EXPECT_EQ(counters(), Json({{"none", 0}, {"mutex", 0}, {"atomic", 1}, {"database", 1}}));
}

TEST_F(State, LosesAnUpdateIfAnotherComesWhileItWaits) {
  post_two("/state/counter?sync=none&window=wait");
  EXPECT_EQ(counters()["none"], 1);
}

TEST_F(State, LosesNoneWhileComputingHoldsTheLoop) {
  post_two("/state/counter");
  EXPECT_EQ(counters()["none"], 2);
}

TEST_F(State, LosesAnUpdateWhileAPoolComputes) {
  pools_.computing = &computing_;
  post_two("/state/counter?window=compute");
  EXPECT_EQ(counters()["none"], 1);
}

TEST_F(State, LosesNoneWithoutAWindow) {
  pools_.computing = &computing_;
  post_two("/state/counter?window=none");
  EXPECT_EQ(counters()["none"], 2);
}

TEST_F(State, LosesNoneThatIsGuardedWhateverComesInBetween) {
  pools_.computing = &computing_;
  for (const std::string sync : {"mutex", "atomic", "database"}) {
    post_two(fmt::format("/state/counter?sync={}&window=wait", sync));
    post_two(fmt::format("/state/counter?sync={}&window=compute", sync));
    EXPECT_EQ(counters()[sync], 4) << sync;
  }
  EXPECT_EQ(counters()["none"], 0);
}

TEST_F(State, RegistersANameOnce) {
  for (const std::string how : {"check-then-insert", "locked", "unique"}) {
    const std::string target = fmt::format("/state/register?user=bob-{0}&how={0}", how);
    const Response& first = post(target);
    run_all();
    EXPECT_EQ(first.status, 201U) << how;
    EXPECT_EQ(Json::parse(first.body), Json({{"user", "bob-" + how}, {"created", true}}));
    const Response& second = post(target);
    run_all();
    EXPECT_EQ(second.status, 200U) << how;
    EXPECT_EQ(Json::parse(second.body), Json({{"user", "bob-" + how}, {"created", false}}));
  }
}

TEST_F(State, RegistersANameTwiceIfBothCheckBeforeEitherInserts) {
  post_two("/state/register?user=bob");
  EXPECT_EQ(created(), 2);
}

TEST_F(State, RegistersItOnceWithALockOrAConstraint) {
  post_two("/state/register?user=bob&how=locked");
  EXPECT_EQ(created(), 1);
  post_two("/state/register?user=bob&how=unique");
  EXPECT_EQ(created(), 2);
}

}  // namespace
}  // namespace hundred::server

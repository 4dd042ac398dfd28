#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/url/parse_query.hpp>

#include "server/endpoints/registry.hpp"
#include "server/endpoints/state.hpp"
#include "tests/support/fake_database.hpp"

namespace hundred::server {
namespace {

using testing::HasSubstr;

class RoutingTest : public testing::Test {
 protected:
  const Handler& route(Method method, const std::string& target) {
    request_.clear();
    request_.method = method;
    request_.set_target(target);
    return endpoints_.route(request_);
  }
  HttpError refusal(Method method, const std::string& target) {
    try {
      route(method, target);
    } catch (const HttpError& error) {
      return error;
    }
    return {200, "found"};
  }

  static std::string nothing() { return "{}"; }

  test::FakeDatabase database_;
  SharedState state_;
  Endpoints endpoints_{{nothing, [](std::size_t) { return nothing(); }, nothing, [] { return true; }},
                       {.data_dir = {}, .database = database_, .state = state_}};
  Request request_;
};

TEST_F(RoutingTest, ParametersHaveDefaultsAndCanBeGiven) {
  route(Method::get, "/mixed");
  EXPECT_EQ(request_.number("cpu_ms"), 5);
  route(Method::head, "/mixed?rounds=3&cpu%5fms=%37");
  EXPECT_EQ(request_.number("cpu_ms"), 7);
  EXPECT_EQ(request_.number("io_ms"), 45);
  EXPECT_EQ(request_.number("rounds"), 3);
}

TEST_F(RoutingTest, EveryParameterRefusesWhatIsOutOfItsRangeAndNamesBoth) {
  for (const Endpoint& endpoint : endpoints_.rows())
    for (const Parameter& parameter : endpoint.parameters) {
      if (parameter.kind != Parameter::Kind::number) continue;
      const std::string start = std::string(endpoint.path) + "?" + std::string(parameter.name) + "=";
      EXPECT_EQ(refusal(endpoint.method, start + std::to_string(parameter.least)).status(), 200U) << start;
      EXPECT_EQ(refusal(endpoint.method, start + std::to_string(parameter.most)).status(), 200U) << start;
      for (const std::string& bad :
           {std::to_string(parameter.most + 1), std::string("-1"), std::string("1x"), std::string()}) {
        const HttpError error = refusal(endpoint.method, start + bad);
        EXPECT_EQ(error.status(), 400U) << start << bad;
        EXPECT_THAT(error.what(), HasSubstr(std::string(parameter.name) + "=" + bad));
        EXPECT_THAT(error.what(), HasSubstr(std::to_string(parameter.most)));
      }
    }
}

TEST_F(RoutingTest, AWordOrATextIsOneOfWhatIsAllowed) {
  const std::vector<Parameter> parameters{one_of("sync", {"none", "mutex", "atomic"}), text_of("user", "anna", 8)};
  const auto refused = [&](const char* query) -> std::string {
    request_.clear();
    try {
      set_parameters(request_, parameters, boost::urls::params_view(boost::urls::parse_query(query).value()));
    } catch (const HttpError& error) {
      return error.what();
    }
    return {};
  };
  EXPECT_EQ(refused(""), "");
  EXPECT_EQ(request_.number("sync"), 0);
  EXPECT_EQ(request_.text("user"), "anna");
  EXPECT_EQ(refused("user=b.C_4@-x&sync=at%6fmic"), "");
  EXPECT_EQ(request_.number("sync"), 2);
  EXPECT_EQ(request_.text("user"), "b.C_4@-x");
  EXPECT_EQ(refused("sync=Mutex"), "sync=Mutex: must be none, mutex or atomic, by default none");
  EXPECT_EQ(refused("user="), "user=: must be 1 to 8 letters, digits and . _ @ -, by default anna");
  EXPECT_THAT(refused("user=123456789"), HasSubstr("user=123456789: must be"));
  EXPECT_THAT(refused("user=a%27b"), HasSubstr("user=a'b: must be"));
  EXPECT_THAT(refused("name=a"), HasSubstr("takes sync, user"));
}

TEST_F(RoutingTest, TakesBothFormsOfTargets) {
  route(Method::get, "http://example.com/io/sleep?ms=5");
  EXPECT_EQ(request_.path(), "/io/sleep");
  EXPECT_EQ(request_.number("ms"), 5);
  route(Method::get, "http://example.com");
  EXPECT_EQ(request_.path(), "/");
  route(Method::get, "/%70ing");
  EXPECT_EQ(request_.path(), "/ping");
}

TEST_F(RoutingTest, RefusesWithTheRightStatus) {
  EXPECT_EQ(refusal(Method::get, "/nowhere").status(), 404U);
  EXPECT_EQ(refusal(Method::get, "/ping%zz").status(), 400U);
  EXPECT_EQ(refusal(Method::get, "/ping?x=1").status(), 400U);
  EXPECT_EQ(refusal(Method::unknown, "/ping").status(), 501U);
  const HttpError wrong = refusal(Method::post, "/ping");
  EXPECT_EQ(wrong.status(), 405U);
  EXPECT_EQ(wrong.allow(), "GET, HEAD, OPTIONS");
  EXPECT_EQ(refusal(Method::get, "/echo").allow(), "POST, OPTIONS");
}

TEST_F(RoutingTest, RefusesTargetsThatAreNotAsTheyShouldBe) {
  for (const char* bad : {"/ping#x", "/pi\"ng", "/ping%00", "/io%2fsleep", "*", "ping", "h:80", "ftp://h/ping",
                          "http:///ping", "http://u@h/ping", "http://h/ping#x"})
    EXPECT_EQ(refusal(Method::get, bad).status(), 400U) << bad;
  EXPECT_EQ(refusal(Method::get, "/%2570ing").status(), 404U) << "decoded twice";
}

TEST_F(RoutingTest, OptionsAreTheMethodsOfAPathOrOfAll) {
  const std::pair<const char*, const char*> cases[] = {
      {"/ping", "GET, HEAD, OPTIONS"}, {"/echo?x", "POST, OPTIONS"}, {"*", "GET, HEAD, POST, OPTIONS"}};
  for (const auto& [target, methods] : cases) {
    const Response response = std::get<PlainHandler>(route(Method::options, target))(request_);
    EXPECT_EQ(response.status, 204U) << target;
    EXPECT_THAT(response.headers, testing::ElementsAre(testing::Pair("Allow", methods))) << target;
  }
  EXPECT_EQ(refusal(Method::options, "/nowhere").status(), 404U);
}

TEST_F(RoutingTest, TheListNamesEveryEndpoint) {
  const std::string json = list_as_json(endpoints_.rows());
  for (const Endpoint& endpoint : endpoints_.rows())
    EXPECT_THAT(json, HasSubstr("\"" + std::string(endpoint.path) + "\""));
}

}  // namespace
}  // namespace hundred::server

#include <gmock/gmock.h>

#include <map>
#include <regex>
#include <set>

#include "tests/contract/model_test.hpp"
#include "tests/support/process.hpp"

namespace hundred::test {
namespace {

using testing::HasSubstr;

/// What GET /metrics says, by name and labels as written: "hundred_dropped_total{mode=\"prefork\"}".
using Samples = std::map<std::string, double>;

/// Reads the text format, strictly. Every family must have HELP and TYPE, its samples right behind them, and no sample
/// may come twice.
Samples parse_metrics(const std::string& text) {
  const std::regex comment("# (HELP|TYPE) (hundred_[a-z_]+) (.+)");
  const std::regex sample(R"re((hundred_[a-z_]+)(\{[a-z_]+="[^"\n]*"(,[a-z_]+="[^"\n]*")*\})? ([0-9.e+-]+))re");
  Samples samples;
  std::set<std::string> families;
  std::string family, type;
  for (const std::string& line : lines_of(text)) {
    std::smatch part;
    if (std::regex_match(line, part, comment)) {
      if (part[1] == "HELP") {
        EXPECT_TRUE(families.insert(family = part[2]).second) << line;
        type.clear();
      } else {
        EXPECT_EQ(part[2], family) << "HELP comes before TYPE";
        type = part[3];
      }
      continue;
    }
    EXPECT_TRUE(std::regex_match(line, part, sample)) << line;
    const std::string name = part[1];
    const std::set<std::string> allowed =
        type == "histogram" ? std::set{family + "_bucket", family + "_sum", family + "_count"} : std::set{family};
    EXPECT_TRUE(allowed.contains(name)) << line << " in " << family << " of type '" << type << "'";
    EXPECT_EQ(type == "counter", name.ends_with("_total")) << line;
    EXPECT_TRUE(samples.emplace(name + part[2].str(), std::stod(part[4])).second) << line;
  }
  return samples;
}

class MetricsPage : public ModelTest {
 protected:
  Samples metrics() const { return parse_metrics(get("/metrics").body); }
  /// hundred_NAME{mode="…",LABELS}
  std::string key(const std::string& name, const std::string& labels = "") const {
    return "hundred_" + name + "{mode=\"" + mode() + "\"" + (labels.empty() ? "" : ",") + labels + "}";
  }
  double value(const std::string& name, const std::string& labels = "") const {
    const Samples now = metrics();
    const auto found = now.find(key(name, labels));
    return found == now.end() ? -1 : found->second;
  }
};
HUNDRED_AGAINST_ALL_MODELS(MetricsPage);

TEST_P(MetricsPage, IsWhatPrometheusReads) {
  start();
  get("/io/sleep?ms=1");
  get("/nope");
  const Response page = get("/metrics");
  EXPECT_EQ(page.header("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_THAT(page.body, HasSubstr("# TYPE hundred_request_duration_seconds histogram\n"));
  const Samples samples = parse_metrics(page.body);
  EXPECT_TRUE(std::any_of(samples.begin(), samples.end(), [](const auto& sample) {
    return sample.first.starts_with("hundred_build_info{version=") && sample.second == 1;
  })) << page.body;
}

TEST_P(MetricsPage, RequestsAreCountedByRouteAndCodeWhoeverServedThem) {
  start();
  std::vector<RawConnection> connections = connect(10);
  for (RawConnection& connection : connections) {
    connection.send(get_request("/ping") + get_request("/nope") + request("POST", "/ping", "Content-Length: 0\r\n"));
    for (int i = 0; i < 3; ++i) connection.read_response();
  }
  RawConnection refused = connect();
  refused.send("GET /ping HTTP/1.1\r\n\r\n");
  EXPECT_EQ(refused.read_response().status, 400);
  const auto counted = [this](const char* route, int code) {
    return value("requests_total", "route=\"" + std::string(route) + "\",code=\"" + std::to_string(code) + "\"");
  };
  EXPECT_TRUE(eventually([&] { return counted("/ping", 200) == 10; })) << counted("/ping", 200);
  EXPECT_TRUE(eventually([&] { return counted("none", 405) == 10; })) << counted("none", 405);
  EXPECT_EQ(counted("none", 404), 10);
  EXPECT_TRUE(eventually([&] { return counted("refused", 400) == 1; })) << counted("refused", 400);
}

TEST_P(MetricsPage, HistogramsAddUpAndKnowWhatTookLong) {
  start();
  for (int i = 0; i < 3; ++i) get("/io/sleep?ms=30");
  const std::string sleep = "route=\"/io/sleep\"";
  ASSERT_TRUE(eventually([&] { return value("queue_wait_seconds_count", sleep) == 3; })) << "which is counted last";
  const Samples now = metrics();
  const auto bucket = [&](const char* name, const char* bound) {
    return now.at(key(name, sleep + ",le=\"" + bound + "\""));
  };
  EXPECT_EQ(bucket("request_duration_seconds_bucket", "0.025"), 0);
  EXPECT_EQ(bucket("request_duration_seconds_bucket", "60"), 3);
  EXPECT_EQ(bucket("request_duration_seconds_bucket", "+Inf"), 3);
  EXPECT_EQ(bucket("queue_wait_seconds_bucket", "+Inf"), 3);
  const double sum = now.at(key("request_duration_seconds_sum", sleep));
  EXPECT_GE(sum, 0.09);
  EXPECT_LT(now.at(key("queue_wait_seconds_sum", sleep)), sum - 0.089);
}

TEST_P(MetricsPage, AnswersThatFoundNobodyAreCounted) {
  start();
  {
    RawConnection leaving(port(), 4096);
    leaving.send(get_request("/io/download?kb=20480"));
    leaving.read_some(1000);
    leaving.reset();
  }
  EXPECT_TRUE(eventually([this] { return value("dropped_total") == 1; })) << get("/metrics").body;
  EXPECT_EQ(get("/stats").json()["dropped"], 1);
}

TEST_P(MetricsPage, SaysWhatIsOpen) {
  start();
  std::vector<RawConnection> idle = connect(5);
  EXPECT_TRUE(eventually([this] { return value("connections", "state=\"idle\"") == 5; })) << get("/metrics").body;
  EXPECT_TRUE(eventually([this] { return value("connections", "state=\"in_flight\"") == 1; })) << "the one that asks";
}

}  // namespace
}  // namespace hundred::test

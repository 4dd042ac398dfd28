#include "loadtest/report/html.hpp"

#include <gmock/gmock.h>

#include <regex>

#include "loadtest/report/html_assets.hpp"
#include "loadtest/report/html_data.hpp"
#include "tests/unit/loadtest/full_run.hpp"
#include "tests/unit/loadtest/golden.hpp"

namespace hundred::loadtest {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// The page without its style, its scripts and Chart.js, which are the same for all reports.
std::string without_assets(std::string page) {
  for (const char* asset : {html_assets.style, html_assets.chart, html_assets.scripts}) {
    const std::string text = asset;
    const std::size_t at = page.find(text);
    EXPECT_NE(at, std::string::npos) << text.substr(0, 60);
    if (at != std::string::npos) page.erase(at, text.size());
  }
  return page;
}

nlohmann::json data_in(const std::string& page) {
  const std::string begin = "id=\"report\">";
  const std::size_t at = page.find(begin) + begin.size();
  return nlohmann::json::parse(page.substr(at, page.find("</script>", at) - at));
}

RequestRow row_after(double ms) {
  RequestRow row;
  row.outcome = "ok";
  row.response_ms = ms;
  row.service_ms = ms;
  return row;
}

Report run_of(std::size_t requests, LoadKind kind) {
  Report report;
  report.load.kind = kind;
  for (std::size_t i = requests; i > 0; --i) report.requests.push_back(row_after(static_cast<double>(i)));
  return report;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at) ++count;
  return count;
}

TEST(Html, TellsAFullReport) { expect_golden_data(without_assets(to_html(full_report())), "full.html"); }

TEST(Html, RefersToNothingElse) {
  const std::string page = without_assets(to_html(full_report()));
  EXPECT_FALSE(std::regex_search(page, std::regex(R"((src|href)\s*=\s*"?[^#"])"))) << "only #... within the page";
  EXPECT_THAT(std::string(html_assets.style), AllOf(Not(HasSubstr("url(")), Not(HasSubstr("@import"))));
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
}

TEST(Html, KeepsTheNoticeOfChartJs) {
  const std::string page = to_html(Report());
  EXPECT_THAT(page, AllOf(HasSubstr("Chart.js v"), HasSubstr("Permission is hereby granted, free of charge"),
                          HasSubstr("WITHOUT WARRANTY OF ANY KIND")));
}

TEST(Html, HostileWordsAreNoMarkup) {
  const std::string hostile = "</script><script>x</script><!-- \" ' & <b>@DATA@";
  Report report;
  report.url = report.endpoint = report.mode = hostile;
  report.findings = {hostile};
  report.requests = {row_after(1)};
  report.requests.front().worker = hostile;
  const std::string page = without_assets(to_html(report));
  EXPECT_EQ(count_of(page, "<script"), count_of(without_assets(to_html(Report())), "<script"));
  EXPECT_EQ(count_of(page, "<b>"), 0U);
  EXPECT_THAT(page,
              HasSubstr("<title>&lt;/script&gt;&lt;script&gt;x&lt;/script&gt;&lt;!-- \" ' &amp; &lt;b&gt;@DATA@"));
  EXPECT_EQ(data_in(page)["findings"][0], hostile);
  EXPECT_EQ(data_in(page)["requests"][0]["worker"], hostile);
}

TEST(Html, BytesThatAreNotUtf8AreReplaced) {
  Report report;
  report.url = "http://x/\xff\xc3(";
  const std::string page = to_html(report);
  EXPECT_EQ(page.find('\xff'), std::string::npos);
  EXPECT_THAT(page, HasSubstr("<title>http://x/\xef\xbf\xbd\xef\xbf\xbd( - hundred-load</title>"));
  EXPECT_EQ(data_in(page)["url"], "http://x/\xef\xbf\xbd\xef\xbf\xbd(");
}

TEST(HtmlData, HasOfARequestWhatIsDrawnToAMicrosecond) {
  Report report = run_of(1, LoadKind::burst);
  report.requests.front().journey = Journey{0.0123456, 1, 2, 3, 4, 5, 0.5, {{"cpu", 2.0004, 2.0006}}};
  const auto row = drawn(report)["requests"][0];
  EXPECT_EQ(row["journey_ms"]["sent"], 0.012);
  EXPECT_EQ(row["journey_ms"]["stretches"][0].dump(), R"(["cpu",2.0,2.001])");
  EXPECT_FALSE(row.contains("service_ms"));
}

TEST(HtmlData, HasSomeOfALargeBurstAndTheLastOfALoop) {
  const auto burst = drawn(run_of(10'000, LoadKind::burst))["requests"];
  ASSERT_EQ(burst.size(), most_drawn);
  EXPECT_EQ(burst.front()["response_ms"], 1);
  EXPECT_EQ(burst[1]["response_ms"], 6);
  EXPECT_EQ(burst.back()["response_ms"], 10'000);
  const auto loop = drawn(run_of(10'000, LoadKind::closed_loop))["requests"];
  ASSERT_EQ(loop.size(), most_drawn);
  EXPECT_EQ(loop.front()["response_ms"], 8'001);
  EXPECT_EQ(loop.back()["response_ms"], 10'000);
}

TEST(HtmlData, OfAModeHasTheMiddleRoundInFull) {
  Comparison comparison;
  Entry entry{"worker-pool", {}, {}};
  for (const double all : {30.0, 10.0, 20.0}) {
    entry.rounds.push_back(run_of(2, LoadKind::burst));
    entry.rounds.back().answered = Answered{all / 2, all, all};
  }
  comparison.contests = {{{}, "park", {entry, {"hybrid", {}, {}}}}};
  const auto modes = drawn(comparison)["endpoints"][0]["modes"];
  EXPECT_EQ(modes[0]["middle_round"], 2);
  EXPECT_TRUE(modes[1]["middle_round"].is_null());
  std::vector<std::size_t> requests;
  for (const auto& round : modes[0]["rounds"]) {
    EXPECT_GT(round["answered_ms"]["all"], 0);
    requests.push_back(round.contains("requests") ? round["requests"].size() : 0);
  }
  EXPECT_THAT(requests, ElementsAre(0, 0, 2));
}

TEST(Html, OfAComparisonHasTheTextForBrowsersWithoutScripts) {
  Comparison comparison;
  comparison.load.users = 100;
  EXPECT_THAT(to_html(comparison),
              AllOf(HasSubstr("<title>All modes side by side - hundred-load</title>"),
                    HasSubstr("<noscript><pre>\nA hundred users ask at the same instant, once each.\n")));
}

}  // namespace
}  // namespace hundred::loadtest

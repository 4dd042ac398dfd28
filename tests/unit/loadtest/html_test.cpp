#include "loadtest/report/html.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <regex>
#include <sstream>

#include "client/errors.hpp"
#include "loadtest/output.hpp"
#include "loadtest/report/comparison_text.hpp"
#include "loadtest/report/html_assets.hpp"
#include "loadtest/report/html_data.hpp"
#include "loadtest/report/json.hpp"
#include "loadtest/report/json_parts.hpp"
#include "loadtest/report/text.hpp"
#include "loadtest/report_command.hpp"
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

std::string text_in(const std::string& page) {
  const std::string begin = "<noscript><pre>\n";
  const std::size_t at = page.find(begin) + begin.size();
  return page.substr(at, page.find("</pre></noscript>") - at);
}

TEST(Html, TellsAFullReport) {
  std::string page = without_assets(to_html(full_report()));
  const std::string text = text_in(page);
  page.replace(page.find(text), text.size(), "(the text)");
  expect_golden_data(page, "full.html");
}

TEST(Html, HasTheTextForBrowsersWithoutScripts) {
  const Report report = full_report();
  const std::string text = to_text(report, Style(false));
  const std::string shown = std::regex_replace(text_in(to_html(report)), std::regex("&lt;"), "<");
  EXPECT_EQ(std::regex_replace(shown, std::regex("&gt;"), ">"), text);
}

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

TEST(Html, OfAComparisonHasTheTextToo) {
  Comparison comparison;
  comparison.load.users = 100;
  const std::string page = to_html(comparison);
  EXPECT_EQ(text_in(page), to_text(comparison, Style(false)));
  EXPECT_THAT(page, HasSubstr("<title>All modes side by side - hundred-load</title>"));
}

class Files : public testing::Test {
 protected:
  void TearDown() override {
    for (const std::string& path : {saved_, page_}) std::remove(path.c_str());
  }

  static std::string content(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  const std::string stem_ = testing::TempDir() + "html_test." + std::to_string(::getpid());
  const std::string saved_ = stem_ + ".json", page_ = stem_ + ".html";
};

TEST_F(Files, OfARunMayBeAPage) {
  const Report report = full_report();
  write_outputs({full_load(), full_recording(), report}, {page_});
  EXPECT_EQ(content(page_), to_html(report));
}

TEST_F(Files, ThatAreSavedBecomeAPageAndText) {
  const Report report = full_report();
  std::ofstream(saved_) << json_text(to_json(report));
  std::ostringstream out, err;
  Terminal terminal{out, err};
  EXPECT_EQ(report_command({saved_, "-o", page_}, terminal), 0);
  EXPECT_EQ(content(page_), to_html(report));
  EXPECT_EQ(out.str(), to_text(report, Style(false)));
  EXPECT_THROW(report_command({saved_, "-o", "/nonexistent/x.html"}, terminal), client::RunError);
}

}  // namespace
}  // namespace hundred::loadtest

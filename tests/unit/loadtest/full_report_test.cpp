#include <gmock/gmock.h>

#include "loadtest/report/json.hpp"
#include "loadtest/report/json_parts.hpp"
#include "loadtest/report/text.hpp"
#include "loadtest/report/text_details.hpp"
#include "tests/unit/loadtest/full_run.hpp"
#include "tests/unit/loadtest/golden.hpp"

namespace hundred::loadtest {
namespace {

using testing::HasSubstr;
using testing::Not;

const Style plain(false);

TEST(FullReport, IsToldInText) { expect_golden(to_text(full_report(), plain), "full.txt"); }

TEST(FullReport, IsExplainedInText) {
  expect_golden(to_text(full_report(), plain, Detail::explained), "explained.txt");
}

TEST(FullReport, ReadsBackFromItsText) {
  const Report report = full_report();
  const std::string text = json_text(to_json(report));
  const Report back = report_from_json(nlohmann::ordered_json::parse(text));
  EXPECT_EQ(json_text(to_json(back)), text);
  EXPECT_EQ(to_text(back, plain), to_text(report, plain));
  EXPECT_EQ(to_text(back, Style(true)), to_text(report, Style(true)));
}

TEST(FullReport, HasSomethingOfEverything) {
  const auto json = to_json(full_report());
  for (const auto& [key, value] : json.items()) {
    if (key == "answered_ms" || key == "interrupted") continue;  // a burst's; the other is true or false
    EXPECT_FALSE(value.empty()) << key;
  }
  EXPECT_EQ(json["waiting"]["never_sent"], 1);
  EXPECT_EQ(json["connecting_during_load"]["near_1s"], 1) << "also of those before the load";
  EXPECT_EQ(json["connecting_during_load"]["near_3s"], 1);
  EXPECT_EQ(json["connecting_during_load"]["near_7s"], 0);
  EXPECT_TRUE(json["seconds"][5]["p50_ms"].is_null());
  EXPECT_EQ(json["bystander"]["counts"]["timed_out"], 1);
  EXPECT_EQ(json["validity"]["verdict"], "invalid");
  EXPECT_TRUE(json["requests"][200]["user"].is_null() || json["requests"][200]["service_ms"].is_null());
  EXPECT_GE(json["heat_map"]["counts"].size(), 5U);
  EXPECT_GT(json["breakdown_ms"]["unexplained"], 0);
  EXPECT_GT(json["breakdown_at_ms"]["p99"]["unexplained"], 0);
  EXPECT_FALSE(json["prediction"]["response_ms"].empty());
  for (const char* key : {"workers_index", "users_index"}) EXPECT_FALSE(json["fairness"][key].is_null()) << key;
  for (const char* key : {"voluntary_switches", "involuntary_switches"}) EXPECT_GT(json["server"][key], 0) << key;
  EXPECT_EQ(json["requests"][0]["journey_ms"]["stretches"][1][0], "wait");
  EXPECT_TRUE(json["requests"][200]["journey_ms"].is_null()) << "it was never sent";
}

TEST(FullReport, OfAnOlderVersionReadsWithoutTheNewerKeys) {
  auto json = to_json(full_report());
  for (const char* key : {"connecting_during_load", "waiting", "urls", "seconds", "bystander", "validity", "thresholds",
                          "pinned_workers", "server_workers", "percentile_curve", "breakdown_at_ms", "prediction",
                          "fairness", "heat_map", "findings", "server"})
    EXPECT_EQ(json.erase(key), 1U) << key;
  for (auto& request : json["requests"])
    for (const char* key : {"due_ms", "journey_ms"}) EXPECT_EQ(request.erase(key), 1U) << key;
  for (const char* key : {"client", "unexplained"}) EXPECT_EQ(json["breakdown_ms"].erase(key), 1U) << key;
  for (const char* key : {"shares_cpus", "arguments"}) EXPECT_EQ(json["environment"].erase(key), 1U) << key;
  for (const char* key : {"warmup_ms", "rate_per_s"}) EXPECT_EQ(json["load"].erase(key), 1U) << key;
  json["connections"].erase("asked_again");
  json["latency_ms"].erase("send_lag");
  const Report report = report_from_json(json);
  EXPECT_EQ(report.response.count, 300U);
  EXPECT_THAT(to_text(report, plain), testing::AllOf(HasSubstr("300 sent"), Not(HasSubstr("By second"))));
}

TEST(FullReport, AVerdictThatIsNotKnownIsRefused) {
  auto json = to_json(full_report());
  json["validity"]["verdict"] = "splendid";
  EXPECT_ANY_THROW(report_from_json(json));
}

TEST(ConnectingDuring, CountsWhatASynThatIsSentAgainTakes) {
  client::Recording recording = full_recording();
  recording.connect_times.clear();
  recording.connect = client::Histogram(client::Histogram::coarse);
  constexpr std::int64_t millisecond = 1'000'000;
  for (const std::int64_t ms :
       {900, 1000, 1001, 1030, 1200, 2000, 2800, 3000, 3005, 3100, 3500, 6500, 7000, 7100, 8000})
    recording.connect.record(ms * millisecond);
  const ConnectingDuring during = build_report(full_load(), recording).connecting;
  EXPECT_EQ(during.near_1s, 3U);
  EXPECT_EQ(during.near_3s, 3U);
  EXPECT_EQ(during.near_7s, 2U);
}

TEST(SecondTable, IsLeftOutWhereItWouldBeLong) {
  Report report = full_report();
  report.seconds.resize(30);
  EXPECT_THAT(second_table(report, plain), Not(HasSubstr("see the JSON")));
  report.seconds.resize(31);
  EXPECT_THAT(second_table(report, plain), HasSubstr("31 of them: see the JSON"));
  report.load.kind = LoadKind::burst;
  EXPECT_EQ(second_table(report, plain), "");
}

TEST(ReportParts, AreEmptyWithNothingToSay) {
  const Report report;
  for (const std::string& text :
       {waiting_lines(report), connecting_lines(report), url_table(report, plain), second_table(report, plain),
        bystander_lines(report, plain), threshold_lines(report, plain), validity_lines(report, plain),
        finding_lines(report, plain), error_lines(report, plain), latency_table(report, plain),
        breakdown_table(report, plain), fairness_lines(report, plain), usage_lines(report, plain)})
    EXPECT_EQ(text, "");
}

TEST(BystanderLines, StandWithoutARequest) {
  Report report;
  report.bystander = BystanderFacts{"http://127.0.0.1/ping", 10, {}, {}};
  EXPECT_EQ(bystander_lines(report, plain),
            "\nBystander  what a small request saw of the load beside it; good: nothing\n"
            "  'http://127.0.0.1/ping' at 10/s: 0 sent, 0 without a good answer\n");
}

TEST(ValidityLines, SayWhetherTheFiguresCanBeBelieved) {
  Report report;
  report.validity = {Verdict::suspect, {{"counts", Verdict::valid, "all well"}, {"kernel", Verdict::suspect, "drops"}}};
  EXPECT_EQ(validity_lines(report, plain),
            "\nCan it be believed?  the load tool's own checks; good: valid\n  suspect: drops\n  valid: all well\n");
  EXPECT_THAT(to_text(report, plain), HasSubstr("Suspect: read these figures with care"));
  report.validity = {Verdict::valid, {{"counts", Verdict::valid, "all well"}}};
  EXPECT_THAT(validity_lines(report, plain), HasSubstr("\n  valid: all well\n"));
  EXPECT_THAT(to_text(report, plain), Not(HasSubstr("uspect")));
}

}  // namespace
}  // namespace hundred::loadtest

#include <gmock/gmock.h>

#include "loadtest/lab/outcome_text.hpp"
#include "loadtest/shell_words.hpp"
#include "tests/unit/loadtest/full_run.hpp"
#include "tests/unit/loadtest/golden.hpp"

namespace hundred::loadtest {
namespace {

using Json = nlohmann::ordered_json;
using testing::HasSubstr;

Place place(const char* step, const char* at) { return {step, Json::json_pointer(at)}; }

/// Of the runs of "a", three of them, and "b".
StepResults results(double others_cpus = 0) {
  return {{"a", {{Json{{"x", 1}}, Json{{"x", 9}}, Json{{"x", 4}}}, others_cpus}},
          {"b", {{Json{{"x", 2}, {"zero", 0}, {"text", "many"}, {"none", nullptr}}}, 0}}};
}

Expectation expects(Figure figure, Bound at_least, Bound at_most = {}) {
  return {"it is so", std::move(figure), std::move(at_least), std::move(at_most), {}, false};
}

TEST(Judge, TakesTheMedianOfAStepsRuns) {
  const Figure figure{place("a", "/x")};
  const Judged judged = judge(expects(figure, {{1, 4}}, {{1, 4}}), results(), 1);
  EXPECT_EQ(judged.measured, Json(4.0));
  EXPECT_EQ(judged.conclusion, Conclusion::as_expected);
  EXPECT_EQ(judge(expects(figure, {{1, 4.1}}), results(), 1).conclusion, Conclusion::not_as_expected);
  EXPECT_EQ(judge(expects(figure, {}, {{1, 3.9}}), results(), 1).conclusion, Conclusion::not_as_expected);
}

TEST(Judge, DividesAndSubtracts) {
  const auto measured = [](const Figure& figure) { return judge(expects(figure, {{1, 0}}), results(), 1).measured; };
  EXPECT_EQ(measured({place("a", "/x"), Figure::Operation::ratio, place("b", "/x")}), Json(2.0));
  EXPECT_EQ(measured({place("a", "/x"), Figure::Operation::ratio, 8.0}), Json(0.5));
  EXPECT_EQ(measured({place("b", "/x"), Figure::Operation::difference, place("a", "/x")}), Json(-2.0));
}

TEST(Judge, WhatIsNotThereIsNotAsExpected) {
  for (const Figure& figure :
       {Figure{place("a", "/y")}, Figure{place("b", "/text")}, Figure{place("b", "/none")}, Figure{place("b", "/x/0")},
        Figure{place("a", "/x"), Figure::Operation::ratio, place("b", "/zero")}}) {
    const Judged judged = judge(expects(figure, {{1, 0}}), results(), 1);
    EXPECT_EQ(judged.conclusion, Conclusion::not_as_expected);
    EXPECT_EQ(judged.measured, std::nullopt);
  }
}

TEST(Judge, TakesTheBoundOfTheCpusThatAreThere) {
  const Expectation expectation = expects({place("a", "/x")}, {{2, 3}, {4, 5}});
  EXPECT_EQ(judge(expectation, results(), 1).conclusion, Conclusion::not_shown);
  EXPECT_EQ(judge(expectation, results(), 2).conclusion, Conclusion::as_expected);
  EXPECT_EQ(judge(expectation, results(), 3).at_least, 3);
  EXPECT_EQ(judge(expectation, results(), 64).conclusion, Conclusion::not_as_expected);
  EXPECT_EQ(judge(expectation, results(), 64).at_least, 5);
}

TEST(Judge, ComputingIsNotShownWhereOthersComputeToo) {
  Expectation expectation = expects({place("b", "/x"), Figure::Operation::ratio, place("a", "/x")}, {{1, 7}});
  EXPECT_EQ(judge(expectation, results(1.5), 2).conclusion, Conclusion::not_as_expected);
  expectation.computes = true;
  EXPECT_EQ(judge(expectation, results(1.5), 2).conclusion, Conclusion::not_shown);
  EXPECT_EQ(judge(expectation, results(1.5), 2).others_cpus, 1.5);
  EXPECT_EQ(judge(expectation, results(0.1), 2).conclusion, Conclusion::not_as_expected);
  expectation.at_least = {{1, 0.1}};
  EXPECT_EQ(judge(expectation, results(1.5), 2).conclusion, Conclusion::as_expected);
}

TEST(Judge, ComparesExactlyInEachRun) {
  Expectation expectation{"it is so", {place("b", "/text")}, {}, {}, Json("many"), false};
  EXPECT_EQ(judge(expectation, results(), 1).conclusion, Conclusion::as_expected);
  expectation.exactly = "few";
  EXPECT_EQ(judge(expectation, results(), 1).conclusion, Conclusion::not_as_expected);
  expectation = {"it is so", {place("a", "/x")}, {}, {}, Json(1), false};
  EXPECT_EQ(judge(expectation, results(), 1).conclusion, Conclusion::not_as_expected);
  EXPECT_EQ(judge(expectation, results(), 1).measured, Json(9));
}

TEST(ResultsOfRuns, AreByStepWithTheMedianOfWhatOthersTook) {
  StepRun once{"a", {}, {Json(1)}, 0.5};
  const StepResults results = results_of({once, {"b", {}, {}, {}}, {"a", {}, {Json(2)}, 0.1}, {"a", {}, {}, 0.2}});
  EXPECT_EQ(results.at("a").runs.size(), 3U);
  EXPECT_EQ(results.at("a").runs[1], (Json{{"answers", {2}}}));
  EXPECT_EQ(results.at("a").others_cpus, 0.2);
  EXPECT_EQ(results.at("b").others_cpus, 0);
}

TEST(Complaint, IsOfFailedRequestsAndInvalidRuns) {
  Step step;
  step.id = "pool";
  Report report = full_report();
  EXPECT_EQ(complaint(step, report), "pool: 4 of 300 requests have no good answer");
  step.may_fail = true;
  report.validity = {Verdict::invalid,
                     {{"counts", Verdict::valid, "fine"}, {"little", Verdict::invalid, "off by 30 %"}}};
  EXPECT_EQ(complaint(step, report), "pool: the run is invalid: off by 30 %");
  step.may_be_invalid = true;
  EXPECT_EQ(complaint(step, report), "");
  step.may_be_invalid = false;
  report.validity.verdict = Verdict::suspect;
  EXPECT_EQ(complaint(step, report), "");
}

Report burst() {
  Report r;
  r.counts = {100, 100, 0, 0, 0};
  r.answered = Answered{352, 620, 653};
  r.response = {100, {{"mean", 353.5}, {"p50", 352}, {"p99", 652.9}, {"max", 653}}};
  r.breakdown = Breakdown{"", 100, 353.5, {{"queue", 303}, {"wait", 50.5}}};
  r.prediction = Prediction{{50.3, 0, 50.3}, 2, BurstPrediction{{352, 352}, {653.9, 653.9}}, {}, {}};
  return r;
}

/// An experiment with something of everything that one can tell.
ExperimentFile experiment() {
  return parse_experiment("rounds", R"({
    "title": "a pool serves in rounds",
    "shows": "A pool of eight threads serves a hundred users, eight at a time, and one loop serves all of them at once.",
    "source": "arithmetic",
    "steps": [
      {"id": "pool", "words": "A pool.", "run": ["--mode", "worker-pool", "--server-arg=--queue-capacity=1000",
        "--server-arg=--keep-alive-timeout=500ms", "/io/sleep?ms=50"], "repeats": 2},
      {"id": "results", "words": "What comes out.", "ask": ["--mode", "prefork", "--workers", "2", "/cpu/pi", "/ping"]}
    ],
    "expect": [
      {"says": "13 rounds take 650 ms", "figure": {"of": "pool", "at": "/answered_ms/all"}, "at_least": 650, "at_most": 850},
      {"says": "so many a second", "figure": {"of": "pool", "at": "/throughput_per_s"}, "at_least": 150},
      {"says": "half of all the users have an answer after about half of the time, as the rounds are all alike",
       "figure": {"of": "pool", "at": "/answered_ms/half", "over": {"of": "pool", "at": "/answered_ms/all"}}, "at_most": 0.1},
      {"says": "more CPUs help", "figure": {"of": "pool", "at": "/elapsed_ms", "over": 0.5}, "at_least": {"4": 2}},
      {"says": "nothing disturbs", "figure": {"of": "pool", "at": "/counts/ok"}, "at_least": 101, "computes": true},
      {"says": "the answer is known", "figure": {"of": "results", "at": "/answers/1/pong"}, "exactly": true}
    ],
    "learn": "Rounds.",
    "next": {"words": "guess first", "run": ["--mode", "worker-pool", "--workers", "4", "/io/sleep?ms=50"]}
  })",
                          "rounds");
}

LabRun lab_run() {
  LabRun run;
  run.cpus = 2;
  StepRun pool{"pool", burst(), {}, 1.25};
  run.runs = {pool, {"results", {}, {Json{{"pi", std::string(90, '3')}}, Json{{"pong", true}}}, 0.0}, pool};
  run.complaints = {"pool: 3 of 100 requests have no good answer"};
  const ExperimentFile file = experiment();
  for (const Expectation& expectation : file.expectations)
    run.judged.push_back(judge(expectation, results_of(run.runs), run.cpus));
  return run;
}

TEST(ExperimentText, TellsItAsItRuns) {
  const ExperimentFile file = experiment();
  const LabRun run = lab_run();
  const Style plain(false);
  std::string text = heading_text(file, plain);
  for (std::size_t i = 0; i < file.steps.size(); ++i)
    text += step_text(file.steps[i], i + 1, plain) + run_text(file.steps[i], run.runs[i], false);
  text +=
      round_text(2, plain) + run_text(file.steps[0], run.runs[2], true) + run_text(file.steps[1], run.runs[1], true);
  expect_golden(text + outcome_text(file, run, plain), "lab-experiment.txt");
}

TEST(ExperimentText, OfALoopHasItsRateAndWhatIsOdd) {
  Report r = full_report();
  r.prediction = Prediction{{50, 0, 50}, 2, {}, {}, LoopPrediction{400, 250}};
  r.fairness = Fairness{1.0, 0.125, 100, 9000, 9500, 7};
  expect_golden(run_text(experiment().steps[0], {"pool", r, {}, {}}, false), "lab-loop.txt");
}

TEST(ExperimentText, HasColours) {
  const std::string text = outcome_text(experiment(), lab_run(), Style(true));
  EXPECT_THAT(text, HasSubstr("\n  \x1b[1;32mas expected\x1b[0m      13 rounds"));
  EXPECT_THAT(text, HasSubstr("\n  \x1b[1;31mNOT as expected\x1b[0m  so many"));
}

TEST(LabRun, IsAsExpectedIfNothingIsWrong) {
  LabRun run;
  run.judged = {{Conclusion::as_expected, {}, 0, {}, {}}, {Conclusion::not_shown, {}, 0, {}, {}}};
  EXPECT_TRUE(run.as_expected());
  run.judged.push_back({Conclusion::not_as_expected, {}, 0, {}, {}});
  EXPECT_FALSE(run.as_expected());
  run.judged.pop_back();
  run.complaints = {"x"};
  EXPECT_FALSE(run.as_expected());
  run.complaints.clear();
  run.interrupted = true;
  EXPECT_FALSE(run.as_expected());
}

TEST(ExperimentJson, HoldsTheRunsAndWhatCameOut) {
  const Json json = to_json(experiment(), lab_run());
  EXPECT_EQ(json["schema"], "hundred.experiment/1");
  EXPECT_EQ(json["as_expected"], false);
  EXPECT_EQ(json["steps"][0]["runs"].size(), 2U);
  EXPECT_EQ(json["steps"][0]["runs"][1]["run"]["schema"], "hundred.run/1");
  EXPECT_EQ(json["steps"][0]["runs"][1]["others_cpus"], 1.25);
  EXPECT_EQ(json["steps"][1]["runs"][0]["answers"][1]["pong"], true);
  EXPECT_EQ(json["expectations"][0]["conclusion"], "as_expected");
  EXPECT_EQ(json["expectations"][0]["measured"], 653);
  EXPECT_TRUE(json["expectations"][1]["measured"].is_null());
  EXPECT_EQ(json["expectations"][3]["conclusion"], "not_shown");
  EXPECT_EQ(json["expectations"][5]["exactly"], true);
}

TEST(ShellCommand, CanBePasted) {
  EXPECT_EQ(shell_command("x", {"-c", "5", "/a?b=c", "it's", ""}), "x -c 5 '/a?b=c' 'it'\\''s' ''");
  const std::string word(60, 'w');
  EXPECT_EQ(shell_command_lines("x", {"-a", word, word}, "  $ "), "  $ x -a " + word + " \\\n        " + word + "\n");
}

}  // namespace
}  // namespace hundred::loadtest

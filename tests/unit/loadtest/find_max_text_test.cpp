#include <gmock/gmock.h>

#include "loadtest/find_max/found_answer.hpp"
#include "loadtest/find_max/found_json.hpp"
#include "loadtest/find_max/found_text.hpp"
#include "tests/unit/loadtest/golden.hpp"

namespace hundred::loadtest {
namespace {

using testing::Contains, testing::HasSubstr, testing::Not, testing::StartsWith;

RateStep step_of(double rate, double seconds, RateVerdict verdict, double p99_ms) {
  RateStep step;
  step.rate_per_s = rate;
  step.seconds = seconds;
  step.users = 127;
  step.counts.sent = step.counts.ok = static_cast<std::uint64_t>(rate * seconds);
  step.response = {step.counts.sent, {{"min", 20.1}, {"mean", 21}, {"p50", 20.2}, {"p99", p99_ms}, {"max", 60}}};
  step.limits = {{"p99", {"p99<40ms", p99_ms, p99_ms < 40}, Bounds{p99_ms * 0.95, p99_ms * 1.05}, verdict},
                 {"errors%", {"errors<1%", 0, true}, {}, RateVerdict::met}};
  step.verdict = verdict;
  step.late = Breakdown{"p99", 100, p99_ms, {{"network", 0.1}, {"queue", p99_ms - 20.2}, {"wait", 20.1}}};
  return step;
}

FoundRate found() {
  FoundRate found;
  found.limits = {"p99<40ms", "errors<1%"};
  found.endpoint = "/io/sleep?ms=20";
  found.mode = "worker-pool";
  found.run_by = "8 threads";
  found.fresh_servers = true;
  found.work = Work{20.1, 0, 20};
  found.theory = RateTheory{{{20.1, 0, 20}, {8, 8}, 2, 316}, 398, true};
  found.steps = {step_of(291, 20, RateVerdict::met, 34.5), step_of(340, 20, RateVerdict::not_met, 45.5),
                 step_of(316, 60, RateVerdict::undecided, 39.5), step_of(304, 60, RateVerdict::met, 37.1),
                 step_of(328, 60, RateVerdict::not_met, 42.5)};
  found.environment.version = "0.1.0";
  found.environment.cpus = 2;
  return found;
}

TEST(FoundText, IsTheAnswerTheStepsAndWhy) { expect_golden(to_text(found(), Style(false)), "find-max.txt"); }

TEST(FoundText, OfAnyFiguresAndVerdictsStaysWithinEightyColumns) {
  FoundRate other = found();
  other.arrivals = client::Arrivals::constant;
  other.interrupted = true;
  other.limits = {"p95<1s", "p99.9<=1.5s", "errors<1%", "rate>100000"};
  other.mode = other.run_by = "";
  other.fresh_servers = false;
  other.endpoint = "http://127.0.0.1:8080/io/sleep?ms=20";
  other.theory.reset();
  for (RateStep& step : other.steps) {
    step.rate_per_s *= 1000;
    step.response.figures = {{"min", 0.98}, {"mean", 2}, {"p50", 2}, {"p95", 900}, {"p99", 999}, {"p99.9", 1234}};
    step.limits = {{"p95", {"p95<1s", 900, true}, Bounds{0.98, 1.02}, RateVerdict::met},
                   {"p99.9", {"p99.9<=1.5s", 1234, true}, Bounds{980, 1502}, step.verdict},
                   {"errors%", {"errors<1%", 0, true}, {}, RateVerdict::met},
                   {"rate", {"rate>100000", 123456, true}, {}, RateVerdict::met}};
    step.late.reset();
  }
  other.steps.back().verdict = RateVerdict::invalid;
  other.steps.back().remark = "the generator thread worked 99 % of its time: the figures show its limit too";
  expect_golden(to_text(other, Style(false)), "find-max-doubts.txt");
}

TEST(Answer, IsARange) { EXPECT_EQ(answer_words(found()), "between 304/s (met) and 328/s (not met)"); }

TEST(Answer, IsAtLeastARateWhereTheLoadToolIsTheLimit) {
  FoundRate other = found();
  other.steps.resize(2);
  other.steps[1].verdict = RateVerdict::invalid;
  other.steps[1].remark = "the generator thread worked 99 %";
  EXPECT_EQ(answer_words(other), "at least 291/s (met)");
  EXPECT_EQ(answer_sentences(other).front(),
            "At 340/s the load tool itself was the limit: the generator thread worked 99 %.");
}

TEST(Answer, TellsChanceFromALoadToolThatWasLate) {
  FoundRate other = found();
  EXPECT_THAT(answer_sentences(other).at(0), StartsWith("Most likely it is near 317/s:"));
  EXPECT_THAT(answer_sentences(other).at(1), StartsWith("Between them, at 316/s, chance decides in so short a time."));
  other.steps[2].verdict = RateVerdict::invalid;
  EXPECT_EQ(answer_sentences(other).front(),
            "At 316/s the load tool itself was late, or had no CPU: nothing can be told.");
}

TEST(Answer, NamesStepsWhoseFiguresAreSuspect) {
  FoundRate other = found();
  other.steps[1].suspicion = other.steps[3].suspicion = "the load tool had no CPU";
  EXPECT_THAT(answer_sentences(other),
              Contains("Read with care 2 of 5 steps, such as 340/s: the load tool had no CPU."));
}

TEST(Answer, NamesTheConnectionsThatWereBusy) {
  FoundRate other = found();
  other.steps.back().remark = "all 100 connections were busy, and 7 requests waited for one (--users)";
  EXPECT_THAT(answer_sentences(other),
              Contains("At 328/s, all 100 connections were busy, and 7 requests waited for one (--users)."));
}

TEST(Answer, SaysWhyNoRateIsGoodEnough) {
  FoundRate other = found();
  other.theory->queue.rate_per_s = 0;
  other.steps = {step_of(8, 20, RateVerdict::not_met, 51)};
  other.steps[0].hopeless = true;
  EXPECT_EQ(answer_words(other), "no rate keeps it");
  EXPECT_THAT(
      answer_sentences(other),
      testing::ElementsAre("A request alone takes too long: of 160 requests at 8.00/s the fastest took 20.1 ms.",
                           "Theory says no rate does: a request alone takes 20.1 ms."));
  other.steps[0].hopeless = false;
  EXPECT_EQ(answer_sentences(other).front(),
            "The lowest rate tried, 8.00/s, is not met: p99 51.0 ms, likely 48.5 to 53.6 ms.");
}

TEST(Answer, SaysHowTheoryAndMeasurementDiffer) {
  FoundRate other = found();
  EXPECT_THAT(answer_sentences(other), Contains(HasSubstr("Theory says 316/s (simulated: an M/D/8 queue with 20.1 ms a "
                                                          "request); what was measured fits.")));
  other.theory->queue.rate_per_s = 370;
  EXPECT_THAT(answer_sentences(other),
              Contains(HasSubstr("measured 12 % less, so something took time that theory does not know of.")));
  other.theory->queue.rate_per_s = 300;
  EXPECT_THAT(answer_sentences(other), Contains(HasSubstr("measured 2 % more.")));
  other.steps.resize(1);
  EXPECT_THAT(answer_sentences(other),
              Contains("Theory says 300/s (simulated: an M/D/8 queue with 20.1 ms a request)."))
      << "291/s says nothing of it";
}

TEST(Answer, NamesTheQueueThatTheorySimulates) {
  FoundRate other = found();
  other.theory->queue = {{5, 5, 0}, {8, 8}, 2, 300};
  EXPECT_THAT(answer_sentences(other),
              Contains(HasSubstr("simulated: 8 servers that share 2.0 CPUs, with 5.00 ms of computing a request")));
  other.theory->queue = {{5, 5, 0}, {1, Servers::unlimited}, 2, 150};
  EXPECT_THAT(answer_sentences(other),
              Contains(HasSubstr("simulated: an M/D/1 queue with 5.00 ms of computing a request")));
  other.theory->simulated = false;
  EXPECT_THAT(answer_sentences(other), Contains(HasSubstr("(a D/D/1 queue")));
  EXPECT_THAT(answer_sentences(other), Not(Contains(HasSubstr("Random arrivals"))));
}

TEST(Answer, OfPreforkSaysWhatTheoryLeavesOut) {
  FoundRate other = found();
  other.mode = "prefork";
  EXPECT_THAT(answer_sentences(other), Contains(StartsWith("Theory lets any idle process serve;")));
}

TEST(Answer, OfASearchThatTookTooLongSaysSo) {
  FoundRate other = found();
  other.out_of_time = true;
  EXPECT_THAT(answer_sentences(other), Contains(HasSubstr("--from N, near the answer, saves steps")));
}

TEST(VerdictWords, SayWhatDecided) {
  EXPECT_EQ(verdict_words(found().steps[0]), "met: p99 34.5 ms, likely 32.8 to 36.2 ms");
  RateStep step = found().steps[0];
  step.verdict = step.limits[1].verdict = RateVerdict::not_met;
  step.limits[1].result.measured = 12.34;
  EXPECT_EQ(verdict_words(step), "not met: errors 12 %");
  step.verdict = step.limits[0].verdict = RateVerdict::undecided;
  step.limits[0].result.measured.reset();
  EXPECT_EQ(verdict_words(step), "unclear: p99 not known: too few requests");
}

TEST(RateText, HasThreeDigits) {
  EXPECT_EQ(rate_text(0.5), "0.50/s");
  EXPECT_EQ(rate_text(31.84), "31.8/s");
  EXPECT_EQ(rate_text(316.4), "316/s");
  EXPECT_EQ(rate_text(12'300), "12300/s");
}

/// The third step lost 5 % of its requests to hiccups, the fourth fewer.
FoundRate found_with_hiccups() {
  FoundRate disturbed = found();
  disturbed.steps[2].disturbance = {7, 95.3, 948};
  disturbed.steps[3].disturbance = {1, 12, 70};
  return disturbed;
}

TEST(FoundAnswer, SaysWhatHiccupsOfTheMachineTook) {
  EXPECT_THAT(
      answer_sentences(found_with_hiccups()),
      Contains("The machine itself stood still now and then, at 316/s 7 times for up to 95.3 ms: of each step the "
               "requests about such a hiccup are left out of the times, here 5.0 %, nowhere more."));
  EXPECT_THAT(answer_sentences(found()), Not(Contains(HasSubstr("stood still"))));
}

TEST(FoundJson, HasTheHiccupsOfEachStep) {
  const auto json = to_json(found_with_hiccups());
  EXPECT_EQ(json["steps"][2]["hiccups"]["count"], 7);
  EXPECT_EQ(json["steps"][2]["hiccups"]["longest_ms"], 95.3);
  EXPECT_EQ(json["steps"][2]["hiccups"]["left_out"], 948);
  EXPECT_EQ(json["steps"][0]["hiccups"]["left_out"], 0);
}

TEST(FoundJson, HasTheAnswerTheoryAndSteps) {
  const auto json = to_json(found());
  EXPECT_EQ(json["schema"], "hundred.find-max/1");
  EXPECT_EQ(json["answer"]["met_per_s"], 304);
  EXPECT_EQ(json["answer"]["not_met_per_s"], 328);
  EXPECT_NEAR(json["answer"]["likely_per_s"], 317, 1);
  EXPECT_EQ(json["answer"]["unclear_per_s"][0], 316);
  EXPECT_EQ(json["theory"]["rate_per_s"], 316);
  EXPECT_EQ(json["steps"].size(), 5U);
  EXPECT_EQ(json["steps"][1]["verdict"], "not_met");
  EXPECT_EQ(json["steps"][1]["limits"][0]["limit"], "p99<40ms");
  EXPECT_EQ(json["steps"][1]["limits"][1]["likely_least"], nullptr);
}

TEST(FoundCsv, HasARowForEachStep) {
  const std::string csv = to_csv(found());
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 6);
  EXPECT_THAT(csv, StartsWith("rate_per_s,duration_s,users,sent,ok,failed,timed_out,verdict,"));
  EXPECT_THAT(csv, HasSubstr("\n291,20,127,5820,5820,0,0,met,32.775,36.225,21,20.2,,,,34.5,,60,0\n"));
  EXPECT_THAT(to_csv(found_with_hiccups()), HasSubstr(",60,948\n"));
}

}  // namespace
}  // namespace hundred::loadtest

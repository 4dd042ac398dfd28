#include <gmock/gmock.h>

#include "loadtest/size/sizing_json.hpp"
#include "loadtest/size/sizing_text.hpp"
#include "tests/unit/loadtest/golden.hpp"

namespace hundred::loadtest {
namespace {

using testing::HasSubstr, testing::IsEmpty, testing::Not, testing::StartsWith;

SizeQuestion question() {
  SizeQuestion question;
  question.work = {50.3, 5.01, 45.1};
  question.cpus = 1.96;
  question.rate_per_s = 200;
  question.limits = {*parse_threshold("p99<100ms")};
  return question;
}

TheorySize pool_theory() {
  TheorySize theory;
  theory.minimum = 11;
  theory.answer = SizePoint{12, 91.2};
  theory.one_less_ms = 148;
  theory.chance_ms = 6;
  theory.up_to_per_s = 204.7;
  theory.at_more = 14;
  theory.best = SizePoint{17, 56.1};
  return theory;
}

SizeRun run(std::uint64_t workers, double p99_ms, bool met) {
  SizeRun run;
  run.workers = workers;
  run.response = {12'000, {{"mean", 60}, {"p99", p99_ms}}};
  run.counts = {.sent = 12'000, .ok = 12'000};
  run.met = met;
  return run;
}

ModeSize pool() {
  ModeSize pool{"worker-pool", pool_theory(), TheorySize{}, {run(12, 90.4, true), run(11, 151, false)}};
  pool.under_gil->lack = Lack::cpus;
  return pool;
}

ModeSize single() {
  ModeSize single;
  single.mode = "single-threaded";
  single.theory.lack = Lack::workers;
  return single;
}

ModeSize threads() {
  ModeSize threads;
  threads.mode = "thread-per-request";
  threads.theory = {Lack::none, 1, SizePoint{1, 58.2}, {}, 3, 341.9, 1, SizePoint{1, 58.2}, {}};
  threads.under_gil = TheorySize{Lack::cpus, 0, {}, {}, 0, {}, {}, {}, {}};
  return threads;
}

ModeSize loop() {
  ModeSize loop;
  loop.mode = "event-loop";
  loop.theory = {Lack::none, 2, SizePoint{2, 57.3}, {}, 2, 351.2, 2, SizePoint{2, 57.3}, {}};
  loop.runs = {run(2, 66.2, true), run(1, 2400, false)};
  return loop;
}

ModeSize prefork() {
  ModeSize prefork{"prefork", pool_theory(), {}, {run(12, 148, false), run(13, 131, false), run(15, 108, false)}};
  prefork.runs.push_back(run(19, 92, true));
  prefork.runs.push_back(run(17, 99, true));
  prefork.runs.push_back(run(16, 104, false));
  return prefork;
}

Sizing sizing(std::vector<ModeSize> modes) {
  Sizing sizing;
  sizing.question = question();
  sizing.endpoint = "/mixed?cpu_ms=5&io_ms=45";
  sizing.modes = std::move(modes);
  sizing.environment.cpus = 2;
  return sizing;
}

std::string decided(const ModeSize& mode) { return decision(mode, sizing({mode})); }
std::string doubted(const ModeSize& mode) {
  std::string text;
  for (const std::string& sentence : doubts(mode, sizing({mode}))) text += sentence + "\n";
  return text;
}

TEST(SizeText, PutsTheoryBesideMeasurementAndDecides) {
  expect_golden(to_text(sizing({single(), threads(), pool(), loop(), prefork()}), Style(false)), "size.txt");
}

TEST(SizeText, OfTheoryAloneHasNothingMeasured) {
  Sizing alone = sizing({single(), threads(), pool()});
  alone.endpoint.clear();
  alone.modes.back().runs.clear();
  alone.question.gil = Gil::process;
  alone.question.limits.push_back(*parse_threshold("mean<70ms"));
  expect_golden(to_text(alone, Style(false)), "size_theory.txt");
}

TEST(SizeText, AnInterruptAndFailuresAreSaid) {
  Sizing broken = sizing({pool()});
  broken.interrupted = true;
  broken.failures = {{"prefork", 7, "the server did not start:\nno luck today"}};
  const std::string text = to_text(broken, Style(false));
  EXPECT_THAT(text, HasSubstr("\nInterrupted: this is what was found until then.\n"));
  EXPECT_THAT(text, HasSubstr("\n7 processes failed:\n  the server did not start:\n  no luck today\n"));
}

TEST(SizeText, CpusThatAreUsedByOthersAreSaid) {
  Sizing busy = sizing({pool()});
  const char* sentence = "\nSomething else uses the CPUs, or they share cores: measure where it is quiet.\n";
  EXPECT_THAT(to_text(busy, Style(false)), Not(HasSubstr(sentence)));
  busy.question.cpus = 0.98;
  EXPECT_THAT(to_text(busy, Style(false)), HasSubstr(sentence));
}

TEST(SizeDecision, NamesTheMinimumTheAnswerItsRoomAndWhatMoreGains) {
  EXPECT_EQ(decided(pool()),
            "11 threads are the minimum (200/s x 50.3 ms keep 10.06 busy); 12 meet p99<100ms, up to 204/s; 14 still "
            "meet it at 240/s; 17 and more gain nothing; under one GIL none does: 200 x 5.01 ms is all of one core.");
  EXPECT_EQ(decided(loop()),
            "2 loops are the minimum (200/s x 5.01 ms of computing keep 1.002 busy) and meet p99<100ms, up to 351/s; "
            "more gain nothing.");
}

TEST(SizeDecision, WhatIsMeasuredWins) {
  EXPECT_THAT(decided(prefork()), HasSubstr("; 17 meet p99<100ms as measured; theory says 12."));
  ModeSize open = pool();
  open.runs = {run(12, 120, false), run(13, 110, false)};
  EXPECT_THAT(decided(open), HasSubstr("; 13 do not meet p99<100ms as measured; theory says 12"));
  open.runs = {run(12, 90, true)};
  EXPECT_THAT(decided(open), HasSubstr("; 12 meet p99<100ms as measured, fewer perhaps too; theory says 12; 17 and"));
}

TEST(SizeDecision, SaysWhatIsLacking) {
  EXPECT_EQ(decided(single()), "does not meet p99<100ms: 200/s x 50.3 ms keep 10.06 busy, and there is one.");
  ModeSize mode = pool();
  mode.runs.clear();
  mode.under_gil.reset();
  mode.theory.answer.reset();
  mode.theory.lack = Lack::cpus;
  Sizing asked = sizing({mode});
  asked.question.rate_per_s = 400;
  EXPECT_EQ(decision(mode, asked),
            "no number meets p99<100ms: 400/s x 5.01 ms of computing is the work of 2 CPUs, and there are 1.96.");
  asked.question.gil = Gil::process;
  EXPECT_EQ(decision(mode, asked), "no number meets p99<100ms: under one GIL 400 x 5.01 ms is the work of 2 cores.");
  mode.theory.lack = Lack::speed;
  EXPECT_EQ(decided(mode), "no number meets p99<100ms: at best, with 17, p99 is 56.1 ms.");
}

TEST(SizeDecision, SaysWhatOneInterpreterLockWouldTake) {
  ModeSize mode = pool();
  mode.under_gil = pool_theory();
  mode.under_gil->answer->workers = 15;
  EXPECT_THAT(decided(mode), HasSubstr("; under one GIL it takes 15."));
  mode.under_gil->answer.reset();
  mode.under_gil->lack = Lack::speed;
  EXPECT_THAT(decided(mode), HasSubstr("; under one GIL none does: at best, with 17, p99 is 56.1 ms."));
  EXPECT_EQ(decided(threads()),
            "meets p99<100ms, up to 341/s; under one GIL it does not: 200 x 5.01 ms is all of one core.");
}

TEST(SizeDecision, MoreMayDoHarm) {
  ModeSize mode = pool();
  mode.theory.at_more.reset();
  mode.theory.crowd = SizePoint{523, 81.2};
  EXPECT_THAT(decided(mode), HasSubstr("; none does at 240/s; more than 17 share the CPUs and are slower: p99 81.2 ms "
                                       "with 523; under"));
}

TEST(SizeDoubts, NameWhatChanceMayChange) {
  EXPECT_THAT(doubted(pool()), IsEmpty());
  ModeSize close = pool();
  close.runs = {run(12, 96, true), run(11, 104, false)};
  EXPECT_EQ(doubted(close), "11 and 12 are close: by chance p99 of a run of 60 s lies up to 6 ms to either side.\n");
  close.runs = {run(12, 96, true), run(11, 140, false)};
  EXPECT_THAT(doubted(close), StartsWith("12 are close: "));
  ModeSize uncounted = threads();
  uncounted.theory.answer->figure_ms = 98;
  EXPECT_THAT(doubted(uncounted), StartsWith("It is close: "));
}

TEST(SizeDoubts, NameWhyTheoryDiffers) {
  EXPECT_THAT(doubted(prefork()), HasSubstr("each connection is one process's"));
  ModeSize more = pool();
  more.runs = {run(12, 140, false), run(13, 90, true)};
  EXPECT_THAT(doubted(more), Not(HasSubstr("connection"))) << "any thread of a pool takes any request";
}

TEST(SizeDoubts, NameRunsThatWereDisturbed) {
  ModeSize mode = pool();
  mode.runs = {run(12, 140, false), run(13, 2100, false), run(15, 80, true), run(14, 110, false)};
  EXPECT_THAT(doubted(mode), HasSubstr("With 13 p99 was 2.1 s, with 12 140 ms: something else disturbed that run."));
  mode.theory.crowd = SizePoint{500, 2000};
  EXPECT_THAT(doubted(mode), Not(HasSubstr("disturbed"))) << "more of them may be slower";
  mode.theory.crowd.reset();
  mode.runs = {run(12, 91, true), run(11, 85, true)};
  EXPECT_THAT(doubted(mode), Not(HasSubstr("disturbed"))) << "by chance";
}

TEST(SizeDoubts, NameRunsThatCannotBeBelieved) {
  ModeSize mode = pool();
  mode.runs[0].validity = {Verdict::invalid, {{"generator", Verdict::invalid, "the generator was too slow"}}};
  mode.runs[1].counts = {.sent = 12'000, .ok = 11'990, .failed = 10};
  EXPECT_THAT(doubted(mode), HasSubstr("The run with 12 is invalid: the generator was too slow."));
  EXPECT_THAT(doubted(mode), HasSubstr("10 of 12000 requests failed with 11 threads."));
  mode.runs[1].validity = mode.runs[0].validity;
  EXPECT_THAT(doubted(mode), HasSubstr("The runs with 12, 11 are invalid; that with 12: the generator was too slow."));
}

TEST(SizeJson, HasTheSameAnswer) {
  const auto json = to_json(sizing({pool(), single()}));
  EXPECT_EQ(json["schema"], "hundred.size/1");
  EXPECT_EQ(json["question"]["limits"][0], "p99<100ms");
  const auto& mode = json["modes"][0];
  EXPECT_EQ(mode["theory"]["answer"]["workers"], 12);
  EXPECT_EQ(mode["measured"]["workers"], 12);
  EXPECT_EQ(mode["measured"]["settled"], true);
  EXPECT_EQ(mode["measured"]["runs"][1]["response_ms"]["p99"], 151);
  EXPECT_EQ(mode["under_gil"]["lacks"], "cpus");
  EXPECT_TRUE(json["modes"][1]["theory"]["answer"].is_null());
  EXPECT_EQ(json["modes"][1]["theory"]["lacks"], "workers");
}

}  // namespace
}  // namespace hundred::loadtest

#include "loadtest/validity.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace hundred::loadtest {
namespace {

using client::millisecond, client::second, client::Time;
using client::Outcome;
using testing::HasSubstr;

/// Ten users who ask again and again.
client::Load closed_loop(Time think = 0) {
  client::Load load;
  load.urls = {client::parse_url("127.0.0.1/ping")};
  load.users = 10;
  load.duration = 10 * second;
  load.think = think;
  return load;
}

client::Load open_loop() {
  client::Load load = closed_loop();
  load.open_loop = client::OpenLoop{200, {{10 * second, 200}}};
  return load;
}

client::Load burst() {
  client::Load load = closed_loop();
  load.duration.reset();
  load.requests = load.users = 2000;
  return load;
}

/// So many good answers within `elapsed`, each after 50 ms and sent `lag` late.
client::Recording answers(std::uint64_t count, Time elapsed = 10 * second, Time lag = 0) {
  client::Recording recording;
  for (std::uint64_t i = 0; i < count; ++i) {
    recording.response.record(50 * millisecond);
    recording.send_lag.record(lag);
  }
  recording.outcomes[static_cast<std::size_t>(Outcome::ok)] = count;
  recording.released = 1;
  recording.counted_from = 2 * second;
  recording.ended = recording.counted_from + elapsed;
  recording.user_seconds = 10 * static_cast<double>(elapsed) * 1e-9;
  recording.usage = {{elapsed, elapsed / 10}};
  return recording;
}

Check check(const std::string& name, const client::Load& load, const client::Recording& recording,
            const KernelEvents& events = {}, const std::optional<CpuUse>& cpus = {}) {
  const Validity validity = judge_validity(load, recording, events, cpus);
  Verdict worst = Verdict::valid;
  for (const Check& one : validity.checks) worst = std::max(worst, one.verdict);
  EXPECT_EQ(validity.verdict, worst);
  for (const Check& one : validity.checks)
    if (one.name == name) return one;
  ADD_FAILURE() << "no check " << name;
  return {};
}

TEST(LittlesLaw, HasItsFigures) {
  const auto little = little_of(closed_loop(), answers(2000));
  ASSERT_TRUE(little);
  EXPECT_DOUBLE_EQ(little->rate_per_s, 200);
  EXPECT_NEAR(little->cycle_ms, 50, 0.03);
  EXPECT_NEAR(little->expected, 10, 0.01);
  EXPECT_NEAR(little->actual, 10, 1e-9);
  EXPECT_NEAR(little->deviation(), 0, 0.001);
  EXPECT_NEAR(little_of(closed_loop(50 * millisecond), answers(2000))->cycle_ms, 100, 0.03);
  EXPECT_FALSE(little_of(burst(), answers(2000)));
  EXPECT_FALSE(little_of(closed_loop(), answers(2000, second / 2))) << "ten mean times";
}

TEST(Validity, OfAnOrderlyRunIsValidWithEveryCheck) {
  const Validity validity = judge_validity(closed_loop(), answers(2000), {0, 0, 0});
  EXPECT_EQ(validity.verdict, Verdict::valid);
  std::vector<std::string> names;
  for (const Check& one : validity.checks) names.push_back(one.name);
  EXPECT_THAT(names, testing::ElementsAre("counts", "little", "generator", "send_lag", "kernel"));
}

TEST(Validity, ACountThatIsLostIsInvalid) {
  client::Recording recording = answers(2000);
  EXPECT_EQ(check("counts", closed_loop(), recording).verdict, Verdict::valid);
  --recording.outcomes[static_cast<std::size_t>(Outcome::ok)];
  const Check lost = check("counts", closed_loop(), recording);
  EXPECT_EQ(lost.verdict, Verdict::invalid);
  EXPECT_THAT(lost.words, HasSubstr("2000 requests have 1999 outcomes"));
  ++recording.outcomes[static_cast<std::size_t>(Outcome::timed_out)];
  EXPECT_EQ(check("counts", closed_loop(), recording).verdict, Verdict::valid);
}

TEST(Validity, LittleComparesAClosedLoopWithItsUsers) {
  const auto verdict = [](std::uint64_t count) { return check("little", closed_loop(), answers(count)).verdict; };
  EXPECT_EQ(verdict(2000), Verdict::valid);
  EXPECT_EQ(verdict(1902), Verdict::valid) << "4.9 % off";
  EXPECT_EQ(verdict(1898), Verdict::suspect) << "5.1 % off";
  EXPECT_EQ(verdict(2102), Verdict::suspect) << "too many";
  EXPECT_EQ(verdict(1602), Verdict::suspect) << "19.9 % off";
  EXPECT_EQ(verdict(1598), Verdict::invalid) << "20.1 % off";
  EXPECT_THAT(check("little", closed_loop(), answers(1500)).words, HasSubstr("150/s x 50.0 ms = 7.5 users"));
}

TEST(Validity, LittleCountsUsersAsLongAsTheyTakePart) {
  client::Recording recording = answers(1000);
  recording.user_seconds /= 2;  // each has its last answer after half of the time, on average
  EXPECT_EQ(check("little", closed_loop(), recording).verdict, Verdict::valid);
}

TEST(Validity, LittleCountsThinkTime) {
  const client::Load thinking = closed_loop(50 * millisecond);
  EXPECT_EQ(check("little", thinking, answers(1000)).verdict, Verdict::valid);
  EXPECT_EQ(check("little", thinking, answers(2000)).verdict, Verdict::invalid);
}

TEST(Validity, LittleIsNotJudgedOfShortRunsAndBursts) {
  const Check brief = check("little", closed_loop(), answers(10, 999 * millisecond));
  EXPECT_EQ(brief.verdict, Verdict::valid);
  EXPECT_THAT(brief.words, HasSubstr("not judged"));
  EXPECT_EQ(check("little", closed_loop(), answers(10, second)).verdict, Verdict::invalid) << "twenty mean times";
  const client::Load thinking = closed_loop(50 * millisecond);
  EXPECT_EQ(check("little", thinking, answers(10, second)).verdict, Verdict::valid) << "ten with the pauses";
  EXPECT_THAT(check("little", closed_loop(), answers(0)).words, HasSubstr("not judged"));
  EXPECT_THAT(check("little", burst(), answers(2000)).words, HasSubstr("says nothing of a burst"));
}

TEST(Validity, LittleComparesAnOpenLoopWithWhatWasInFlight) {
  client::Recording recording = answers(2000);
  recording.request_seconds = 100;  // ten at any time
  EXPECT_EQ(check("little", open_loop(), recording).verdict, Verdict::valid);
  recording.request_seconds = 110;
  EXPECT_EQ(check("little", open_loop(), recording).verdict, Verdict::suspect);
  recording.request_seconds = 130;
  const Check off = check("little", open_loop(), recording);
  EXPECT_EQ(off.verdict, Verdict::invalid);
  EXPECT_THAT(off.words, HasSubstr("10.0 requests in flight, measured 13.0"));
  recording.request_seconds = 9;
  EXPECT_EQ(check("little", open_loop(), recording).verdict, Verdict::valid) << "less than one in flight";
}

TEST(Validity, AGeneratorThreadWithoutRoomToSpareIsInvalid) {
  client::Recording recording = answers(2000);
  const auto verdict = [&](const std::vector<client::GeneratorUsage>& usage) {
    recording.usage = usage;
    return check("generator", closed_loop(), recording).verdict;
  };
  EXPECT_EQ(verdict({{10 * second, 9 * second}}), Verdict::valid);
  EXPECT_EQ(verdict({{10 * second, 91 * second / 10}}), Verdict::invalid);
  EXPECT_EQ(verdict({{10 * second, second}, {10 * second, 95 * second / 10}}), Verdict::invalid) << "the busiest";
  EXPECT_EQ(verdict({{99 * millisecond, 99 * millisecond}}), Verdict::valid) << "too short to judge";
  EXPECT_EQ(verdict({}), Verdict::valid);
}

TEST(Validity, SendLagIsHeldAgainstTheMedianResponse) {
  const auto verdict = [](const client::Load& load, Time lag, std::uint64_t count = 2000) {
    return check("send_lag", load, answers(count, 10 * second, lag)).verdict;
  };
  EXPECT_EQ(verdict(closed_loop(), 4 * millisecond), Verdict::valid);
  EXPECT_EQ(verdict(closed_loop(), 6 * millisecond), Verdict::suspect);
  EXPECT_EQ(verdict(open_loop(), 49 * millisecond), Verdict::suspect);
  EXPECT_EQ(verdict(open_loop(), 51 * millisecond), Verdict::invalid);
  EXPECT_EQ(verdict(burst(), 51 * millisecond), Verdict::suspect) << "of a burst that is part of its response times";
  EXPECT_EQ(verdict(closed_loop(), 51 * millisecond, 100), Verdict::invalid);
  EXPECT_EQ(verdict(closed_loop(), 51 * millisecond, 99), Verdict::valid) << "too few to judge";
}

TEST(Validity, ALateGeneratorIsToldFromOneThatHadNoCpu) {
  const auto words = [](const client::Load& load, const client::GeneratorUsage& usage) {
    client::Recording recording = answers(2000, 10 * second, 6 * millisecond);
    recording.usage = {{10 * second, second}, usage};
    return check("send_lag", load, recording).words;
  };
  const auto starved = HasSubstr("had no CPU, for 600 ms of 10.0 s; give it CPUs of its own");
  const client::GeneratorUsage waiting{10 * second, second, 600 * millisecond};
  EXPECT_THAT(words(closed_loop(), waiting), starved);
  EXPECT_THAT(words(burst(), waiting), starved);
  const client::GeneratorUsage busy{10 * second, second, 400 * millisecond};
  EXPECT_THAT(words(closed_loop(), busy), HasSubstr("the load tool was busy with other requests"));
  EXPECT_THAT(words(open_loop(), {10 * second, 2 * second}), HasSubstr("the load tool was busy with other requests"));
  EXPECT_THAT(words(open_loop(), {10 * second, 19 * second / 10}), HasSubstr("the system wakes a sleeping load tool"));
  EXPECT_THAT(words(burst(), busy), HasSubstr("sending so many takes its time"));
  EXPECT_THAT(words(burst(), {10 * second, second}), HasSubstr("sending so many")) << "where the kernel does not tell";
}

TEST(Validity, WhatTheKernelDroppedOrThrottledIsSuspect) {
  const auto found = [](const KernelEvents& events) { return check("kernel", closed_loop(), answers(2000), events); };
  EXPECT_EQ(found({0, 0, 0}).verdict, Verdict::valid);
  EXPECT_EQ(found({}).verdict, Verdict::valid) << "where the kernel does not tell";
  EXPECT_EQ(found({3, 3, 0}).verdict, Verdict::suspect);
  EXPECT_THAT(found({3, 4, 2}).words,
              testing::AllOf(HasSubstr("3 connections found a server's accept queue full"), HasSubstr("in 2 periods")));
  EXPECT_THAT(found({0, 4, {}}).words, HasSubstr("4 connection attempts were dropped"));
  EXPECT_EQ(found({0, 0, 1}).verdict, Verdict::suspect);
}

TEST(Validity, IsSuspectWhereOthersHadTheCpusAndNoneWasIdle) {
  const auto found = [](CpuUse use) { return check("cpus", closed_loop(), answers(2000), {}, use); };
  EXPECT_EQ(found({2, 0.1, 0.15}).verdict, Verdict::valid) << "a little";
  EXPECT_EQ(found({2, 0.5, 1.0}).verdict, Verdict::valid) << "while another CPU was idle";
  EXPECT_EQ(found({2, 0.1, 0.25}).verdict, Verdict::suspect);
  EXPECT_THAT(found({1, 0, 0.95}).words, HasSubstr("other programs had 0.95 of 1 CPU, and next to none was idle"));
}

TEST(Validity, IsTheWorstOfItsChecks) {
  client::Recording recording = answers(1898);
  EXPECT_EQ(judge_validity(closed_loop(), recording, {1, 1, 0}).verdict, Verdict::suspect);
  recording.usage = {{10 * second, 10 * second}};
  EXPECT_EQ(judge_validity(closed_loop(), recording, {1, 1, 0}).verdict, Verdict::invalid);
}

}  // namespace
}  // namespace hundred::loadtest

#include "tests/truth/rounds.hpp"

#include <fmt/format.h>
#include <sched.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace hundred::test {
namespace {

constexpr int most_rounds = 5, usual_rounds = 2;

/// While in scope, this thread and those that it starts go before all that have no real-time priority, if that is
/// permitted.
class Precedence {
 public:
  explicit Precedence(bool wanted) : wanted_(wanted) {
    if (wanted_) set(SCHED_RR, 1);
  }
  ~Precedence() {
    if (wanted_) set(SCHED_OTHER, 0);
  }
  Precedence(const Precedence&) = delete;
  Precedence& operator=(const Precedence&) = delete;

 private:
  static void set(int policy, int priority) {
    sched_param parameters{};
    parameters.sched_priority = priority;
    ::sched_setscheduler(0, policy, &parameters);
  }

  const bool wanted_;
};

/// For a reader who wants the figures of rounds that hold, too.
bool verbose() { return std::getenv("TRUTH_VERBOSE") != nullptr; }

void show(const std::string& line) {
  if (verbose()) std::fputs(line.c_str(), stdout);
}

}  // namespace

void Findings::expect_close(std::string_view what, Time measured, Time truth, Time least) {
  const Time allowed = std::max(truth / 100, least) * slowness, off = measured - truth;
  const std::string line = fmt::format("  {}: {:.3f} ms measured, {:.3f} ms in truth: {:+.1f} us, allowed {:.1f}\n",
                                       what, static_cast<double>(measured) * 1e-6, static_cast<double>(truth) * 1e-6,
                                       static_cast<double>(off) * 1e-3, static_cast<double>(allowed) * 1e-3);
  show(line);
  if (std::abs(off) > allowed) text_ += line;
}

void Findings::expect_within(std::string_view what, double measured, double truth, double share) {
  const double off = measured / truth - 1;
  const std::string line = fmt::format("  {}: {:.2f} instead of {:.2f}: {:+.3f} %, allowed {} %\n", what, measured,
                                       truth, 100 * off, 100 * share);
  show(line);
  if (!(std::abs(off) <= share)) text_ += line;
}

void Findings::expect_below(std::string_view what, Time measured, Time limit) {
  const std::string line = fmt::format("  {}: {:.3f} ms, allowed {:.3f}\n", what, static_cast<double>(measured) * 1e-6,
                                       static_cast<double>(limit) * 1e-6);
  show(line);
  if (measured >= limit) text_ += line;
}

void Findings::expect_equal(std::string_view what, std::uint64_t measured, std::uint64_t truth) {
  if (measured != truth) text_ += fmt::format("  {}: {} instead of {}\n", what, measured, truth);
}

testing::AssertionResult in_some_round(const std::function<void(Findings&)>& round) {
  std::string all;
  for (int number = 1; number <= most_rounds; ++number) {
    Findings findings;
    const Precedence precedence(number > usual_rounds && !sanitized);
    round(findings);
    if (findings.none()) return testing::AssertionSuccess() << "in round " << number;
    all += fmt::format("round {}:\n{}", number, findings.text());
    show("not in this round\n");
  }
  return testing::AssertionFailure() << "no round was good\n" << all;
}

}  // namespace hundred::test

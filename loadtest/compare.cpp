#include "loadtest/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "client/errors.hpp"
#include "loadtest/calibration.hpp"
#include "loadtest/loading.hpp"
#include "loadtest/measure.hpp"
#include "loadtest/modes.hpp"
#include "loadtest/plan_options.hpp"
#include "loadtest/theory.hpp"

namespace hundred::loadtest {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* equal_workers = "8";
/// A small request that asks on while others compute: often enough for some in a second, too seldom to matter.
constexpr const char* bystander_endpoint = "/ping";
constexpr double bystander_rate = 10;
/// So that none waits for a free one while an answer takes up to five seconds.
constexpr std::uint32_t bystander_connections = 50;
/// For a server to end that is still at what its users have given up.
constexpr std::chrono::milliseconds giving_up{100};
/// For a server that has broken its connections to end, if that is why.
constexpr std::chrono::milliseconds dying{200};

/// What waits leaves the CPU to a bystander: nothing to be seen.
std::optional<client::Load> beside(const EndpointFacts& facts, const client::Load& load) {
  if (facts.work.kind() == Work::Kind::waiting) return std::nullopt;
  PlanOptions plan;
  plan.bystander = bystander_endpoint;
  plan.bystander_rate = bystander_rate;
  auto bystander = bystander_load(plan, load);
  bystander->users = bystander_connections;
  return bystander;
}

class Comparer {
 public:
  Comparer(const CompareOptions& options, const Interrupt& interrupt, const std::function<void(const Step&)>& say,
           const std::function<void(const RunningLoad&)>& look)
      : options_(options), interrupt_(interrupt), say_(say), look_(look) {}

  Comparison run() {
    say_({0, options_.repeats, "the endpoints, each request alone", 0, ""});
    prepare(calibrate(options_, options_.endpoints, interrupt_));
    began_ = Clock::now();
    for (std::uint64_t round = 1; round <= options_.repeats; ++round) {
      round_began_ = Clock::now();
      for (const std::string& keep_alive : options_.keep_alive)
        for (std::size_t mode = 0; mode < options_.modes.size(); ++mode)
          if (!interrupt_.raised() && !has_failed(options_.modes[mode], keep_alive)) serve(mode, keep_alive, round);
    }
    comparison_.interrupted = interrupt_.raised();
    return std::move(comparison_);
  }

 private:
  void prepare(const std::vector<EndpointFacts>& endpoints) {
    comparison_.load = load_facts(load_of(options_, "127.0.0.1/"));
    comparison_.repeats = options_.repeats;
    comparison_.environment = environment_of({});
    comparison_.environment.arguments = options_.arguments;
    for (const std::string& keep_alive : options_.keep_alive)
      for (const EndpointFacts& facts : endpoints) {
        Contest& contest = comparison_.contests.emplace_back(Contest{facts, keep_alive, {}});
        for (const std::string& mode : options_.modes) contest.entries.push_back({mode, {}, {}});
      }
  }

  bool has_failed(const std::string& mode, const std::string& keep_alive) const {
    for (const Failure& failure : comparison_.failures)
      if (failure.mode == mode && failure.keep_alive == keep_alive) return true;
    return false;
  }

  /// A server in that mode, from its start to its end.
  void serve(std::size_t mode, const std::string& keep_alive, std::uint64_t round) {
    const std::string& name = options_.modes[mode];
    const auto fail = [&](const std::string& why) {
      if (!interrupt_.raised()) comparison_.failures.push_back({name, keep_alive, round, why});
    };
    std::unique_ptr<ServerProcess> server;
    try {
      for (Contest& contest : comparison_.contests) {
        if (contest.keep_alive != keep_alive) continue;
        if (!server) server = start(name, keep_alive);
        if (interrupt_.raised()) return;
        if (load(*server, contest.facts, contest.entries[mode], round) == Left::work) {
          server->stop(giving_up);
          server.reset();
        }
      }
    } catch (const std::runtime_error& error) {  // RunError, or UsageError from a server that refuses its arguments
      const auto end = server ? server->stop() : std::nullopt;
      return fail(end ? "the server " + *end : error.what());
    }
    if (const auto end = server ? server->stop() : std::nullopt) fail("the server " + *end);
  }

  std::unique_ptr<ServerProcess> start(const std::string& mode, const std::string& keep_alive) const {
    std::vector<std::string> arguments{"--keep-alive", keep_alive};
    if (find_mode(mode)->equal_workers) arguments.insert(arguments.end(), {"--workers", equal_workers});
    auto server = start_server(options_, mode, arguments, interrupt_.fd());
    if (!interrupt_.raised()) warm_up(options_, *server, interrupt_.fd());
    return server;
  }

  /// What a load leaves to the server: where users gave up, it may be at their requests for long.
  enum class Left { nothing, work };

  Left load(ServerProcess& server, const EndpointFacts& facts, Entry& entry, std::uint64_t round) {
    const client::Load load = load_of(options_, server.base_url() + facts.endpoint);
    entry.prediction = predict(facts, server.facts(), load);
    const auto warning = round == 1 ? timeout_warning(entry.prediction, load) : std::nullopt;
    say_({round, options_.repeats, fmt::format("{} '{}'", entry.mode, facts.endpoint), seconds_left(round),
          warning ? fmt::format("{}: {}", entry.mode, *warning) : ""});
    client::Progress progress;
    const auto alone = static_cast<client::Time>(facts.work.total_ms * 1e6);
    Measurement measured =
        measure(load, beside(facts, load), &server, interrupt_.fd(), progress, [&] { look_({load, progress, alone}); });
    measured.around.prediction = entry.prediction;
    const client::Recording& recording = measured.recording;
    const bool broken = recording[client::Outcome::reset] + recording[client::Outcome::cut_short] > 0;
    if (recording.interrupted || !server.running(broken ? dying : std::chrono::milliseconds::zero()))
      return Left::nothing;  // half a run would be none
    entry.rounds.push_back(measured.report());
    return recording[client::Outcome::timed_out] > 0 ? Left::work : Left::nothing;
  }

  /// As the rounds before have taken; 0 if there were none.
  double seconds_left(std::uint64_t round) const {
    if (round == 1) return 0;
    const auto seconds = [](Clock::duration time) { return std::chrono::duration<double>(time).count(); };
    const double a_round = seconds(round_began_ - began_) / static_cast<double>(round - 1);
    return std::max(1.0, a_round * static_cast<double>(options_.repeats) - seconds(Clock::now() - began_));
  }

  const CompareOptions& options_;
  const Interrupt& interrupt_;
  const std::function<void(const Step&)>& say_;
  const std::function<void(const RunningLoad&)>& look_;
  Comparison comparison_;
  Clock::time_point began_, round_began_;
};

}  // namespace

Comparison compare(const CompareOptions& options, const Interrupt& interrupt,
                   const std::function<void(const Step&)>& say, const std::function<void(const RunningLoad&)>& look) {
  CompareOptions with_upstream = options;
  const auto upstream = start_upstream(with_upstream, options.endpoints, interrupt.fd());
  return Comparer(with_upstream, interrupt, say, look).run();
}

}  // namespace hundred::loadtest

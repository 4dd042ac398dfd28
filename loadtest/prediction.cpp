#include "loadtest/prediction.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hundred::loadtest {
namespace {

/// ceil(i/c): in which round of c servers user i has its turn.
double round_of(std::uint64_t user, std::uint64_t servers) {
  const std::uint64_t round = user / servers + (user % servers == 0 ? 0 : 1);
  return static_cast<double>(round);
}

double waiting(const Work& work, std::uint64_t servers, std::uint64_t user) {
  return round_of(user, servers) * work.total_ms;
}

double computing(const Work& work, std::uint64_t servers, std::uint64_t user, std::uint64_t users, double cpus) {
  const std::uint64_t busy = std::min(servers, users);
  const double rounds = round_of(user, busy);
  if (static_cast<double>(busy) <= cpus) return rounds * work.total_ms;
  return std::min(rounds * static_cast<double>(busy), static_cast<double>(users)) * work.total_ms / cpus;
}

/// The CPUs that computing can use.
double usable(const Servers& servers, double cpus) { return std::min(static_cast<double>(servers.computing), cpus); }

constexpr double negligible = 1.0 / 50;

Bounds mixed(const Work& work, const Servers& servers, std::uint64_t users, double cpus) {
  const double at_once = static_cast<double>(users) / usable(servers, cpus);
  const double on_cpu = at_once * work.cpu_ms, in_rounds = waiting(work, servers.waiting, users);
  if (on_cpu < negligible * in_rounds) return {in_rounds, in_rounds};
  return {std::max(on_cpu, in_rounds), at_once * (work.total_ms - work.wait_ms) + in_rounds};
}

}  // namespace

Work::Kind Work::kind() const {
  if (wait_ms < negligible * total_ms) return Kind::computing;
  return cpu_ms < negligible * total_ms ? Kind::waiting : Kind::mixed;
}

BurstPrediction predict_burst(const Work& work, const Servers& servers, std::uint64_t users, double cpus) {
  const std::uint64_t half = (users + 1) / 2;
  const auto exactly = [](double ms) { return Bounds{ms, ms}; };
  if (work.kind() == Work::Kind::computing)
    return {exactly(computing(work, servers.computing, half, users, cpus)),
            exactly(computing(work, servers.computing, users, users, cpus))};
  const Bounds all = mixed(work, servers, users, cpus);
  if (all.least == all.most) return {exactly(waiting(work, servers.waiting, half)), all};
  return {{mixed(work, servers, half, cpus).least, all.most}, all};
}

std::vector<Stair> predict_steps(const Work& work, const Servers& servers, std::uint64_t users, double cpus) {
  const bool computes = work.kind() == Work::Kind::computing;
  if (const Bounds all = predict_burst(work, servers, users, cpus).all_ms; all.least != all.most) return {};
  std::vector<Stair> steps;
  for (std::uint64_t user = 1; user <= users; ++user) {
    const double ms =
        computes ? computing(work, servers.computing, user, users, cpus) : waiting(work, servers.waiting, user);
    if (steps.empty() || steps.back().ms < ms)
      steps.push_back({ms, 1});
    else
      ++steps.back().users;
  }
  return steps;
}

LoopPrediction predict_loop(const Work& work, const Servers& servers, std::uint64_t users, double cpus,
                            double think_ms) {
  const auto n = static_cast<double>(users);
  double per_ms = n / (think_ms + work.total_ms);
  if (servers.waiting != Servers::unlimited)
    per_ms = std::min(per_ms, static_cast<double>(servers.waiting) / work.total_ms);
  if (work.kind() == Work::Kind::computing)
    per_ms = std::min(per_ms, usable(servers, cpus) / work.total_ms);
  else if (work.cpu_ms > 0)
    per_ms = std::min(per_ms, usable(servers, cpus) / work.cpu_ms);
  return {per_ms * 1000, n / per_ms - think_ms};
}

}  // namespace hundred::loadtest

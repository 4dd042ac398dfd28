#include "loadtest/report/sweep_why.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "loadtest/modes.hpp"
#include "loadtest/report/comparison_cells.hpp"
#include "loadtest/report/style.hpp"

namespace hundred::loadtest {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();

/// What each of the three allows, in answers per second.
struct Bound {
  double users = never, servers = never, cpus = never;
  Servers of{};
};

std::string per_s(double value) { return rate_text(value) + "/s"; }

/// On a CPU, of a request.
double computing_ms(const Work& work) { return work.kind() == Work::Kind::computing ? work.total_ms : work.cpu_ms; }

Bound bound_of(const Sweep& sweep, const Curve& curve, double value, const ModeRow& mode) {
  const Work& work = sweep.alone->work;
  Bound bound;
  bound.of = mode.servers(sweep.over == Swept::workers ? static_cast<std::uint64_t>(value) : curve.workers.value_or(1));
  const double users = sweep.over == Swept::users ? value : static_cast<double>(*sweep.load.users);
  bound.users = 1e3 * users / (work.total_ms + sweep.load.think_ms);
  if (bound.of.waiting != Servers::unlimited)
    bound.servers = 1e3 * static_cast<double>(bound.of.waiting) / work.total_ms;
  if (computing_ms(work) > 0)
    bound.cpus = 1e3 * std::min(static_cast<double>(bound.of.computing), sweep.alone->cpus) / computing_ms(work);
  return bound;
}

std::string cpu_words(const EndpointFacts& alone, const Bound& bound) {
  const std::string computes = duration_text(computing_ms(alone.work));
  if (static_cast<double>(bound.of.computing) < alone.cpus)
    return fmt::format("{} computes {} for each request, and nothing else meanwhile: {}.",
                       bound.of.computing == 1 ? "One worker" : fmt::format("Each of {} workers", bound.of.computing),
                       computes, per_s(bound.cpus));
  return fmt::format("Each request computes for {}, and the CPUs do the work of {:.3g}: {}, however many share them.",
                     computes, alone.cpus, per_s(bound.cpus));
}

std::string worker_words(const Sweep& sweep, const Bound& bound) {
  const std::uint64_t users = *sweep.load.users;
  if (bound.of.waiting == Servers::unlimited)
    return fmt::format("Who waits holds no worker: {} users get N/(S + Z) of any number of them.", users);
  const std::string takes =
      fmt::format("A worker has one request at a time, for {}", duration_text(sweep.alone->work.total_ms));
  if (bound.users > bound.servers) return takes + ": c workers end c/S.";
  return fmt::format("{}, and {} users ask for one each: more workers than that have nobody to serve.", takes, users);
}

std::string user_words(const Sweep& sweep, const Bound& bound) {
  const double alone_ms = sweep.alone->work.total_ms;
  if (bound.users <= bound.servers)
    return fmt::format("A user asks again after {}: N users get N/(S + Z), and nothing is used up yet.",
                       duration_text(alone_ms + sweep.load.think_ms));
  const std::string workers = fmt::format("{} {}", bound.of.waiting == 1 ? "is" : "are", bound.of.waiting);
  return fmt::format(
      "A worker has one request at a time, for {}, and there {}: {}. Further users wait in line, {} more with each.",
      duration_text(alone_ms), workers, per_s(bound.servers), duration_text(1e3 / bound.servers));
}

}  // namespace

std::string bound_words(const Sweep& sweep, const Curve& curve, const SweepPoint& point) {
  const ModeRow* mode = find_mode(curve.mode);
  if (mode == nullptr || !sweep.alone || sweep.load.open_loop) return {};
  const Bound bound = bound_of(sweep, curve, point.value, *mode);
  if (bound.cpus < std::min(bound.users, bound.servers)) return cpu_words(*sweep.alone, bound);
  return sweep.over == Swept::workers ? worker_words(sweep, bound) : user_words(sweep, bound);
}

}  // namespace hundred::loadtest

#include <fmt/format.h>
#include <sys/utsname.h>

#include <algorithm>
#include <chrono>
#include <ctime>

#include "common/cpus.hpp"
#include "common/units.hpp"
#include "loadtest/report/report.hpp"
#include "loadtest/report/statistics.hpp"

namespace hundred::loadtest {
namespace {

/// "10s" as people write it: "10 s".
std::string time_words(client::Time nanoseconds) {
  std::string duration = format_duration(Nanoseconds(nanoseconds));
  return duration.insert(duration.find_first_not_of("0123456789"), " ");
}

std::string users_words(const client::Load& load) {
  return fmt::format("{} user{}", load.users, load.users == 1 ? "" : "s");
}

std::string burst_words(const client::Load& load) {
  if (load.users == 1) return "burst: 1 user, one request";
  return fmt::format("burst: {}, one request each, all at the same instant", users_words(load));
}

/// ", 500 requests or 10 s"
std::string extent_words(const client::Load& load) {
  std::string words;
  if (load.requests) words += fmt::format(", {} requests", *load.requests);
  if (load.duration) words += fmt::format("{}{}", load.requests ? " or " : ", ", time_words(*load.duration));
  return words;
}

std::string closed_loop_words(const client::Load& load) {
  const std::string think = load.think == 0 ? "no think time" : fmt::format("{} think time", time_words(load.think));
  return fmt::format("closed loop: {}, {}{}{}", users_words(load), think,
                     load.keep_alive ? "" : ", a connection for each request", extent_words(load));
}

bool is_steady(const client::OpenLoop& plan) {
  return std::all_of(plan.stages.begin(), plan.stages.end(),
                     [&](const client::Stage& stage) { return stage.rate == plan.first_rate; });
}

/// "from 0 to 500/s in 10 s, to 500/s in 60 s"
std::string stages_words(const client::OpenLoop& plan) {
  std::string words = fmt::format("from {:g}", plan.first_rate);
  for (const client::Stage& stage : plan.stages)
    words += fmt::format("{} to {:g}/s in {}", &stage == &plan.stages.front() ? "" : ",", stage.rate,
                         time_words(stage.duration));
  return words;
}

std::string open_loop_words(const client::Load& load) {
  const client::OpenLoop& plan = *load.open_loop;
  const std::string rate =
      is_steady(plan) ? fmt::format("{:g} requests/s", plan.first_rate) : "requests/s " + stages_words(plan);
  const std::string arrivals =
      plan.arrivals == client::Arrivals::constant ? "" : fmt::format(", Poisson arrivals (seed {})", plan.seed);
  return fmt::format("open loop: {}{}, at most {} connection{}{}{}", rate, arrivals, load.users,
                     load.users == 1 ? "" : "s", load.keep_alive ? "" : ", one for each request", extent_words(load));
}

}  // namespace

std::string load_words(const client::Load& load) {
  std::string words = load.open_loop    ? open_loop_words(load)
                      : load.is_burst() ? burst_words(load)
                                        : closed_loop_words(load);
  if (load.warmup > 0) words += fmt::format(", after {} of warm-up", time_words(load.warmup));
  if (load.is_burst() && load.threads == 1) return words;
  return words + fmt::format(", {} generator thread{}", load.threads, load.threads == 1 ? "" : "s");
}

LoadFacts load_facts(const client::Load& load) {
  LoadFacts facts;
  facts.words = load_words(load);
  facts.kind = load.open_loop ? LoadKind::open_loop : load.is_burst() ? LoadKind::burst : LoadKind::closed_loop;
  facts.users = load.users;
  facts.requests = load.requests;
  if (load.duration) facts.duration_ms = to_ms(static_cast<double>(*load.duration));
  facts.timeout_ms = to_ms(static_cast<double>(load.timeout));
  facts.think_ms = to_ms(static_cast<double>(load.think));
  facts.warmup_ms = to_ms(static_cast<double>(load.warmup));
  if (load.open_loop && is_steady(*load.open_loop)) facts.rate_per_s = load.open_loop->first_rate;
  facts.threads = load.threads;
  return facts;
}

Environment environment_of(const client::Recording& recording) {
  Environment environment;
  environment.version = HUNDRED_VERSION;
  const auto age = std::chrono::nanoseconds(client::now() - recording.released);
  const auto started = std::chrono::system_clock::now() - (recording.released == 0 ? std::chrono::nanoseconds(0) : age);
  const std::time_t seconds =
      std::chrono::system_clock::to_time_t(std::chrono::time_point_cast<std::chrono::seconds>(started));
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  environment.started_at = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1,
                                       utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
  utsname system{};
  uname(&system);
  environment.system = fmt::format("{} {} {}", system.sysname, system.release, system.machine);
  environment.cpus = usable_cpus();
  return environment;
}

}  // namespace hundred::loadtest

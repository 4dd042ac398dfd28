#include "server/telemetry/context_switches.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <string>

namespace hundred::server {
namespace {

rusage usage_of(int who) {
  rusage usage{};
  ::getrusage(who, &usage);
  return usage;
}

/// Nothing if there is no such process.
SwitchCounts counts_of(pid_t pid) {
  SwitchCounts counts;
  std::ifstream status(fmt::format("/proc/{}/status", pid));
  for (std::string name; status >> name;) {
    if (name == "voluntary_ctxt_switches:") status >> counts.voluntary;
    if (name == "nonvoluntary_ctxt_switches:") status >> counts.involuntary;
  }
  return counts;
}

}  // namespace

void ContextSwitches::begin(std::size_t process) { pids_[process] = ::getpid(); }

void ContextSwitches::ended(std::size_t process) {
  pids_[process] = 0;
  const rusage usage = usage_of(RUSAGE_CHILDREN);
  ended_->voluntary = static_cast<std::uint64_t>(usage.ru_nvcsw);
  ended_->involuntary = static_cast<std::uint64_t>(usage.ru_nivcsw);
}

SwitchCounts ContextSwitches::count() const {
  const rusage own = usage_of(RUSAGE_SELF);
  SwitchCounts sum{ended_->voluntary + static_cast<std::uint64_t>(own.ru_nvcsw),
                   ended_->involuntary + static_cast<std::uint64_t>(own.ru_nivcsw)};
  for (const pid_t pid : pids_.all()) {
    if (pid == 0 || pid == ::getpid()) continue;
    const SwitchCounts counts = counts_of(pid);
    sum.voluntary += counts.voluntary;
    sum.involuntary += counts.involuntary;
  }
  return sum;
}

}  // namespace hundred::server

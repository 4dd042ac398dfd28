#include "loadtest/cpu_share.hpp"

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

#include "client/errors.hpp"
#include "loadtest/process_tree.hpp"

namespace hundred::loadtest {
namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

/// Of this process, of its descendants that live, and of those that were waited for.
double own_seconds() {
  rusage waited_for{};
  ::getrusage(RUSAGE_CHILDREN, &waited_for);
  double sum = seconds(waited_for.ru_utime) + seconds(waited_for.ru_stime);
  for (const pid_t pid : process_tree(::getpid()))
    if (const auto clock = cpu_clock_of(pid))
      sum += std::chrono::duration<double>(cpu_time_on(*clock).value_or(std::chrono::nanoseconds::zero())).count();
  return sum;
}

/// The number of a line of /proc/stat that is a CPU's: "cpu7 ...".
std::optional<std::size_t> cpu_number(const std::string& name) {
  if (!name.starts_with("cpu") || name.size() == 3) return std::nullopt;
  return std::stoul(name.substr(3));
}

}  // namespace

std::optional<CpuShare::Times> CpuShare::times() try {
  cpu_set_t usable;
  std::ifstream file("/proc/stat");
  if (::sched_getaffinity(0, sizeof usable, &usable) != 0 || !file) return std::nullopt;
  const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  Times sum;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string name;
    double user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0;
    words >> name;
    const auto cpu = cpu_number(name);
    if (!cpu || !CPU_ISSET(*cpu, &usable)) continue;
    if (!(words >> user >> nice >> system >> idle >> iowait >> irq >> softirq >> steal)) return std::nullopt;
    ++sum.cpus;
    sum.idle += (idle + iowait) / ticks;
    sum.busy += (user + nice + system + steal) / ticks;
  }
  sum.own = own_seconds();
  return sum;
} catch (const client::RunError&) {
  return std::nullopt;
}

CpuShare::CpuShare() : started_(std::chrono::steady_clock::now()), before_(times()) {}

std::optional<CpuUse> CpuShare::use() const {
  std::this_thread::sleep_until(started_ + least_time);
  const auto after = times();
  const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  if (!after || !before_ || elapsed <= 0) return std::nullopt;
  const double busy = after->busy - before_->busy, own = after->own - before_->own;
  return CpuUse{after->cpus, (after->idle - before_->idle) / elapsed, std::max(0.0, busy - own) / elapsed};
}

}  // namespace hundred::loadtest

#include "loadtest/lab/cpu_share.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <string>

namespace hundred::loadtest {
namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

double own_seconds() {
  double sum = 0;
  for (const auto whose : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage used{};
    ::getrusage(whose, &used);
    sum += seconds(used.ru_utime) + seconds(used.ru_stime);
  }
  return sum;
}

/// The kernel's own interrupts are left out: they come with the load, and no process is charged with them.
std::optional<double> all_seconds() {
  std::ifstream file("/proc/stat");
  std::string name;
  double user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0;
  if (!(file >> name >> user >> nice >> system >> idle >> iowait >> irq >> softirq >> steal)) return std::nullopt;
  return (user + nice + system + steal) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace

CpuShare::CpuShare() : started_(std::chrono::steady_clock::now()), all_(all_seconds()), own_(own_seconds()) {}

std::optional<double> CpuShare::others() const {
  const auto all = all_seconds();
  const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  if (!all || !all_ || elapsed <= 0) return std::nullopt;
  return std::max(0.0, (*all - *all_ - (own_seconds() - own_)) / elapsed);
}

}  // namespace hundred::loadtest

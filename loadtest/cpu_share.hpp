#pragma once

#include <chrono>
#include <optional>

namespace hundred::loadtest {

/// How the CPUs that this program may use were used: so many CPUs on average.
struct CpuUse {
  double cpus = 0;    ///< all of them
  double idle = 0;    ///< of these
  double others = 0;  ///< had by others than this program and its descendants; the hypervisor is one
};

/// Measures that. The kernel counts hundredths of a second, so that less than `least_time` is not measured.
class CpuShare {
 public:
  static constexpr std::chrono::milliseconds least_time{300};

  CpuShare();

  /// Since the construction, which it waits for to be `least_time` ago; nothing if the system does not say.
  std::optional<CpuUse> use() const;

 private:
  /// Seconds up to now.
  struct Times {
    double cpus = 0;  ///< how many there are
    double idle = 0;
    double busy = 0;  ///< without the kernel's own interrupts: they come with the load, and nobody is charged with them
    double own = 0;
  };
  static std::optional<Times> times();

  std::chrono::steady_clock::time_point started_;
  std::optional<Times> before_;
};

}  // namespace hundred::loadtest

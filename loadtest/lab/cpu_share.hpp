#pragma once

#include <chrono>
#include <optional>

namespace hundred::loadtest {

/// Measures how much of this machine's CPU time went to others than this program and the children it has waited for.
class CpuShare {
 public:
  CpuShare();

  /// So many CPUs on average since the construction, the hypervisor's share included; nothing if the system does not
  /// say.
  std::optional<double> others() const;

 private:
  std::chrono::steady_clock::time_point started_;
  std::optional<double> all_;  ///< seconds that all CPUs had worked by then
  double own_;
};

}  // namespace hundred::loadtest

#include "client/prompt_thread.hpp"

#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

namespace hundred::client {
namespace {

constexpr std::uint64_t shortest_slice = 100'000, default_slice = 0;  // nanoseconds; the kernel takes 0.1 to 100 ms
constexpr unsigned long least_slack = 1, default_slack = 0;           // nanoseconds

/// The kernel's struct sched_attr, whose header does not go together with the C library's.
struct SchedulingAttributes {
  std::uint32_t size, policy;
  std::uint64_t flags;
  std::int32_t nice;
  std::uint32_t priority;
  std::uint64_t runtime, deadline, period;
};

/// Sets the slice and leaves all else as it is. See sched_setattr(2) and the kernel's sched-eevdf.rst: what `runtime`
/// means for a thread that is scheduled by share.
void set_slice(std::uint64_t nanoseconds) {
  SchedulingAttributes attributes{};
  if (::syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) != 0) return;
  if (attributes.policy != SCHED_OTHER) return;
  attributes.runtime = nanoseconds;
  ::syscall(SYS_sched_setattr, 0, &attributes, 0);
}

}  // namespace

PromptThread::PromptThread() {
  set_slice(shortest_slice);
  ::prctl(PR_SET_TIMERSLACK, least_slack);
}

PromptThread::~PromptThread() {
  set_slice(default_slice);
  ::prctl(PR_SET_TIMERSLACK, default_slack);
}

}  // namespace hundred::client

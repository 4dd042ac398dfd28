#pragma once

#include <sys/types.h>
#include <time.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace hundred::loadtest {

// What the system says of other processes. A process that has vanished is no error: what it would have added is left
// out. Everything else that goes wrong is: @throws client::RunError that names the file or the call and what the system
// says. Thread safety: may be called from any thread.

/// @throws RunError if this kernel does not list the children of a process (CONFIG_PROC_CHILDREN).
void check_that_children_are_listed();

/// `root` (whether it exists or not) and its descendants at this moment. A process that has ended is one of them until
/// its parent has waited for it.
std::vector<pid_t> process_tree(pid_t root);

/// How many threads a process has; 0 if there is no such process.
std::uint64_t threads_of(pid_t pid);

/// The clock of the CPU time, user and system, that a process has used: of all its threads, those that have ended too.
/// @returns nothing if there is no such process.
std::optional<clockid_t> cpu_clock_of(pid_t pid);
/// @returns nothing if the process of that clock has vanished.
std::optional<std::chrono::nanoseconds> cpu_time_on(clockid_t clock);

/// A process's memory in bytes, where each page counts as 1/n if n processes share it; 0 if there is no such process.
/// @returns nothing if the system does not let us read it.
std::optional<std::uint64_t> pss_of(pid_t pid);

}  // namespace hundred::loadtest

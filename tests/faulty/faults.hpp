#pragma once

#include <cstddef>

namespace hundred::faulty {

/// The calls that can be made to fail: see tests/faulty/README.md.
enum class Call { send, recv, accept4, open, mkostemp, pread, write, fsync, thread };

/// What is to become of this call, by the variable FAULTS. @returns an errno for it to fail with; 0 if it is not to
/// fail. Counts calls. Thread-safe and, unless it makes one fail for the first time, async-signal-safe.
int failure(Call call);

/// How many of `bytes` this call is to move: all, or fewer, but one at least, if it is to be short. Thread-safe and
/// async-signal-safe.
std::size_t shortened(Call call, std::size_t bytes);

}  // namespace hundred::faulty

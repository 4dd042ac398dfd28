#pragma once

#include <chrono>
#include <cstdint>

#include "server/runtime/context.hpp"

namespace hundred::server {

/// Several waits, one after the other. @returns how long all together were asked to take
Awaitable<std::chrono::milliseconds> wait_in_turn(Context& context, std::int64_t count, std::chrono::milliseconds each);

/// The same, all at once: takes as long as one.
Awaitable<std::chrono::milliseconds> wait_at_once(Context& context, std::int64_t count, std::chrono::milliseconds each);

}  // namespace hundred::server

#pragma once

#include "client/clock.hpp"

namespace hundred::loadtest {

/// When the users of invented runs were released.
inline constexpr client::Time release = 1'000'000 * client::millisecond;

}  // namespace hundred::loadtest

#pragma once

#include "server/telemetry/stamps.hpp"

namespace hundred::server {

/// Writes the date of an answer, an IMF-fixdate such as "Sun, 22 Nov 2026 03:33:14 GMT" (RFC 9110, 5.6.7).
/// @param at   has room for the date and three bytes more
/// @param now  the moment of the date, by the steady clock; of one that is over comes the latest date
/// @returns the date's end
/// Thread-safe. One date serves all threads for a second; they wait for each other only while it is made anew.
char* put_date(char* at, TimePoint now);

}  // namespace hundred::server

#pragma once

#include <optional>
#include <string>

#include "client/clock.hpp"
#include "client/url.hpp"

namespace hundred::client {

/// Asks for a URL once, apart from any load: GET on a connection of its own. Blocks the calling thread.
/// @param timeout  nanoseconds for all of it.
/// @returns the body of an answer with a status of 2xx; nothing if there was none in time, for whatever reason.
std::optional<std::string> fetch(const Url& url, Time timeout);

}  // namespace hundred::client

#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "client/clock.hpp"
#include "client/url.hpp"

namespace hundred::client {

/// Asks for a URL once, apart from any load: GET on a connection of its own. Blocks the calling thread.
/// @param timeout  nanoseconds for all of it.
/// @returns the body of an answer with a status of 2xx; nothing if there was none in time, for whatever reason.
std::optional<std::string> fetch(const Url& url, Time timeout);

/// An answer with a status of 2xx.
struct Fetched {
  std::string body;
  std::string worker;  ///< who ran the request, as Server-Timing says; empty if it does not
};

/// Asks for a URL on one connection after the other, all of which stay open until the end: a server that spreads
/// connections over its processes answers with each of them in turn. Blocks the calling thread.
/// @param goes_on  called with each answer, on the calling thread; false: it was the last
/// @param most  connections. @param timeout  nanoseconds for all of it.
/// @returns false if an answer was not good, or not there in time.
bool fetch_on_many(const Url& url, std::size_t most, Time timeout, const std::function<bool(const Fetched&)>& goes_on);

}  // namespace hundred::client

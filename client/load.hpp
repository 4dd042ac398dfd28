#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "client/clock.hpp"
#include "client/url.hpp"

namespace hundred::client {

enum class Arrivals : std::uint8_t {
  constant,  ///< evenly spaced
  poisson,   ///< independent of each other: gaps are exponentially distributed
};

/// A stretch of an open loop in which the rate goes linearly from the one before it to its own.
struct Stage {
  Time duration = 0;  ///< nanoseconds
  double rate = 0;    ///< requests per second at its end
};

/// When the requests of an open loop are due: whatever becomes of those before.
struct OpenLoop {
  double first_rate = 0;      ///< requests per second at the release
  std::vector<Stage> stages;  ///< no request is due after the last
  Arrivals arrivals = Arrivals::constant;
  std::uint64_t seed = 1;  ///< of Poisson arrivals: the same seed gives the same moments
};

/// What is asked of a server, apart from the URL.
struct RequestForm {
  std::string method = "GET";
  std::vector<std::pair<std::string, std::string>> headers;  ///< sent as they are; of the default ones they replace
  std::string body;
};

/// What is to be done to a server.
struct Load {
  std::vector<Url> urls;  ///< at least one, all of one server; asked for in turn
  RequestForm form;
  std::uint32_t users = 100;              ///< each has one connection, kept alive while the server lets it
  bool keep_alive = true;                 ///< false: a new connection for each request
  std::optional<std::uint64_t> requests;  ///< in total, without the warm-up's; nothing: until the time is over
  std::optional<Time> duration;           ///< nanoseconds after the warm-up; what is in flight then is awaited
  std::optional<OpenLoop> open_loop;      ///< nothing: users ask again when they have their answer
  Time think = 0;                         ///< closed loop: nanoseconds from an answer to the user's next request
  Time warmup = 0;                        ///< nanoseconds; requests due in it are not in the figures
  Time timeout = 60'000'000'000;          ///< nanoseconds for each request, from its planned moment, and for connecting
  std::uint32_t threads = 1;              ///< generator threads, which share the users
  /// Each request carries an X-Request-Id, by which the server's records of it can be found: this number, and one that
  /// is the request's own, see request_id(). Nothing: none do.
  std::optional<std::uint32_t> run_id;

  const Url& url() const { return urls.front(); }
  /// One request each, all at the same instant.
  bool is_burst() const { return !open_loop && requests == users; }
};

}  // namespace hundred::client

#pragma once

#include <cstddef>
#include <cstdint>

namespace hundred::server {

/// What a request was for, as far as it is counted: the first two, or first_endpoint and the number of the endpoint.
using Route = std::uint8_t;
constexpr Route refused_route = 0;  ///< the front end turned it away: no handler ever saw it
constexpr Route no_endpoint = 1;    ///< there is none with this path and method
constexpr Route first_endpoint = 2;
constexpr std::size_t max_routes = 64;

}  // namespace hundred::server

#pragma once

#include <cstddef>
#include <string_view>

#include "server/http/limits.hpp"
#include "server/runtime/message.hpp"

namespace hundred::server {

/// Recognises a request that is plain, as nearly all are: GET or HEAD of a path, HTTP/1.1, no body, nothing asked of
/// the connection but to stay, not a doubtful character. Ten fields of a browser take a quarter of the time that
/// RequestParser, which understands all there is, needs for them. Whatever this takes RequestParser would take for the
/// same request; whatever it leaves is for RequestParser to judge (tests/fuzz compares them).
///
/// @param bytes  begin with a request. @param request  empty; filled in, unless nothing is taken
/// @returns how many bytes the request has; 0 if it is not plain or not whole
std::size_t take_plain_request(std::string_view bytes, Request& request, const Limits& limits);

}  // namespace hundred::server

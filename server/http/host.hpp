#pragma once

#include <string_view>

namespace hundred::server {

/// Whether a Host field's value is a host that is not empty, with or without a port: `uri-host [ ":" port ]` (RFC 9112,
/// 3.2). Syntax only: any host will do.
bool is_host(std::string_view value);

}  // namespace hundred::server

#pragma once

#include <functional>
#include <variant>

#include "server/runtime/context.hpp"
#include "server/runtime/message.hpp"

namespace hundred::server {

/// An endpoint's work. The plain form never waits and never computes for long; it costs nothing beyond a call.
using PlainHandler = std::function<Response(const Request&)>;
using CoroutineHandler = std::function<Awaitable<Response>(const Request&, Context&)>;
using Handler = std::variant<PlainHandler, CoroutineHandler>;

/// Finds the handler of a request and completes the request's parameters. The handler must outlive the request.
/// @throws HttpError if there is none, or a parameter is not allowed.
using Router = std::function<const Handler&(Request&)>;

/// What models run.
struct Application {
  Router router;
  Interpreter* interpreter;  ///< null without --gil; outlives the models
};

}  // namespace hundred::server

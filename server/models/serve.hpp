#pragma once

#include "server/http/exchange.hpp"
#include "server/runtime/context.hpp"
#include "server/runtime/handler.hpp"

namespace hundred::server {

// With an interpreter, a handler begins inside of it, leaves it to wait, and answers outside.

/// Runs the request's handler to its end on this thread, waits included, and answers. What a handler throws becomes an
/// error answer.
void serve_here(Exchange exchange, WorkerName worker, const Application& application);

/// The same on the loop of the exchange's connection, which must be this thread's and stands still meanwhile.
void serve_holding_loop(Exchange exchange, WorkerName worker, const Application& application);

/// Runs the request's handler as a coroutine on its connection's loop, which must be this thread's, and answers when it
/// ends. `application` and `pools` must outlive it.
void serve_on_loop(Exchange exchange, const Application& application, const LoopPools& pools);

}  // namespace hundred::server

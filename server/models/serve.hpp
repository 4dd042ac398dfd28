#pragma once

#include "server/http/exchange.hpp"
#include "server/runtime/context.hpp"
#include "server/runtime/handler.hpp"

namespace hundred::server {

/// Runs the request's handler to its end on this thread, waits included, and answers. What a handler throws becomes an
/// error answer.
void serve_here(Exchange exchange, WorkerName worker, const Router& router);

/// The same on the loop of the exchange's connection, which must be this thread's and stands still meanwhile.
void serve_holding_loop(Exchange exchange, WorkerName worker, const Router& router);

/// Runs the request's handler as a coroutine on its connection's loop, which must be this thread's, and answers when it
/// ends. `pools` must outlive it.
void serve_on_loop(Exchange exchange, const Router& router, const LoopPools& pools);

}  // namespace hundred::server

#include "server/models/serve.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <exception>

namespace hundred::server {
namespace {

/// The answer to whatever a handler threw; call it inside a catch block. The client learns nothing of an internal
/// fault.
Response failure_response(Exchange& exchange) {
  try {
    throw;
  } catch (const HttpError& error) {
    return error_response(error);
  } catch (const std::exception& error) {
    spdlog::error("{}: the handler failed: {}", exchange.request().path, error.what());
  } catch (...) {
    spdlog::error("{}: the handler failed: it threw what is no exception", exchange.request().path);
  }
  exchange.failed();
  return error_response(500, "the handler failed; the server's log says why");
}

/// Drives a coroutine to its end on an io_context of this thread's own.
Response run_to_end(Awaitable<Response> coroutine) {
  thread_local boost::asio::io_context context{1};
  Response result;
  std::exception_ptr failure;
  boost::asio::co_spawn(context, std::move(coroutine), [&](std::exception_ptr thrown, Response response) {
    failure = thrown;
    result = std::move(response);
  });
  context.restart();
  context.run();
  if (failure) std::rethrow_exception(failure);
  return result;
}

Response answer_here(Exchange& exchange, const Router& router) {
  Request& request = exchange.request();
  try {
    const Handler& handler = router(request);
    if (const auto* plain = std::get_if<PlainHandler>(&handler)) return (*plain)(request);
    BlockingContext context(exchange.stamps());
    return run_to_end(std::get<CoroutineHandler>(handler)(request, context));
  } catch (...) {
    return failure_response(exchange);
  }
}

Awaitable<void> answer_on_loop(Exchange exchange, const CoroutineHandler& handler, const LoopPools& pools) {
  LoopContext context(exchange.stamps(), exchange.loop_clock(), pools);
  Response response;
  try {
    response = co_await handler(exchange.request(), context);
  } catch (...) {
    response = failure_response(exchange);
  }
  exchange.respond(std::move(response));
}

}  // namespace

void serve_here(Exchange exchange, WorkerName worker, const Router& router) {
  exchange.begin(worker);
  exchange.respond(answer_here(exchange, router));
}

void serve_holding_loop(Exchange exchange, WorkerName worker, const Router& router) {
  exchange.begin(worker);
  Response response = answer_here(exchange, router);
  exchange.loop_clock().stood_still(Clock::now() - exchange.stamps().start);
  exchange.respond(std::move(response));
}

void serve_on_loop(Exchange exchange, const Router& router, const LoopPools& pools) {
  exchange.begin({'l', static_cast<std::uint32_t>(exchange.loop_index())});
  Response response;
  try {
    const Handler& handler = router(exchange.request());
    if (const auto* coroutine = std::get_if<CoroutineHandler>(&handler)) {
      const Executor loop = exchange.loop();
      return boost::asio::co_spawn(loop, answer_on_loop(std::move(exchange), *coroutine, pools), boost::asio::detached);
    }
    response = std::get<PlainHandler>(handler)(exchange.request());
  } catch (...) {
    response = failure_response(exchange);
  }
  exchange.respond(std::move(response));
}

}  // namespace hundred::server

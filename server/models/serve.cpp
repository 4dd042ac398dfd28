#include "server/models/serve.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <exception>

#include "server/runtime/waker.hpp"

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
    spdlog::error("{}: the handler failed: {}", exchange.request().path(), error.what());
  } catch (...) {
    spdlog::error("{}: the handler failed: it threw what is no exception", exchange.request().path());
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

/// A plain handler's stay inside of the interpreter, or that of one that runs to its end on this thread.
class Stay {
 public:
  Stay(const Application& application, Stamps& stamps) : interpreter_(application.interpreter), stamps_(stamps) {
    if (interpreter_ != nullptr) interpreter_->enter(stamps_);
  }
  ~Stay() {
    if (interpreter_ != nullptr) interpreter_->leave(stamps_);
  }
  Stay(const Stay&) = delete;
  Stay& operator=(const Stay&) = delete;

 private:
  Interpreter* const interpreter_;
  Stamps& stamps_;
};

Response answer_here(Exchange& exchange, const Application& application) {
  Request& request = exchange.request();
  const Stay stay(application, exchange.stamps());
  try {
    const Handler& handler = application.router(request);
    if (const auto* plain = std::get_if<PlainHandler>(&handler)) return (*plain)(request);
    BlockingContext context(exchange.stamps(), application.interpreter);
    return run_to_end(std::get<CoroutineHandler>(handler)(request, context));
  } catch (...) {
    return failure_response(exchange);
  }
}

/// Sends outside of the interpreter. The exchange ends.
void respond(Exchange& exchange, Response& response, std::optional<TimePoint> ended, const Application& application) {
  exchange.respond(response, ended);
  if (application.interpreter != nullptr) application.interpreter->pass();
}

void begin_on_loop(Exchange& exchange) { exchange.begin({'l', static_cast<std::uint32_t>(exchange.loop_index())}); }

Awaitable<void> answer_on_loop(Exchange exchange, const CoroutineHandler& handler, const Application& application,
                               const LoopPools& pools) {
  begin_on_loop(exchange);
  LoopContext context(exchange.stamps(), application.interpreter, exchange.loop_clock(), pools);
  Response response;
  context.begin();
  try {
    response = co_await handler(exchange.request(), context);
  } catch (...) {
    response = failure_response(exchange);
  }
  const TimePoint ended = context.end();
  exchange.held_loop(context.holds());
  respond(exchange, response, ended, application);
}

/// @param coroutine  set if the handler is one: it is not run, and the response is none
Response answer_plainly(Exchange& exchange, const Application& application, const CoroutineHandler*& coroutine) {
  try {
    const Handler& handler = application.router(exchange.request());
    coroutine = std::get_if<CoroutineHandler>(&handler);
    if (coroutine != nullptr) return {};
    const Stay stay(application, exchange.stamps());
    return std::get<PlainHandler>(handler)(exchange.request());
  } catch (...) {
    return failure_response(exchange);
  }
}

/// At once if Asio runs, else in its next turn.
void start_on_loop(Exchange exchange, const CoroutineHandler& handler, const Application& application,
                   const LoopPools& pools) {
  const Executor loop = exchange.loop();
  post_to_loop(loop, [&, loop, exchange = std::move(exchange)]() mutable {
    boost::asio::co_spawn(loop, answer_on_loop(std::move(exchange), handler, application, pools),
                          boost::asio::detached);
  });
}

}  // namespace

void serve_here(Exchange exchange, WorkerName worker, const Application& application) {
  exchange.begin(worker);
  Response response = answer_here(exchange, application);
  respond(exchange, response, {}, application);
}

void serve_holding_loop(Exchange exchange, WorkerName worker, const Application& application) {
  exchange.begin(worker);
  Response response = answer_here(exchange, application);
  const TimePoint ended = Clock::now();
  exchange.loop_clock().stood_still(ended - exchange.stamps().start);
  respond(exchange, response, ended, application);
}

void serve_on_loop(Exchange exchange, const Application& application, const LoopPools& pools) {
  begin_on_loop(exchange);
  const CoroutineHandler* coroutine = nullptr;
  Response response = answer_plainly(exchange, application, coroutine);
  if (coroutine != nullptr) return start_on_loop(std::move(exchange), *coroutine, application, pools);
  const TimePoint ended = Clock::now();
  LoopHolds holds;
  holds.add(ended - exchange.stamps().start);
  exchange.held_loop(holds);
  respond(exchange, response, ended, application);
}

}  // namespace hundred::server

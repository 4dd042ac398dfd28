#include "server/http/exchange.hpp"

#include "server/http/connection.hpp"
#include "server/http/front_end.hpp"

namespace hundred::server {

// NOLINTNEXTLINE(bugprone-exception-escape): spdlog throws again what is no std::exception, and nothing throws such
Exchange::~Exchange() {
  if (connection_ == nullptr) return;
  Response response = error_response(500, "the request was given up");
  respond(response);
}

Request& Exchange::request() { return connection_->request(); }

Stamps& Exchange::stamps() { return connection_->stamps(); }

void Exchange::begin(WorkerName worker) {
  Stamps& stamps = connection_->stamps();
  stamps.worker = worker;
  stamps.start = Clock::now();
}

void Exchange::failed() { connection_->front_end().count_failed(); }

void Exchange::held_loop(const LoopHolds& holds) {
  if (holds.count > 0) connection_->front_end().count_loop_holds(connection_->request().route, holds);
}

void Exchange::respond(Response& response, std::optional<TimePoint> ended) {
  Connection& connection = *std::exchange(connection_, nullptr);
  if (ended) connection.stamps().end = *ended;
  connection.respond(response);
}

void Exchange::pin_to(std::uint32_t worker) { connection_->pin_to(worker); }

std::optional<std::uint32_t> Exchange::pinned_to() const { return connection_->pinned_to(); }

std::size_t Exchange::loop_index() const { return connection_->front_end().index(); }

Executor Exchange::loop() const { return connection_->front_end().executor(); }

LoopClock& Exchange::loop_clock() const { return connection_->front_end().clock(); }

}  // namespace hundred::server

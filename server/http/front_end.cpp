#include "server/http/front_end.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <boost/asio/post.hpp>
#include <utility>

#include "server/runtime/waker.hpp"

namespace hundred::server {
namespace {

constexpr std::size_t scratch_bytes = 64 * 1024;
/// A loop that computes, or starts threads, reads requests later than they came.
constexpr std::chrono::microseconds good_enough_arrival{500};
constexpr std::chrono::milliseconds slowest_sweep{500}, fastest_sweep{10};

}  // namespace

FrontEnd::FrontEnd(std::size_t index, FrontEndShared& shared)
    : index_(index),
      shared_(shared),
      work_(context_.get_executor()),
      scratch_(scratch_bytes),
      receiver_(good_enough_arrival),
      poller_(context_, shared.wake),
      acceptable_(context_, ::dup(shared.listener.descriptor())),
      bell_(context_, ::dup(shared.loops.bell(index))),
      others_turn_(context_),
      sweep_timer_(context_) {}

FrontEnd::~FrontEnd() = default;

void FrontEnd::run() {
  wait_acceptable();
  wait_for_bell();
  start_sweeping();
  poller_.run();
}

// --- Reading ---

FrontEnd::Received FrontEnd::receive(int fd) {
  const Receiver::Result read = receiver_.read(fd, scratch_);
  return {{scratch_.data(), read.bytes}, read.arrival, read.bytes == scratch_.size(), read.ended};
}

/// What is tied to a worker does not queue behind what waits for one: that may be the very worker.
void FrontEnd::dispatch(Exchange exchange) {
  if (!stalled_.empty() && !exchange.pinned_to()) return stalled_.push_back(std::move(exchange));
  const Dispatched outcome = shared_.dispatch(exchange);
  if (outcome == Dispatched::taken) return;
  if (outcome == Dispatched::no_thread)
    return shed(std::move(exchange), Shed::out_of_threads, "the system has no thread to give");
  if (!shared_.options.reject_overload) return stalled_.push_back(std::move(exchange));
  shed(std::move(exchange), Shed::queue_full, "the queue is full");
}

void FrontEnd::shed(Exchange exchange, Shed reason, const char* message) {
  count_shed(reason);
  exchange.begin(name());
  Response response = error_response(HttpError(503, message));
  exchange.respond(response);
}

bool FrontEnd::postpone_reading(Connection& connection) {
  if (stalled_.empty() || connection.pinned_to()) return false;
  postponed_.push_back(&connection);
  return true;
}

void FrontEnd::room() {
  post_to_loop(executor(), [this] { go_on(); });
}

void FrontEnd::go_on() {
  for (Exchange& exchange : std::exchange(stalled_, {})) dispatch(std::move(exchange));
  receiver_.fall_behind();
  while (stalled_.empty() && !postponed_.empty()) {
    Connection& next = *postponed_.front();
    postponed_.pop_front();
    next.resume_reading();
  }
}

void FrontEnd::record(const Finished& finished) {
  Telemetry& telemetry = shared_.telemetry;
  const Request& request = finished.request;
  if (request.route != refused_route) telemetry.metrics.served(finished.stamps.worker);
  if (!finished.delivered) telemetry.metrics.dropped();
  telemetry.requests.record(request.route, finished.status, finished.stamps);
  telemetry.timeline.record(finished.stamps, finished.status, request.header("X-Request-Id"));
  if (telemetry.access_log) log(finished);
}

void FrontEnd::log(const Finished& finished) const {
  const Request& request = finished.request;
  std::string line;
  if (!request.target().empty())
    line = fmt::format("{} {} HTTP/{}.{}", request.method_name(), request.target(), request.version / 10,
                       request.version % 10);
  shared_.telemetry.access_log.write({.client = finished.client,
                                      .request = line,
                                      .status = finished.status,
                                      .body_bytes = finished.body_bytes,
                                      .delivered = finished.delivered,
                                      .referer = request.header("Referer"),
                                      .user_agent = request.header("User-Agent"),
                                      .stamps = finished.stamps});
}

// --- The life of connections ---

void FrontEnd::adopt(Descriptor accepted) {
  const int fd = accepted.get();
  auto connection = std::make_unique<Connection>(*this, std::move(accepted));
  if (const int error = poller_.add(fd, *connection); error != 0)
    return spdlog::warn("a connection is closed, as it cannot be polled: {}", std::generic_category().message(error));
  shared_.loops.opened(index_);
  shared_.board.opened(fd);
  connections_.emplace(connection.get(), std::move(connection));
}

void FrontEnd::closed(int fd, std::optional<std::uint32_t> worker) {
  shared_.board.set(fd, ConnectionBoard::State::none);
  shared_.loops.closed(index_);
  if (worker) shared_.connection_ended(*worker);
}

/// May be called outside of Asio's handlers, which must then be told of what there is to do: hence the post.
void FrontEnd::forget(Connection& connection) {
  std::erase(postponed_, &connection);
  connections_.erase(&connection);
  if (!accepting_paused_ && !drain_begun_) return;
  post_to_loop(executor(), [this] {
    if (accepting_paused_) accept_ready();
    finish_if_drained();
  });
}

void FrontEnd::start_sweeping() {
  const Limits& limits = shared_.options.limits;
  const Nanoseconds shortest =
      std::min({limits.keep_alive_timeout, limits.header_timeout, limits.body_timeout, limits.write_timeout});
  const Nanoseconds period = std::clamp<Nanoseconds>(shortest / 8, fastest_sweep, slowest_sweep);
  sweep_timer_.expires_after(drain_begun_ ? Nanoseconds(fastest_sweep) : period);
  sweep_timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) sweep();
  });
}

void FrontEnd::sweep() {
  std::vector<Connection*> all;
  all.reserve(connections_.size());
  for (const auto& [connection, owner] : connections_) all.push_back(connection);
  std::size_t idle = 0, bytes = 0;
  const TimePoint now = Clock::now();
  for (Connection* connection : all) {
    if (const auto kept = connection->idle_bytes()) {
      ++idle;
      bytes += *kept;
    }
    connection->sweep(now);
  }
  shared_.loops.set_idle_bytes(index_, idle == 0 ? 0 : bytes / idle);
  if (accepting_paused_) accept_ready();
  start_sweeping();
  finish_if_drained();
}

// --- Stopping ---

void FrontEnd::drain() {
  post_to_loop(executor(), [this] { begin_draining(); });
}

void FrontEnd::begin_draining() {
  drain_begun_ = true;
  boost::system::error_code ignored;
  bell_.close(ignored);
  others_turn_.cancel();
  accept_ready();
  sweep();
}

void FrontEnd::finish_if_drained() {
  if (!drain_begun_ || accepting_paused_ || !connections_.empty()) return;
  sweep_timer_.cancel();
  work_.reset();
}

}  // namespace hundred::server

#include "server/http/connection.hpp"

#include <spdlog/spdlog.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <boost/asio/ip/tcp.hpp>
#include <cerrno>
#include <utility>

#include "common/uncancelled.hpp"
#include "server/http/front_end.hpp"
#include "server/http/plain_request.hpp"
#include "server/http/response.hpp"
#include "server/runtime/waker.hpp"

namespace hundred::server {
namespace {

constexpr std::size_t max_pipelined_bytes = 64 * 1024;  // read ahead of an unanswered request

std::string peer_of(int fd) {
  boost::asio::ip::tcp::endpoint peer;
  auto size = static_cast<socklen_t>(peer.capacity());
  if (::getpeername(fd, peer.data(), &size) != 0) return "0.0.0.0";
  peer.resize(size);
  return peer.address().to_string();
}

}  // namespace

Connection::Connection(FrontEnd& front_end, Descriptor socket)
    : front_end_(front_end), socket_(std::move(socket)), fd_(socket_.get()) {
  since_ = front_end_.charged_now();
  if (front_end_.names_clients()) client_ = peer_of(fd_);
}

// --- Reading and dispatching ---

bool Connection::on_ready(std::uint32_t events) {
  const bool broken = (events & (EPOLLHUP | EPOLLERR)) != 0;
  hung_up_ |= broken || (events & EPOLLRDHUP) != 0;
  unread_ |= hung_up_ || (events & EPOLLIN) != 0;
  if (waiting_writable_ && (broken || (events & EPOLLOUT) != 0)) on_writable();
  return waiting_readable_ && unread_ && on_readable();
}

void Connection::wait_readable() {
  if (waiting_readable_ || postponed_ || ended_) return;
  waiting_readable_ = true;
  if (unread_) front_end_.poller().report_again(fd_, *this);
}

/// These three: @returns whether a request is complete
bool Connection::on_readable() {
  waiting_readable_ = false;
  postponed_ = ours() && front_end_.postpone_reading(*this);
  return !postponed_ && receive();
}

void Connection::resume_reading() {
  postponed_ = false;
  if (receive()) dispatch();
}

bool Connection::receive() {
  if (!interim_.empty()) return false;
  const FrontEnd::Received received = front_end_.receive(fd_);
  ended_ |= received.ended;
  unread_ = !ended_ && (received.more || hung_up_);
  if (phase_ == Phase::lingering) {
    ended_ ? close() : wait_readable();
    return false;
  }
  if (!received.bytes.empty()) arrival_ = received.arrival;
  if (ours()) return process(received.bytes);
  input_ += received.bytes;
  read_ahead();
  const bool news = ended_ || !received.bytes.empty();  // none if they were read before epoll reported them
  return news && !leave_note() && process({});
}

/// While a request is unanswered, what follows it is read, up to a limit; but nothing new once the server is stopping.
void Connection::read_ahead() {
  if (input_.size() < max_pipelined_bytes && !front_end_.draining()) wait_readable();
}

/// Tells the exchange that there is more to do. @returns false if it has just handed back: then it is done here.
bool Connection::leave_note() {
  Owner expected = Owner::exchange;
  return owner_.compare_exchange_strong(expected, Owner::exchange_with_note, std::memory_order_acq_rel) ||
         expected == Owner::exchange_with_note;
}

/// Parses what is there until one request is complete, or waits for more. If more is there already, the exchange finds
/// a note of it and comes back by the loop's queue: other connections come first. Destroys the connection if there is
/// nothing more to come of it.
bool Connection::process(std::string_view fresh) {
  if (input_.empty()) return process_all(fresh);
  const std::string all = std::exchange(input_, {}).append(fresh);
  return process_all(all);
}

/// `bytes` is all that was received and not parsed.
bool Connection::process_all(std::string_view bytes) {
  const bool complete = !close_after_ && parse_next(bytes);
  if (!bytes.empty()) input_.assign(bytes);
  if (complete) begin_exchange();
  if (!ours())
    read_ahead();
  else if (close_after_ || ended_)
    finish_closing();
  else
    interim_.empty() ? wait_readable() : wait_writable();
  return complete;
}

/// Parses on. @returns true if a request is complete; takes what it used off `bytes`.
bool Connection::parse_next(std::string_view& bytes) {
  if (!parser_) {
    while (bytes.starts_with("\r\n")) bytes.remove_prefix(2);  // RFC 9112, 2.2: empty lines before a request line
    if (bytes.empty() || bytes == "\r") return false;
    const std::size_t plain = take_plain_request(bytes, request_, front_end_.options().limits);
    bytes.remove_prefix(plain);
    if (plain > 0) return true;
    parser_ = std::make_unique<RequestParser>(request_, front_end_.options());
    set_phase(Phase::header);
  }
  const auto [consumed, failure] = parser_->parse(bytes);
  bytes.remove_prefix(consumed);
  if (failure) {
    reject(*failure);
    return false;
  }
  if (parser_->done()) return true;
  if (parser_->header_done() && phase_ == Phase::header) {
    set_phase(Phase::body);
    if (parser_->take_expect_continue()) {
      interim_ = "HTTP/1.1 100 Continue\r\n\r\n";
      send_interim();
    }
  }
  return false;
}

/// Nothing more is read before all of it is sent: the answer must not overtake it.
void Connection::send_interim() {
  const ssize_t n = uncancelled::send(fd_, interim_, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (n > 0) interim_.remove_prefix(static_cast<std::size_t>(n));
  const bool gone = n < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR;
  if (gone) interim_ = {};  // reading finds out
}

/// From now on nobody but the exchange may end the connection.
void Connection::begin_exchange() {
  parser_.reset();
  phase_ = Phase::idle;  // what it will be when it is handed back
  stamps_.arrival = arrival_;
  const bool more = ended_ || !input_.empty();
  owner_.store(more ? Owner::exchange_with_note : Owner::exchange, std::memory_order_release);
  front_end_.asked(fd_);
}

void Connection::dispatch() { front_end_.dispatch(Exchange(*this)); }

/// Answers what is not a request, and lets the client read the answer: closing with bytes unread would reset it.
void Connection::reject(const RequestParser::Failure& failure) {
  spdlog::debug("refused: {} {}", failure.status, failure.message);
  parser_.reset();
  request_.keep_alive = false;
  stamps_.arrival = stamps_.start = stamps_.end = Clock::now();
  stamps_.worker = front_end_.name();
  owner_.store(Owner::exchange, std::memory_order_release);
  if (failure.shed) front_end_.count_shed(*failure.shed);
  Response refusal = error_response(HttpError(failure.status, failure.message));
  respond(refusal);
  phase_ = Phase::idle;
}

void Connection::set_phase(Phase phase) {
  phase_ = phase;
  since_ = front_end_.charged_now();
}

// --- Answering: on whichever thread has the exchange ---

/// A server that is stopping still answers what has come of a pipeline: only the last answer announces the end.
void Connection::respond(Response& response) {
  const bool last = front_end_.draining() && owner_.load(std::memory_order_relaxed) == Owner::exchange;
  close_after_ = !request_.keep_alive || front_end_.options().close_after_response || last;
  status_ = response.status;
  close_expected_ = !request_.keep_alive && status_ < 400;
  const bool with_body = request_.method != Method::head && may_have_body(response.status);
  body_bytes_ = with_body ? response.size() : 0;
  const WrittenResponse written(response, stamps_,
                                {!close_after_, request_.version == 10, front_end_.options().server_timing, with_body});
  if (!with_body) response.generator.reset();
  const auto result = send_response(fd_, written.bytes(), std::move(response.generator), unsent_);
  if (result != Outgoing::Result::blocked) return finish(result);
  post_to_loop(front_end_.executor(), [this] { continue_sending(Outgoing::Result::blocked); });
}

void Connection::finish(Outgoing::Result result) {
  const TimePoint sent = stamps_.sent = Clock::now();
  front_end_.record({request_, stamps_, status_, body_bytes_, result == Outgoing::Result::done, client_});
  if (result == Outgoing::Result::failed) front_end_.count_failed();
  if (result != Outgoing::Result::done) close_after_ = true;
  unsent_.reset();
  request_.clear();
  stamps_.clear();
  hand_back(sent);
}

void Connection::hand_back(TimePoint sent) {
  since_ = front_end_.charged(sent);
  front_end_.answered(fd_);
  Owner expected = Owner::exchange;
  if (!close_after_ && owner_.compare_exchange_strong(expected, Owner::front_end, std::memory_order_acq_rel)) return;
  post_to_loop(front_end_.executor(), [this] { taken_back(); });
}

// --- Back on the loop ---

void Connection::taken_back() {
  owner_.store(Owner::front_end, std::memory_order_relaxed);
  if (process({})) dispatch();
}

void Connection::continue_sending(Outgoing::Result result) {
  sending_ = result == Outgoing::Result::blocked;
  if (!sending_) return finish(result);
  since_ = front_end_.charged_now();
  wait_writable();
}

void Connection::wait_writable() {
  waiting_writable_ = true;
  front_end_.poller().report_again(fd_, *this);
}

void Connection::on_writable() {
  waiting_writable_ = false;
  if (sending_) return continue_sending(unsent_->resume(fd_));
  if (interim_.empty()) return;
  send_interim();
  interim_.empty() ? wait_readable() : wait_writable();
}

}  // namespace hundred::server

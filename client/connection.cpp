#include "client/connection.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace hundred::client {
namespace {

/// There is no network to congest, so the simplest algorithm: others cost a tenth of a request, such as BBR's pacing.
void forgo_congestion_control(int socket) {
  constexpr std::string_view simplest = "reno";
  setsockopt(socket, IPPROTO_TCP, TCP_CONGESTION, simplest.data(), simplest.size());
}

}  // namespace

Connection::Step Connection::open(const Address& address) {
  stamps_ = {.connect_start = now()};
  answers_ = 0;
  reader_.start();
  socket_ = socket(address.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
  if (socket_ < 0) return fail(Failure::connect, errno);
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  Receiver::stamp_arrivals(socket_);
  if (address.is_loopback()) forgo_congestion_control(socket_);
  if (connect(socket_, reinterpret_cast<const sockaddr*>(&address.storage), address.length) != 0 &&
      errno != EINPROGRESS)
    return fail(Failure::connect, errno);
  state_ = State::connecting;
  watch(EPOLL_CTL_ADD);
  return Step::pending;
}

Connection::Step Connection::ask(std::string_view request, bool head) {
  reader_.start(head);
  unsent_ = request;
  stamps_.first_byte = stamps_.last_byte = 0;
  stamps_.sent = now();
  return send_rest();
}

Connection::Step Connection::proceed(std::uint32_t events, Receiver& receiver, std::span<char> scratch) {
  switch (state_) {
    case State::connecting:
      return finish_connect();
    case State::sending:
      return go_on_sending(events, receiver, scratch);
    case State::idle:
    case State::receiving:
      return receive(events, receiver, scratch);
    case State::closed:
      break;
  }
  return Step::pending;
}

void Connection::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
  state_ = State::closed;
}

Connection::Step Connection::finish_connect() {
  int error = 0;
  socklen_t length = sizeof error;
  getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &length);
  if (error != 0) return fail(Failure::connect, error);
  stamps_.connected = now();
  state_ = State::idle;
  return Step::connected;
}

Connection::Step Connection::send_rest() {
  while (!unsent_.empty()) {
    const ssize_t sent = send(socket_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EAGAIN) {
      state_ = State::sending;
      return Step::pending;
    }
    if (sent < 0) return fail(Failure::reset, errno);
    unsent_.remove_prefix(static_cast<std::size_t>(sent));
  }
  state_ = State::receiving;
  return Step::pending;
}

/// A server may answer before it has the whole request, and then close: its answer counts, even if sending now fails.
Connection::Step Connection::go_on_sending(std::uint32_t events, Receiver& receiver, std::span<char> scratch) {
  if ((events & (EPOLLIN | EPOLLRDHUP)) != 0)
    if (const Step step = receive(events, receiver, scratch); step != Step::pending) return step;
  return send_rest();
}

Connection::Step Connection::receive(std::uint32_t events, Receiver& receiver, std::span<char> scratch) {
  const Receiver::Result received = receiver.read(socket_, scratch);
  if (received.error != 0) return fail(reader_.started() ? Failure::closed : Failure::reset, received.error);
  if (received.bytes == 0 && !received.ended) return Step::pending;
  // Bytes that nobody asked for, or the end of an idle connection: either way it is of no more use.
  if (state_ == State::idle) return fail(Failure::closed, 0);
  if (received.ended) return end_of_stream();
  // A wall clock that is set meanwhile must not make an answer older than its request.
  stamps_.last_byte = std::max(stamps_.sent, as_time(received.arrival));
  if (!reader_.started()) stamps_.first_byte = stamps_.last_byte;
  const ResponseReader::Result result = reader_.feed({scratch.data(), received.bytes});
  if (result == ResponseReader::Result::malformed) return fail(Failure::malformed, 0);
  const bool ended = (events & EPOLLRDHUP) != 0;
  if (result == ResponseReader::Result::done) return answered(ended);
  // Edges are reported once: if there may be more to read already, have epoll report it again, after the others' turn.
  if (ended || received.bytes == scratch.size()) watch(EPOLL_CTL_MOD);
  return Step::pending;
}

Connection::Step Connection::end_of_stream() {
  if (reader_.end_of_stream() != ResponseReader::Result::done)
    return fail(reader_.started() ? Failure::closed : Failure::reset, 0);
  stamps_.last_byte = now();
  return answered(true);
}

Connection::Step Connection::answered(bool ended) {
  ++answers_;
  ended = ended || state_ == State::sending;
  state_ = State::idle;
  if (ended || !reader_.answer().keep_alive) close();
  return Step::answered;
}

Connection::Step Connection::fail(Failure failure, int error) {
  failure_ = failure;
  error_ = error;
  close();
  return Step::failed;
}

/// Edge-triggered and for everything, so that a request costs no epoll_ctl() and a connection one.
void Connection::watch(int operation) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.u32 = tag_;
  epoll_ctl(epoll_, operation, socket_, &event);
}

}  // namespace hundred::client

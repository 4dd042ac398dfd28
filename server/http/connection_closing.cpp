// How a connection ends: deadlines, stopping, closing.
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "common/memory.hpp"
#include "server/http/connection.hpp"
#include "server/http/front_end.hpp"

namespace hundred::server {
namespace {

constexpr std::chrono::milliseconds linger_timeout{2000}, linger_timeout_draining{500};

}  // namespace

/// How long the present phase may last; nothing if it may last for ever.
std::optional<Nanoseconds> Connection::allowed() const {
  const Limits& limits = front_end_.options().limits;
  if (sending_) return limits.write_timeout;
  if (!ours()) return std::nullopt;
  switch (phase_) {
    case Phase::fresh:
    case Phase::header:
      return limits.header_timeout;
    case Phase::body:
      return limits.body_timeout;
    case Phase::lingering:
      return front_end_.draining() ? linger_timeout_draining : linger_timeout;
    case Phase::idle:
      break;
  }
  return limits.keep_alive_timeout;
}

void Connection::sweep(TimePoint now) {
  if (front_end_.draining() && ours() && (phase_ == Phase::idle || phase_ == Phase::fresh)) return drain();
  const auto limit = allowed();
  if (!limit || front_end_.charged(now) - since_ < *limit) return;
  if (!sending_ && interim_.empty() && phase_ != Phase::lingering && bytes_waiting()) return;
  time_out();
}

bool Connection::bytes_waiting() const {
  int unread = 0;
  return ::ioctl(fd_, FIONREAD, &unread) == 0 && unread > 0;
}

void Connection::time_out() {
  if (sending_) {
    sending_ = false;
    ::shutdown(fd_, SHUT_RDWR);
    return finish(Outgoing::Result::gone);
  }
  if ((phase_ != Phase::header && phase_ != Phase::body) || !interim_.empty()) return close();
  reject({408, phase_ == Phase::header ? "the header did not arrive in time (--header-timeout)"
                                       : "the body did not arrive in time (--body-timeout)"});
}

/// The server is stopping: an idle connection is read once more and closed.
void Connection::drain() {
  if (!bytes_waiting())
    close();
  else if (receive())
    dispatch();
}

/// Closes after the last response. Closing with bytes unread, or before more come, would reset the connection and could
/// cost the client that response: unless it asked for the end, it first stops sending and reads to the client's end
/// (RFC 9112, 9.6).
void Connection::finish_closing() {
  if (ended_ || (close_expected_ && input_.empty() && !bytes_waiting())) return close();
  set_phase(Phase::lingering);
  empty(input_, 0);
  ::shutdown(fd_, SHUT_WR);
  wait_readable();
}

void Connection::close() {
  front_end_.closed(fd_, pinned_to_);
  front_end_.forget(*this);
}

std::optional<std::size_t> Connection::idle_bytes() const {
  if (!ours() || phase_ != Phase::idle) return std::nullopt;
  return sizeof *this + input_.capacity() + request_.retained_bytes() + stamps_.retained_bytes();
}

}  // namespace hundred::server

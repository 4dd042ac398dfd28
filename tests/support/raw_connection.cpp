#include "tests/support/raw_connection.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "tests/support/unread.hpp"

namespace hundred::test {
namespace {

bool wait_until_ready(int fd, short events, Clock::time_point deadline) {
  const auto left = std::chrono::duration_cast<Milliseconds>(deadline - Clock::now()).count();
  pollfd entry{fd, events, 0};
  return ::poll(&entry, 1, static_cast<int>(std::max<std::int64_t>(left, 0))) > 0;
}

void set_option(int fd, int level, int name, int value) { ::setsockopt(fd, level, name, &value, sizeof value); }

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

}  // namespace

std::ostream& operator<<(std::ostream& out, Ending ending) {
  return out << (ending == Ending::closed ? "closed" : ending == Ending::reset ? "reset" : "still open");
}

RawConnection::RawConnection(std::uint16_t port, int receive_buffer)
    : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (fd_ < 0) fail("socket");
  if (receive_buffer > 0) set_option(fd_, SOL_SOCKET, SO_RCVBUF, receive_buffer);
  set_option(fd_, IPPROTO_TCP, TCP_NODELAY, 1);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(std::exchange(fd_, -1));
    fail("connect");
  }
}

RawConnection::~RawConnection() {
  if (fd_ >= 0) ::close(fd_);
}

RawConnection::RawConnection(RawConnection&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), received_(std::move(other.received_)), ending_(other.ending_) {}

bool RawConnection::send(std::string_view bytes) {
  const auto deadline = Clock::now() + patience;
  while (!bytes.empty()) {
    if (!wait_until_ready(fd_, POLLOUT, deadline))
      throw TimedOut(fmt::format("{} bytes could not be sent", bytes.size()));
    const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno == EAGAIN) continue;
    if (sent < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

/// Appends to `received_` what arrives next. @returns false if the connection has ended or nothing came.
bool RawConnection::receive(Clock::time_point deadline) {
  if (ending_ != Ending::still_open || !wait_until_ready(fd_, POLLIN, deadline)) return false;
  std::array<char, 65536> piece;
  const ssize_t got = ::recv(fd_, piece.data(), piece.size(), 0);
  if (got > 0)
    received_.append(piece.data(), static_cast<std::size_t>(got));
  else
    ending_ = got == 0 ? Ending::closed : Ending::reset;
  return got > 0;
}

/// What comes before `mark`, which is taken too; nothing if the connection ends before it.
std::optional<std::string> RawConnection::take_until(std::string_view mark) {
  const auto deadline = Clock::now() + patience;
  std::size_t at = 0;
  while ((at = received_.find(mark)) == std::string::npos) {
    if (receive(deadline)) continue;
    if (ending_ == Ending::still_open) throw TimedOut(fmt::format("no answer; so far: '{}'", received_.substr(0, 200)));
    return std::nullopt;
  }
  std::string text = received_.substr(0, at);
  received_.erase(0, at + mark.size());
  return text;
}

std::string RawConnection::take(std::size_t bytes) {
  auto deadline = Clock::now() + patience;
  while (received_.size() < bytes) {
    if (!receive(deadline))
      throw std::runtime_error(fmt::format("{} of {} bytes of a body came", received_.size(), bytes));
    deadline = Clock::now() + patience;
  }
  std::string text = received_.substr(0, bytes);
  received_.erase(0, bytes);
  return text;
}

std::string RawConnection::take_chunks() {
  std::string body;
  while (true) {
    const auto line = take_until("\r\n");
    if (!line) throw std::runtime_error("the connection ended between two chunks");
    const std::size_t size = std::stoul(*line, nullptr, 16);
    if (size == 0) break;
    body += take(size);
    if (take(2) != "\r\n") throw std::runtime_error("no CRLF after a chunk");
  }
  while (!take_until("\r\n").value_or("").empty()) {
  }
  return body;
}

std::string RawConnection::take_body(const Response& head) {
  if (head.status == 204 || head.status == 304) return {};
  if (head.header("Transfer-Encoding") == "chunked") return take_chunks();
  if (head.has("Content-Length")) return take(std::stoul(head.header("Content-Length")));
  const auto deadline = Clock::now() + patience;
  while (receive(deadline)) {
  }
  return std::exchange(received_, {});
}

Response RawConnection::read_head() {
  const auto text = take_until("\r\n\r\n");
  if (!text)
    throw std::runtime_error(fmt::format("the connection ended ({}) after '{}' instead of a response",
                                         ending_ == Ending::reset ? "reset" : "closed", received_.substr(0, 200)));
  return parse_head(*text);
}

Response RawConnection::read_response(bool to_head) {
  Response response = read_head();
  while (response.status < 200) response = read_head();
  if (!to_head) response.body = take_body(response);
  return response;
}

std::optional<Response> RawConnection::read_response_if_any() {
  const auto deadline = Clock::now() + patience;
  while (received_.empty() && receive(deadline)) {
  }
  if (received_.empty() && ending_ != Ending::still_open) return std::nullopt;
  return read_response();
}

void RawConnection::skip(std::uint64_t bytes) {
  while (bytes > 0) {
    const std::string piece = read_some(static_cast<std::size_t>(std::min<std::uint64_t>(bytes, 1 << 20)));
    if (piece.empty())
      throw std::runtime_error(fmt::format("the connection ended {} bytes before a body's end", bytes));
    bytes -= piece.size();
  }
}

std::string RawConnection::read_some(std::size_t most) {
  if (received_.empty() && !receive(Clock::now() + patience) && ending_ == Ending::still_open)
    throw TimedOut("nothing came");
  return take(std::min(most, received_.size()));
}

Ending RawConnection::await_ending(Milliseconds within) {
  const auto deadline = Clock::now() + within;
  while (receive(deadline)) received_.clear();
  return ending_;
}

bool RawConnection::readable() const { return !received_.empty() || wait_until_ready(fd_, POLLIN, Clock::now()); }

void RawConnection::reset() {
  const linger at_once{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(std::exchange(fd_, -1));
}

void RawConnection::await_read() const {
  sockaddr_in ours{}, theirs{};
  socklen_t size = sizeof ours;
  ::getsockname(fd_, reinterpret_cast<sockaddr*>(&ours), &size);
  ::getpeername(fd_, reinterpret_cast<sockaddr*>(&theirs), &size);
  const auto deadline = Clock::now() + patience;
  while (Clock::now() < deadline) {
    const auto unread = unread_bytes(theirs, ours);
    if (!unread) std::this_thread::sleep_for(200us);
    if (unread.value_or(0) == 0) return;
    std::this_thread::yield();
  }
}

void RawConnection::finish_sending() { ::shutdown(fd_, SHUT_WR); }

Response get(std::uint16_t port, std::string_view target, std::string_view fields) {
  RawConnection connection(port);
  connection.send(get_request(target, std::string(fields) + "Connection: close\r\n"));
  return connection.read_response();
}

Response post(std::uint16_t port, std::string_view target, std::string_view body, std::string_view fields) {
  RawConnection connection(port);
  connection.send(post_request(target, body, std::string(fields) + "Connection: close\r\n"));
  return connection.read_response();
}

bool refuses_connections(std::uint16_t port) {
  try {
    RawConnection connection(port);
    return false;
  } catch (const std::system_error& error) {
    return error.code() == std::errc::connection_refused;
  }
}

}  // namespace hundred::test

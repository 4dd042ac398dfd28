#include "tests/fuzz/barrage.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace hundred::test {
namespace {

sockaddr_in loopback(std::uint16_t port, std::uint32_t offset) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + offset);
  return address;
}

/// Each response has that field once, and no request here has it for its body.
std::uint64_t responses_in(std::string_view received) {
  constexpr std::string_view field = "\r\nServer: hundred\r\n";
  std::uint64_t count = 0;
  for (std::size_t at = 0; (at = received.find(field, at)) != std::string_view::npos; at += field.size()) ++count;
  return count;
}

}  // namespace

Barrage::Barrage(std::uint16_t port, std::size_t clients, std::function<std::string()> next)
    : port_(port), next_(std::move(next)), clients_(clients), polled_(clients, pollfd{-1, 0, 0}) {}

Barrage::~Barrage() {
  for (std::size_t i = 0; i < clients_.size(); ++i) end(i);
}

void Barrage::run(std::uint64_t connections) {
  std::uint64_t open = 0;
  do {
    for (std::size_t i = 0; i < clients_.size() && connections > 0; ++i)
      if (clients_[i].fd < 0) {
        connect(i);
        --connections;
      }
    ::poll(polled_.data(), polled_.size(), static_cast<int>(Milliseconds(patience).count()));
    for (std::size_t i = 0; i < clients_.size(); ++i)
      if (clients_[i].fd >= 0 && polled_[i].revents != 0) advance(i);
    expect_signs();
    open = static_cast<std::uint64_t>(
        std::count_if(clients_.begin(), clients_.end(), [](const Client& client) { return client.fd >= 0; }));
  } while (connections > 0 || open > 0);
}

/// Each client has an address of its own: a port of one address is not free again at once.
void Barrage::connect(std::size_t index) {
  Client& client = clients_[index];
  client.fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const int on = 1;
  ::setsockopt(client.fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  const sockaddr_in own = loopback(0, static_cast<std::uint32_t>(index + 1)), server = loopback(port_, 0);
  if (::bind(client.fd, reinterpret_cast<const sockaddr*>(&own), sizeof own) != 0 ||
      (::connect(client.fd, reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0 && errno != EINPROGRESS))
    throw std::system_error(errno, std::generic_category(), "connecting");
  client.bytes = next_();
  client.sent = 0;
  client.received.clear();
  client.since = Clock::now();
  polled_[index] = {client.fd, POLLIN | POLLOUT, 0};
}

void Barrage::advance(std::size_t index) {
  Client& client = clients_[index];
  client.since = Clock::now();
  if (client.sent < client.bytes.size() && (polled_[index].revents & POLLOUT) != 0 && send(client))
    polled_[index].events = POLLIN;
  if ((polled_[index].revents & (POLLIN | POLLHUP | POLLERR)) != 0 && !drain(client)) end(index);
}

void Barrage::end(std::size_t index) {
  if (clients_[index].fd < 0) return;
  answers_ += responses_in(clients_[index].received);
  ::close(clients_[index].fd);
  clients_[index].fd = polled_[index].fd = -1;
}

/// @returns whether there is nothing left to send: everything is sent, or the server has ended the connection.
bool Barrage::send(Client& client) {
  const ssize_t sent =
      ::send(client.fd, client.bytes.data() + client.sent, client.bytes.size() - client.sent, MSG_NOSIGNAL);
  if (sent < 0) return errno != EAGAIN;
  client.sent += static_cast<std::size_t>(sent);
  if (client.sent < client.bytes.size()) return false;
  ::shutdown(client.fd, SHUT_WR);
  return true;
}

/// @returns whether more may come.
bool Barrage::drain(Client& client) {
  const ssize_t got = ::recv(client.fd, scratch_.data(), scratch_.size(), 0);
  if (got > 0) client.received.append(scratch_.data(), static_cast<std::size_t>(got));
  return got > 0 || (got < 0 && errno == EAGAIN);
}

void Barrage::expect_signs() const {
  const auto now = Clock::now();
  for (const Client& client : clients_)
    if (client.fd >= 0 && now - client.since > patience)
      throw TimedOut(fmt::format("no sign of the server after {} bytes of {:?}", client.sent, client.bytes));
}

}  // namespace hundred::test

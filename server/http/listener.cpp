#include "server/http/listener.hpp"

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cerrno>
#include <cstring>

#include "common/receiver.hpp"

namespace hundred::server {
namespace {

using boost::asio::ip::tcp;

boost::asio::ip::address parse_host(const std::string& host, boost::system::error_code& error) {
  return boost::asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, error);
}

tcp::endpoint parse_endpoint(const std::string& host, std::uint16_t port) {
  boost::system::error_code error;
  const auto address = parse_host(host, error);
  if (error) throw StartError(fmt::format("--host '{}': is not an IP address", host));
  return {address, port};
}

[[noreturn]] void cannot_listen(const std::string& host, std::uint16_t port) {
  const int error = errno;
  if (error == EADDRINUSE)
    throw StartError(fmt::format("--port {}: already in use on {}; choose another, or 0 for a free one", port, host));
  if (error == EACCES) throw StartError(fmt::format("--port {}: ports below 1024 need root; choose another", port));
  throw StartError(fmt::format("--host {} --port {}: cannot listen there: {}", host, port, std::strerror(error)));
}

void set_option(int fd, int level, int option) {
  const int on = 1;
  ::setsockopt(fd, level, option, &on, sizeof on);
}

}  // namespace

bool is_listen_host(const std::string& host) {
  boost::system::error_code error;
  parse_host(host, error);
  return !error;
}

Listener::Listener(const std::string& host, std::uint16_t port, int backlog) {
  tcp::endpoint endpoint = parse_endpoint(host, port);
  socket_ = Descriptor(::socket(endpoint.protocol().family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket_) cannot_listen(host, port);
  set_option(socket_.get(), SOL_SOCKET, SO_REUSEADDR);
  // Accepted sockets inherit these two.
  Receiver::stamp_arrivals(socket_.get());
  set_option(socket_.get(), IPPROTO_TCP, TCP_NODELAY);
  if (::bind(socket_.get(), endpoint.data(), static_cast<socklen_t>(endpoint.size())) != 0) cannot_listen(host, port);
  if (::listen(socket_.get(), backlog) != 0) cannot_listen(host, port);
  open_ = socket_.get();
  socklen_t size = static_cast<socklen_t>(endpoint.capacity());
  ::getsockname(socket_.get(), endpoint.data(), &size);
  port_ = endpoint.port();
  address_ =
      endpoint.address().is_v6() ? fmt::format("[{}]", endpoint.address().to_string()) : endpoint.address().to_string();
}

Descriptor Listener::accept(int& error) {
  for (;;) {
    Descriptor accepted(::accept4(socket_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    error = accepted ? 0 : errno;
    if (error != EINTR && error != ECONNABORTED) return accepted;  // such a client gave up: the next
  }
}

/// Linux tells the length of a listening socket's queue as tcpi_unacked (net/ipv4/tcp.c: tcp_get_info).
std::size_t Listener::waiting() const {
  tcp_info info{};
  socklen_t size = sizeof info;
  return ::getsockopt(open_, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 ? info.tcpi_unacked : 0;
}

}  // namespace hundred::server

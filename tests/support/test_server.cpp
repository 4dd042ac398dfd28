#include "tests/support/test_server.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace hundred::test {
namespace {

std::pair<int, std::uint16_t> listen_on_free_port() {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener, raw, length) != 0 || listen(listener, 1024) != 0 || getsockname(listener, raw, &length) != 0)
    throw std::runtime_error("no port to listen on");
  return {listener, ntohs(address.sin_port)};
}

}  // namespace

TestServer::TestServer(Behaviour behaviour) : behaviour_(std::move(behaviour)) {
  std::tie(listener_, port_) = listen_on_free_port();
  acceptor_ = std::thread([this] { accept_all(); });
}

TestServer::~TestServer() {
  stop_listening();
  acceptor_.join();
  {
    const std::lock_guard lock(mutex_);
    for (const int socket : sockets_) shutdown(socket, SHUT_RDWR);
  }
  for (std::thread& thread : threads_) thread.join();
  close(listener_);
}

std::string TestServer::url(std::string_view path) const { return fmt::format("http://127.0.0.1:{}{}", port_, path); }

void TestServer::stop_listening() { shutdown(listener_, SHUT_RDWR); }

void TestServer::accept_all() {
  for (int socket; (socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
    ++connections_;
    {
      const std::lock_guard lock(mutex_);
      sockets_.push_back(socket);
    }
    threads_.emplace_back([this, socket] {
      behaviour_(socket);
      const std::lock_guard lock(mutex_);
      std::erase(sockets_, socket);
      close(socket);
    });
  }
}

bool read_request(int socket) {
  std::string request;
  while (request.find("\r\n\r\n") == std::string::npos) {
    char bytes[1024];
    const ssize_t count = recv(socket, bytes, sizeof bytes, 0);
    if (count <= 0) return false;
    request.append(bytes, static_cast<std::size_t>(count));
  }
  return true;
}

void send_text(int socket, std::string_view text) { send(socket, text.data(), text.size(), MSG_NOSIGNAL); }

void reset_on_close(int socket) {
  const linger now{1, 0};
  setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

TestServer::Behaviour answering(std::string answer) {
  return [answer = std::move(answer)](int socket) {
    while (read_request(socket)) send_text(socket, answer);
  };
}

std::uint16_t free_port() {
  const auto [listener, port] = listen_on_free_port();
  close(listener);
  return port;
}

}  // namespace hundred::test

#include "client/fetch.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <cstring>
#include <deque>
#include <exception>

#include "client/address.hpp"
#include "client/server_timing.hpp"

namespace hundred::client {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

asio::ip::tcp::endpoint endpoint_of(const Address& address) {
  asio::ip::tcp::endpoint endpoint;
  endpoint.resize(address.length);
  std::memcpy(endpoint.data(), &address.storage, address.length);
  return endpoint;
}

asio::awaitable<std::optional<Fetched>> ask(beast::tcp_stream& stream, Address address, const Url& url,
                                            bool keep_alive) {
  co_await stream.async_connect(endpoint_of(address), asio::use_awaitable);
  http::request<http::empty_body> request(http::verb::get, url.target, 11);
  request.set(http::field::host, url.authority());
  request.set(http::field::user_agent, "hundred-load/" HUNDRED_VERSION);
  request.keep_alive(keep_alive);
  co_await http::async_write(stream, request, asio::use_awaitable);
  beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(boost::none);
  co_await http::async_read(stream, buffer, parser, asio::use_awaitable);
  if (http::to_status_class(parser.get().result()) != http::status_class::successful) co_return std::nullopt;
  Fetched fetched;
  ServerTiming ignored;
  parse_server_timing(parser.get()["Server-Timing"], ignored, fetched.worker);
  fetched.body = std::move(parser.get().body());
  co_return fetched;
}

asio::awaitable<bool> ask_on_many(Address address, const Url& url, std::size_t most, Time timeout,
                                  const std::function<bool(const Fetched&)>& goes_on) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::nanoseconds(timeout);
  std::deque<beast::tcp_stream> connections;
  while (connections.size() < most) {
    beast::tcp_stream& stream = connections.emplace_back(co_await asio::this_coro::executor);
    stream.expires_at(until);
    const std::optional<Fetched> fetched = co_await ask(stream, address, url, true);
    if (!fetched) co_return false;
    if (!goes_on(*fetched)) break;
  }
  co_return true;
}

}  // namespace

std::optional<std::string> fetch(const Url& url, Time timeout) try {
  asio::io_context loop(1);
  beast::tcp_stream stream(loop);
  stream.expires_after(std::chrono::nanoseconds(timeout));
  auto answer = asio::co_spawn(loop, ask(stream, resolve(url).front(), url, false), asio::use_future);
  loop.run();
  std::optional<Fetched> fetched = answer.get();
  return fetched ? std::optional(std::move(fetched->body)) : std::nullopt;
} catch (const std::exception&) {
  return std::nullopt;
}

bool fetch_on_many(const Url& url, std::size_t most, Time timeout,
                   const std::function<bool(const Fetched&)>& goes_on) try {
  asio::io_context loop(1);
  auto good = asio::co_spawn(loop, ask_on_many(resolve(url).front(), url, most, timeout, goes_on), asio::use_future);
  loop.run();
  return good.get();
} catch (const std::exception&) {
  return false;
}

}  // namespace hundred::client

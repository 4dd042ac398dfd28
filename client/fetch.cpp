#include "client/fetch.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <cstring>
#include <exception>

#include "client/address.hpp"

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

asio::awaitable<std::optional<std::string>> ask(beast::tcp_stream& stream, Address address, const Url& url) {
  co_await stream.async_connect(endpoint_of(address), asio::use_awaitable);
  http::request<http::empty_body> request(http::verb::get, url.target, 11);
  request.set(http::field::host, url.authority());
  request.set(http::field::user_agent, "hundred-load/" HUNDRED_VERSION);
  request.keep_alive(false);
  co_await http::async_write(stream, request, asio::use_awaitable);
  beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(boost::none);
  co_await http::async_read(stream, buffer, parser, asio::use_awaitable);
  if (http::to_status_class(parser.get().result()) != http::status_class::successful) co_return std::nullopt;
  co_return std::move(parser.get().body());
}

}  // namespace

std::optional<std::string> fetch(const Url& url, Time timeout) try {
  asio::io_context loop(1);
  beast::tcp_stream stream(loop);
  stream.expires_after(std::chrono::nanoseconds(timeout));
  auto body = asio::co_spawn(loop, ask(stream, resolve(url).front(), url), asio::use_future);
  loop.run();
  return body.get();
} catch (const std::exception&) {
  return std::nullopt;
}

}  // namespace hundred::client

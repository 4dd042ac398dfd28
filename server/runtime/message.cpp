#include "server/runtime/message.hpp"

#include <fmt/format.h>

#include <boost/beast/core/string.hpp>
#include <nlohmann/json.hpp>

#include "common/memory.hpp"

namespace hundred::server {

std::string_view Request::method_name() const {
  if (method == Method::unknown) return method_text;
  const auto name = boost::beast::http::to_string(method);
  return {name.data(), name.size()};
}

std::string_view Request::header(std::string_view name) const {
  for (const Field& field : fields_)
    if (field.name_size == name.size() && boost::beast::iequals(head_text(field.name_at, field.name_size), name))
      return head_text(field.value_at, field.value_size);
  return {};
}

void Request::set_target(std::string_view target) {
  head_ = target;
  target_size_ = target.size();
}

void Request::add_header(std::string_view name, std::string_view value) {
  const auto at = static_cast<std::uint32_t>(head_.size());
  const auto name_size = static_cast<std::uint32_t>(name.size());
  fields_.push_back({at, name_size, at + name_size, static_cast<std::uint32_t>(value.size())});
  head_.append(name).append(value);
}

void Request::add_part(std::string_view head, std::string_view name, std::string_view value) {
  const auto place = [&](std::string_view part) { return static_cast<std::uint32_t>(part.data() - head.data()); };
  fields_.push_back(
      {place(name), static_cast<std::uint32_t>(name.size()), place(value), static_cast<std::uint32_t>(value.size())});
}

void Request::keep_parts_of(std::string_view head, std::size_t target_size) {
  head_ = head;
  target_size_ = target_size;
}

namespace {

template <class Value>
const Value& find(const std::vector<std::pair<std::string_view, Value>>& parameters, std::string_view name) {
  for (const auto& [key, value] : parameters)
    if (key == name) return value;
  throw std::logic_error(fmt::format("the endpoint has no row for its parameter '{}'", name));
}

}  // namespace

std::int64_t Request::number(std::string_view name) const { return find(numbers_, name); }

const std::string& Request::text(std::string_view name) const { return find(texts_, name); }

void Request::clear() {
  method = Method::unknown;
  version = 11;
  keep_alive = true;
  route = refused_route;
  empty(method_text, 32);
  empty(head_, 512);
  target_size_ = 0;
  empty(decoded_path_, 64);
  body.clear();
  empty(fields_, 16);
  empty(numbers_, 8);
  empty(texts_, 0);
}

std::size_t Request::retained_bytes() const {
  return method_text.capacity() + head_.capacity() + decoded_path_.capacity() + fields_.capacity() * sizeof(Field) +
         numbers_.capacity() * sizeof(numbers_[0]);
}

Response error_response(unsigned status, std::string_view message) {
  const std::string quoted = nlohmann::json(message).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  Response response;
  response.status = status;
  response.body = fmt::format(R"({{"error":{{"status":{},"message":{}}}}})", status, quoted);
  return response;
}

Response error_response(const HttpError& error) {
  Response response = error_response(error.status(), error.what());
  if (!error.allow().empty()) response.headers.emplace_back("Allow", error.allow());
  if (error.status() == 503) response.headers.emplace_back("Retry-After", "1");
  return response;
}

}  // namespace hundred::server

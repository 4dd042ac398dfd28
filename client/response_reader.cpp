#include "client/response_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <new>

namespace hundred::client {

namespace beast = boost::beast;
namespace http = beast::http;
using beast::error_code;
using beast::string_view;

class ResponseReader::Parser final : public http::basic_parser<false> {
 public:
  Parser(Answer& answer, bool head) : answer_(answer) {
    eager(true);
    skip(head);
    header_limit(64 * 1024);
    body_limit(boost::none);
  }

 private:
  void on_request_impl(http::verb, string_view, string_view, int, error_code&) override {}
  void on_response_impl(int status, string_view, int, error_code&) override { answer_.status = status; }
  void on_field_impl(http::field, string_view name, string_view value, error_code&) override {
    // Beast has no number for this field, so names are compared; the length tells nearly all of them apart.
    constexpr std::string_view wanted = "Server-Timing";
    if (name.size() == wanted.size() && beast::iequals(name, {wanted.data(), wanted.size()}))
      parse_server_timing({value.data(), value.size()}, answer_.timing, answer_.worker);
  }
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(string_view body, error_code&) override { return count(body); }
  void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, string_view body, error_code&) override { return count(body); }
  void on_finish_impl(error_code&) override {}

  std::size_t count(string_view body) {
    answer_.body_bytes += body.size();
    return body.size();
  }

  Answer& answer_;
};

ResponseReader::ResponseReader() : parser_(std::make_unique<Parser>(answer_, false)) {}
ResponseReader::~ResponseReader() = default;

/// A parser reads one message only; making it anew in its old place spares an allocation for each answer.
void ResponseReader::renew_parser() {
  parser_used_ = false;
  std::destroy_at(parser_.get());
  std::construct_at(parser_.get(), answer_, head_);
}

void ResponseReader::start(bool head) {
  const bool fits = !parser_used_ && head == head_;
  head_ = head;
  if (!fits) renew_parser();
  answer_.status = 0;
  answer_.keep_alive = false;
  answer_.body_bytes = 0;
  answer_.timing = {};
  answer_.worker.clear();
  pending_.clear();
  started_ = false;
}

ResponseReader::Result ResponseReader::feed(std::string_view bytes) {
  if (!started_ && is_remembered(bytes)) {
    started_ = true;
    answer_ = remembered_.answer;
    remembered_.missed = 0;
    return Result::done;
  }
  const bool first = !started_;
  started_ = started_ || !bytes.empty();
  if (pending_.empty()) {
    const std::string_view all = bytes;
    const Result result = parse(bytes);
    if (result == Result::more) pending_ = bytes;
    if (result == Result::done && first && bytes.empty()) remember(all);
    return result;
  }
  pending_ += bytes;
  std::string_view rest = pending_;
  const Result result = parse(rest);
  if (result == Result::more) pending_.erase(0, pending_.size() - rest.size());
  return result;
}

bool ResponseReader::is_remembered(std::string_view bytes) const {
  const std::string& header = remembered_.header;
  return !header.empty() && remembered_.head == head_ &&
         bytes.size() == header.size() + remembered_.answer.body_bytes && bytes.starts_with(header);
}

/// Where every header is new, remembering them would only cost time.
void ResponseReader::remember(std::string_view bytes) {
  constexpr std::uint64_t patience = 8, retry = 64;
  ++remembered_.missed;
  if (remembered_.missed > patience && remembered_.missed % retry != 0) return;
  if (!head_ && !parser_->content_length()) return;
  remembered_.header = bytes.substr(0, bytes.size() - answer_.body_bytes);
  remembered_.answer = answer_;
  remembered_.head = head_;
}

ResponseReader::Result ResponseReader::parse(std::string_view& bytes) {
  while (!bytes.empty()) {
    error_code error;
    parser_used_ = true;
    const std::size_t used = parser_->put(boost::asio::buffer(bytes.data(), bytes.size()), error);
    bytes.remove_prefix(used);
    if (error == http::error::need_more) return Result::more;
    if (error) return Result::malformed;
    if (!parser_->is_done()) continue;
    const bool interim = answer_.status >= 100 && answer_.status < 200 && answer_.status != 101;
    if (!interim) return finish(bytes.empty());
    renew_parser();
  }
  return Result::more;
}

ResponseReader::Result ResponseReader::end_of_stream() {
  error_code error;
  if (started_ && parser_->is_header_done()) parser_->put_eof(error);
  return !error && parser_->is_done() ? finish(false) : Result::more;
}

ResponseReader::Result ResponseReader::finish(bool nothing_left) {
  answer_.keep_alive = nothing_left && parser_->keep_alive();
  return Result::done;
}

}  // namespace hundred::client

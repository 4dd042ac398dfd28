#include "tests/fuzz/reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/beast/core/string.hpp>

#include "server/http/plain_request.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace hundred::test {
namespace {

constexpr std::uint64_t most_header_bytes = 1024, most_target_bytes = 256, most_body_bytes = 600;
constexpr std::uint64_t most_held = most_header_bytes + most_target_bytes + 64;  // 64 for the rest of the request line

bool is_control(char c) { return (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == '\x7f'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string text_of(const server::Body& body) {
  std::string text(body.size(), '\0');
  must(body.read(0, text) == text.size(), "a body has as many bytes as it says");
  return text;
}

/// The body ends where the fields say, and they say it in one way only (RFC 9112, 6.3).
void check_framing(const server::Request& request) {
  const std::string_view coding = request.header("Transfer-Encoding"), length = request.header("Content-Length");
  if (!coding.empty()) {
    must(boost::beast::iequals({coding.data(), coding.size()}, "chunked"), "only chunked is taken", coding);
    must(length.empty(), "a chunked body has no length", length);
    must(request.version == 11, "HTTP/1.0 has no chunks");
  } else if (length.empty()) {
    must(request.body.size() == 0, "without a length there is no body");
  } else {
    const std::string_view digits = length.substr(0, length.find_first_of(", \t"));
    must(!digits.empty() && std::all_of(digits.begin(), digits.end(), is_digit), "a length is a number", length);
    must(digits.size() < 20 || digits.starts_with('0'), "a length is not beyond the limit", length);
    must(request.body.size() == std::stoull("0" + std::string(digits)), "the body has its length", length);
  }
}

void check_request(const server::Request& request) {
  const server::Limits& limits = Reader::options().limits;
  must(request.version == 10 || request.version == 11, "the version is 1.0 or 1.1");
  must(request.version == 10 || !request.header("Host").empty(), "a request of HTTP/1.1 has a host");
  must(request.method_text.empty() || request.method == server::Method::unknown, "the text is of an unknown method");
  must(!request.target().empty() && request.target().size() <= limits.target_bytes, "a target within its limit");
  must(std::none_of(request.target().begin(), request.target().end(),
                    [](char c) { return is_control(c) || c <= ' '; }) ||
           std::any_of(request.target().begin(), request.target().end(), [](char c) { return c < 0; }),
       "a target has no blanks", request.target());
  must(request.body.size() <= limits.body_bytes, "a body within its limit");
  check_framing(request);
}

}  // namespace

bool TakenRequest::same_as(const TakenRequest& other) const {
  return method == other.method && method_text == other.method_text && target == other.target &&
         version == other.version && keep_alive == other.keep_alive && values == other.values && body == other.body &&
         size == other.size;
}

Reader::Reader(const std::vector<std::string>& names) : names_(names) {}

const server::FrontEndOptions& Reader::options() {
  static const server::FrontEndOptions small = [] {
    server::FrontEndOptions options{};
    options.limits.header_bytes = most_header_bytes;
    options.limits.target_bytes = most_target_bytes;
    options.limits.body_bytes = most_body_bytes;
    return options;
  }();
  return small;
}

void Reader::feed(std::string_view bytes) {
  input_ += bytes;
  while (!ended_ && parse_next()) take();
}

bool Reader::parse_next() {
  if (!parser_) {
    while (input_.starts_with("\r\n")) consume(2);
    if (input_.empty() || input_ == "\r") return false;
    start_ = position_;
    in_body_ = false;
    const std::size_t plain = server::take_plain_request(input_, request_, options().limits);
    must(plain <= input_.size(), "no more is taken than was given");
    consume(plain);
    if (plain > 0) return true;
    parser_.emplace(request_, options());
  }
  const auto [consumed, failure] = parser_->parse(input_);
  must(consumed <= input_.size(), "no more is consumed than was given");
  must(!parser_->done() || consumed > 0, "a request is not complete before its last byte");
  consume(consumed);
  in_body_ = parser_->header_done();
  if (failure)
    refuse(failure->status);
  else
    must(parser_->done() || input_.size() <= most_held, "no more is held than a header may have");
  return !ended_ && parser_->done();
}

void Reader::consume(std::size_t bytes) {
  input_.erase(0, bytes);
  position_ += bytes;
}

void Reader::refuse(unsigned status) {
  constexpr std::array<unsigned, 7> known{400, 413, 414, 417, 431, 501, 505};
  must(std::find(known.begin(), known.end(), status) != known.end(), "a refusal has a status that is known",
       fmt::format("{}", status));
  refusal_ = status;
  ended_ = true;
}

void Reader::take() {
  parser_.reset();
  check_request(request_);
  TakenRequest& taken = requests_.emplace_back(TakenRequest{request_.method,
                                                            request_.method_text,
                                                            std::string(request_.target()),
                                                            request_.version,
                                                            request_.keep_alive,
                                                            {},
                                                            text_of(request_.body),
                                                            position_ - start_});
  for (const std::string& name : names_) {
    const std::string_view value = request_.header(name);
    must(std::none_of(value.begin(), value.end(), is_control), "a value has no control characters", value);
    taken.values.emplace_back(value);
  }
  ended_ = !request_.keep_alive;
  request_.clear();
  in_body_ = false;
  start_ = position_;
}

}  // namespace hundred::test

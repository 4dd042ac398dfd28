#include "server/http/parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <cctype>
#include <system_error>

#include "common/units.hpp"
#include "server/http/host.hpp"

namespace hundred::server {
namespace {

namespace http = boost::beast::http;

constexpr std::size_t start_line_rest = 64;  // method, version and blanks, beside the target
constexpr unsigned payload_too_large = 413, target_too_long = 414, fields_too_large = 431;

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }
boost::beast::string_view beast_view(std::string_view text) { return {text.data(), text.size()}; }

constexpr std::size_t version_size = 8;  // "HTTP/1.1"

/// What follows the method and the target in the request line that `bytes` begin with.
std::string_view version_of(std::string_view bytes) {
  const std::string_view line = bytes.substr(0, bytes.find('\r'));
  const std::size_t blank = line.find(' ', std::min(line.find(' '), line.size() - 1) + 1);
  return blank == std::string_view::npos ? std::string_view() : line.substr(blank + 1);
}

/// The major version if `text` is "HTTP/" and two digits with a point between them, else NUL.
char major_version(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool version = text.size() == version_size && text.starts_with("HTTP/") && digit(text[5]) && text[6] == '.';
  return version && digit(text[7]) ? text[5] : '\0';
}

/// The answer to transfer codings that are not just "chunked": 400 if nobody can tell where the body ends, because
/// "chunked" is not the last or comes twice (RFC 9112, 6.1), else 501.
unsigned status_for_codings(std::string_view value) {
  const http::opt_token_list codings(beast_view(value));
  if (codings.begin() == codings.end() || !http::validate_list(codings)) return 400;
  std::size_t chunked = 0;
  bool last = true;
  for (const auto& coding : codings) {
    last = boost::beast::iequals(coding, "chunked");
    if (last) ++chunked;
  }
  return chunked == 0 || (chunked == 1 && last) ? 501 : 400;
}

/// The answer when a body cannot be stored: descriptors come back as connections close, space does not.
RequestParser::Failure failure_to_store(const std::system_error& error) {
  const std::string message = fmt::format("the request's body could not be stored: {}", error.what());
  const unsigned status = status_of(error.code());
  if (status == 503) return {status, message, Shed::out_of_descriptors};
  return {status, message};
}

/// Whether Beast asks for more although a chunk's line is there: it looks behind the line for the end of a quoted
/// string, again and again, and each time takes the chunk's size off what the body may still have. The last chunk, of
/// size 0, has trailers behind its line, so there it may ask.
bool ends_amid_quote(std::string_view chunk) {
  constexpr std::string_view line_end = "\r\n";
  if (chunk.starts_with(line_end)) chunk.remove_prefix(line_end.size());  // of the chunk before
  const std::size_t size_begins = chunk.find_first_not_of('0');
  return chunk.find(line_end) != std::string_view::npos &&
         std::isxdigit(static_cast<unsigned char>(chunk[size_begins]));
}

bool is_control(char c) { return (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == '\x7f'; }

}  // namespace

RequestParser::RequestParser(Request& request, const FrontEndOptions& options) : request_(request), options_(options) {
  request_.clear();
  eager(true);
  header_limit(static_cast<std::uint32_t>(options.limits.header_bytes + options.limits.target_bytes + start_line_rest));
  body_limit(options.limits.body_bytes);
}

RequestParser::Progress RequestParser::parse(std::string_view bytes) {
  Progress progress;
  ErrorCode error;
  while (!is_done() && progress.consumed < bytes.size()) {
    const std::string_view rest = bytes.substr(progress.consumed);
    const std::size_t n = put_text(rest, error);
    progress.consumed += n;
    if (error == http::error::need_more) {
      error = {};
      if (n == 0 && head_ends(rest)) error = http::error::bad_version;
      if (is_header_done() && ends_amid_quote(rest.substr(n))) error = http::error::bad_chunk_extension;
      if (n == 0 && !error) break;
    }
    if (error) {
      progress.failure = failure_ ? failure_ : explain(error, rest);
      break;
    }
    if (n == 0) break;
  }
  // Beast waits for the end of a chunk's line, and of the trailers, for ever.
  if (!progress.failure && is_header_done() && !is_done() &&
      bytes.size() - progress.consumed > options_.limits.header_bytes)
    progress.failure = explain(http::error::header_limit, {});
  return progress;
}

/// Whether a header is complete although Beast asks for more: before it looks at a version it wants eight bytes, and
/// takes those behind the header too.
bool RequestParser::head_ends(std::string_view bytes) const {
  return !is_header_done() &&
         bytes.substr(bytes.size() - std::min(bytes.size(), version_size)).find("\r\n\r\n") != std::string_view::npos;
}

/// A later minor version is to be taken for the latest that we know (RFC 9110, 2.5). Beast refuses it: it gets to see
/// that one.
std::size_t RequestParser::put_text(std::string_view bytes, ErrorCode& error) {
  const std::size_t n = put(boost::asio::buffer(bytes.data(), bytes.size()), error);
  if (error != http::error::bad_version || major_version(version_of(bytes)) != '1') return n;
  const std::size_t end = bytes.find('\r');
  if (end >= bytes.size() - 1) error = http::error::need_more;
  if (end >= bytes.size() - 1 || bytes[end + 1] != '\n') return n;
  std::string line(bytes.substr(0, end + 2));
  line[end - 1] = '1';
  return put(boost::asio::buffer(line.data(), line.size()), error);
}

bool RequestParser::take_expect_continue() {
  const bool waits = expect_continue_ && !is_done();
  expect_continue_ = false;
  return waits;
}

void RequestParser::on_request_impl(Method method, View method_text, View target, int version, ErrorCode& error) {
  if (target.size() > options_.limits.target_bytes) {
    failure_ =
        Failure{target_too_long, fmt::format("the request target has {} bytes; {} are allowed (--max-target-bytes)",
                                             target.size(), options_.limits.target_bytes)};
    error = http::error::bad_target;
    return;
  }
  request_.method = method;
  if (method == Method::unknown) request_.method_text = view(method_text);
  request_.set_target(view(target));
  request_.version = version;
}

void RequestParser::on_field_impl(http::field field, View name, View value, ErrorCode& error) {
  constexpr std::size_t separators = 4;  // ": " and CRLF
  field_bytes_ += name.size() + value.size() + separators;
  if (field_bytes_ > options_.limits.header_bytes) {
    error = http::error::header_limit;
    return;
  }
  if (header_taken_) return;  // a trailer field is not a header field (RFC 9110, 6.5.1)
  check_field(field, view(value), error);
  request_.add_header(view(name), view(value));
}

/// What Beast leaves to us. Any transfer coding but "chunked" it takes for none at all, and what follows for the next
/// request.
void RequestParser::check_field(http::field field, std::string_view value, ErrorCode& error) {
  const bool http_1_0 = request_.version == 10;
  switch (field) {
    case http::field::host:
      if (++hosts_ > 1) return refuse(400, "the request has two Host fields", error);
      if (!is_host(value)) return refuse(400, "the Host field is no host with a port", error);
      break;
    case http::field::transfer_encoding:
      if (http_1_0) return refuse(400, "HTTP/1.0 has no Transfer-Encoding (RFC 9112, 6.1)", error);
      if (boost::beast::iequals(beast_view(value), "chunked")) break;
      return refuse(status_for_codings(value), "Transfer-Encoding: only chunked, and only once, is understood", error);
    case http::field::expect:
      if (http_1_0) break;
      expect_continue_ = boost::beast::iequals(beast_view(value), "100-continue");
      if (!expect_continue_) return refuse(417, "Expect: only 100-continue can be met", error);
      break;
    case http::field::connection:
      close_ |= http_1_0 && http::token_list(beast_view(value)).exists("close");
      break;
    default:
      break;
  }
}

void RequestParser::refuse(unsigned status, std::string_view message, ErrorCode& error) {
  failure_ = Failure{status, std::string(message)};
  error = http::error::bad_field;
}

void RequestParser::on_header_impl(ErrorCode& error) {
  header_taken_ = true;
  request_.keep_alive = keep_alive() && !close_;
  if (hosts_ == 0 && request_.version != 10) refuse(400, "the request must have one Host field (RFC 9112, 3.2)", error);
}

/// Extensions count as header fields: a client might send little else.
void RequestParser::on_chunk_header_impl(std::uint64_t, View extensions, ErrorCode& error) {
  field_bytes_ += extensions.size();
  if (field_bytes_ > options_.limits.header_bytes) error = http::error::header_limit;
  if (std::any_of(extensions.begin(), extensions.end(), is_control)) error = http::error::bad_chunk_extension;
}

std::size_t RequestParser::on_body_impl(View bytes, ErrorCode& error) {
  try {
    request_.body.append(view(bytes), options_.data_dir);
  } catch (const std::system_error& full) {
    failure_ = failure_to_store(full);
    error = http::error::body_limit;
  }
  return bytes.size();
}

RequestParser::Failure RequestParser::explain(const ErrorCode& error, std::string_view bytes) const {
  if (error == http::error::body_limit)
    return {payload_too_large,
            fmt::format("the body is larger than {} (--max-body-bytes)", format_size(options_.limits.body_bytes))};
  const char major =
      error == http::error::bad_version ? major_version(version_of(bytes).substr(0, version_size)) : '\0';
  if (major != '\0' && major != '1') return {505, "only HTTP/1.0 and HTTP/1.1 are spoken here"};
  if (error != http::error::header_limit) return {400, fmt::format("the request is not HTTP/1.1: {}", error.message())};
  if (!header_taken_ && field_bytes_ == 0 && bytes.find("\r\n") > options_.limits.target_bytes)
    return {target_too_long, fmt::format("the request target is longer than {} (--max-target-bytes)",
                                         format_size(options_.limits.target_bytes))};
  return {fields_too_large,
          fmt::format("the header is larger than {} (--max-header-bytes)", format_size(options_.limits.header_bytes))};
}

}  // namespace hundred::server

// The conformance table: where a body ends.
#include <fmt/format.h>

#include "tests/contract/conformance_cases.hpp"

namespace hundred::test {
namespace {

using namespace std::string_view_literals;
using enum Shape;
using enum Then;

constexpr Case lengths[] = {
    {"a length", length, "Content-Length: 5", {200}, stays_open, "hello"},
    {"leading zeros", length, "Content-Length: 0005", {200, 400}, stays_open, "hello"},
    {"a blank around it", length, "Content-Length:   5  ", {200}, stays_open, "hello"},
    {"a name in lower case", length, "content-length: 5", {200}, stays_open, "hello"},
    {"nothing", whole, "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n", {200}, stays_open, ""},
    {"a POST without a length", whole, "POST /echo HTTP/1.1\r\nHost: h\r\n\r\n", {200, 411}, stays_open, ""},
    {"the body of a GET is read",
     whole,
     "GET /ping HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello",
     {200},
     stays_open,
     R"({"pong":true})"},
    {"the body of what is not found is read",
     whole,
     "POST /nowhere HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello",
     {404},
     stays_open},
    {"the body of what is not allowed is read",
     whole,
     "POST /ping HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello",
     {405},
     stays_open},
    {"the body of what is not known is read",
     whole,
     "BREW /ping HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello",
     {501},
     stays_open},
    {"a body that looks like a request",
     whole,
     "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 18\r\n\r\nGET / HTTP/1.1\r\n\r\n",
     {200},
     stays_open,
     "GET / HTTP/1.1\r\n\r\n"},
    {"two that are the same", length, "Content-Length: 5\r\nContent-Length: 5", {200, 400}, stays_open},
    {"a list of the same", length, "Content-Length: 5, 5", {200, 400}, stays_open},
    {"two that differ", length, "Content-Length: 5\r\nContent-Length: 6", {400}, closes},
    {"two that differ, the larger first", length, "Content-Length: 6\r\nContent-Length: 5", {400}, closes},
    {"a list of two", length, "Content-Length: 5, 6", {400}, closes},
    {"a list with an empty member", length, "Content-Length: 5,", {400}, closes},
    {"two numbers", length, "Content-Length: 5 5", {400}, closes},
    {"a plus", length, "Content-Length: +5", {400}, closes},
    {"a minus", length, "Content-Length: -5", {400}, closes},
    {"minus nothing", length, "Content-Length: -0", {400}, closes},
    {"empty", length, "Content-Length:", {400}, closes},
    {"empty beside a number", length, "Content-Length:\r\nContent-Length: 5", {400}, closes},
    {"a word", length, "Content-Length: five", {400}, closes},
    {"a number and a letter", length, "Content-Length: 5a", {400}, closes},
    {"hexadecimal", length, "Content-Length: 0x5", {400}, closes},
    {"a fraction", length, "Content-Length: 5.0", {400}, closes},
    {"an underscore", length, "Content-Length: 0_5", {400}, closes},
    {"quoted", length, "Content-Length: \"5\"", {400}, closes},
    {"a digit that is not ASCII", length, "Content-Length: \xd9\xa5", {400}, closes},
    {"NUL behind it", length, "Content-Length: 5\0"sv, {400}, closes},
    {"2^64 + 5", length, "Content-Length: 18446744073709551621", {400, 413}, closes},
    {"2^63", length, "Content-Length: 9223372036854775808", {400, 413}, closes},
    {"30 digits", length, "Content-Length: 100000000000000000000000000005", {400, 413}, closes},
    {"larger than allowed", length, "Content-Length: 2000000000", {413}, closes},
    {"larger than allowed, awaiting 100", length, "Content-Length: 2000000000\r\nExpect: 100-continue", {413}, closes},
};

constexpr Case codings[] = {
    {"chunked", coding, "Transfer-Encoding: chunked", {200}, stays_open, "hello"},
    {"chunked in upper case", coding, "Transfer-Encoding: CHUNKED", {200}, stays_open, "hello"},
    {"blanks around it", coding, "Transfer-Encoding: \t chunked \t", {200}, stays_open, "hello"},
    {"folded", coding, "Transfer-Encoding:\r\n chunked", {200, 400}, stays_open},
    {"with a length", coding, "Content-Length: 5\r\nTransfer-Encoding: chunked", {400}, closes},
    {"with a length behind it", coding, "Transfer-Encoding: chunked\r\nContent-Length: 5", {400}, closes},
    {"with a length of nothing", coding, "Content-Length: 0\r\nTransfer-Encoding: chunked", {400}, closes},
    {"an unknown coding with a length", length, "Content-Length: 5\r\nTransfer-Encoding: gzip", {400, 501}, closes},
    {"an unknown coding before a length", length, "Transfer-Encoding: gzip\r\nContent-Length: 5", {400, 501}, closes},
    {"an unknown coding", coding, "Transfer-Encoding: gzip", {501}, closes},
    {"an unknown coding under chunked", coding, "Transfer-Encoding: gzip, chunked", {501}, closes},
    {"identity", coding, "Transfer-Encoding: identity", {501}, closes},
    {"nearly chunked", coding, "Transfer-Encoding: xchunked", {501}, closes},
    {"chunked not last", coding, "Transfer-Encoding: chunked, gzip", {400}, closes},
    {"chunked not last, in two fields", coding, "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip", {400}, closes},
    {"an unknown one first, in two fields",
     coding,
     "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked",
     {400, 501},
     closes},
    {"chunked twice", coding, "Transfer-Encoding: chunked, chunked", {400}, closes},
    {"chunked twice, in two fields", coding, "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", {400}, closes},
    {"no comma", coding, "Transfer-Encoding: chunked gzip", {400, 501}, closes},
    {"a parameter", coding, "Transfer-Encoding: chunked;q=1", {400, 501}, closes},
    {"quoted", coding, "Transfer-Encoding: \"chunked\"", {400, 501}, closes},
    {"empty", coding, "Transfer-Encoding:", {400, 501}, closes},
    {"a vertical tab before it", coding, "Transfer-Encoding: \vchunked", {400}, closes},
    {"a blank before its colon", coding, "Transfer-Encoding : chunked", {400}, closes},
    {"in HTTP/1.0",
     whole,
     "POST /echo HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
     {400, 200},
     closes},
};

constexpr Case chunk_rows[] = {
    {"several chunks", chunks, "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", {200}, stays_open, "hello"},
    {"none", chunks, "0\r\n\r\n", {200}, stays_open, ""},
    {"upper and lower case digits",
     chunks,
     "A\r\n0123456789\r\nb\r\n0123456789a\r\n0\r\n\r\n",
     {200},
     stays_open,
     "01234567890123456789a"},
    {"leading zeros", chunks, "0005\r\nhello\r\n000\r\n\r\n", {200}, stays_open, "hello"},
    {"an extension", chunks, "5;a=b;c\r\nhello\r\n0;d=\"e;f\"\r\n\r\n", {200}, stays_open, "hello"},
    {"a line end in a chunk", chunks, "7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n", {200}, stays_open, "\r\n0\r\n\r\n"},
    {"trailers", chunks, "5\r\nhello\r\n0\r\nX-A: b\r\nX-C: d\r\n\r\n", {200}, stays_open, "hello"},
    {"a trailer is no header field",
     chunks,
     "5\r\nhello\r\n0\r\nConnection: close\r\n\r\n",
     {200},
     stays_open,
     "hello"},
    {"a Host in the trailers is none", chunks, "5\r\nhello\r\n0\r\nHost: other\r\n\r\n", {200, 400}, stays_open},
    {"a length in the trailers", chunks, "5\r\nhello\r\n0\r\nContent-Length: 50\r\n\r\n", {200, 400}, stays_open},
    {"a coding in the trailers", chunks, "5\r\nhello\r\n0\r\nTransfer-Encoding: x\r\n\r\n", {200, 400}, stays_open},
    {"a plus", chunks, "+5\r\nhello\r\n0\r\n\r\n", {400}, closes},
    {"a minus", chunks, "-5\r\nhello\r\n0\r\n\r\n", {400}, closes},
    {"0x", chunks, "0x5\r\nhello\r\n0\r\n\r\n", {400}, closes},
    {"an underscore", chunks, "0_5\r\nhello\r\n0\r\n\r\n", {400}, closes},
    {"no digit", chunks, "g\r\nhello\r\n0\r\n\r\n", {400}, closes},
    {"no size", chunks, "\r\nhello\r\n0\r\n\r\n", {400}, closes},
    {"an extension without a size", chunks, ";a\r\nhello\r\n0\r\n\r\n", {400}, closes},
    {"a blank before it", chunks, " 5\r\nhello\r\n0\r\n\r\n", {400}, closes},
    {"a blank behind it", chunks, "5 \r\nhello\r\n0\r\n\r\n", {400}, closes},
    {"two sizes", chunks, "5 5\r\nhello\r\n0\r\n\r\n", {400}, closes},
    {"2^64 + 5", chunks, "10000000000000005\r\nhello\r\n0\r\n\r\n", {400, 413}, closes},
    {"2^64 - 1", chunks, "ffffffffffffffff\r\nhello\r\n0\r\n\r\n", {400, 413}, closes},
    {"a size too large at the second", chunks, "5\r\nhello\r\nfffffffffffffffb\r\nx\r\n0\r\n\r\n", {400, 413}, closes},
    {"a bare LF behind the size", chunks, "5\nhello\r\n0\r\n\r\n", {400}, closes},
    {"a bare CR behind the size", chunks, "5\rhello\r\n0\r\n\r\n", {400}, closes},
    {"no line end behind the data", chunks, "5\r\nhello0\r\n\r\n", {400}, closes},
    {"a bare LF behind the data", chunks, "5\r\nhello\n0\r\n\r\n", {400}, closes},
    {"data longer than its size", chunks, "3\r\nhello\r\n0\r\n\r\n", {400}, closes},
    {"data shorter than its size", chunks, "7\r\nhello\r\n0\r\n\r\n", {400}, closes},
    {"an extension without a name", chunks, "5;\r\nhello\r\n0\r\n\r\n", {400, 200}, closes},
    {"a bare LF in an extension", chunks, "5;a\nb\r\nhello\r\n0\r\n\r\n", {400}, closes},
    {"a bare LF in a quoted extension", chunks, "5;a=\"\n\"\r\nhello\r\n0\r\n\r\n", {400}, closes},
    {"NUL in an extension", chunks, "5;a\0\r\nhello\r\n0\r\n\r\n"sv, {400}, closes},
    {"a trailer without a colon", chunks, "0\r\nno colon\r\n\r\n", {400}, closes},
    {"a blank before a trailer's colon", chunks, "0\r\nX : y\r\n\r\n", {400}, closes},
    {"NUL in a trailer", chunks, "0\r\nX: \0\r\n\r\n"sv, {400}, closes},
};

}  // namespace

std::span<const Case> length_cases() { return lengths; }
std::span<const Case> coding_cases() { return codings; }
std::span<const Case> chunk_cases() { return chunk_rows; }

std::string bytes_of(const Case& c) {
  switch (c.shape) {
    case whole:
      break;
    case request_line:
      return fmt::format("{}\r\nHost: h\r\n\r\n", c.text);
    case target:
      return fmt::format("GET {} HTTP/1.1\r\nHost: h\r\n\r\n", c.text);
    case fields:
      return fmt::format("GET /ping HTTP/1.1\r\nHost: h\r\n{}\r\n\r\n", c.text);
    case only_fields:
      return fmt::format("GET /ping HTTP/1.1\r\n{}\r\n\r\n", c.text);
    case length:
      return fmt::format("POST /echo HTTP/1.1\r\nHost: h\r\n{}\r\n\r\nhello", c.text);
    case coding:
      return fmt::format("POST /echo HTTP/1.1\r\nHost: h\r\n{}\r\n\r\n5\r\nhello\r\n0\r\n\r\n", c.text);
    case chunks:
      return fmt::format("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n{}", c.text);
  }
  return std::string(c.text);
}

}  // namespace hundred::test

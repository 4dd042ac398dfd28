#include "client/response_reader.hpp"

#include <gtest/gtest.h>

namespace hundred::client {
namespace {

using Result = ResponseReader::Result;

struct Case {
  const char* name;
  std::string bytes;
  int status;
  std::uint64_t body_bytes;
  bool keep_alive;
};

std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

const std::vector<Case> whole_answers{
    {"length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, 5, true},
    {"empty", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, 0, true},
    {"no_content", "HTTP/1.1 204 No Content\r\nX: y\r\n\r\n", 204, 0, true},
    {"close", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello", 200, 5, false},
    {"http10", "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, 5, false},
    {"http10_kept", "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello", 200, 5, true},
    {"chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nc;x=y\r\n over chunks\r\n0\r\n\r\n",
     200, 17, true},
    {"trailer", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nA: b\r\n\r\n", 200, 2, true},
    {"error", "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 3\r\n\r\nno\n", 503, 3, true},
    {"interim",
     "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: "
     "2\r\n\r\nhi",
     200, 2, true},
    {"timing", "HTTP/1.1 200 OK\r\nserver-timing: queue;dur=1.5, worker;desc=\"w3\"\r\nContent-Length: 2\r\n\r\nhi",
     200, 2, true},
};

class WholeAnswer : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(, WholeAnswer, testing::ValuesIn(whole_answers),
                         [](const auto& chosen) { return chosen.param.name; });

void expect_answer(const ResponseReader& reader, const Case& c) {
  EXPECT_EQ(reader.answer().status, c.status);
  EXPECT_EQ(reader.answer().body_bytes, c.body_bytes);
  EXPECT_EQ(reader.answer().keep_alive, c.keep_alive);
  const bool timing = std::string_view(c.name) == "timing";
  EXPECT_EQ(reader.answer().timing[Phase::queue], timing ? 1'500U : 0U);
  EXPECT_EQ(reader.answer().worker, timing ? "w3" : "");
}

TEST_P(WholeAnswer, MayBeCutAtEveryByte) {
  const std::string_view bytes = GetParam().bytes;
  ResponseReader reader;
  for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
    SCOPED_TRACE(cut);
    reader.start();
    ASSERT_EQ(reader.feed(bytes.substr(0, cut)), Result::more);
    ASSERT_EQ(reader.feed(bytes.substr(cut)), Result::done);
    expect_answer(reader, GetParam());
  }
}

TEST_P(WholeAnswer, MeansTheSameWhenItComesAgain) {
  ResponseReader reader;
  for (int i = 0; i < 100; ++i) {
    reader.start();
    ASSERT_EQ(reader.feed(GetParam().bytes), Result::done);
    expect_answer(reader, GetParam());
  }
}

TEST_P(WholeAnswer, MeansWhatItSaysAfterAnyOther) {
  for (const Case& other : whole_answers) {
    ResponseReader reader;
    for (int i = 0; i < 3; ++i)
      for (const Case* c : {&other, &GetParam(), &GetParam()}) {
        reader.start();
        ASSERT_EQ(reader.feed(c->bytes), Result::done);
        expect_answer(reader, *c);
      }
  }
}

TEST_P(WholeAnswer, MayComeByteByByte) {
  ResponseReader reader;
  const std::string& bytes = GetParam().bytes;
  for (std::size_t i = 0; i + 1 < bytes.size(); ++i) ASSERT_EQ(reader.feed({&bytes[i], 1}), Result::more) << i;
  EXPECT_EQ(reader.feed({&bytes.back(), 1}), Result::done);
  expect_answer(reader, GetParam());
}

TEST_P(WholeAnswer, IsNotWholeIfTheStreamEndsEarlier) {
  const std::string_view bytes = GetParam().bytes;
  ResponseReader reader;
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
    reader.start();
    reader.feed(bytes.substr(0, cut));
    ASSERT_EQ(reader.end_of_stream(), Result::more) << cut;
  }
}

TEST_P(WholeAnswer, WithMoreBehindItEndsTheConnection) {
  ResponseReader reader;
  EXPECT_EQ(reader.feed(GetParam().bytes + "H"), Result::done);
  EXPECT_FALSE(reader.answer().keep_alive);
}

TEST(ResponseReader, EndsABodyWithoutLengthAtTheEndOfTheStream) {
  const std::string_view bytes = "HTTP/1.1 200 OK\r\nX: y\r\n\r\nuntil the end";
  for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
    ResponseReader reader;
    ASSERT_EQ(reader.feed(bytes.substr(0, cut)), Result::more) << cut;
    ASSERT_EQ(reader.feed(bytes.substr(cut)), Result::more) << cut;
    ASSERT_EQ(reader.end_of_stream(), Result::done) << cut;
    EXPECT_EQ(reader.answer().body_bytes, 13U);
    EXPECT_FALSE(reader.answer().keep_alive);
  }
}

TEST(ResponseReader, RefusesWhatIsNotHttp) {
  for (const char* bytes : {"SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n",
                            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
    ResponseReader reader;
    EXPECT_EQ(reader.feed(bytes), Result::malformed) << bytes;
  }
}

TEST(ResponseReader, RefusesEndlessHeaders) {
  ResponseReader reader;
  Result result = reader.feed("HTTP/1.1 200 OK\r\n");
  for (int i = 0; i < 2000 && result == Result::more; ++i)
    result = reader.feed("X-Filler: " + std::string(90, 'x') + "\r\n");
  EXPECT_EQ(result, Result::malformed);
}

TEST(ResponseReader, CountsABodyLargerThanItsBuffers) {
  constexpr std::size_t size = 20'000'000;
  ResponseReader reader;
  EXPECT_EQ(reader.feed("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n"), Result::more);
  const std::string piece(100'000, 'x');
  for (std::size_t i = 1; i < size / piece.size(); ++i) ASSERT_EQ(reader.feed(piece), Result::more);
  EXPECT_EQ(reader.feed(piece), Result::done);
  EXPECT_EQ(reader.answer().body_bytes, size);
}

TEST(ResponseReader, ForgetsTheAnswerBefore) {
  ResponseReader reader;
  reader.feed("HTTP/1.1 200 OK\r\nServer-Timing: queue;dur=9, worker;desc=\"w9\"\r\nContent-Length: 2\r\n\r\nhi");
  reader.start();
  EXPECT_FALSE(reader.started());
  EXPECT_EQ(reader.feed("HTTP/1.1 404 Not Found\r\nContent-Length: 1\r\n\r\nx"), Result::done);
  EXPECT_EQ(reader.answer().status, 404);
  EXPECT_EQ(reader.answer().body_bytes, 1U);
  EXPECT_FALSE(reader.answer().timing.present);
  EXPECT_EQ(reader.answer().worker, "");
}

TEST(KnownHeader, IsNotTakenForOneThatDiffers) {
  const std::string known = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  ResponseReader reader;
  reader.start();
  ASSERT_EQ(reader.feed(known), Result::done);
  reader.start();
  EXPECT_EQ(reader.feed(known.substr(0, known.size() - 1)), Result::more) << "its body is not whole";
  EXPECT_EQ(reader.feed("o"), Result::done);
  reader.start();
  ASSERT_EQ(reader.feed(known + "x"), Result::done);
  EXPECT_FALSE(reader.answer().keep_alive) << "nobody asked for what follows it";
  reader.start(true);
  EXPECT_EQ(reader.feed(known.substr(0, known.size() - 5)), Result::done) << "an answer to HEAD has no body";
  reader.start(false);
  EXPECT_EQ(reader.feed(known.substr(0, known.size() - 5)), Result::more);
}

}  // namespace
}  // namespace hundred::client

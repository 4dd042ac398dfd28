#include "tests/database/mix.hpp"

#include <fmt/format.h>

#include <utility>

#include "server/endpoints/computing.hpp"
#include "server/endpoints/mandelbrot.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/server_timing.hpp"
#include "tests/support/sha256.hpp"

namespace hundred::test {
namespace {

using Json = nlohmann::json;
using Right = std::function<bool(const Response&)>;

Right good(Right right) {
  return [right = std::move(right)](const Response& answer) { return answer.status == 200 && right(answer); };
}

Question getting(const std::string& target, Right right) {
  return {"GET " + target, get_request(target), good(std::move(right))};
}

Question posting(const std::string& target, const std::string& body, Right right) {
  return {"POST " + target, post_request(target, body), good(std::move(right))};
}

Question of_database(Question question) {
  question.of_database = true;
  return question;
}

Right says(const std::string& body) {
  return [body](const Response& answer) { return answer.body == body; };
}

/// The same, after it has waited for so long.
Right waits(Milliseconds duration, const std::string& body) {
  return [duration, says_it = says(body)](const Response& answer) {
    return says_it(answer) && server_timing(answer).wait > static_cast<double>(duration.count()) - 0.1;
  };
}

/// What /io/download sends and /io/file keeps: of each offset the low byte plus the page.
std::string pattern(std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i + (i >> 12));
  return bytes;
}

std::string length_and_checksum(const std::string& content) {
  return fmt::format(R"({{"length":{},"sha256":"{}"}})", content.size(), sha256(content));
}

bool has_burnt(const Response& answer) { return answer.json().at("ms") == 1 && server_timing(answer).cpu > 0.9; }

bool has_fetched(const Response& answer) {
  const Json body = answer.json();
  return body.at("ms") == 5 && body.at("status") == 200 && body.at("bytes") == std::string(R"({"ms":5})").size() &&
         body.at("took_ms") >= 5;
}

bool has_counters(const Response& answer) {
  const Json body = answer.json();
  for (const char* sync : {"none", "mutex", "atomic", "database"})
    if (!body.at(sync).is_number_unsigned()) return false;
  return true;
}

Question counting(const std::string& sync) {
  return posting("/state/counter?sync=" + sync, "", [sync](const Response& answer) {
    const Json body = answer.json();
    return body.at("sync") == sync && body.at("value") >= 1;
  });
}

std::vector<Question> computing() {
  const std::string pi = fmt::format("{:.9f}", server::monte_carlo_pi(20'000, 7));
  return {
      getting("/cpu/sum-squares?n=100000", says(R"({"n":100000,"result":"333328333350000"})")),
      getting("/cpu/factorial?n=20&repeat=2", says(R"({"n":20,"repeat":2,"result":"2432902008176640000"})")),
      getting("/cpu/pi?samples=20000&seed=7", says(R"({"samples":20000,"seed":7,"result":)" + pi + "}")),
      // As of the command line in tests/unit/server/encryption_test.cpp.
      getting(
          "/cpu/encrypt?kb=64&rounds=2",
          says(R"({"kb":64,"rounds":2,"sha256":"189932d5c3a1bae0b08d79281a09cc02f41a734b486c2719f1c1796b1259b0f1"})")),
      getting("/cpu/image?width=64&height=48&iterations=100", says(server::mandelbrot_png(64, 48, 100))),
      getting("/cpu/burn?ms=1", has_burnt),
      getting("/mixed?cpu_ms=1&io_ms=2", waits(2ms, R"({"cpu_ms":1,"io_ms":2,"rounds":1})")),
  };
}

std::vector<Question> waiting() {
  const auto gathered = [](const char* how) { return fmt::format(R"({{"n":3,"ms":2,"how":"{}","sum_ms":6}})", how); };
  return {
      getting("/io/sleep?ms=5", waits(5ms, R"({"ms":5})")),
      getting("/io/gather?n=3&ms=2&how=sequential", waits(6ms, gathered("sequential"))),
      getting("/io/gather?n=3&ms=2&how=concurrent", waits(2ms, gathered("concurrent"))),
      getting("/io/fetch?ms=5", has_fetched),
  };
}

/// The upload is large enough to lie in a file.
std::vector<Question> bodies() {
  const std::string large = pattern(100'000), small = pattern(10'000);
  return {
      getting("/io/file?kb=16", says(length_and_checksum(pattern(16'384)))),
      getting("/io/download?kb=64", says(pattern(65'536))),
      posting("/io/upload", large, says(length_and_checksum(large))),
      posting("/echo", small, says(small)),
  };
}

std::vector<Question> state() {
  return {
      of_database(getting("/io/db?rows=10", says(R"({"rows":10,"sum":55})"))),
      of_database(getting("/state/counter", has_counters)),
      of_database(counting("database")),
      counting("mutex"),
      counting("atomic"),
  };
}

std::vector<Question> operations(const std::string& mode, const std::string& list) {
  const auto has_mode = [mode](const Response& answer) { return answer.json().at("mode") == mode; };
  const auto has_exchanges = [](const Response& answer) { return answer.json().at("exchanges").size() <= 10; };
  const auto has_metrics = [](const Response& answer) {
    return answer.body.find("\nhundred_requests_total{") != std::string::npos;
  };
  return {
      getting("/", says(list)),
      getting("/ping", says(R"({"pong":true})")),
      getting("/healthz", says(R"({"alive":true})")),
      getting("/readyz", says(R"({"ready":true})")),
      getting("/stats", has_mode),
      getting("/metrics", has_metrics),
      getting("/timeline?last=10", has_exchanges),
  };
}

}  // namespace

std::vector<Question> mix(const std::string& mode, const std::string& list) {
  std::vector<Question> all;
  for (auto&& group : {computing(), waiting(), bodies(), state(), operations(mode, list)})
    all.insert(all.end(), group.begin(), group.end());
  return all;
}

Question registering(const std::string& name) {
  const std::string target = "/state/register?how=unique";
  const auto right = [name](const Response& answer) {
    return (answer.status == 200 || answer.status == 201) &&
           answer.json() == Json({{"user", name}, {"created", answer.status == 201}});
  };
  return {"POST " + target, post_request(target + "&user=" + name, ""), right, true, name};
}

}  // namespace hundred::test

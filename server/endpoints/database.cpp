#include <fmt/format.h>

#include <array>
#include <charconv>

#include "server/endpoints/common.hpp"
#include "server/endpoints/registry.hpp"

namespace hundred::server {
namespace {

std::uint64_t sum_of_first_column(const DatabaseResult& result) {
  std::uint64_t sum = 0;
  for (const auto& row : result.rows) {
    std::uint64_t number = 0;
    std::from_chars(row[0].data(), row[0].data() + row[0].size(), number);
    sum += number;
  }
  return sum;
}

Awaitable<Response> query(const Request& request, Context& context, Database& database) {
  const std::array first{std::to_string(request.number("rows"))};
  co_return json(co_await context.blocking([&] {
    const DatabaseResult items = database.run("SELECT id, name FROM hundred_items WHERE id <= $1 ORDER BY id", first);
    return fmt::format(R"({{"rows":{},"sum":{}}})", items.rows.size(), sum_of_first_column(items));
  }));
}

}  // namespace

std::vector<Endpoint> database_endpoints(Database& database) {
  const auto answer = [&database](const Request& request, Context& context) {
    return query(request, context, database);
  };
  return {
      {Method::get,
       "/io/db",
       "a query: so many rows, and their numbers' sum",
       {{"rows", 10, 0, 10'000}},
       CoroutineHandler(answer)},
  };
}

}  // namespace hundred::server

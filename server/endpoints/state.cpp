#include "server/endpoints/state.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "server/database/database.hpp"
#include "server/endpoints/common.hpp"
#include "server/endpoints/computing.hpp"
#include "server/endpoints/registry.hpp"

namespace hundred::server {
namespace {

using Count = std::uint64_t;

constexpr std::chrono::microseconds computing_window{200};
constexpr std::chrono::milliseconds waiting_window{1};
constexpr std::int64_t most_letters = 64;

// By their places among the words of the parameters.
enum class Sync : std::uint8_t { none, mutex, atomic, database };
constexpr std::array<std::string_view, 4> sync_words{"none", "mutex", "atomic", "database"};
enum class Window : std::uint8_t { compute, wait, none };
enum class How : std::uint8_t { check_then_insert, locked, unique };

Awaitable<DatabaseResult> ask(Database& database, Context& context, std::string_view statement,
                              std::span<const std::string> parameters = {}) {
  return context.blocking([&database, statement, parameters] { return database.run(statement, parameters); });
}

Count number_in(const DatabaseResult& result) {
  const std::string& text = result.rows.at(0).at(0);
  Count number = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc())
    throw DatabaseError(fmt::format("hundred_counter holds '{}', which is no count", text));
  return number;
}

// --- /state/counter ---

/// The time in which others may come in between.
Awaitable<void> let_pass(Window window, Context& context) {
  if (window == Window::compute)
    co_await context.compute(Computing::bytecode,
                             [](const Checkpoint& look) { return burn_cpu(computing_window, look); });
  else if (window == Window::wait)
    co_await context.sleep(waiting_window);
}

Awaitable<Count> add_one(std::atomic<Count>& counter, Window window, Context& context) {
  const Count seen = counter.load(std::memory_order_relaxed);
  co_await let_pass(window, context);
  counter.store(seen + 1, std::memory_order_relaxed);
  co_return seen + 1;
}

Awaitable<Count> add_one_locked(SharedState& state, Window window, Context& context) {
  const Mutex::Guard guard = co_await context.lock(state.counting);
  co_return co_await add_one(state.guarded, window, context);
}

Awaitable<Count> add_one_at_once(std::atomic<Count>& counter, Window window, Context& context) {
  co_await let_pass(window, context);
  co_return counter.fetch_add(1, std::memory_order_relaxed) + 1;
}

Awaitable<Count> add_one_in(Database& database, Window window, Context& context) {
  co_await let_pass(window, context);
  co_return number_in(
      co_await ask(database, context, "UPDATE hundred_counter SET value = value + 1 WHERE id = 1 RETURNING value"));
}

Awaitable<Count> add_one(Sync sync, Window window, Context& context, const Backends& backends) {
  switch (sync) {
    case Sync::mutex:
      return add_one_locked(backends.state, window, context);
    case Sync::atomic:
      return add_one_at_once(backends.state.atomic, window, context);
    case Sync::database:
      return add_one_in(backends.database, window, context);
    case Sync::none:
      break;
  }
  return add_one(backends.state.unguarded, window, context);
}

Awaitable<Response> count(const Request& request, Context& context, const Backends& backends) {
  const auto sync = static_cast<Sync>(request.number("sync"));
  const auto window = static_cast<Window>(request.number("window"));
  const Count value = co_await add_one(sync, window, context, backends);
  co_return json(fmt::format(R"({{"sync":"{}","value":{}}})", sync_words.at(static_cast<std::size_t>(sync)), value));
}

Awaitable<Response> counters(Context& context, const Backends& backends) {
  const Count in_database =
      number_in(co_await ask(backends.database, context, "SELECT value FROM hundred_counter WHERE id = 1"));
  const SharedState& state = backends.state;
  co_return json(fmt::format(R"({{"none":{},"mutex":{},"atomic":{},"database":{}}})", state.unguarded.load(),
                             state.guarded.load(), state.atomic.load(), in_database));
}

// --- /state/register ---

Awaitable<bool> check_then_insert(const std::string& user, Context& context, Database& database) {
  const std::span parameters(&user, 1);
  const DatabaseResult found =
      co_await ask(database, context, "SELECT name FROM hundred_names WHERE name = $1", parameters);
  if (!found.rows.empty()) co_return false;
  co_await ask(database, context, "INSERT INTO hundred_names (name) VALUES ($1)", parameters);
  co_return true;
}

Awaitable<bool> check_then_insert_locked(const std::string& user, Context& context, const Backends& backends) {
  const Mutex::Guard guard = co_await context.lock(backends.state.registering);
  co_return co_await check_then_insert(user, context, backends.database);
}

Awaitable<bool> insert_unique(const std::string& user, Context& context, Database& database) {
  const DatabaseResult result =
      co_await ask(database, context, "INSERT INTO hundred_unique_names (name) VALUES ($1) ON CONFLICT DO NOTHING",
                   std::span(&user, 1));
  co_return result.changed > 0;
}

Awaitable<bool> create(How how, const std::string& user, Context& context, const Backends& backends) {
  switch (how) {
    case How::locked:
      return check_then_insert_locked(user, context, backends);
    case How::unique:
      return insert_unique(user, context, backends.database);
    case How::check_then_insert:
      break;
  }
  return check_then_insert(user, context, backends.database);
}

Awaitable<Response> enter_user(const Request& request, Context& context, const Backends& backends) {
  const std::string& user = request.text("user");
  const bool created = co_await create(static_cast<How>(request.number("how")), user, context, backends);
  co_return json(fmt::format(R"({{"user":"{}","created":{}}})", user, created), created ? 201 : 200);
}

}  // namespace

std::vector<Endpoint> state_endpoints(const Backends& backends) {
  const auto with_backends = [&backends](auto handler) {
    return CoroutineHandler(
        [backends, handler](const Request& request, Context& context) { return handler(request, context, backends); });
  };
  const auto read = [](const Request&, Context& context, const Backends& all) { return counters(context, all); };
  return {
      {Method::post,
       "/state/counter",
       "adds one to a shared counter; in the window between read and write others may come",
       {one_of("sync", {sync_words.begin(), sync_words.end()}), one_of("window", {"compute", "wait", "none"})},
       with_backends(count)},
      {Method::get, "/state/counter", "the shared counters, by what guards them", {}, with_backends(read)},
      {Method::post,
       "/state/register",
       "registers a name that must be registered once",
       {text_of("user", "anna", most_letters), one_of("how", {"check-then-insert", "locked", "unique"})},
       with_backends(enter_user)},
  };
}

}  // namespace hundred::server

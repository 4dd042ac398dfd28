#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/endpoints/registry.hpp"
#include "server/endpoints/state.hpp"
#include "tests/support/fake_database.hpp"

namespace hundred::server {
namespace {

using testing::HasSubstr, testing::Not;

/// The form of an endpoint; empty if the page has none.
std::string form_of(const std::string& page, const std::string& method, std::string_view path) {
  const std::size_t start = page.find(fmt::format(R"(<form method="{}" action="{}")", method, path));
  return start == std::string::npos ? "" : page.substr(start, page.find("</form>", start) - start);
}

std::string nothing() { return "{}"; }

class Page : public testing::Test {
 protected:
  test::FakeDatabase database_;
  SharedState state_;
  const Endpoints endpoints_{{nothing, [](std::size_t) { return nothing(); }, nothing, [] { return true; }},
                             {.data_dir = {}, .database = database_, .state = state_}};
  const std::string page_ = list_as_html(endpoints_.rows());
};

TEST_F(Page, HasAFormForEachEndpointWithItsParameters) {
  for (const Endpoint& endpoint : endpoints_.rows()) {
    const bool post = endpoint.method == Method::post;
    const std::string form = form_of(page_, post ? "post" : "get", endpoint.path);
    EXPECT_NE(form, "") << endpoint.path;
    EXPECT_THAT(form, HasSubstr("<button"));
    for (const Parameter& p : endpoint.parameters) {
      if (p.kind != Parameter::Kind::number) continue;
      EXPECT_THAT(form, HasSubstr(fmt::format(R"(<input type="number" name="{}" value="{}" min="{}" max="{}")", p.name,
                                              p.fallback, p.least, p.most)));
    }
    EXPECT_EQ(form.find("<textarea") != std::string::npos, post && endpoint.parameters.empty()) << form;
  }
}

TEST_F(Page, OffersTheWordsOfAParameter) {
  const std::vector<Endpoint> rows{{Method::post,
                                    "/state",
                                    "",
                                    {one_of("sync", {"none", "mutex"}), text_of("user", "anna", 64)},
                                    PlainHandler([](const Request&) { return Response(); })}};
  const std::string page = list_as_html(rows);
  EXPECT_THAT(page, HasSubstr(R"(<select name="sync"><option>none</option><option>mutex</option></select>)"));
  EXPECT_THAT(page, HasSubstr(R"(<input name="user" value="anna" maxlength="64" required>)"));
  EXPECT_THAT(page, Not(HasSubstr("<textarea")));
  const std::string list = list_as_json(rows);
  EXPECT_THAT(list, HasSubstr(R"({"name":"sync","default":"none","one_of":["none","mutex"]})"));
  EXPECT_THAT(list, HasSubstr(R"({"name":"user","default":"anna","max_length":64})"));
}

TEST_F(Page, LinksWhatCanBeAskedByALink) {
  EXPECT_THAT(form_of(page_, "get", "/ping"), HasSubstr(R"(<a href="/ping">/ping</a>)"));
  EXPECT_THAT(form_of(page_, "get", "/mixed"),
              HasSubstr(R"(<a href="/mixed?cpu_ms=5&amp;io_ms=45&amp;rounds=1">/mixed</a>)"));
  EXPECT_THAT(form_of(page_, "post", "/echo"), Not(HasSubstr("<a")));
}

TEST_F(Page, HasItsStyleAndScriptInItAndLoadsNothing) {
  EXPECT_THAT(page_, HasSubstr("color-scheme: light dark"));
  EXPECT_THAT(page_, HasSubstr("Server-Timing"));
  for (const char* elsewhere : {"http:", "https:", "\"//", "src=", "url(", "@import"})
    EXPECT_THAT(page_, Not(HasSubstr(elsewhere)));
}

TEST_F(Page, EscapesWhatAnEndpointSays) {
  const std::vector<Endpoint> rows{
      {Method::get, "/a\"b", "x < y & <b>", {{"n\"<i>", 1, 0, 2}}, PlainHandler([](const Request&) {
         return Response();
       })}};
  const std::string page = list_as_html(rows);
  EXPECT_THAT(page, HasSubstr("x &lt; y &amp; &lt;b&gt;"));
  EXPECT_THAT(page, HasSubstr(R"(action="/a&quot;b")"));
  EXPECT_THAT(page, HasSubstr(R"(<a href="/a&quot;b?n&quot;&lt;i&gt;=1">/a&quot;b</a>)"));
  EXPECT_THAT(page, HasSubstr(R"(name="n&quot;&lt;i&gt;")"));
}

}  // namespace
}  // namespace hundred::server

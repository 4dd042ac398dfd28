#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/endpoints/registry.hpp"

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
  const Endpoints endpoints_{{nothing, [](std::size_t) { return nothing(); }, nothing, [] { return true; }}};
  const std::string page_ = list_as_html(endpoints_.rows());
};

TEST_F(Page, HasAFormForEachEndpointWithItsParameters) {
  for (const Endpoint& endpoint : endpoints_.rows()) {
    const bool post = endpoint.method == Method::post;
    const std::string form = form_of(page_, post ? "post" : "get", endpoint.path);
    EXPECT_NE(form, "") << endpoint.path;
    EXPECT_THAT(form, HasSubstr("<button"));
    for (const Parameter& p : endpoint.parameters)
      EXPECT_THAT(form, HasSubstr(fmt::format(R"(<input type="number" name="{}" value="{}" min="{}" max="{}")", p.name,
                                              p.fallback, p.least, p.most)));
    EXPECT_EQ(form.find("<textarea") != std::string::npos, post) << form;
  }
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

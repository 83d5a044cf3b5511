// Text that is no markup.
#include "base/markup.hpp"

namespace {

TEST(EscapedMarkup, LeavesNothingThatAReaderOfHtmlOrXmlTakesForMarkup) {
  EXPECT_EQ(base::escaped_markup("<a href=\"x\">Tom & 'Jerry'</a>"),
            "&lt;a href=&quot;x&quot;&gt;Tom &amp; &#39;Jerry&#39;&lt;/a&gt;");
  EXPECT_EQ(base::escaped_markup("&amp;"), "&amp;amp;");
  EXPECT_EQ(base::escaped_markup("José 72148"), "José 72148");
  EXPECT_EQ(base::escaped_markup(""), "");
}

}  // namespace

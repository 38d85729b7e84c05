// The header from C++17: handles in smart pointers, views as std::string_view.
#include <memory>
#include <string_view>

#include "check.h"
#include "dateline.h"

struct Free {
    void operator()(dateline_article *article) const { dateline_article_free(article); }
    void operator()(dateline_options *options) const { dateline_options_free(options); }
    void operator()(dateline_error *error) const { dateline_error_free(error); }
};

static std::string_view view(dateline_str text) { return {text.data, text.len}; }

int main() {
    std::unique_ptr<dateline_options, Free> options(dateline_options_new());
    CHECK(dateline_options_set_analysis(options.get(), dateline_str_of("none"), nullptr) ==
          DATELINE_OK);
    dateline_input input = dateline_input_of(PAGE, sizeof PAGE - 1);
    input.kind = DATELINE_KIND_HTML;

    dateline_article *made = nullptr;
    dateline_error *failed = nullptr;
    const auto status = dateline_extract(options.get(), &input, &made, &failed);
    std::unique_ptr<dateline_article, Free> article(made);
    std::unique_ptr<dateline_error, Free> error(failed);
    CHECK(status == DATELINE_OK && !error);
    CHECK(view(dateline_article_title(article.get())) == "Night ferry to stop");
    CHECK(view(dateline_article_text(article.get())).find("Kari Nygaard") != std::string_view::npos);
    CHECK(dateline_article_quotation_count(article.get()) == 0);
    return 0;
}

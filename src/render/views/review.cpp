#include "render/views/review.hpp"

#include <algorithm>

#include "collab/render/checks.hpp"
#include "collab/render/views.hpp"
#include "render/views/knowledge.hpp"

namespace collab {

void add_review_page(Page& page, const Review& review) {
  add_headline(page, review);
  add_trust(page, review);
  add_outcomes(page, review);
  add_segments(page, review);
  add_predictions(page, review);
  add_past(page, review);
  add_pooled(page, review.pooled);
  add_what_now(page, review);
}

Document view(const std::vector<Review>& reviews, bool explain, const Gate& gate) {
  Json items = Json::array();
  Json rows = Json::array();
  Page page;
  for (const Review& review : reviews) {
    items.push_back(review_data(review));
    add_review_rows(rows, review);
    if (!page.empty()) page.push_back(Paragraph{});
    add_review_page(page, review);
    if (explain) add_methods(page, review);
  }
  Document answer = document("review", {{"items", std::move(items)}});
  const bool by = std::ranges::any_of(reviews, [](const Review& one) { return !one.by.empty(); });
  set_rows(answer, review_columns(by), std::move(rows));
  answer.page = std::move(page);
  add_checks(answer, reviews, gate);
  std::vector<std::string> names;
  for (const Review& review : reviews) names.push_back(review.experiment);
  set_subject(answer, names);
  return answer;
}

}  // namespace collab

#pragma once
// A review in its three shapes: data, rows and page.
#include <string>
#include <vector>

#include "collab/model/review.hpp"
#include "render/data.hpp"

namespace collab {

Json review_data(const Review& review);
Json outcome_data(const Outcome& outcome);  ///< one of its outcomes

std::vector<std::string> review_columns(bool by);
void add_review_rows(Json& rows, const Review& review);  ///< a row per metric and variant

void add_review_page(Page& page, const Review& review);
// Its parts, in order.
void add_headline(Page& page, const Review& review);
void add_trust(Page& page, const Review& review);
void add_outcomes(Page& page, const Review& review);
void add_segments(Page& page, const Review& review);
void add_predictions(Page& page, const Review& review);
void add_past(Page& page, const Review& review);
void add_what_now(Page& page, const Review& review);
/// `without-covariate`, `post-stratified by channel`.
std::string title_of(const OtherWay& other);
/// --explain: what computed each line.
void add_methods(Page& page, const Review& review);

}  // namespace collab

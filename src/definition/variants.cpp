#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "collab/model/number.hpp"
#include "definition/draft.hpp"

namespace collab {
namespace {

constexpr std::string_view variants_path = "experiment.variants";

void check_shares(Draft& draft, const Node& variants) {
  std::vector<Variant>& all = draft.experiment.variants;
  const auto stated = static_cast<std::size_t>(
      std::count_if(variants.items.begin(), variants.items.end(),
                    [](const Node& variant) { return has_key(&variant, "share"); }));
  if (stated == 0) {
    for (Variant& variant : all) {
      variant.share_text = to_string(100.0 / static_cast<double>(all.size())) + '%';
      variant.share = parse_fraction(variant.share_text);
    }
    return;
  }
  double sum = 0;
  bool known = true;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!variants.items[i].faulty && !has_key(&variants.items[i], "share")) {
      draft.findings->add("share-missing", variants.keys[i].at,
                          below(std::string(variants_path), all[i].id),
                          fmt::format("'{}' has no share, and other variants have", all[i].id),
                          "give every variant a share, or none for equal shares");
    }
    known = known && all[i].share.has_value();
    sum += all[i].share.value_or(0);
  }
  // Thirds are written 33.3%.
  constexpr double rounding = 0.0011;
  if (known && std::abs(sum - 1) > rounding) {
    const std::string percent = fmt::format("{:.6g}", sum * 100);
    draft.findings->add("share-sum", key_spot(draft.block("experiment"), "variants"),
                        std::string(variants_path),
                        fmt::format("the shares add up to {} %, not 100 %", percent));
  }
}

void read_control(Draft& draft, const Node& experiment) {
  const Node* control = get(&experiment, "control");
  if (control == nullptr) return;
  draft.experiment.control = control->text;
  if (draft.experiment.has_variant(control->text) || !draft.variants_known) return;
  draft.findings->add("unknown-variant", control->at, "experiment.control",
                      fmt::format("there is no variant '{}'", control->text),
                      suggestion(control->text, draft.variant_ids(), "variants"));
}

}  // namespace

void read_variants(Draft& draft) {
  const Node* experiment = draft.block("experiment");
  const Node* variants = get(experiment, "variants");
  if (variants == nullptr) {
    draft.variants_known = false;
    return;
  }
  for (std::size_t i = 0; i < variants->items.size(); ++i) {
    const Node& node = variants->items[i];
    if (variants->keys[i].faulty) draft.variants_known = false;
    Variant variant{.id = variants->keys[i].text,
                    .share_text = text_of(&node, "share"),
                    .does = text_of(&node, "does")};
    variant.share = parse_fraction(variant.share_text);
    draft.experiment.variants.push_back(std::move(variant));
  }
  if (variants->items.size() > 1) check_shares(draft, *variants);
  read_control(draft, *experiment);
}

}  // namespace collab

#include <fmt/format.h>

#include <charconv>
#include <functional>
#include <map>
#include <system_error>
#include <utility>

#include "collab/model/number.hpp"
#include "collab/model/seal.hpp"
#include "seal_lines.hpp"

namespace collab {
namespace {

/// Lines by path, each taken once: what is left at the end is not of this version.
class Reader {
 public:
  explicit Reader(std::string_view text) {
    std::vector<SealLine> lines = seal_lines(text);
    if (lines.empty() || lines.front().path != "seal") refuse_seal("it does not say its version");
    for (SealLine& line : lines) lines_.emplace(std::move(line.path), std::move(line.value));
  }

  /// The value as written; refuses when it is not there.
  std::string raw(const std::string& path) {
    const auto found = lines_.find(path);
    if (found == lines_.end()) refuse_seal(fmt::format("'{}' is missing", path));
    std::string value = std::move(found->second);
    lines_.erase(found);
    return value;
  }
  bool has(const std::string& path) const { return lines_.contains(path); }
  std::string text(const std::string& path) { return unescape(raw(path)); }
  std::string text_or_empty(const std::string& path) {
    return has(path) ? text(path) : std::string{};
  }
  std::vector<std::string> list(const std::string& path) { return split_list(raw(path)); }

  /// The value through `parse`, which gives an empty optional for what it does not know.
  template <typename Parse>
  auto parsed(const std::string& path, Parse parse) {
    const std::string value = text(path);
    auto result = parse(value);
    if (!result) refuse_seal(fmt::format("'{}' is not a value of '{}'", value, path));
    return *std::move(result);
  }
  template <typename Parse>
  auto parsed_if(const std::string& path, Parse parse) -> decltype(parse(std::string{})) {
    if (!has(path)) return std::nullopt;
    return parsed(path, parse);
  }

  /// The id in the first line left that is `prefix` + id + `suffix`.
  std::optional<std::string> next_id(std::string_view prefix, std::string_view suffix) const {
    for (const auto& [path, value] : lines_) {
      if (path.size() > prefix.size() + suffix.size() && path.starts_with(prefix) &&
          path.ends_with(suffix)) {
        return path.substr(prefix.size(), path.size() - prefix.size() - suffix.size());
      }
    }
    return std::nullopt;
  }
  void finish() const {
    if (!lines_.empty()) refuse_seal(fmt::format("'{}' is not known", lines_.begin()->first));
  }

 private:
  std::map<std::string, std::string, std::less<>> lines_;
};

std::optional<int> whole(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> real(std::string_view text) {
  const ParsedNumber number = parse_number(text);
  if (number.fault != NumberFault::none) return std::nullopt;
  return number.real;
}

/// A share or a confidence, `50%` or `0.5`: the text is kept beside the number.
std::optional<double> fraction(std::string_view text) {
  const auto quantity = parse_quantity(text);
  if (!quantity || quantity->is_change()) return std::nullopt;
  return quantity->value;
}

std::optional<Role> role(std::string_view text) {
  if (text == "goal") return Role::goal;
  if (text == "guardrail") return Role::guardrail;
  if (text == "secondary") return Role::secondary;
  return std::nullopt;
}

std::optional<bool> higher(std::string_view text) {
  if (text == "higher") return true;
  if (text == "lower") return false;
  return std::nullopt;
}

std::optional<Days> days(std::string_view text) {
  return text == "0d" ? Days{0} : parse_days(text);  // 0d: an experiment made by hand
}

Prediction read_prediction(Reader& in, const std::string& path) {
  Prediction predict;
  predict.change = in.parsed(path + ".change", parse_quantity);
  if (in.has(path + ".between")) {
    const std::vector<std::string> between = in.list(path + ".between");
    const auto low = between.size() == 2 ? parse_quantity(between[0]) : std::nullopt;
    const auto high = between.size() == 2 ? parse_quantity(between[1]) : std::nullopt;
    if (!low || !high) refuse_seal(fmt::format("'{}.between' is not a range", path));
    predict.low = *low;
    predict.high = *high;
  }
  if (in.has(path + ".confidence")) {
    predict.confidence_text = in.text(path + ".confidence");
    const auto confidence = fraction(predict.confidence_text);
    if (!confidence) refuse_seal(fmt::format("'{}.confidence' is not a fraction", path));
    predict.confidence = *confidence;
  }
  return predict;
}

Metric read_metric(Reader& in, const std::string& id) {
  const std::string path = "evaluate.metrics." + path_part(id);
  Metric metric;
  metric.id = id;
  metric.kind = in.text(path + ".kind");
  metric.role = in.parsed(path + ".role", role);
  metric.higher_is_better = in.parsed(path + ".better", higher);
  metric.measure = in.text_or_empty(path + ".measure");
  metric.target = in.parsed_if(path + ".target", parse_target);
  metric.limit = in.parsed_if(path + ".limit", parse_target);
  if (in.has(path + ".predict.change")) metric.predict = read_prediction(in, path + ".predict");
  metric.covariate = in.text_or_empty(path + ".covariate");
  metric.cap = in.parsed_if(path + ".cap", parse_cap);
  metric.quantile = in.text_or_empty(path + ".quantile");
  metric.scale = in.parsed_if(path + ".scale", parse_scale);
  metric.baseline = in.parsed_if(path + ".baseline", parse_baseline);
  return metric;
}

void read_variants(Reader& in, Experiment& experiment) {
  for (const std::string& id : in.list("experiment.variants")) {
    const std::string path = "experiment.variants." + path_part(id);
    Variant variant;
    variant.id = id;
    if (in.has(path + ".share")) {
      variant.share_text = in.text(path + ".share");
      variant.share = fraction(variant.share_text);
      if (!variant.share) refuse_seal(fmt::format("'{}.share' is not a share", path));
    }
    variant.does = in.text_or_empty(path + ".does");
    experiment.variants.push_back(std::move(variant));
  }
}

void read_feeds(Reader& in, Experiment& experiment) {
  constexpr std::string_view prefix = "experiment.feeds.", suffix = ".counts";
  while (const auto part = in.next_id(prefix, suffix)) {
    Feed feed;
    feed.id = unescape(*part);
    feed.counts = in.parsed(fmt::format("{}{}{}", prefix, *part, suffix), parse_counts);
    feed.exposures = in.text_or_empty(fmt::format("{}{}.exposures", prefix, *part));
    feed.within = in.parsed_if(fmt::format("{}{}.within", prefix, *part), parse_days);
    experiment.feeds.push_back(std::move(feed));
  }
}

Looks read_looks(Reader& in) {
  const std::vector<std::string> items = in.list("monitor.looks");
  Looks looks;
  if (items.size() == 1 && items[0] == "end") return looks;
  if (items.size() == 1 && items[0] == "weekly") looks.form = Looks::Form::weekly;
  if (items.size() == 1 && items[0] == "anytime") looks.form = Looks::Form::anytime;
  if (looks.form != Looks::Form::end) return looks;
  looks.form = Looks::Form::days;
  for (const std::string& item : items) {
    const auto day = parse_days(item);
    if (!day) refuse_seal(fmt::format("'{}' is not a look", item));
    looks.days.push_back(*day);
  }
  return looks;
}

void read_contingencies(Reader& in, Experiment& experiment) {
  for (int i = 1;; ++i) {
    const std::string path = fmt::format("monitor.contingencies.{}", i);
    if (!in.has(path + ".when.condition")) return;
    Contingency contingency;
    contingency.condition = in.text(path + ".when.condition");
    contingency.metric = in.text_or_empty(path + ".when.metric");
    contingency.variant = in.text_or_empty(path + ".when.variant");
    contingency.threshold = in.text_or_empty(path + ".when.threshold");
    contingency.for_periods = in.parsed(path + ".when.for", whole);
    contingency.then = in.text_or_empty(path + ".then");
    contingency.owner = in.text_or_empty(path + ".owner");
    experiment.contingencies.push_back(std::move(contingency));
  }
}

Repeat read_repeat(Reader& in) {
  Repeat repeat;
  repeat.at_least = in.parsed("repeat.cycles.at_least", whole);
  repeat.at_most = in.parsed("repeat.cycles.at_most", whole);
  repeat.when_met = in.parsed("repeat.when_met", parse_decision);
  repeat.when_better = in.parsed("repeat.when_better", parse_decision);
  repeat.when_unclear = in.parsed("repeat.when_unclear", parse_decision);
  repeat.when_missed = in.parsed("repeat.when_missed", parse_decision);
  repeat.when_broken = in.parsed("repeat.when_broken", parse_decision);
  return repeat;
}

}  // namespace

Experiment unseal(std::string_view text) {
  Reader in(text);
  if (const std::string version = in.text("seal"); version != "collab.seal/1") {
    refuse_seal(fmt::format("'{}' is not a version that this collab knows", version));
  }
  Experiment experiment;
  experiment.id = in.text("id");
  experiment.problem = in.text("evaluate.problem");
  experiment.hypothesis = in.text("evaluate.hypothesis");
  experiment.baseline = in.parsed("evaluate.baseline", parse_baseline);
  for (const std::string& id : in.list("evaluate.metrics")) {
    experiment.metrics.push_back(read_metric(in, id));
  }
  experiment.unit = in.text("experiment.unit");
  experiment.assigned_by = in.text("experiment.assigned_by");
  read_variants(in, experiment);
  experiment.control = in.text_or_empty("experiment.control");
  experiment.starts = in.parsed("experiment.starts", parse_day);
  experiment.cycle = in.parsed("experiment.cycle", days);
  experiment.counts = in.parsed_if("experiment.counts", parse_counts);
  read_feeds(in, experiment);
  experiment.looks = read_looks(in);
  experiment.confidence = in.parsed("monitor.confidence", real);
  experiment.multiplicity = in.text("monitor.multiplicity");
  if (in.has("monitor.segments")) experiment.segments = in.list("monitor.segments");
  read_contingencies(in, experiment);
  experiment.repeat = read_repeat(in);
  in.finish();
  return experiment;
}

}  // namespace collab

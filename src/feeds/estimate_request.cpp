#include "feeds/estimate_request.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "collab/model/error.hpp"

namespace collab {
namespace {

[[noreturn]] void refuse(const char* slug, std::string message, std::string hint = {}) {
  throw Error(ExitCode::invalid, slug, std::move(message), std::move(hint));
}

double number(const JsonValue& value, std::string_view path) {
  if (value.IsNumber()) return value.GetDouble();  // whole numbers, too
  refuse("bad-type", fmt::format("{} must be a number", path),
         value.IsString() ? "numbers stand without quotes" : "");
}

std::string_view text(const JsonValue& value, std::string_view path) {
  if (!value.IsString()) refuse("bad-type", fmt::format("{} must be a string", path));
  return json_text(value);
}

JsonValue::ConstObject object_at(const JsonValue& value, std::string_view path) {
  if (!value.IsObject()) refuse("bad-type", fmt::format("{} must be an object", path));
  return value.GetObject();
}

[[noreturn]] void unknown_key(std::string_view key, const std::vector<std::string>& known) {
  const std::string near = nearest(key, known);
  refuse("unknown-key", fmt::format("there is no key '{}'", key),
         near.empty() ? fmt::format("{}", fmt::join(known, ", "))
                      : fmt::format("did you mean '{}'?", near));
}

/// The place of a choice among its names.
template <std::size_t N>
std::size_t choice(const JsonValue& value, std::string_view path,
                   const std::array<std::string_view, N>& names) {
  const std::string_view chosen = text(value, path);
  const auto found = std::find(names.begin(), names.end(), chosen);
  if (found == names.end()) {
    refuse("bad-choice", fmt::format("{} is {}, not '{}'", path, fmt::join(names, ", "), chosen));
  }
  return static_cast<std::size_t>(found - names.begin());
}

/// Statistics by name, counts of a score by level; null is not given.
Statistics statistics(const JsonValue& value, std::string_view path) {
  Statistics statistics;
  for (const auto& field : object_at(value, path)) {
    const std::string_view key = json_text(field.name);
    if (field.value.IsNull()) continue;
    if (key == "counts") {
      for (const auto& level : object_at(field.value, fmt::format("{}.counts", path))) {
        if (level.value.IsNull()) continue;
        const std::string_view name = json_text(level.name);
        statistics.emplace_back(name, number(level.value, fmt::format("{}.counts.{}", path, name)));
      }
    } else {
      statistics.emplace_back(key, number(field.value, fmt::format("{}.{}", path, key)));
    }
  }
  std::sort(statistics.begin(), statistics.end());
  const auto twice =
      std::adjacent_find(statistics.begin(), statistics.end(),
                         [](const auto& a, const auto& b) { return a.first == b.first; });
  if (twice != statistics.end()) {
    refuse("given-twice", fmt::format("{}.{} stands twice", path, twice->first));
  }
  return statistics;
}

Prior prior(const JsonValue& value) {
  Prior prior;
  bool stddev = false, proper = true;
  for (const auto& field : object_at(value, "prior")) {
    const std::string_view key = json_text(field.name);
    if (field.value.IsNull()) continue;
    if (key == "mean") {
      prior.mean = number(field.value, "prior.mean");
    } else if (key == "stddev") {
      prior.stddev = number(field.value, "prior.stddev");
      stddev = true;
    } else if (key == "proper") {
      if (!field.value.IsBool()) refuse("bad-type", "prior.proper must be true or false");
      proper = field.value.GetBool();
    } else if (key == "type") {
      prior.relative = choice<2>(field.value, "prior.type", {"relative", "absolute"}) == 0;
    } else {
      unknown_key(key, {"mean", "stddev", "proper", "type"});
    }
  }
  prior.proper = proper;
  if (proper && !stddev) refuse("missing-key", "a proper prior needs prior.stddev");
  return prior;
}

Scale scale(const JsonValue& value) {
  if (value.IsString()) {
    if (text(value, "scale") != "nps") refuse("bad-choice", "scale is nps, or {from, to, top}");
    return {.nps = true};
  }
  Scale scale;
  for (const auto& field : object_at(value, "scale")) {
    const std::string_view key = json_text(field.name);
    const int whole = field.value.IsInt() ? field.value.GetInt() : 1001;
    if (whole < -1000 || whole > 1000) {
      refuse("bad-type", fmt::format("scale.{} must be a whole number", key));
    }
    if (key == "from") {
      scale.from = whole;
    } else if (key == "to") {
      scale.to = whole;
    } else if (key == "top") {
      scale.top = whole;
    } else {
      unknown_key(key, {"from", "to", "top"});
    }
  }
  if (scale.from >= scale.to || scale.top < 1 || scale.top > scale.to - scale.from) {
    refuse("bad-scale", "scale needs from below to, and top levels fewer than there are");
  }
  return scale;
}

std::vector<EstimateRequest::Stratum> strata(const JsonValue& value) {
  if (!value.IsArray()) refuse("bad-type", "strata must be a list");
  std::vector<EstimateRequest::Stratum> strata;
  for (const JsonValue& one : value.GetArray()) {
    const std::string path = fmt::format("strata[{}]", strata.size());
    EstimateRequest::Stratum stratum;
    for (const auto& field : object_at(one, path)) {
      const std::string_view key = json_text(field.name);
      if (key == "control") {
        stratum.control = statistics(field.value, path + ".control");
      } else if (key == "treatment") {
        stratum.treatment = statistics(field.value, path + ".treatment");
      } else {
        unknown_key(key, {"control", "treatment"});
      }
    }
    strata.push_back(std::move(stratum));
  }
  if (strata.empty()) refuse("missing-key", "strata must have one stratum at least");
  return strata;
}

using Setter = void (*)(EstimateRequest&, const JsonValue&);
constexpr std::array<std::pair<std::string_view, Setter>, 14> keys{{
    {"id", [](EstimateRequest&, const JsonValue&) {}},  // by estimate_id()
    {"kind", [](EstimateRequest& r, const JsonValue& v) { r.kind = text(v, "kind"); }},
    {"control",
     [](EstimateRequest& r, const JsonValue& v) { r.control = statistics(v, "control"); }},
    {"treatment",
     [](EstimateRequest& r, const JsonValue& v) { r.treatment = statistics(v, "treatment"); }},
    {"alpha", [](EstimateRequest& r, const JsonValue& v) { r.alpha = number(v, "alpha"); }},
    {"effect",
     [](EstimateRequest& r, const JsonValue& v) {
       r.relative = choice<2>(v, "effect", {"absolute", "relative"}) == 1;
     }},
    {"inference",
     [](EstimateRequest& r, const JsonValue& v) {
       r.inference = std::array{
           Inference::fixed, Inference::anytime,
           Inference::bayesian}[choice<3>(v, "inference", {"fixed", "anytime", "bayesian"})];
     }},
    {"alternative",
     [](EstimateRequest& r, const JsonValue& v) {
       r.alternative = std::array{
           Alternative::two_sided, Alternative::greater,
           Alternative::less}[choice<3>(v, "alternative", {"two_sided", "greater", "less"})];
     }},
    {"interval",
     [](EstimateRequest& r, const JsonValue& v) {
       r.delta = choice<2>(v, "interval", {"default", "delta"}) == 1;
     }},
    {"tuning", [](EstimateRequest& r, const JsonValue& v) { r.tuning = number(v, "tuning"); }},
    {"prior", [](EstimateRequest& r, const JsonValue& v) { r.prior = prior(v); }},
    {"theta", [](EstimateRequest& r, const JsonValue& v) { r.theta = number(v, "theta"); }},
    {"margin", [](EstimateRequest& r, const JsonValue& v) { r.margin = number(v, "margin"); }},
    {"strata", [](EstimateRequest& r, const JsonValue& v) { r.strata = strata(v); }},
}};

}  // namespace

std::string estimate_id(const JsonValue& object) {
  for (const auto& field : object.GetObject()) {
    const std::string_view key = json_text(field.name);
    if (key == "id") return json_written(field.value);
  }
  return "null";
}

EstimateRequest estimate_request(const JsonValue& object) {
  EstimateRequest request;
  std::vector<std::string_view> seen;
  for (const auto& field : object.GetObject()) {
    const std::string_view key = json_text(field.name);
    if (std::find(seen.begin(), seen.end(), key) != seen.end()) {
      refuse("given-twice", fmt::format("{} stands twice", key));
    }
    seen.push_back(key);
    if (field.value.IsNull()) continue;
    if (key == "scale") {
      request.scale = scale(field.value);
      continue;
    }
    const auto known =
        std::find_if(keys.begin(), keys.end(), [&](const auto& one) { return one.first == key; });
    if (known == keys.end()) {
      std::vector<std::string> names{"scale"};
      for (const auto& [name, setter] : keys) names.emplace_back(name);
      unknown_key(key, names);
    }
    known->second(request, field.value);
  }
  const auto has = [&](std::string_view key) {
    return std::find(seen.begin(), seen.end(), key) != seen.end();
  };
  if (request.kind.empty()) refuse("missing-key", "kind is missing");
  if (!has("strata") && !(has("control") && has("treatment"))) {
    refuse("missing-key", "control and treatment are needed, or strata");
  }
  return request;
}

}  // namespace collab

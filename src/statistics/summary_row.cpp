#include "statistics/summary_row.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "collab/model/error.hpp"
#include "collab/model/number.hpp"
#include "collab/statistics/metric_kind.hpp"

namespace collab {
namespace {

using Form = std::vector<std::string_view>;

bool contains(const Form& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The form that the row gives most of; of two, the first.
const Form& nearest_form(const KindShape& shape, const Statistics& statistics) {
  const auto given = [&](const Form& form) {
    return std::count_if(form.begin(), form.end(),
                         [&](std::string_view name) { return find(statistics, name).has_value(); });
  };
  // By what is missing: a form that is complete comes first whatever its length.
  return *std::min_element(shape.summary_forms.begin(), shape.summary_forms.end(),
                           [&](const Form& a, const Form& b) {
                             return static_cast<std::ptrdiff_t>(a.size()) - given(a) <
                                    static_cast<std::ptrdiff_t>(b.size()) - given(b);
                           });
}

std::string forms_text(const KindShape& shape) {
  std::vector<std::string> forms;
  forms.reserve(shape.summary_forms.size());
  for (const Form& form : shape.summary_forms) {
    forms.push_back(fmt::format("{}", fmt::join(form, ", ")));
  }
  return fmt::format("a {} takes {}", shape.name, fmt::join(forms, "; or "));
}

}  // namespace

void check_recordable(const Statistics& statistics) {
  constexpr double exact = 9007199254740992;  // 2^53: from there on doubles skip whole numbers
  for (const auto& [name, value] : statistics) {
    const bool of_second_order = name.ends_with("squares") || name.ends_with("product");
    if (std::abs(value) < (of_second_order ? exact * exact : exact)) continue;
    throw Error(ExitCode::invalid, "too-large",
                fmt::format("{} {} is too large to be kept exactly", name, to_string(value)),
                "numbers lie below 9,007,199,254,740,992 (2^53); another unit of measure?");
  }
}

void check_finite(std::string_view name, double value) {
  if (!std::isfinite(value)) {
    throw Error(ExitCode::invalid, "not-finite", fmt::format("{} is not a finite number", name));
  }
}

void check_count(std::string_view name, double value) {
  check_finite(name, value);
  if (value < 0) {
    throw Error(ExitCode::invalid, "count-negative",
                fmt::format("{} {} is negative", name, to_string(value)));
  }
  if (value != std::floor(value)) {
    throw Error(ExitCode::invalid, "not-whole",
                fmt::format("{} {} is not a whole number", name, to_string(value)));
  }
}

GivenStatistics::GivenStatistics(const KindShape& shape, const Statistics& statistics)
    : statistics_(statistics) {
  const Form& form = nearest_form(shape, statistics);
  Form missing;
  for (std::string_view name : form) {
    if (!has(name)) missing.push_back(name);
  }
  for (const auto& [name, value] : statistics) {
    check_finite(name, value);
    if (!contains(form, name) && !contains(shape.optional_statistics, name)) {
      throw Error(ExitCode::invalid, "unknown-statistic",
                  missing.empty()
                      ? fmt::format("'{}' is not used beside {}", name, fmt::join(form, ", "))
                      : fmt::format("a {} has no statistic '{}'", shape.name, name),
                  forms_text(shape));
    }
  }
  if (!missing.empty()) {
    throw Error(ExitCode::invalid, "missing-statistic",
                fmt::format("a {} needs {}", shape.name, fmt::join(missing, ", ")),
                forms_text(shape));
  }
  if (has("units")) count("units");
}

bool GivenStatistics::has(std::string_view name) const {
  return find(statistics_, name).has_value();
}

double GivenStatistics::number(std::string_view name) const {
  return find(statistics_, name).value();
}

double GivenStatistics::count(std::string_view name) const {
  const double value = number(name);
  check_count(name, value);
  return value;
}

double GivenStatistics::not_negative(std::string_view name) const {
  const double value = number(name);
  if (value < 0) {
    throw Error(ExitCode::invalid, "count-negative",
                fmt::format("{} {} is negative", name, to_string(value)));
  }
  return value;
}

void GivenStatistics::add_column(Moments& moments, std::size_t column, std::string_view sum,
                                 std::string_view squares) const {
  const double total = number(sum), squared = number(squares), n = moments.n;
  moments.sum[column] = total;
  if (n == 0 && (total != 0 || squared != 0)) {
    throw Error(ExitCode::invalid, "sum-without-units",
                fmt::format("{} {} is given although n is 0", sum, to_string(total)));
  }
  if (n == 0) return;
  const double centred = squared - total / n * total;
  // What is left below the digits that a sum of squares carries is rounding, not variance.
  const double rounding = 1e-13 * squared;
  if (centred < -1e-9 * std::max(squared, 0.0) || squared < 0) {
    throw Error(ExitCode::invalid, "sum-squares-too-small",
                fmt::format("{} {} cannot be: {} {} over {} units needs at least {}", squares,
                            to_string(squared), sum, to_string(total), to_string(n),
                            to_string(total / n * total)));
  }
  moments.centred[Moments::index(column, column)] = centred > rounding && n > 1 ? centred : 0;
}

void GivenStatistics::add_product(Moments& moments, std::size_t i, std::size_t j,
                                  std::string_view products) const {
  if (moments.n == 0) return;
  const double product = number(products);
  const double expected = moments.sum[i] / moments.n * moments.sum[j];
  const double centred = product - expected;
  const double squares_i = moments.centred[Moments::index(i, i)];
  const double squares_j = moments.centred[Moments::index(j, j)];
  const double most = std::sqrt(squares_i * squares_j);
  if (std::abs(centred) > most * (1 + 1e-9) + 1e-9 * std::abs(expected)) {
    throw Error(
        ExitCode::invalid, "covariance-too-large",
        fmt::format("{} {} cannot be: with these sums and squares it lies between {} and {}",
                    products, to_string(product), to_string(expected - most),
                    to_string(expected + most)));
  }
  moments.centred[Moments::index(i, j)] = std::clamp(centred, -most, most);
}

}  // namespace collab

#include "ledger/history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <queue>
#include <tuple>

#include "collab/model/error.hpp"

namespace collab {

std::optional<std::vector<ChainPlace>> read_seen(std::string_view text) {
  std::vector<ChainPlace> ends;
  while (!text.empty()) {
    const std::string_view one = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    const auto slash = one.find('/');
    if (slash == std::string_view::npos || slash == 0) return std::nullopt;
    std::int64_t sequence = 0;
    const auto [end, fault] =
        std::from_chars(one.data() + slash + 1, one.data() + one.size(), sequence);
    if (fault != std::errc() || end != one.data() + one.size() || sequence < 1) return std::nullopt;
    ends.emplace_back(one.substr(0, slash), sequence);
  }
  return ends;
}

std::string seen_text(const std::vector<ChainPlace>& ends) {
  std::string text;
  for (const auto& [origin, sequence] : ends)
    text += fmt::format("{}{}/{}", text.empty() ? "" : " ", origin, sequence);
  return text;
}

std::string take_unseen(Database& db) {
  std::vector<ChainPlace> ends;
  {
    Query query(db, "SELECT origin, sequence FROM unseen ORDER BY origin");
    while (query.next()) ends.emplace_back(query.text(0), query.integer(1));
  }
  if (!ends.empty()) db.run("DELETE FROM unseen");
  return seen_text(ends);
}

History::History(std::vector<Link> links) : links_(std::move(links)) {
  std::ranges::sort(links_, {}, [](const Link& link) {
    return std::pair(std::string_view(link.origin), link.sequence);
  });
  for (std::size_t i = 0; i < links_.size(); ++i) {
    auto seen = read_seen(links_[i].seen);
    if (!seen)
      throw Error(ExitCode::invalid, "bad-export",
                  fmt::format("operation {} of {} has seen '{}'", links_[i].sequence,
                              links_[i].origin, links_[i].seen));
    seen_.push_back(*std::move(seen));
    chains_[links_[i].origin].push_back(i);
  }
  std::size_t origin = 0;
  for (std::size_t i = 0; i < links_.size(); ++i) {
    if (i > 0 && links_[i].origin != links_[i - 1].origin) ++origin;
    origin_.push_back(origin);
  }
}

std::optional<std::size_t> History::find(const ChainPlace& place) const {
  const auto chain = chains_.find(place.first);
  if (chain == chains_.end() || place.second < 1 ||
      static_cast<std::size_t>(place.second) > chain->second.size())
    return std::nullopt;
  return chain->second[static_cast<std::size_t>(place.second) - 1];
}

std::optional<History::Gap> History::gap() const {
  for (const auto& [origin, chain] : chains_)
    for (std::size_t i = 0; i < chain.size(); ++i) {
      const Link& link = links_[chain[i]];
      if (link.sequence != static_cast<std::int64_t>(i) + 1)
        return Gap{{origin, static_cast<std::int64_t>(i) + 1}, {origin, link.sequence}};
    }
  for (std::size_t i = 0; i < links_.size(); ++i)
    for (const ChainPlace& end : seen_[i])
      if (!find(end)) return Gap{end, {links_[i].origin, links_[i].sequence}};
  return std::nullopt;
}

const std::vector<History::Link>& History::in_order() {
  const std::size_t count = links_.size();
  std::vector<std::size_t> waits(count, 0);
  std::vector<std::vector<std::size_t>> waited_for(count);
  const auto wait = [&](std::size_t link, std::size_t before) {
    ++waits[link];
    waited_for[before].push_back(link);
  };
  for (std::size_t i = 0; i < count; ++i) {
    if (links_[i].sequence > 1) wait(i, i - 1);
    for (const ChainPlace& end : seen_[i]) wait(i, find(end).value());
  }
  const auto later = [&](std::size_t a, std::size_t b) {
    return std::tie(links_[a].now, a) > std::tie(links_[b].now, b);  // sorted by origin, sequence
  };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> ready(later);
  for (std::size_t i = 0; i < count; ++i)
    if (waits[i] == 0) ready.push(i);
  std::vector<std::size_t> order;
  while (!ready.empty()) {
    const std::size_t next = ready.top();
    ready.pop();
    order.push_back(next);
    for (const std::size_t link : waited_for[next])
      if (--waits[link] == 0) ready.push(link);
  }
  if (order.size() != count)
    throw Error(ExitCode::invalid, "bad-export",
                "two operations have each seen the other: no ledger wrote that");

  std::vector<Link> links;
  std::vector<std::vector<ChainPlace>> seen;
  std::vector<std::size_t> origins;
  for (const std::size_t i : order) {
    links.push_back(std::move(links_[i]));
    seen.push_back(std::move(seen_[i]));
    origins.push_back(origin_[i]);
  }
  links_ = std::move(links);
  seen_ = std::move(seen);
  origin_ = std::move(origins);
  for (auto& [origin, chain] : chains_) chain.clear();
  for (std::size_t i = 0; i < count; ++i) chains_[links_[i].origin].push_back(i);

  const auto nothing = std::make_shared<const Known>();
  known_.clear();
  for (std::size_t i = 0; i < count; ++i) {
    auto known = nothing;
    if (links_[i].sequence > 1)
      known = known_[find({links_[i].origin, links_[i].sequence - 1}).value()];
    if (!seen_[i].empty()) {
      auto more = std::make_shared<Known>(*known);
      const auto raise = [&](std::size_t origin, std::int64_t sequence) {
        std::int64_t& up_to = (*more)[origin];
        up_to = std::max(up_to, sequence);
      };
      for (const ChainPlace& end : seen_[i]) {
        const std::size_t link = find(end).value();
        raise(origin_[link], end.second);
        for (const auto& [origin, sequence] : *known_[link]) raise(origin, sequence);
      }
      known = std::move(more);
    }
    known_.push_back(std::move(known));
  }
  return links_;
}

bool History::knows(std::size_t later, std::size_t origin, std::int64_t sequence) const {
  if (origin_[later] == origin) return links_[later].sequence >= sequence;
  const auto known = known_[later]->find(origin);
  return known != known_[later]->end() && known->second >= sequence;
}

bool History::knows(std::size_t later, std::size_t earlier) const {
  return knows(later, origin_[earlier], links_[earlier].sequence);
}

std::vector<ChainPlace> History::unseen_by(const std::string& origin) const {
  const auto own = chains_.find(origin);
  std::vector<std::size_t> ends;
  for (const auto& [other, chain] : chains_) {
    if (other == origin || chain.empty()) continue;
    if (own == chains_.end() || own->second.empty() || !knows(own->second.back(), chain.back()))
      ends.push_back(chain.back());
  }
  std::vector<ChainPlace> unseen;
  for (const std::size_t end : ends)
    if (std::ranges::none_of(ends,
                             [&](std::size_t other) { return other != end && knows(other, end); }))
      unseen.emplace_back(links_[end].origin, links_[end].sequence);
  return unseen;
}

}  // namespace collab

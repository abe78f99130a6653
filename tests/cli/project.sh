# For transcripts: a small project, two variants for a week, figures every night.
#   . "$SOURCE/tests/cli/project.sh"     then: project; night 2026-03-02 100 110

project() {
  mkdir -p experiments data
  cat >collab.yaml <<'YAML'
schema: collab.program/1
program: The corner shop
time_zone: Europe/Berlin
currency: EUR
touch_points: {questions: Questions under a product}
segments: {type: [price, relationship]}
YAML
  cat >experiments/quick.yaml <<'YAML'
schema: collab.experiment/1
id: quick
title: Answers within a day
owner: ana@shop.example
touch_point: questions
evaluate:
  problem: Questions wait for days.
  hypothesis: Quick answers bring shoppers back.
  baseline: control
  metrics:
    - id: visit
      kind: proportion
      role: goal
      better: higher
      target: ">= +5%"
    - {id: complaints, kind: rate, role: guardrail, better: lower, limit: "<= +50%"}
experiment:
  unit: consumer
  variants:
    control: {share: 50%, does: Questions wait}
    answers: {share: 50%, does: Somebody answers}
  control: control
  starts: 2026-03-02
  cycle: 7d
  feeds:
    - id: nights
      file: data/night-{date}.csv
      rows: summary
      counts: new
      columns: {variant: group, type: type, visit: {successes: visits, n: members, units: members}, complaints: {events: complaints, exposure: orders}}
monitor:
  looks: [3d, 7d]
  expect: daily
repeat:
  cycles: {at_least: 2, at_most: 4}
YAML
}

# night DATE VISITS_OF_CONTROL VISITS_OF_ANSWERS [COMPLAINTS_OF_ANSWERS], of 2000 members each
night() {
  printf 'group,type,visits,members,complaints,orders\ncontrol,,%s,2000,60,1000\nanswers,,%s,2000,%s,1000\n' \
    "$2" "$3" "${4:-60}" >"data/night-$1.csv"
}

# A whole week: nights 2026-03-02 to 2026-03-08, with the arguments of night after the date.
week() {
  for day in 2 3 4 5 6 7 8; do night "2026-03-0$day" "$@"; done
}

Completion: scripts for three shells, made from the verb table.

  $ . "$SOURCE/tests/cli/project.sh"
  $ project
  $ export COLLAB_NOW=2026-03-01T12:00:00Z
  $ collab plan quick >/dev/null

bash: verbs, flags, their values, and the project's experiments.

  $ source <(collab completion bash)
  $ after() { COMP_WORDS=(collab "$@"); COMP_CWORD=$#; _collab; echo "${COMPREPLY[@]}"; }
  $ after re
  record report restore retract review
  $ after -C . rec
  record
  $ after review --ga
  --gate --gate-on
  $ after review qu
  quick
  $ after decide quick --sta
  --starts --standard
  $ after record quick --rows ''
  summary unit event
  $ after status --color ''
  auto always never
  $ after --format ''
  csv html json junit md ndjson table
  $ after completion ''
  bash fish zsh
  $ after record quick --from dat
  data
  $ after schema pl
  plan

fish says the same.

  $ collab completion fish >collab.fish
  $ fish --no-execute collab.fish
  $ in_fish() { HOME=$PWD fish --no-config -c "source collab.fish; complete -C '$1'" | cut -f 1 | tr '\n' ' '; echo; }
  $ in_fish 'collab rev'
  review 
  $ in_fish 'collab review --ga'
  --gate --gate-on 
  $ in_fish 'collab review qu'
  quick 
  $ in_fish 'collab record quick --rows '
  event summary unit 

zsh takes it, and knows what completes collab.

  $ collab completion zsh >_collab
  $ zsh -n _collab
  $ HOME=$PWD zsh -fc 'autoload -U compinit; compinit -D -u; source ./_collab; print $_comps[collab]'
  _collab

Another shell has none yet.

  $ collab completion tcsh
  error: there is no completion for the shell 'tcsh' [no-such-shell]
    hint: shells: bash, fish, zsh
  [4]

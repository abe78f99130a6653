Voices: what consumers said, what was answered, what came of it.

  $ . "$SOURCE/tests/cli/project.sh"; project
  $ export COLLAB_NOW=2026-03-05T12:00:00Z
  $ collab voice
  No voice: collab voice add, or collab voice import FILE
  $ collab voice add question 'Is the blue one in stock?' --touch-point questions --consumer c-1 --at 2026-03-02T09:00:00Z
  voice_1: recorded (op_1)
    Is the blue one in stock?
  Next:
    collab voice answer voice_1
  $ collab voice add question 'Is the blue one in stock?' --touch-point questions --consumer c-1 --at 2026-03-02T09:00:00Z
  voice_1: unchanged
    Is the blue one in stock?
  $ collab voice answer voice_1 -m 'Not ours, but theirs is' --competitor Rival --answered-by ben --at 2026-03-02T10:30:00Z
  voice_1: answered (op_2)
    Is the blue one in stock?

An export of the community's platform, as often as it comes:

  $ cat >march.csv <<'CSV'
  > ticket,time,kind,consumer,touch_point,type,text,nps,answered,answered_by,answer
  > T-1,2026-03-02T11:00:00Z,idea,c-2,questions,relationship,Show the stock of each store,9,,,
  > T-2,2026-03-03T12:00:00Z,complaint,c-1,questions,,"Late, and wet",2,2026-03-03T18:00:00Z,ben,Sorry
  > T-3,2026-03-04T12:00:00Z,,c-3,questions,price,,10,,,
  > CSV
  $ collab voice import march.csv --map ticket=id
  march.csv: 3 voices recorded, 1 answer (op_3)
  Next:
    collab voice show
  $ collab voice import march.csv --map ticket=id
  march.csv: 0 voices recorded, 3 unchanged
  Next:
    collab voice show
  $ sed -i 's/Late, and wet/Late and wet/' march.csv
  $ collab voice import march.csv --map ticket=id
  error: march.csv:3: voice_3 has another text (op_3) [conflict]
    hint: nothing was written; --on-conflict keep leaves what is recorded
  [5]
  $ collab voice import march.csv --map ticket=id --on-conflict keep
  march.csv: 0 voices recorded, 3 unchanged
  Next:
    collab voice show
  $ printf 'time,kind,text\n2026-03-02,qestion,Hello\n' | collab voice import -
  standard input:2:1: error: '2026-03-02' is not an instant [bad-instant]
    hint: RFC 3339 with a zone: 2026-03-02T14:05:00Z, 2026-03-02T14:05:00-06:00
  standard input:2:12: error: 'qestion' is no kind of voice [unknown-kind]
    hint: did you mean 'question'?
  [3]

Who waits; what was said about something:

  $ collab voice list --state open
  VOICE    SAID        KIND  STATE  AT         THEME  TEXT
  voice_2  2026-03-02  idea  open   questions  -      Show the stock of each store
  $ collab voice list --search 'stock' -f csv --fields id,text
  id,text
  voice_2,Show the stock of each store
  voice_1,Is the blue one in stock?
  $ collab voice list --search 'wet' --no-text
  VOICE    SAID        KIND       STATE     AT         THEME
  voice_3  2026-03-03  complaint  answered  questions  -
  $ collab voice list --search '"'
  error: there is no word to search for [bad-search]
    hint: words, "a phrase", or the beginning of a word: deliver*
  [2]

An idea becomes a hypothesis; the consumer is told what changed:

  $ collab voice link voice_2 quick -m 'tested in the first cycle'
  voice_2: linked (op_4)
    Show the stock of each store
  $ collab voice link voice_3 quick
  voice_3: linked (op_5)
    Late, and wet
  $ collab voice link voice_2 quikc
  error: there is no experiment 'quikc' [no-such-experiment]
    hint: did you mean 'quick'?
  [4]
  $ collab voice close voice_2 -m 'The stock of each store is shown now'
  voice_2: told what changed (op_6)
    Show the stock of each store
  $ collab voice show voice_2
  voice_2, idea
    Show the stock of each store
  said         2026-03-02T11:00:00Z
  reference    T-1
  touch point  questions
  segment      type=relationship
  nps          9
  state        told
  2026-03-05T12:00:00Z told by ana
    The stock of each store is shown now
  hypothesis of quick (tested in the first cycle)
  $ collab voice show voice_77
  error: there is no voice 'voice_77' [no-such-voice]
    hint: collab voice list names them: voice_12
  [4]

Measures:

  $ collab voice show --within 2h --exposure 400
  voices                  4: 1 question, 1 idea, 1 complaint, 1 bare rating
  answered                3 of 3: 100% [43.9%, 100%]
  first response          median 6 h [..., ...]
  within 2 h              33.33% [5.48%, 94.59%]
  told what changed       1 of 3: 33.33% [6.15%, 79.23%]
  a competitor's product  1 answer
  ideas adopted           0 of 1: 0% [0%, 79.35%]
  NPS                     33.33 [-51.33, 84.67] from 3 answers
  complaints              2.5 [0.06, 13.93] for each 1,000 of 400
  consumers               3 known, as diverse as 2.828 alike
  the most active 1%      say 50% of it
  Gini                    0.1667 [0, 0.3844]
  
  Ideas by the month they came in
  MONTH                    ADOPTED
  2026-03  0 of 1: 0% [0%, 79.35%]
    Intervals: 95%. They take voices as independent of one another; where few
    consumers say much, the true ones are wider.
  $ collab voice show --by day -f csv --fields day,voices,answered,answered_of,complaints
  day,voices,answered,answered_of,complaints
  2026-03-02,2,2,2,0
  2026-03-03,1,1,1,1
  2026-03-04,1,0,0,0
  $ collab voice show --by moth
  error: voices cannot be grouped by 'moth' [unknown-grouping]
    hint: did you mean 'month'?
  [2]

Forgetting a consumer leaves counts, and takes their words everywhere:

  $ printf 'c-1\nc-99\n' | collab forget -
  1 consumer forgotten: the words of 2 voices and of 2 answers (op_7)
  1 not known here
  Out of reach: backups and exports made before, the sources themselves, and the
  totals that looks and decisions rest on
  $ collab voice list --search 'wet'
  No voice is like that.
  $ collab voice show voice_3
  voice_3, complaint
    (forgotten)
  said         2026-03-03T12:00:00Z
  reference    T-2
  touch point  questions
  nps          2
  state        answered
  2026-03-03T18:00:00Z answered by ben
  contradicts of quick
  $ collab voice import march.csv --map ticket=id
  march.csv: 0 voices recorded, 2 unchanged, 1 forgotten
  Next:
    collab voice show
  $ collab voice show --json | python3 -c 'import json,sys; print([g["voices"] for g in json.load(sys.stdin)["data"]["items"]])'
  [4]
  $ grep -c 'blue one\|c-1' .collab/ledger.db
  0
  [1]
  $ collab log -f csv --fields verb,command
  verb,command
  forget,collab forget -
  voice close,collab voice close
  voice link,collab voice link
  voice link,collab voice link
  voice import,collab voice import
  voice answer,collab voice answer
  voice add,collab voice add
  $ collab voice purge
  error: voice cannot 'purge' [unknown-action]
    hint: actions: add, import, list, show, answer, link, close
  [2]
  $ collab voice list --nps 3
  error: --nps does not go with voice list [wrong-form]
    hint: --nps belongs to voice add
  [2]
  $ collab forget c-1
  error: ids are read from standard input, so that no list of processes and no history of a shell holds them [ids-on-command-line]
    hint: collab forget - < ids.txt, one id a line
  [2]

A list that no feed could have written is not worked off in part.

  $ printf 'c-1\nc-\0002\n' | collab forget -
  -:2: error: there is a NUL byte in the line [nul-byte]
    hint: nobody was forgotten: one id a line, as the feeds have them, in UTF-8
  [3]
  $ printf 'c-1\n\xff\n' | collab forget -
  -:2: error: the line is not UTF-8 text [bad-utf8]
    hint: nobody was forgotten: one id a line, as the feeds have them, in UTF-8
  [3]
  $ printf '\xef\xbb\xbfc-2\r\n' | collab forget - -n | head -n 1
  1 consumer would be forgotten: the words of 1 voice and of 1 answer

What the program does not have is asked back.

  $ collab voice add idea x --touch-point question
  error: 'question' is no touch point of the program [unknown-touch-point]
    hint: did you mean 'questions'?
  [3]
  $ collab voice add idea x --segment tipe=price
  error: 'tipe' is no segment of the program [unknown-segment]
    hint: did you mean 'type'?
  [3]
  $ collab voice add idea x --segment type=prise
  error: 'prise' is not a level of type [unknown-level]
    hint: did you mean 'price'?
  [3]
  $ collab voice add idea x --nps 11
  error: --nps is 11, and its scale goes from 0 to 10 [bad-rating]
  [3]
  $ collab voice add idea x --csat 0
  error: --csat is 0, and its scale goes from 1 to 5 [bad-rating]
  [3]

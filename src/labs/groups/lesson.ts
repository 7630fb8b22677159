import { SECOND } from '../../engine/kernel/time.ts'
import type { GroupsFrame, LaneFrame } from '../../engine/log/groups/frame.ts'
import type { Lesson } from '../../stage/define-lab.ts'

const laneOf = (frame: GroupsFrame, id: LaneFrame['lane']): LaneFrame | undefined =>
  frame.lanes.find(({ lane }) => lane === id)

const sumOf = (frame: GroupsFrame, id: LaneFrame['lane'], what: keyof LaneFrame['summary']): number =>
  Number(laneOf(frame, id)?.summary[what] ?? 0)

const LESSONS: Readonly<Record<string, Lesson<GroupsFrame>>> = {
  'mid-batch': {
    prediction: {
      question: 'Member A crashes at 8.4 s in the middle of a batch. Which groups have lost records at 20 s?',
      options: [
        { id: 'none', label: 'none: the log still has them' },
        { id: 'before', label: 'those that committed before they processed' },
        { id: 'all', label: 'all of them' },
      ],
      at: 20 * SECOND,
      answer: (frame) => {
        const losers = frame.lanes.filter(({ summary }) => summary.lost > 0).length
        return losers === 0 ? 'none' : losers === frame.lanes.length ? 'all' : 'before'
      },
      explanation:
        'The records are all still in the log. But a group goes on from its committed offset, and where that lies beyond the crash nobody asks for them again.',
    },
    steps: [
      {
        id: 'lost',
        text: 'Go on past the crash, and find the records that “Commit, then process” lost, one by one.',
        hint: 'Let it run to 9 s, then press the number beside “Lost”.',
        isDone: ({ frame }) => sumOf(frame, 'before', 'lost') > 0,
      },
      {
        id: 'twice',
        text: 'Wait until the group has noticed and somebody else reads A’s partition: what comes twice?',
        hint: 'The session timeout is six seconds. Let it run to 20 s and look at “Processed twice”.',
        isDone: ({ frame }) => sumOf(frame, 'after', 'duplicates') > 0,
      },
      {
        id: 'neither',
        text: 'See that the idempotent sink has neither: the same records came again, and it knew them.',
        hint: 'All measures, “Known to the sink”, at 20 s or later.',
        isDone: ({ frame }) =>
          sumOf(frame, 'idempotent', 'ignored') > 0 && sumOf(frame, 'idempotent', 'duplicates') === 0,
      },
      {
        id: 'again',
        text: 'Crash another member yourself, in the middle of its batch.',
        hint: 'The button “Crash B” below the picture.',
        isDone: ({ frame }) => frame.standings.some(({ life }, slot) => slot > 0 && life === 'crashed'),
      },
    ],
  },
  fourth: {
    prediction: {
      question: 'Three partitions, three members. You add a fourth: how much faster does the group get?',
      options: [
        { id: 'third', label: 'by a third' },
        { id: 'nothing', label: 'not at all' },
      ],
      at: 6 * SECOND,
      answer: ({ settings }) => (settings.members < settings.partitions ? 'third' : 'nothing'),
      explanation:
        'A partition has one reader in a group, so the number of partitions bounds how many members have work. The fourth stands by, and takes over at once when another goes.',
    },
    steps: [
      {
        id: 'idle',
        text: 'Add a fourth member, and see that it has nothing to read.',
        hint: 'The button “Add a member”, then three seconds or so.',
        isDone: ({ frame }) => sumOf(frame, 'after', 'idle') > 0,
      },
      {
        id: 'take-over',
        text: 'Let one of the first three leave: the fourth gets a partition.',
        hint: 'The button “Leave B”. The group waits until everybody has finished a batch.',
        isDone: ({ frame }) => (laneOf(frame, 'after')?.members[3]?.owned.length ?? 0) > 0,
      },
      {
        id: 'redelivered',
        text: 'Now crash one instead, and wait until what it had not committed is handed out again.',
        hint: 'The button “Crash A”, then more than the session timeout of six seconds.',
        isDone: ({ frame }) => sumOf(frame, 'after', 'redelivered') > 0,
      },
      {
        id: 'order',
        text: 'Compare the order within each key: one reader a partition keeps it, the whiteboard’s shared cursor does not.',
        hint: 'The measure “Out of order in their key”.',
        isDone: ({ frame, now }) =>
          now >= 10 * SECOND &&
          sumOf(frame, 'whiteboard', 'outOfOrder') > 0 &&
          sumOf(frame, 'after', 'outOfOrder') === 0,
      },
    ],
  },
  storm: {
    prediction: {
      question: 'Six members restart in turn. In which group do records wait longest without a reader?',
      options: [
        { id: 'eager', label: 'eager: everybody stops' },
        { id: 'cooperative', label: 'cooperative: it takes two rounds' },
        { id: 'consumer', label: 'the consumer protocol' },
      ],
      at: 45 * SECOND,
      answer: (frame) => {
        const rows = (['eager', 'cooperative', 'consumer'] as const).map((id) => ({
          id,
          unread: sumOf(frame, id, 'unread'),
        }))
        return rows.reduce((worst, row) => (row.unread > worst.unread ? row : worst)).id
      },
      explanation:
        'Eager members hold nothing until the slowest has finished its batch and joined. Cooperative ones need more rounds, but keep reading meanwhile; with the consumer protocol nobody waits for anybody but the one who must let go. With few members it can turn round: try four, where each has a quarter to hand over, twice.',
    },
    steps: [
      {
        id: 'barrier',
        text: 'See a rebalance of the eager group: all partitions without a reader at once.',
        hint: 'Look at the grey bands: pause at the end of one, at 10.0 s for example.',
        isDone: ({ frame }) => {
          const eager = laneOf(frame, 'eager')
          return (
            eager !== undefined &&
            frame.now > SECOND &&
            eager.isRebalancing &&
            eager.partitions.every(({ owner }) => owner < 0)
          )
        },
      },
      {
        id: 'rounds',
        text: 'Cooperative members rebalance more often. Count the rounds.',
        hint: 'The measure “Rebalances”, at 30 s or later.',
        isDone: ({ frame, now }) =>
          now >= 30 * SECOND &&
          sumOf(frame, 'cooperative', 'rebalances') > sumOf(frame, 'eager', 'rebalances'),
      },
      {
        id: 'cost',
        text: 'Which protocol let records wait least? Run it to the end.',
        hint: 'The measure “Waited without a reader”, at 48 s or later.',
        isDone: ({ now }) => now >= 48 * SECOND,
      },
    ],
  },
  zombie: {
    prediction: {
      question:
        'A stands still, loses its partition to another, and comes back. What becomes of the commit for its old batch?',
      options: [
        { id: 'taken', label: 'it is taken, and the group’s offset goes back' },
        { id: 'refused', label: 'it is refused' },
      ],
      at: 20 * SECOND,
      answer: (frame) => (sumOf(frame, 'after', 'refused') > 0 ? 'refused' : 'taken'),
      explanation:
        'A commit carries member id and generation. The coordinator does not know this member any more, so the offset stays where its successor put it. The records it processed meanwhile are at the sink twice all the same.',
    },
    steps: [
      {
        id: 'given-away',
        text: 'Watch the group give A’s partition to another while A stands still.',
        hint: 'Six seconds after A froze: let it run to 16 s.',
        isDone: ({ frame }) =>
          frame.standings[0]?.life === 'frozen' && laneOf(frame, 'after')?.members[0]?.unknown === true,
      },
      {
        id: 'refused',
        text: 'Let A come back, finish its batch, and be refused.',
        hint: 'Let it run to 20 s. The list below the picture names the error.',
        isDone: ({ frame }) => sumOf(frame, 'after', 'refused') > 0,
      },
      {
        id: 'sooner',
        text: 'Freeze it for less than the session timeout instead: nothing happens.',
        hint: 'Settings, Faults, For how long: 4 s. Then run it to 20 s.',
        isDone: ({ frame, params, now }) =>
          Number(params['down']) < 6 && now >= 20 * SECOND && sumOf(frame, 'after', 'refused') === 0,
      },
    ],
  },
  'new-group': {
    prediction: null,
    steps: [
      {
        id: 'passed',
        text: 'See where the new group begins, and how many records it never reads.',
        hint: 'All measures, “Passed over”, after a second.',
        isDone: ({ frame, now }) => now >= SECOND && sumOf(frame, 'after', 'skipped') >= 120,
      },
      {
        id: 'earliest',
        text: 'Let it begin at the earliest instead: it reads all of them, and is behind for a while.',
        hint: 'Settings, Group, “A group without offsets starts at”: earliest. Run it for 15 s.',
        isDone: ({ frame, params, now }) =>
          params['reset'] === 'earliest' && now >= 15 * SECOND && sumOf(frame, 'after', 'skipped') === 0,
      },
      {
        id: 'none',
        text: 'And with none? Nobody guesses: every member stops with an error.',
        hint: 'The same setting: none. Look at the members.',
        isDone: ({ frame }) =>
          laneOf(frame, 'after')?.members.some(({ trouble }) => trouble !== null) === true,
      },
    ],
  },
  slow: {
    prediction: null,
    steps: [
      {
        id: 'leaves',
        text: 'Watch A lose its partition although its heartbeats never stopped.',
        hint: 'A batch of ten takes it eighteen seconds; it has ten between polls. Run it to 20 s.',
        isDone: ({ frame }) =>
          laneOf(frame, 'after')?.rounds.some(({ cause }) => cause.includes('did not poll')) === true,
      },
      {
        id: 'twice',
        text: 'See its batch processed twice: by its successor, and by A itself, who does not stop.',
        hint: 'The measure “Processed twice”, at 25 s or later.',
        isDone: ({ frame }) => sumOf(frame, 'after', 'duplicates') > 0,
      },
      {
        id: 'smaller',
        text: 'Cure it: let a poll return fewer records.',
        hint: 'Settings, Each member, Records a poll: 3. Run it to 25 s.',
        isDone: ({ frame, params, now }) =>
          Number(params['maxPoll']) <= 5 && now >= 25 * SECOND && sumOf(frame, 'after', 'duplicates') === 0,
      },
    ],
  },
  clock: {
    prediction: null,
    steps: [
      {
        id: 'many',
        text: 'See how much comes twice after the crash, though a batch has only five records.',
        hint: 'The measure “Processed twice”, at 25 s.',
        isDone: ({ frame }) => sumOf(frame, 'after', 'duplicates') > 5,
      },
      {
        id: 'often',
        text: 'Commit more often, and compare.',
        hint: 'Settings, Group, “Commit by the clock every”: 1 s. Run it to 25 s.',
        isDone: ({ frame, params, now }) =>
          Number(params['autoCommit']) <= 1 &&
          now >= 25 * SECOND &&
          sumOf(frame, 'after', 'duplicates') <= 10,
      },
    ],
  },
  often: {
    prediction: null,
    steps: [
      {
        id: 'sum',
        text: 'Run it for a minute: what the one group lost and what the other did twice add up to about one batch a crash.',
        hint: 'Lost and “Processed twice” at 60 s, beside the number of rebalances.',
        isDone: ({ frame, now }) =>
          now >= 60 * SECOND && sumOf(frame, 'before', 'lost') > 0 && sumOf(frame, 'after', 'duplicates') > 0,
      },
    ],
  },
}

const NONE: Lesson<GroupsFrame> = { steps: [], prediction: null }

/** What there is to do in `scenario`. */
export const groupsLesson = (scenario: string): Lesson<GroupsFrame> => LESSONS[scenario] ?? NONE

import type { MeasureSpec } from '../../stage/define-lab.ts'

const BOOKS = 'Books'
const LOST = 'Lost, by reason'
const TROUBLE = 'Behind, and dead'

type Given = Omit<MeasureSpec, 'unit' | 'digits'> & Partial<Pick<MeasureSpec, 'unit' | 'digits'>>

const messages = (spec: Given): MeasureSpec => ({ unit: '', digits: 0, ...spec })

/** The numbers of the three deaths, in the order of the engine's `measuresOf`. */
export const DEATHS_MEASURES: readonly MeasureSpec[] = [
  messages({
    id: 'produced',
    label: 'Produced',
    better: null,
    group: BOOKS,
    essential: true,
    definition: 'Messages that arrived. They are the same at every store.',
  }),
  messages({
    id: 'consumed',
    label: 'Consumed',
    better: 'more',
    group: BOOKS,
    essential: true,
    definition: 'Messages the consumer has read.',
  }),
  messages({
    id: 'held',
    label: 'Held unread: the lag',
    better: 'less',
    group: BOOKS,
    essential: true,
    definition: 'Messages in the store that nobody has read yet: the consumer lag, in messages.',
  }),
  {
    id: 'lag',
    label: 'Lag in time',
    unit: 's',
    digits: 1,
    better: 'less',
    group: TROUBLE,
    essential: true,
    definition:
      'How long ago the message arrived that is read next. Lags in messages cannot be compared between topics of different rates; lags in time can.',
  },
  messages({
    id: 'lost',
    label: 'Lost',
    better: 'less',
    group: LOST,
    essential: true,
    definition: 'Messages that nobody will ever read, whatever the reason.',
  }),
  {
    id: 'share',
    label: 'Share lost',
    unit: '%',
    digits: 1,
    better: 'less',
    group: LOST,
    essential: true,
    definition:
      'Of all that was produced. In the long run no store can lose less than 1 − out / in; what it still holds is not lost yet.',
  },
  {
    id: 'first',
    label: 'First loss',
    unit: 's',
    digits: 1,
    better: 'more',
    group: TROUBLE,
    essential: true,
    definition: 'When the first message was lost: the time of death.',
  },
  {
    id: 'deaths',
    label: 'Deaths',
    unit: '',
    digits: 0,
    better: 'less',
    group: TROUBLE,
    essential: true,
    definition:
      'How often the list ran out of memory, the ring began to overwrite, or the consumer of the log asked for a deleted offset (OffsetOutOfRange).',
  },
  messages({
    id: 'crashed',
    label: 'Died with the process',
    better: 'less',
    group: LOST,
    definition:
      'Messages that were in memory when it was full: the process dies of OOM (out of memory) with all it holds.',
  }),
  messages({
    id: 'refused',
    label: 'Came while it was down',
    better: 'less',
    group: LOST,
    definition: 'Messages that arrived while the process with the list was not running.',
  }),
  messages({
    id: 'overwritten',
    label: 'Overwritten',
    better: 'less',
    group: LOST,
    definition: 'Messages that the full ring gave up unread, oldest first.',
  }),
  messages({
    id: 'deleted',
    label: 'Deleted by retention',
    better: 'less',
    group: LOST,
    definition: 'Messages in segments that retention deleted before anybody had read them.',
  }),
  messages({
    id: 'skipped',
    label: 'Skipped by reset',
    better: 'less',
    group: LOST,
    definition:
      'Messages still in the log that the consumer passed over because auto.offset.reset=latest sent it to the end.',
  }),
  {
    id: 'longest',
    label: 'Longest lag in time',
    unit: 's',
    digits: 1,
    better: 'less',
    group: TROUBLE,
    definition: 'The oldest a message was at any moment when it was its turn to be read.',
  },
  {
    id: 'memory',
    label: 'Bytes',
    unit: 'MiB',
    digits: 0,
    better: 'less',
    group: BOOKS,
    essential: true,
    definition:
      'What the store takes now: memory for the list and the ring, disk for the log, read messages included.',
  },
]

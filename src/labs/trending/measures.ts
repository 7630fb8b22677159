import type { MeasureId } from '../../engine/ingest/lab/codes.ts'
import type { MeasureSpec } from '../../stage/define-lab.ts'

const FLOW = 'Events'
const TIME = 'Event time'
const COUNTED = 'What is counted'
const BOARD = 'The board'

type Spec = Omit<MeasureSpec, 'unit' | 'digits' | 'better' | 'group'> & Partial<MeasureSpec>

const events = (id: MeasureId, label: string, definition: string, more: Partial<MeasureSpec> = {}): Spec => ({
  id,
  label,
  definition,
  group: FLOW,
  unit: 'events',
  ...more,
})

const rank = (id: MeasureId, label: string, definition: string): Spec => ({
  id,
  label,
  definition,
  group: BOARD,
})

const SPECS: readonly Spec[] = [
  events('received', 'Received', 'Events that the collectors handed on to the pipeline.', {
    essential: true,
  }),
  events('rejected', 'Rejected', 'Events that broke a rule of validation: they are dead letters.'),
  events(
    'duplicate',
    'Duplicates found',
    'Accepted events whose id had come before, and which were taken out.',
  ),
  events(
    'unique',
    'Go on',
    'Events that go on to be counted: without the duplicates, where these are found.',
  ),
  events(
    'on-time',
    'On time',
    'Events whose minute the watermark had not passed. As drawn: less than five minutes old by the device’s clock.',
    { group: TIME },
  ),
  events('late', 'Late', 'Events whose minute had been told already, and was told again with them.', {
    group: TIME,
  }),
  events(
    'too-late',
    'Too late',
    'Events whose minute was closed: counted, and kept in a topic of their own. As drawn: left to a later job.',
    { group: TIME, essential: true },
  ),
  events(
    'twice',
    'Counted twice',
    'Events that came before and were counted again. An independent list of the producers’ numbers says so.',
    { group: COUNTED, better: 'less', essential: true },
  ),
  events(
    'lost',
    'Acknowledged and lost',
    'Events that a collector had acknowledged and that a crash took: nobody has them any more.',
    { group: COUNTED, better: 'less', essential: true },
  ),
  events(
    'resent',
    'Sent again after a crash',
    'Events that clients sent again because a crash took their acknowledgement.',
    { group: COUNTED },
  ),
  events('views', 'Views', 'As drawn every event about a title; corrected: every play that was started.', {
    group: COUNTED,
    unit: 'views',
  }),
  {
    id: 'views-a-play',
    label: 'Views a play',
    definition: 'Views counted for each play that was really started. One is right.',
    group: COUNTED,
    unit: 'views',
    digits: 1,
    better: 'less',
    essential: true,
  },
  {
    id: 'film',
    label: 'Views of one film',
    definition:
      'Views counted for the one account that plays one film, once the button “One film” was pressed.',
    group: COUNTED,
    unit: 'views',
    better: 'less',
  },
  {
    id: 'age',
    label: 'Age of the answer',
    definition: 'How old the newest answer about the last hour is: since the end of the time it speaks of.',
    group: TIME,
    unit: 's',
    digits: 0,
    better: 'less',
    essential: true,
  },
  {
    id: 'factor',
    label: 'Factor of the first title',
    definition:
      'How many times what is usual for it the leading title has. As drawn: its hour over the mean hour of its day. Corrected: its score.',
    group: BOARD,
    digits: 2,
    essential: true,
  },
  rank(
    'viral-rank',
    'Rank of the viral title',
    'Where the title that “Viral title” is about stands, among the first hundred.',
  ),
  rank(
    'release-rank',
    'Rank of the new title',
    'Where the title that “Release” is about stands, among the first hundred.',
  ),
  rank(
    'bots-rank',
    'Rank of the bots’ title',
    'Where the title that the bots start again and again stands, among the first hundred. Nobody watches it.',
  ),
  {
    id: 'error',
    label: 'Error to expect',
    definition:
      'The mean standard error of the first ten titles’ viewers: 1.04 over the root of the registers of their sketches.',
    group: BOARD,
    unit: '%',
    digits: 2,
    better: 'less',
  },
  {
    id: 'off',
    label: 'Error measured',
    definition:
      'How far the sketches of the first ten are from exact sets of names, on average. Only with “Exact sets beside”.',
    group: BOARD,
    unit: '%',
    digits: 2,
    better: 'less',
  },
  {
    id: 'fullest',
    label: 'Fullest partition',
    definition:
      'The fullest of the fifty partitions of players’ events over the mean, in the last ten seconds: 1 is even. As drawn: with a partition kept for what is hot.',
    group: FLOW,
    unit: '× mean',
    digits: 1,
    better: 'less',
    essential: true,
  },
  {
    id: 'reader-wait',
    label: 'Longest wait for a reader',
    definition:
      'How long the record has lain in its partition that has waited longest for the reader. As drawn: with a partition kept for what is hot.',
    group: FLOW,
    unit: 's',
    digits: 1,
    better: 'less',
  },
]

/** The trending lab's numbers, in the order of the engine's `MEASURES`. */
export const TRENDING_MEASURES: readonly MeasureSpec[] = SPECS.map((spec) => ({
  unit: '',
  digits: 0,
  better: null,
  ...spec,
}))

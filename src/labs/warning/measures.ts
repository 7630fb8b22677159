import type { MeasureSpec } from '../../stage/define-lab.ts'

const TASK = 'The task'
const FIRST = 'First alert'

const firstAlert = (id: string, label: string): MeasureSpec => ({
  id,
  label,
  unit: 's',
  digits: 0,
  better: null,
  group: FIRST,
  definition:
    'When this monitor’s alert, warning or page, first fired after the failure began, in the failing run.',
})

/** The warning lab's numbers, in the order of the engine's `measuresOf`. */
export const WARNING_MEASURES: readonly MeasureSpec[] = [
  {
    id: 'lead',
    label: 'Page before the first loss',
    unit: 's',
    digits: 1,
    better: 'more',
    group: TASK,
    definition:
      'How long the page had stood when the first message was lost. A page that had cleared by then does not count.',
    essential: true,
  },
  {
    id: 'false-pages',
    label: 'Pages in the calm run',
    unit: '',
    digits: 0,
    better: 'less',
    group: TASK,
    definition: 'How often somebody was woken in the run in which nothing fails.',
    essential: true,
  },
  {
    id: 'paged',
    label: 'Pages since',
    unit: 's',
    digits: 0,
    better: 'less',
    group: TASK,
    definition: 'Since when the failing run’s page stands, up to the first loss.',
    essential: true,
  },
  {
    id: 'objective',
    label: 'Page before late messages',
    unit: 's',
    digits: 0,
    better: 'more',
    group: TASK,
    definition:
      'How long before the page came than more than one message in a hundred was slower than the latency objective. Below zero it came after that.',
  },
  {
    id: 'false-warnings',
    label: 'Warnings in the calm run',
    unit: '',
    digits: 0,
    better: 'less',
    group: TASK,
    definition: 'How often a warning fired in the run in which nothing fails.',
    essential: true,
  },
  {
    id: 'flaps',
    label: 'Fired again',
    unit: 'times',
    digits: 0,
    better: 'less',
    group: TASK,
    definition: 'How often an alert of the failing run fired again after it had cleared.',
    essential: true,
  },
  firstAlert('buffer', 'Buffer'),
  firstAlert('lag', 'Lag'),
  firstAlert('throughput', 'Throughput'),
  firstAlert('latency', 'Latency'),
  {
    id: 'lost',
    label: 'Lost',
    unit: 'messages',
    digits: 0,
    better: 'less',
    group: TASK,
    definition:
      'Messages that met a full buffer, in both runs. The alerts change nothing: it is the same in both lanes.',
  },
]

import type { ParamSpec, ValuesOf } from '../../../shared/params.ts'

const PERSON = 'The person'
const DOCUMENT = 'The document'
const MEMORY = 'What is kept'

/** Time between two things the person does, in microseconds of simulated time. */
export const PACE = 500_000

/** Bytes of a reference from a node to a node or a line, and those a node has beside them. */
export const POINTER_BYTES = 8
export const HEADER_BYTES = 16

/** The most lines a document may grow to. */
export const MOST_LINES = 1_024

/** Everything that can be set about a run of the undo lab. */
export const UNDO_SETTINGS = [
  {
    kind: 'number',
    key: 'edit',
    label: 'Change',
    unit: '',
    help: 'How often a line is changed, as a share of all three shares.',
    group: PERSON,
    live: false,
    min: 1,
    max: 10,
    step: 1,
    default: 5,
  },
  {
    kind: 'number',
    key: 'undo',
    label: 'Undo',
    unit: '',
    help: 'How often the person takes changes back, one or several at once.',
    group: PERSON,
    live: false,
    min: 0,
    max: 10,
    step: 1,
    default: 1,
  },
  {
    kind: 'number',
    key: 'redo',
    label: 'Redo',
    unit: '',
    help: 'How often the person does again what was taken back, one change or several at once.',
    group: PERSON,
    live: false,
    min: 0,
    max: 10,
    step: 1,
    default: 1,
  },
  {
    kind: 'number',
    key: 'atonce',
    label: 'At once',
    unit: 'changes',
    help: 'Undo and redo go over one change to so many, each as likely.',
    group: PERSON,
    live: false,
    min: 1,
    max: 10,
    step: 1,
    default: 2,
  },
  {
    kind: 'choice',
    key: 'place',
    label: 'Where',
    help: 'Which line is changed: any one, one near the last, or a new one at the end.',
    group: PERSON,
    live: false,
    options: [
      { value: 'random', label: 'Any line' },
      { value: 'local', label: 'Near the last one' },
      { value: 'append', label: 'A new line at the end' },
    ],
    default: 'random',
  },
  {
    kind: 'number',
    key: 'for',
    label: 'Length',
    unit: 's',
    help: 'How long the person goes on, at two things a second.',
    group: PERSON,
    live: false,
    min: 1,
    max: 300,
    step: 1,
    default: 30,
  },
  {
    kind: 'number',
    key: 'lines',
    label: 'Lines',
    unit: 'lines',
    help: 'How many lines the document has at first.',
    group: DOCUMENT,
    live: false,
    min: 4,
    max: 256,
    step: 4,
    default: 64,
    usual: [16, 64, 256],
  },
  {
    kind: 'number',
    key: 'size',
    label: 'Size of a line',
    unit: 'bytes',
    help: 'How many bytes the text of a line has. A full copy copies them all.',
    group: DOCUMENT,
    live: false,
    min: 8,
    max: 400,
    step: 8,
    default: 80,
    usual: [40, 80, 400],
  },
  {
    kind: 'choice',
    key: 'branching',
    label: 'Branching factor',
    help: 'How many parts a node of the tree has at most. 32 is usual in libraries; “one node” is a plain array, as Immer copies it.',
    group: MEMORY,
    live: false,
    options: [
      { value: '2', label: '2' },
      { value: '4', label: '4' },
      { value: '8', label: '8' },
      { value: '32', label: '32' },
      { value: 'one', label: 'One node' },
    ],
    default: '4',
  },
  {
    kind: 'number',
    key: 'limit',
    label: 'Limit',
    unit: 'versions',
    help: 'The past and the present are at most so many versions, as redux-undo counts them: one more, and the oldest is dropped.',
    group: MEMORY,
    live: false,
    min: 1,
    max: 200,
    step: 1,
    default: 100,
    usual: [5, 20, 100],
  },
] as const satisfies readonly ParamSpec[]

export type UndoSettings = ValuesOf<typeof UNDO_SETTINGS>

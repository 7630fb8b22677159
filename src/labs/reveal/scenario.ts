import * as v from 'valibot'
import { accept, outcomeOf, type Outcome } from '../../shared/outcome.ts'
import { printParam, valuesOf } from '../../shared/params.ts'
import { anySimulation, unknownCommand, type RunSpec } from '../../engine/kernel/simulation.ts'
import { toMs } from '../../engine/kernel/time.ts'
import { END } from '../../engine/log/reveal/codes.ts'
import type { ReaderId, RevealCommand } from '../../engine/log/reveal/config.ts'
import type { RevealFrame } from '../../engine/log/reveal/frame.ts'
import type { Books } from '../../engine/log/reveal/books.ts'
import { READERS } from '../../engine/log/reveal/readers.ts'
import { RevealEngine, type SavedRevealEngine } from '../../engine/log/reveal/reveal-engine.ts'
import { REVEAL_SETTINGS } from '../../engine/log/reveal/settings.ts'
import { REVEAL_SCENARIOS } from './scenarios.ts'

const createRevealEngine = (spec: RunSpec<never>): RevealEngine =>
  new RevealEngine({ seed: spec.seed, settings: valuesOf(REVEAL_SETTINGS, spec.params) })

type OwnCommand = Exclude<RevealCommand, { kind: 'set' }>

const reader = v.picklist(['a', 'b'])

const commandSchema = v.variant('kind', [
  v.object({ kind: v.literal('stall'), reader, stalled: v.boolean() }),
  v.object({ kind: v.literal('read'), reader }),
  v.object({ kind: v.literal('clean-up') }),
])

/** `stall.b.on`, `stall.b.off`, `read.a`, `clean-up` */
function printCommand(command: OwnCommand): string {
  switch (command.kind) {
    case 'stall':
      return `stall.${command.reader}.${printParam(command.stalled)}`
    case 'read':
      return `read.${command.reader}`
    case 'clean-up':
      return command.kind
  }
}

const isReader = (text: string | undefined): text is ReaderId => text === 'a' || text === 'b'

function parseCommand(token: string): Outcome<OwnCommand> {
  if (token === 'clean-up') return accept({ kind: token })
  const [, kind, id, state] = /^(stall|read)\.([ab])(?:\.(on|off))?$/.exec(token) ?? []
  if (isReader(id)) {
    if (kind === 'read' && state === undefined) return accept({ kind, reader: id })
    if (kind === 'stall' && state !== undefined) return accept({ kind, reader: id, stalled: state === 'on' })
  }
  return unknownCommand(token)
}

const readCommand = (input: unknown): Outcome<OwnCommand> =>
  outcomeOf(v.safeParse(commandSchema, input), 'command')

const END_NAMES = {
  [END.open]: '',
  [END.read]: 'read',
  [END.lost]: 'lost',
  [END.skipped]: 'skipped',
} as const

/** A row a record: when it was made, when it went into each buffer, and what became of it for each reader there. */
function* exportRows({ lanes, log }: RevealEngine): Generator<string> {
  const own = lanes.flatMap(({ id, books }) => [
    `${id}_in_ms`,
    ...books.flatMap((_, i) => [`${id}_${READERS[i]}_end`, `${id}_${READERS[i]}_end_ms`]),
  ])
  yield ['record', 'made_ms', ...own].join(',')
  for (let record = 0; record < log.enteredAt.length; record++) {
    const cells = lanes.flatMap(({ enteredAt, books }) => [
      record < enteredAt.length ? toMs(enteredAt.get(record)) : '',
      ...books.flatMap((one) => cellsOf(one, record)),
    ])
    yield [record, toMs(log.enteredAt.get(record)), ...cells].join(',')
  }
}

const cellsOf = (books: Books, record: number): (string | number)[] => {
  const end = books.endOf(record)
  return [END_NAMES[end], end === END.open ? '' : toMs(books.endedAt(record))]
}

export const simulation = anySimulation<OwnCommand, RevealFrame, SavedRevealEngine, never>({
  params: REVEAL_SETTINGS,
  scenarios: REVEAL_SCENARIOS,
  create: createRevealEngine,
  printCommand,
  parseCommand,
  readCommand,
  exportRows: (engine) => exportRows(engine as RevealEngine), // `create` above makes no other engine
  files: null,
})

import * as v from 'valibot'
import { at } from '../../shared/assert.ts'
import { accept, outcomeOf, type Outcome } from '../../shared/outcome.ts'
import { valuesOf } from '../../shared/params.ts'
import type { SetCommand } from '../../engine/kernel/set-command.ts'
import { anySimulation, unknownCommand } from '../../engine/kernel/simulation.ts'
import { StepEngine, type SavedSteps } from '../../engine/kernel/step-engine.ts'
import { toMs } from '../../engine/kernel/time.ts'
import type { AncestorsFrame } from '../../engine/season/ancestors/frame.ts'
import {
  AncestorsModel,
  createAncestors,
  type AncestorsCommand,
} from '../../engine/season/ancestors/model.ts'
import { ANCESTORS_SETTINGS } from '../../engine/season/ancestors/settings.ts'
import { ANCESTORS_SCENARIOS } from './scenarios.ts'

const commandSchema = v.variant('kind', [
  v.object({
    kind: v.literal('start'),
    side: v.picklist(['a', 'b']),
    at: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
  v.object({ kind: v.literal('next') }),
])

/** `start.a.12`, `next` */
const printCommand = (command: AncestorsCommand): string =>
  command.kind === 'next' ? 'next' : `start.${command.side}.${command.at}`

function parseCommand(token: string): Outcome<AncestorsCommand> {
  if (token === 'next') return accept({ kind: 'next' })
  const [, side, number] = /^start\.([ab])\.(\d{1,6})$/.exec(token) ?? []
  return side === undefined
    ? unknownCommand(token)
    : accept({ kind: 'start', side: side === 'a' ? 'a' : 'b', at: Number(number) })
}

const readCommand = (input: unknown): Outcome<AncestorsCommand> =>
  outcomeOf(v.safeParse(commandSchema, input), 'command')

/** A row a question: what was asked, the best answers, and how each lane fared. */
function* exportRows({ lanes }: AncestorsModel): Generator<string> {
  const own = lanes.flatMap(({ id }) => [`${id}_answer`, `${id}_verdict`, `${id}_steps`, `${id}_looked`])
  yield ['question', 'asked_ms', 'a', 'b', 'best', ...own].join(',')
  const [first] = lanes
  for (const [i, { number, asked, a, b, best }] of (first?.questions ?? []).entries())
    yield [
      number,
      toMs(asked),
      a,
      b,
      best.join(' '),
      ...lanes.flatMap(({ questions }) => {
        const { search, verdict } = at(questions, i)
        return [search.answers.join(' '), verdict ?? '', search.steps, search.looked.size]
      }),
    ].join(',')
}

export const simulation = anySimulation<
  AncestorsCommand,
  AncestorsFrame,
  SavedSteps<AncestorsCommand | SetCommand>,
  never
>({
  params: ANCESTORS_SETTINGS,
  scenarios: ANCESTORS_SCENARIOS,
  create: ({ seed, params }) => createAncestors(seed, valuesOf(ANCESTORS_SETTINGS, params)),
  printCommand,
  parseCommand,
  readCommand,
  exportRows: (engine) => exportRows((engine as StepEngine<never, AncestorsFrame>).model as AncestorsModel), // `create` above makes no other
  files: null,
})

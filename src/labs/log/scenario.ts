import * as v from 'valibot'
import { outcomeOf, type Outcome } from '../../shared/outcome.ts'
import { printParam, valuesOf } from '../../shared/params.ts'
import { anySimulation, unknownCommand, type RunSpec } from '../../engine/kernel/simulation.ts'
import type { TopicCommand } from '../../engine/log/topic/config.ts'
import { eventRows, topicFiles } from '../../engine/log/topic/export.ts'
import type { TopicFrame } from '../../engine/log/topic/frame.ts'
import { TOPIC_SETTINGS } from '../../engine/log/topic/settings.ts'
import { TopicEngine, type SavedTopicEngine } from '../../engine/log/topic/topic-engine.ts'
import { LOG_SCENARIOS } from './scenarios.ts'

/** What a run is created with, from what the page or the terminal asked for. */
const createTopicEngine = (spec: RunSpec<never>): TopicEngine =>
  new TopicEngine({ seed: spec.seed, settings: valuesOf(TOPIC_SETTINGS, spec.params) })

type OwnCommand = Exclude<TopicCommand, { kind: 'set' }>

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const MOST_HOURS = 10_000

const commandSchema = v.variant('kind', [
  v.object({ kind: v.literal('clean-up') }),
  v.object({ kind: v.literal('pause-group'), group: whole, paused: v.boolean() }),
  v.object({ kind: v.literal('join-group'), from: v.picklist(['earliest', 'latest']) }),
  v.object({ kind: v.literal('find'), partition: whole, offset: whole }),
  v.object({
    kind: v.literal('future-record'),
    hours: v.pipe(whole, v.minValue(1), v.maxValue(MOST_HOURS)),
  }),
  v.object({ kind: v.literal('delete-records'), partition: whole, offset: whole }),
])

/** `clean`, `pause.1.on`, `join.earliest`, `find.0.1234`, `future.48`, `before.0.1234` */
function printCommand(command: OwnCommand): string {
  switch (command.kind) {
    case 'clean-up':
      return 'clean'
    case 'pause-group':
      return `pause.${command.group}.${printParam(command.paused)}`
    case 'join-group':
      return `join.${command.from}`
    case 'find':
      return `find.${command.partition}.${command.offset}`
    case 'future-record':
      return `future.${command.hours}`
    case 'delete-records':
      return `before.${command.partition}.${command.offset}`
  }
}

function parseCommand(token: string): Outcome<OwnCommand> {
  const [kind = '', first = '', second = ''] = token.split('.')
  const read = readCommand(READ[kind]?.(first, second))
  return read.ok ? read : unknownCommand(token)
}

/** What a token's parts say, to be checked as any other command is. */
const READ: Readonly<Record<string, (first: string, second: string) => unknown>> = {
  clean: () => ({ kind: 'clean-up' }),
  pause: (group, paused) => ({
    kind: 'pause-group',
    group: number(group),
    paused: paused === 'on' ? true : paused === 'off' ? false : null,
  }),
  join: (from) => ({ kind: 'join-group', from }),
  find: (partition, offset) => ({ kind: 'find', partition: number(partition), offset: number(offset) }),
  future: (hours) => ({ kind: 'future-record', hours: number(hours) }),
  before: (partition, offset) => ({
    kind: 'delete-records',
    partition: number(partition),
    offset: number(offset),
  }),
}

const number = (text: string): number => (/^\d{1,16}$/.test(text) ? Number(text) : Number.NaN)

const readCommand = (input: unknown): Outcome<OwnCommand> =>
  outcomeOf(v.safeParse(commandSchema, input), 'command')

export const simulation = anySimulation<OwnCommand, TopicFrame, SavedTopicEngine, never>({
  params: TOPIC_SETTINGS,
  scenarios: LOG_SCENARIOS,
  create: createTopicEngine,
  printCommand,
  parseCommand,
  readCommand,
  // `create` above makes no other engine.
  exportRows: (engine) => eventRows(engine as TopicEngine),
  partitionFiles: (engine) => topicFiles(engine as TopicEngine),
  files: null,
})

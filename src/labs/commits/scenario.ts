import * as v from 'valibot'
import { at } from '../../shared/assert.ts'
import { outcomeOf, type Outcome } from '../../shared/outcome.ts'
import { valuesOf } from '../../shared/params.ts'
import { anySimulation, unknownCommand } from '../../engine/kernel/simulation.ts'
import { StepEngine, type SavedSteps } from '../../engine/kernel/step-engine.ts'
import type { SetCommand } from '../../engine/kernel/set-command.ts'
import { toMs } from '../../engine/kernel/time.ts'
import { BRANCHES } from '../../engine/season/commits/codes.ts'
import type { CommitsFrame } from '../../engine/season/commits/frame.ts'
import { CommitsModel, createCommits, type CommitsCommand } from '../../engine/season/commits/model.ts'
import { COMMITS_SETTINGS } from '../../engine/season/commits/settings.ts'
import { COMMITS_SCENARIOS } from './scenarios.ts'

const NUMBER = v.pipe(v.number(), v.integer(), v.minValue(0))

const commandSchema = v.variant('kind', [
  v.object({ kind: v.literal('commit') }),
  v.object({ kind: v.literal('gc') }),
  v.object({ kind: v.literal('branch'), at: v.nullable(NUMBER) }),
  v.object({ kind: v.literal('amend'), back: NUMBER }),
  v.object({ kind: v.picklist(['checkout', 'merge', 'delete']), branch: v.picklist(BRANCHES) }),
])

/** `commit`, `gc`, `branch.head`, `branch.12`, `amend.1`, `checkout.fix`, `merge.fix`, `delete.fix` */
function printCommand(command: CommitsCommand): string {
  switch (command.kind) {
    case 'commit':
    case 'gc':
      return command.kind
    case 'branch':
      return `branch.${command.at ?? 'head'}`
    case 'amend':
      return `amend.${command.back}`
    case 'checkout':
    case 'merge':
    case 'delete':
      return `${command.kind}.${command.branch}`
  }
}

function parseCommand(token: string): Outcome<CommitsCommand> {
  const [kind = '', what = ''] = token.split('.')
  const number = /^\d{1,6}$/.test(what) ? Number(what) : null
  const read = readCommand({ kind, branch: what, back: number, at: number })
  return read.ok && printCommand(read.value) === token ? read : unknownCommand(token)
}

const readCommand = (input: unknown): Outcome<CommitsCommand> =>
  outcomeOf(v.safeParse(commandSchema, input), 'command')

/** A row a commit: when it was made, where, on what, and what became of it in each lane. */
function* exportRows({ repository, lanes }: CommitsModel): Generator<string> {
  yield ['commit', 'id', 'made_ms', 'branch', 'content', 'parents', ...lanes.map(({ id }) => id)].join(',')
  for (const { seq, id, at: made, branch, content, parents } of repository.commits)
    yield [
      seq,
      id,
      toMs(made),
      branch,
      `"${content}"`,
      parents.map((parent) => at(repository.commits, parent).id).join(' '),
      ...lanes.map((lane) => lane.fateOf(seq)),
    ].join(',')
}

export const simulation = anySimulation<
  CommitsCommand,
  CommitsFrame,
  SavedSteps<CommitsCommand | SetCommand>,
  never
>({
  params: COMMITS_SETTINGS,
  scenarios: COMMITS_SCENARIOS,
  create: ({ seed, params }) => createCommits(seed, valuesOf(COMMITS_SETTINGS, params)),
  printCommand,
  parseCommand,
  readCommand,
  exportRows: (engine) => exportRows((engine as StepEngine<never, CommitsFrame>).model as CommitsModel), // `create` above makes no other
  files: null,
})

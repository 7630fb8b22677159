import type { OpenRequest, Pulled, PullRequest } from '../../../src/session/protocol.ts'
import { SECOND, type SimTime } from '../../../src/engine/kernel/time.ts'
import type { RunSpec } from '../../../src/engine/kernel/simulation.ts'
import { JOURNEY } from '../../../src/engine/jitter/fate.ts'
import type { JitterFrame } from '../../../src/engine/jitter/frame.ts'
import { simulation as jitter } from '../../../src/labs/jitter/scenario.ts'
import { sentence, type Outcome } from '../../../src/shared/outcome.ts'
import type { ParamValue } from '../../../src/shared/params.ts'
import { scenarioParams } from '../../../src/state/lab-address.ts'
import { at } from '../../../src/shared/assert.ts'
import type { Session } from './host-session.ts'

/** The value of an outcome that must be one; fails with the reason when it was refused. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`refused: ${sentence(outcome.problem)}`)
  return outcome.value
}

/** The reason of an outcome that must be a refusal. */
export function refusalOf(outcome: Outcome<unknown>): string {
  if (outcome.ok) throw new Error('it was not refused')
  return sentence(outcome.problem)
}

/** A request for one of the jitter lab's scenarios, as an untouched page makes it. */
export function jitterRun(
  scenario: string,
  changes: { seed?: number; params?: Readonly<Record<string, ParamValue>> } = {},
): OpenRequest {
  const found = jitter.scenarios.find(({ id }) => id === scenario)
  if (found === undefined) throw new Error(`no scenario ${scenario}`)
  const spec: RunSpec = {
    scenario,
    seed: changes.seed ?? found.seed,
    params: { ...scenarioParams(jitter.params, found), ...changes.params },
    attachment: null,
  }
  return { lab: 'jitter', spec, log: null }
}

const REQUEST: PullRequest = {
  advance: 0,
  before: 2 * SECOND,
  after: 0,
  details: true,
  checks: false,
  logVersion: 0,
}

export const pull = async (session: Session, request: Partial<PullRequest> = {}): Promise<Pulled> =>
  valueOf(await session.pull({ ...REQUEST, ...request }, null))

/** Asks until the run has arrived where it was sent. */
export async function arrive(session: Session): Promise<Pulled> {
  for (;;) {
    const pulled = await pull(session)
    if (pulled.settled) return pulled
  }
}

export async function goTo(session: Session, time: SimTime): Promise<Pulled> {
  valueOf(await session.seek(time))
  return arrive(session)
}

export function hashOf({ details }: Pulled): string {
  if (details === null) throw new Error('no details were asked for')
  return details.hash
}

export const jitterFrame = ({ frame }: Pick<Pulled, 'frame'>): JitterFrame => frame as JitterFrame // only the jitter lab is open

/** The newest packet still in the network. */
export function packetOnItsWay(pulled: Pulled): number {
  const { number, journey } = jitterFrame(pulled).packets
  const row = journey.lastIndexOf(JOURNEY.travelling)
  return at(number, row)
}

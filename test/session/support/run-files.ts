import { expect } from 'vitest'
import { SECOND } from '../../../src/engine/kernel/time.ts'
import { Host } from '../../../src/session/host.ts'
import type { Imported, LoadedRun, OpenRequest, PullRequest } from '../../../src/session/protocol.ts'
import { readRunFile } from '../../../src/session/run-file.ts'
import { sentence, type Outcome } from '../../../src/shared/outcome.ts'
import { printLabAddress } from '../../../src/state/lab-address.ts'
import { arrive, goTo, jitterRun, packetOnItsWay, refusalOf, valueOf } from './asking.ts'
import { sessionOf } from './host-session.ts'
import { flying } from './sessions.ts'
import { loadSimulation } from './simulations.ts'

const TRACE = [
  'seq,send_ms,arrival_ms',
  ...Array.from({ length: 100 }, (_, i) => `${i},${i * 30},${i % 9 === 8 ? '' : i * 30 + 40 + (i % 5) * 11}`),
  '7,210,400',
  '20,600,900',
].join('\n')

/** A file with everything in it: parameters, commands of every kind, branches, with or without a trace. */
export async function writeRun(withTrace: boolean): Promise<string> {
  const session = sessionOf(new Host(loadSimulation, () => 0))
  const request = jitterRun('rough-patch', {
    params: { for: 15, delay: 70, order: false, policy: ['whiteboard', 'neteq', 'slide5-wired'] },
  })
  valueOf(await session.open(request))
  if (withTrace) {
    const imported = valueOf(
      await session.importFile(new Blob([TRACE]), 'walk.csv', () => {}, new AbortController().signal),
    )
    if (imported.kind !== 'attachment') throw new Error('a trace was expected')
    valueOf(await session.open({ ...request, spec: { ...request.spec, attachment: imported.attachment } }))
  }
  const packet = packetOnItsWay(await goTo(session, SECOND))
  const give = async (command: unknown, time: number | null): Promise<void> => {
    valueOf(await session.apply(command, time, null))
    await arrive(session)
  }
  await give({ kind: 'lose', packet }, null)
  await goTo(session, 3 * SECOND)
  await give({ kind: 'set', key: 'shape', value: 'pareto' }, 2 * SECOND)
  await give({ kind: 'set', key: 'order', value: true }, null)
  await give({ kind: 'set', key: 'delay', value: 20 }, 2.5 * SECOND)
  await goTo(session, 2.8 * SECOND)
  return valueOf(await session.exportRun())
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

export const parse = (text: string): { [key: string]: Json } => JSON.parse(text) as { [key: string]: Json } // our own export

export const read = (text: string): Promise<Outcome<Imported>> => readRunFile(text, loadSimulation)

export const refusal = async (file: Json): Promise<string> => refusalOf(await read(JSON.stringify(file)))

export async function accepted(file: Json): Promise<{ run: LoadedRun; notices: readonly string[] }> {
  const imported = valueOf(await read(JSON.stringify(file)))
  if (imported.kind !== 'run') throw new Error('a run was expected')
  return imported
}

export const REQUEST: PullRequest = {
  advance: 0,
  before: 5 * SECOND,
  after: SECOND,
  details: true,
  checks: true,
  logVersion: 0,
}

/** The query of an address that leads to the run. */
async function addressOf({ lab, spec }: OpenRequest, branch: readonly string[]): Promise<string> {
  const tables = await loadSimulation(lab)
  if (tables === null) throw new Error(`no lab ${lab}`)
  return printLabAddress({ ...spec, time: 5, branch, attachment: spec.attachment?.id ?? null }, tables)
}

/** Opens the run and does with it what a person can: nothing of it may throw. */
export async function exercise({ request }: LoadedRun): Promise<void> {
  const host = new Host(loadSimulation, flying())
  valueOf(await host.open(request))
  const pull = (times: number, advance: number): void => {
    for (let i = 0; i < times; i++) host.pull({ ...REQUEST, advance }, null)
  }
  pull(4, SECOND)
  host.stepForward()
  pull(2, 0)
  host.stepBack()
  pull(2, 0)
  host.seek(1e12)
  pull(4, 0)
  for (const { id } of request.log?.branches ?? []) {
    valueOf(host.switchTo(id))
    pull(2, SECOND)
  }
  host.series()
  const link = host.link()
  expect(link.every((token) => token.includes('!'))).toBe(true)
  expect(await addressOf(request, link)).toMatch(/^[!-~]*$/)
  expect(host.exportRows().length).toBeGreaterThan(10)
  valueOf(await read(host.exportRun()))
}

/** A sentence for a person: words, no programmer's leftovers. */
export function expectSentence(outcome: Outcome<unknown>): void {
  if (outcome.ok) return
  const said = sentence(outcome.problem)
  expect(said).toMatch(/[a-z]{2,} .*[a-z]{2,}/i)
  expect(said).not.toMatch(/\[object|undefined is|Cannot read/)
  expect(said.length).toBeLessThan(1_000)
}

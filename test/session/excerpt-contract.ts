import { describe, expect, it } from 'vitest'
import type { JitterExcerpt } from '../../src/engine/jitter/excerpt.ts'
import type { Span } from '../../src/engine/kernel/engine.ts'
import { SECOND } from '../../src/engine/kernel/time.ts'
import { scanBatches } from '../../src/engine/log/bytes/scan.ts'
import { simulation as log } from '../../src/labs/log/scenario.ts'
import { scenarioParams } from '../../src/state/lab-address.ts'
import { goTo, hashOf, jitterRun, packetOnItsWay, pull, refusalOf, valueOf } from './support/asking.ts'
import type { Session } from './support/host-session.ts'
import { flying, sessionsOf, type Connect } from './support/sessions.ts'

const take = async (session: Session, span: Span): Promise<JitterExcerpt> =>
  valueOf(await session.excerpt(span)) as JitterExcerpt // only the jitter lab is open

/** A passage of a run, whole, wherever the host lives. */
export function excerptContract(where: string, connect: Connect): void {
  const { start } = sessionsOf(connect)

  describe(`${where}: an excerpt`, () => {
    const span = { from: 2 * SECOND, to: 5 * SECOND }

    it('is the same from before the passage, from within it and from after it; the run stays where it is', async () => {
      const session = await start(jitterRun('high'))
      const told: JitterExcerpt[] = []
      for (const time of [0, 3.3 * SECOND, 9 * SECOND]) {
        const before = await goTo(session, time)
        told.push(await take(session, span))
        const after = await pull(session)
        expect({ now: after.now, hash: hashOf(after), horizons: after.log }).toEqual({
          now: time,
          hash: hashOf(before),
          horizons: before.log,
        })
      }
      expect(told[0]?.packets.sent.length).toBeGreaterThan(80)
      expect(told[1]).toEqual(told[0])
      expect(told[2]).toEqual(told[0])
    })

    it('follows the branch one stands on, changes still to come included', async () => {
      const session = await start(jitterRun('medium'))
      const plain = await take(session, span)
      const packet = packetOnItsWay(await goTo(session, 2.5 * SECOND))
      await goTo(session, 6 * SECOND)
      valueOf(await session.apply({ kind: 'lose', packet }, 2.5 * SECOND, null))
      await goTo(session, SECOND)
      const changed = await take(session, span)
      const row = plain.packets.sent.findIndex(
        (sent, i) =>
          sent === changed.packets.sent[i] &&
          Number.isNaN(changed.packets.arrived[i]) &&
          !Number.isNaN(plain.packets.arrived[i]),
      )
      expect(row, 'the packet that was lost').toBeGreaterThan(-1)
      valueOf(await session.switchTo('main'))
      expect(await take(session, span)).toEqual(plain)
    })

    it('knows the changes that a scenario brings along', async () => {
      const session = await start(jitterRun('rough-patch'))
      const early = await take(session, { from: 9 * SECOND, to: 15 * SECOND })
      await goTo(session, 20 * SECOND)
      expect(await take(session, { from: 9 * SECOND, to: 15 * SECOND })).toEqual(early)
    })

    it('does not wait for a run that is on its way', async () => {
      const session = await start(jitterRun('high'), flying())
      const settled = await take(session, span)
      await pull(session, { advance: 60 * SECOND })
      expect(await take(session, span)).toEqual(settled)
    })

    it('reaches a minute ahead, and beyond the end of the run tells of nothing', async () => {
      const session = await start(jitterRun('low', { params: { for: 2 } }))
      const all = await take(session, { from: 0, to: 60 * SECOND })
      expect(all.packets.sent).toHaveLength(60)
      expect(all.lanes.every(({ finishedAt }) => finishedAt !== null)).toBe(true)
      expect((await take(session, { from: 30 * SECOND, to: 40 * SECOND })).packets.sent).toHaveLength(0)
      expect(refusalOf(await session.excerpt({ from: 0, to: 60 * SECOND + 1 }))).toContain('a minute ahead')
    })

    it('is refused by a lab that has none', async () => {
      const spec = { scenario: 'calm', seed: 1, params: {}, attachment: null }
      const session = await start({ lab: 'ring', spec, log: null })
      expect(refusalOf(await session.excerpt(span))).toBe('this lab gives no excerpts')
    })
  })

  describe(`${where}: the files of a partition`, () => {
    it('are whole logs of their own, as the run stands; other labs and partitions have none', async () => {
      const scenario = log.scenarios[0]
      if (scenario === undefined) throw new Error('the log lab has scenarios')
      const params = scenarioParams(log.params, scenario)
      const spec = { scenario: scenario.id, seed: scenario.seed, params, attachment: null }
      const session = await start({ lab: 'log', spec, log: null })
      const sizes: number[] = []
      for (const time of [4 * SECOND, 9 * SECOND]) {
        await goTo(session, time)
        const { segments } = valueOf(await session.partitionFiles(0))
        const bytes = segments.map(({ log: file }) => file)
        for (const file of bytes) {
          expect(scanBatches(file).problem).toBeNull()
          expect(file.buffer.byteLength, 'nothing travels beside it').toBe(file.length)
        }
        sizes.push(bytes.reduce((sum, { length }) => sum + length, 0))
      }
      expect(sizes[0]).toBeGreaterThan(1_000)
      expect(sizes[1]).toBeGreaterThan(sizes[0] ?? 0)
      expect(refusalOf(await session.partitionFiles(77))).toContain('77')
      const other = await start(jitterRun('low'))
      expect(refusalOf(await other.partitionFiles(0))).toContain('there is no log')
    })
  })
}

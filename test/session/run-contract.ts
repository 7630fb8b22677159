import { describe, expect, it } from 'vitest'
import { SECOND } from '../../src/engine/kernel/time.ts'
import { at } from '../../src/shared/assert.ts'
import {
  arrive,
  goTo,
  hashOf,
  jitterFrame,
  jitterRun,
  packetOnItsWay,
  pull,
  refusalOf,
  valueOf,
} from './support/asking.ts'
import { flying, sessionsOf, type Connect } from './support/sessions.ts'

/** Opening a run, moving in it and changing it, wherever the host lives. */
export function runContract(where: string, connect: Connect): void {
  const { start, hashAt } = sessionsOf(connect)

  describe(`${where}: opening`, () => {
    it('refuses a lab that is not there, in words, and keeps the run that is open', async () => {
      const session = await start(jitterRun('low'))
      const before = await goTo(session, SECOND)
      expect(refusalOf(await session.open({ ...jitterRun('low'), lab: 'nowhere' }))).toBe(
        'there is no lab "nowhere"',
      )
      expect(hashOf(await pull(session))).toBe(hashOf(before))
    })

    it('begins at 0 on the first branch, with the changes that the scenario brings along', async () => {
      const session = await start(jitterRun('rough-patch'))
      const { now, goal, settled, branch, log } = await pull(session)
      expect({ now, goal, settled, branch }).toEqual({ now: 0, goal: 0, settled: true, branch: 'main' })
      expect(log?.branches).toHaveLength(1)
      expect(log?.branches[0]?.commands).toEqual([
        { at: 10 * SECOND, command: { kind: 'set', key: 'spread', value: 20 }, scripted: true },
      ])
    })

    it('takes the place of the run before, nothing of which is left', async () => {
      const session = await start(jitterRun('high'))
      await goTo(session, 4 * SECOND)
      valueOf(await session.apply({ kind: 'set', key: 'base', value: 80 }, SECOND, null))
      valueOf(await session.compare({ kind: 'params', params: jitterRun('low').spec.params }))
      valueOf(await session.open(jitterRun('low')))
      const { now, log, compared } = await pull(session)
      expect({ now, branches: log?.branches.length, compared }).toEqual({
        now: 0,
        branches: 1,
        compared: null,
      })
      expect(hashOf(await goTo(session, 3 * SECOND))).toBe(await hashAt(jitterRun('low'), 3 * SECOND))
    })
  })

  describe(`${where}: pulling`, () => {
    it('moves on by what is asked, and what is asked adds up', async () => {
      const session = await start(jitterRun('low'))
      for (const advance of [100_000, 1, 33_333, 0]) await pull(session, { advance })
      const { now, goal, settled } = await pull(session)
      expect({ now, goal, settled }).toEqual({ now: 133_334, goal: 133_334, settled: true })
    })

    it('says truly how far it got when its time was up, and goes on to the same goal', async () => {
      const session = await start(jitterRun('low', { params: { for: 60 } }), flying())
      const first = await pull(session, { advance: 50 * SECOND })
      expect(first.settled).toBe(false)
      expect(first.goal).toBe(50 * SECOND)
      expect(first.now).toBeGreaterThan(0)
      expect(first.now).toBeLessThan(50 * SECOND)
      const second = await pull(session, { advance: SECOND })
      expect(second.goal).toBe(50 * SECOND)
      expect(second.now).toBeGreaterThan(first.now)
      const reached = await arrive(session)
      expect(reached.now).toBe(50 * SECOND)
      expect(hashOf(reached)).toBe(await hashAt(jitterRun('low', { params: { for: 60 } }), 50 * SECOND))
    })

    it('stops at the end of the run, whatever is asked', async () => {
      const session = await start(jitterRun('low', { params: { for: 2 } }))
      await pull(session, { advance: 1e12 })
      await arrive(session)
      await pull(session, { advance: 1e12 })
      const { now, goal, extent } = await arrive(session)
      expect(now).toBe(extent)
      expect(goal).toBe(extent)
      expect(extent).toBeGreaterThan(1.9 * SECOND)
      expect(extent).toBeLessThan(4 * SECOND)
    })

    it('shows the stretch of time that is asked for', async () => {
      const session = await start(jitterRun('low'))
      await goTo(session, 3 * SECOND)
      const pulled = await pull(session, { before: SECOND, after: 250_000 })
      expect(jitterFrame(pulled).span).toEqual({ from: 2 * SECOND, to: 3.25 * SECOND })
      const narrow = await pull(session, { before: 100_000, after: 0 })
      expect(jitterFrame(narrow).packets.number.length).toBeLessThan(
        jitterFrame(pulled).packets.number.length,
      )
    })

    it('hands over details and checks only when they are asked for', async () => {
      const session = await start(jitterRun('high'))
      await goTo(session, 5 * SECOND)
      const without = await pull(session, { details: false, checks: false })
      expect([without.details, without.checks]).toEqual([null, null])
      const withBoth = await pull(session, { details: true, checks: true })
      expect(withBoth.details?.hash).toMatch(/^[0-9a-f]{16}$/)
      expect(withBoth.details?.landmarks.length).toBeGreaterThan(0)
      expect(withBoth.checks?.length).toBeGreaterThan(0)
    })

    it('hands over the log only when it changed', async () => {
      const session = await start(jitterRun('low'))
      const { logVersion, log } = await goTo(session, SECOND)
      expect(log).not.toBeNull()
      expect((await pull(session, { logVersion })).log).toBeNull()
      valueOf(await session.apply({ kind: 'set', key: 'base', value: 30 }, null, null))
      const changed = await pull(session, { logVersion })
      expect(changed.logVersion).not.toBe(logVersion)
      expect(changed.log?.branches[0]?.commands).toHaveLength(1)
    })

    it('one large step and many small ones are the same run', async () => {
      const request = jitterRun('high', { seed: 11 })
      const session = await start(request)
      let sum = 0
      for (let i = 0; sum < 6 * SECOND; i++) {
        const advance = Math.min(6 * SECOND - sum, ((i * 7_919) % 40_000) + 1)
        sum += advance
        await pull(session, { advance, details: false })
      }
      const reached = await pull(session)
      expect(reached.now).toBe(6 * SECOND)
      expect(hashOf(reached)).toBe(await hashAt(request, 6 * SECOND))
      expect(hashOf(reached)).not.toBe(await hashAt(jitterRun('high', { seed: 12 }), 6 * SECOND))
    })
  })

  describe(`${where}: changing a run`, () => {
    it('takes a command now, on the branch one stands on', async () => {
      const session = await start(jitterRun('low'))
      const before = await goTo(session, SECOND)
      const packet = packetOnItsWay(before)
      expect(valueOf(await session.apply({ kind: 'lose', packet }, null, null))).toBe('main')
      const after = await arrive(session)
      expect(after.now).toBe(SECOND)
      expect(hashOf(after)).not.toBe(hashOf(before))
      expect(after.log?.branches.map(({ id }) => id)).toEqual(['main'])
    })

    it.each([
      ['a setting that is not there', { kind: 'set', key: 'nothing', value: 1 }, /no setting "nothing"/],
      ['a setting that holds from the start', { kind: 'set', key: 'fps', value: 20 }, /from the start/],
      ['a value beyond its bounds', { kind: 'set', key: 'base', value: 1e9 }, /above 2000/],
      ['a packet that arrived long ago', { kind: 'lose', packet: 0 }, /has already arrived/],
      ['a packet not sent yet', { kind: 'move', packet: 10_000, arrival: SECOND }, /not been sent/],
      ['a command of another lab', { kind: 'push' }, /^command: /],
      ['no command at all', 'go on', /^command: /],
      ['nothing', null, /^command: /],
    ])('refuses %s in words and changes nothing', async (_what, command, words) => {
      const session = await start(jitterRun('low'))
      const before = await goTo(session, 2 * SECOND)
      expect(refusalOf(await session.apply(command, null, null))).toMatch(words)
      expect(refusalOf(await session.apply(command, 2 * SECOND - 1, 'drag'))).toMatch(words)
      const after = await arrive(session)
      expect(hashOf(after)).toBe(hashOf(before))
      expect(after.log).toEqual(before.log)
      expect(after.now).toBe(2 * SECOND)
    })

    it('refuses a command in the future', async () => {
      const session = await start(jitterRun('low'))
      await goTo(session, SECOND)
      const command = { kind: 'set', key: 'base', value: 30 }
      expect(refusalOf(await session.apply(command, SECOND + 1, null))).toContain('cannot be given')
    })

    it('forks in the past, comes back to where one stood, and keeps the old future', async () => {
      const session = await start(jitterRun('medium'))
      const old = await goTo(session, 4 * SECOND)
      const branch = valueOf(await session.apply({ kind: 'set', key: 'spread', value: 60 }, SECOND, null))
      const forked = await arrive(session)
      expect(branch).not.toBe('main')
      expect(forked.branch).toBe(branch)
      expect(forked.now).toBe(4 * SECOND)
      expect(hashOf(forked)).not.toBe(hashOf(old))
      expect(forked.log?.branches.map(({ id, parent, forkAt }) => ({ id, parent, forkAt }))).toEqual([
        { id: 'main', parent: null, forkAt: 0 },
        { id: branch, parent: 'main', forkAt: SECOND },
      ])
      valueOf(await session.switchTo('main'))
      expect(hashOf(await arrive(session))).toBe(hashOf(old))
    })

    it('lets the commands of one gesture replace each other, and only those', async () => {
      const session = await start(jitterRun('medium'))
      const packet = packetOnItsWay(await goTo(session, SECOND))
      await goTo(session, 3 * SECOND)
      const move = async (arrival: number, gesture: string): Promise<string> =>
        valueOf(await session.apply({ kind: 'move', packet, arrival }, SECOND, gesture))
      const first = await move(1.2 * SECOND, 'drag 1')
      expect(await move(1.3 * SECOND, 'drag 1')).toBe(first)
      expect(await move(1.4 * SECOND, 'drag 1')).toBe(first)
      const amended = await arrive(session)
      expect(amended.log?.branches).toHaveLength(2)
      expect(amended.log?.branches[1]?.commands.map(({ command }) => command)).toEqual([
        { kind: 'move', packet, arrival: 1.4 * SECOND },
      ])
      expect(await move(1.5 * SECOND, 'drag 2')).not.toBe(first)
      expect((await arrive(session)).log?.branches).toHaveLength(3)
    })
  })

  describe(`${where}: moving in time`, () => {
    it('comes to the same state at a moment, from whichever side', async () => {
      const session = await start(jitterRun('high'))
      const there = await goTo(session, 2_345_678)
      await goTo(session, 9 * SECOND)
      const again = await goTo(session, 2_345_678)
      expect(again.now).toBe(2_345_678)
      expect(hashOf(again)).toBe(hashOf(there))
      expect(again.frame).toEqual(there.frame)
    })

    it('remembers the moments of trouble ahead when one goes back, until something changes', async () => {
      const session = await start(jitterRun('high'))
      const marks = async (time: number) => (await goTo(session, time)).details?.landmarks ?? []
      const all = await marks(20 * SECOND)
      expect(all.length).toBeGreaterThan(1)
      expect(await marks(0)).toEqual(all)
      expect(await marks(5 * SECOND)).toEqual(all)
      expect(await marks(20 * SECOND)).toEqual(all)
      await goTo(session, 0)
      valueOf(await session.apply({ kind: 'set', key: 'spread', value: 0 }, null, null))
      expect((await arrive(session)).details?.landmarks).toEqual([])
    })

    it('keeps within the run', async () => {
      const session = await start(jitterRun('low', { params: { for: 2 } }))
      expect((await goTo(session, -5)).now).toBe(0)
      const { now, extent } = await goTo(session, 1e15)
      expect(now).toBe(extent)
    })

    it('steps to the next event and back to the one before', async () => {
      const session = await start(jitterRun('low'))
      await goTo(session, SECOND)
      const times: number[] = []
      const hashes: string[] = []
      for (let i = 0; i < 5; i++) {
        expect(valueOf(await session.stepForward())).toBe(true)
        const pulled = await arrive(session)
        times.push(pulled.now)
        hashes.push(hashOf(pulled))
      }
      expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
      expect(at(times, 0)).toBeGreaterThan(SECOND)
      for (let i = 3; i >= 0; i--) {
        valueOf(await session.stepBack())
        const pulled = await arrive(session)
        expect(pulled.now).toBe(times[i])
        expect(hashOf(pulled)).toBe(hashes[i])
      }
    })

    it('says when there is no event to step to, and steps back to 0 at most', async () => {
      const session = await start(jitterRun('low', { params: { for: 1 } }))
      const end = await goTo(session, 1e12)
      expect(valueOf(await session.stepForward())).toBe(false)
      expect((await arrive(session)).now).toBe(end.now)
      await goTo(session, 1)
      for (let i = 0; i < 3; i++) valueOf(await session.stepBack())
      expect((await arrive(session)).now).toBe(0)
    })
  })

  describe(`${where}: studying`, () => {
    it('answers part by part about the run as it stands, and leaves it as it was', async () => {
      const session = await start(jitterRun('high'))
      const before = await goTo(session, 5 * SECOND)
      const first = valueOf(await session.study(0))
      expect(first).toMatchObject({ at: 5 * SECOND, piece: { kind: 'policy', mode: 'skip' } })
      const last = valueOf(await session.study((first?.parts ?? 0) - 1))
      expect(last).toMatchObject({
        at: 5 * SECOND,
        parts: first?.parts,
        piece: { kind: 'curve', mode: 'stall' },
      })
      expect(hashOf(await pull(session))).toBe(hashOf(before))
    })
  })
}

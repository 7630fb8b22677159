import { describe, expect, it } from 'vitest'
import { MILLISECOND, SECOND } from '../../src/engine/kernel/time.ts'
import { JITTER_MEASURES } from '../../src/labs/jitter/measures.ts'
import {
  arrive,
  goTo,
  hashOf,
  jitterRun,
  packetOnItsWay,
  pull,
  refusalOf,
  valueOf,
} from './support/asking.ts'
import type { Session } from './support/host-session.ts'
import { flying, sessionsOf, type Connect } from './support/sessions.ts'

/** Several futures of a run, side by side and in links, wherever the host lives. */
export function branchContract(where: string, connect: Connect): void {
  const { fresh, start, hashAt } = sessionsOf(connect)

  describe(`${where}: branches`, () => {
    const forked = async (): Promise<{ session: Session; branch: string }> => {
      const session = await start(jitterRun('medium'))
      await goTo(session, 3 * SECOND)
      const branch = valueOf(await session.apply({ kind: 'set', key: 'base', value: 90 }, SECOND, null))
      await arrive(session)
      return { session, branch }
    }

    it('keeps the moment when one goes on to another branch', async () => {
      const { session } = await forked()
      await goTo(session, 2 * SECOND)
      valueOf(await session.switchTo('main'))
      const { now, branch } = await arrive(session)
      expect({ now, branch }).toEqual({ now: 2 * SECOND, branch: 'main' })
    })

    it('knows no branch that is not there', async () => {
      const { session } = await forked()
      expect(refusalOf(await session.switchTo('b77'))).toBe('there is no branch b77')
      expect(refusalOf(await session.removeBranch('b77'))).toBe('there is no branch b77')
      expect(refusalOf(await session.renameBranch('b77', 'x'))).toBe('there is no branch b77')
    })

    it('removes a branch that nobody stands on', async () => {
      const { session, branch } = await forked()
      expect(refusalOf(await session.removeBranch(branch))).toContain('in use')
      valueOf(await session.switchTo('main'))
      expect(refusalOf(await session.removeBranch('main'))).toContain('first run stays')
      valueOf(await session.removeBranch(branch))
      expect((await arrive(session)).log?.branches.map(({ id }) => id)).toEqual(['main'])
    })

    it('gives a branch another name, of a length one can read', async () => {
      const { session, branch } = await forked()
      valueOf(await session.renameBranch(branch, `longer way ${'x'.repeat(500)}`))
      const name = (await arrive(session)).log?.branches[1]?.name ?? ''
      expect(name).toMatch(/^longer way x+$/)
      expect(name).toHaveLength(80)
    })
  })

  describe(`${where}: comparing`, () => {
    const other = jitterRun('medium', { params: { delay: 300 } })

    it('runs the same input under other parameters, at the same moment', async () => {
      const session = await start(jitterRun('medium'))
      await goTo(session, 2 * SECOND)
      valueOf(await session.compare({ kind: 'params', params: other.spec.params }))
      for (const advance of [0, 500_000, 33_333]) {
        const { now, compared } = await pull(session, { advance })
        expect(compared?.now).toBe(now)
      }
      const { now, compared } = await pull(session)
      const alone = await goTo(await start(other), now)
      expect(compared?.frame).toEqual(alone.frame)
      const back = await goTo(session, SECOND)
      expect(back.compared?.now).toBe(SECOND)
    })

    it('runs another branch of the same run, and a branch that is not there it refuses', async () => {
      const session = await start(jitterRun('medium'))
      const plain = await goTo(session, 3 * SECOND)
      valueOf(await session.apply({ kind: 'set', key: 'spread', value: 50 }, SECOND, null))
      valueOf(await session.compare({ kind: 'branch', branch: 'main' }))
      const { compared, frame } = await arrive(session)
      expect(compared?.now).toBe(3 * SECOND)
      expect(compared?.frame).toEqual(plain.frame)
      expect(compared?.frame).not.toEqual(frame)
      expect(refusalOf(await session.compare({ kind: 'branch', branch: 'b9' }))).toBe('there is no branch b9')
    })

    it('is not settled before the one compared with has caught up', async () => {
      const session = await start(jitterRun('medium'), flying())
      await goTo(session, 30 * SECOND)
      valueOf(await session.compare({ kind: 'params', params: other.spec.params }))
      expect((await pull(session)).settled).toBe(false)
      const { now, compared } = await arrive(session)
      expect(now).toBe(30 * SECOND)
      expect(compared?.now).toBe(30 * SECOND)
    })

    it('does not change the run, and ends when it is asked to', async () => {
      const session = await start(jitterRun('medium'))
      valueOf(await session.compare({ kind: 'params', params: other.spec.params }))
      const { details } = await goTo(session, 4 * SECOND)
      expect(details?.hash).toBe(await hashAt(jitterRun('medium'), 4 * SECOND))
      valueOf(await session.compare(null))
      expect((await pull(session)).compared).toBeNull()
    })

    it('has the measures over time, of both runs while there are two', async () => {
      const session = await start(jitterRun('medium'))
      await goTo(session, 2 * SECOND)
      const alone = valueOf(await session.series())
      expect(alone.variant).toBeNull()
      valueOf(await session.compare({ kind: 'params', params: other.spec.params }))
      await arrive(session)
      const { run, variant } = valueOf(await session.series())
      expect(run.times).toEqual(Array.from({ length: 21 }, (_, i) => i * 100 * MILLISECOND))
      expect(variant?.times).toEqual(run.times)
      expect(run.values.map((values) => values.length)).toEqual(
        run.times.map(() => 2 * JITTER_MEASURES.length),
      )
      expect(variant?.values.at(-1)).not.toEqual(run.values.at(-1))
    })
  })

  describe(`${where}: links`, () => {
    it('prints the changes of a branch and reads them back into the same run', async () => {
      const session = await start(jitterRun('rough-patch'))
      const packet = packetOnItsWay(await goTo(session, SECOND))
      await goTo(session, 14 * SECOND)
      const give = async (command: unknown, time: number | null): Promise<void> => {
        valueOf(await session.apply(command, time, null))
        await arrive(session)
      }
      await give({ kind: 'move', packet, arrival: 1_700_000 }, SECOND)
      await give({ kind: 'set', key: 'order', value: false }, 12 * SECOND)
      await give({ kind: 'set', key: 'shape', value: 'pareto' }, null)
      await give({ kind: 'set', key: 'correlation', value: 0.25 }, null)
      await goTo(session, 20 * SECOND)
      const there = await goTo(session, 15 * SECOND)
      const tokens = valueOf(await session.link())
      expect(tokens).toEqual([
        `1000000!move.${packet}.1700000`,
        '12000000!set.order.off',
        '14000000!set.shape.pareto',
        '14000000!set.correlation.0.25',
      ])
      for (const token of tokens) expect(token).toMatch(/^[\w.!-]+$/)

      const elsewhere = fresh()
      const log = valueOf(await elsewhere.readLink('jitter', 'rough-patch', tokens))
      valueOf(await elsewhere.open({ ...jitterRun('rough-patch'), log }))
      const here = await goTo(elsewhere, 15 * SECOND)
      expect(hashOf(here)).toBe(hashOf(there))
      expect(here.details?.refusals).toEqual([])
      expect(valueOf(await elsewhere.link())).toEqual(tokens)
      valueOf(await elsewhere.switchTo('main'))
      expect(hashOf(await arrive(elsewhere))).toBe(await hashAt(jitterRun('rough-patch'), 15 * SECOND))
    })

    it('has no tokens for a run that nobody changed, and reads none as that run', async () => {
      const session = await start(jitterRun('rough-patch'))
      await goTo(session, 12 * SECOND)
      expect(valueOf(await session.link())).toEqual([])
      const log = valueOf(await session.readLink('jitter', 'rough-patch', []))
      expect(log.branches).toHaveLength(1)
      expect(log.branches[0]?.commands).toHaveLength(1)
    })

    it.each([
      ['15000', 'is not a change'],
      ['!move.1.2', 'is not a change'],
      ['', 'is not a change'],
      ['1!', 'is not a change'],
      ['-1!lose.3', 'is not a change'],
      ['9999999999999999!lose.3', 'is not a change'],
      ['1!steal.3', 'no change this lab knows'],
      ['1!set.nothing.3', 'there is no setting "nothing"'],
      ['1!set.constructor.3', 'there is no setting "constructor"'],
      ['1!lose.x', 'no change this lab knows'],
      ['1!move.3.-1', 'no change this lab knows'],
      ['1!move.3.1e99', 'no change this lab knows'],
      ['1!set.base.abc', 'base=abc is not a number'],
    ])('refuses "%s" as a change, in words', async (token, words) => {
      const session = await start(jitterRun('low'))
      const said = refusalOf(await session.readLink('jitter', 'low', ['5!lose.1', token]))
      expect(said).toMatch(/^branch: /)
      expect(said).toContain(words)
    })

    it('refuses the link of a lab that is not there', async () => {
      const session = await start(jitterRun('low'))
      expect(refusalOf(await session.readLink('nowhere', 'low', []))).toBe('there is no lab "nowhere"')
    })
  })
}

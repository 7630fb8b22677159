import { describe, expect, it } from 'vitest'
import { createLabStore, notify, paramsInForce } from '../../src/state/lab-store.ts'

const start = { scenario: 'low', seed: 1, params: { base: 40, loss: 0 }, speed: 1, before: 2_000_000 }

const set = (at: number, key: string, value: number) => ({
  at,
  command: { kind: 'set', key, value },
  scripted: false,
})

const branch = (id: string, commands: readonly { at: number; command: unknown; scripted: boolean }[]) => ({
  id,
  name: id,
  parent: id === 'main' ? null : 'main',
  forkAt: 0,
  horizon: 0,
  commands,
})

describe('a notice', () => {
  it('is told once, however often it comes', () => {
    const store = createLabStore(start)
    for (let i = 0; i < 3; i++) notify(store, 'problem', 'the same')
    notify(store, 'info', 'another')
    expect(store.getState().notices.map(({ text }) => text)).toEqual(['the same', 'another'])
  })

  it('can be told again once it was closed, under a number of its own', () => {
    const store = createLabStore(start)
    notify(store, 'problem', 'the same')
    const [first] = store.getState().notices
    store.setState({ notices: [] })
    notify(store, 'problem', 'the same')
    expect(store.getState().notices).toHaveLength(1)
    expect(store.getState().notices[0]?.id).not.toBe(first?.id)
  })

  it('gives way when there are too many: the newest six stay', () => {
    const store = createLabStore(start)
    for (let i = 0; i < 20; i++) notify(store, 'info', String(i))
    expect(store.getState().notices.map(({ text }) => text)).toEqual(['14', '15', '16', '17', '18', '19'])
  })

  it('belongs to one stage', () => {
    const [one, other] = [createLabStore(start), createLabStore(start)]
    notify(one, 'info', 'here')
    expect(other.getState().notices).toEqual([])
  })
})

describe('the parameters in force', () => {
  const log = {
    branches: [
      branch('main', [
        set(10, 'base', 50),
        { at: 15, command: { kind: 'lose', packet: 3 }, scripted: false },
        set(20, 'base', 60),
      ]),
      branch('b1', [set(10, 'base', 50), set(12, 'loss', 2)]),
    ],
    current: 'main',
    now: 0,
  }
  const at = (now: number, id = 'main') => paramsInForce({ params: start.params, log, branch: id, now })

  it('are those of the start until something changes them', () => {
    expect(at(9)).toEqual({ base: 40, loss: 0 })
    expect(paramsInForce({ params: start.params, log: null, branch: 'main', now: 99 })).toEqual(start.params)
  })

  it('follow the changes of the branch up to now, the last one last', () => {
    expect(at(10)).toEqual({ base: 50, loss: 0 })
    expect(at(19)).toEqual({ base: 50, loss: 0 })
    expect(at(20)).toEqual({ base: 60, loss: 0 })
    expect(at(20, 'b1')).toEqual({ base: 50, loss: 2 })
    expect(at(20, 'b9')).toEqual(start.params)
  })
})

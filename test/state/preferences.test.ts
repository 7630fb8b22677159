import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

type Module = typeof import('../../src/state/preferences.ts')

const KEY = 'millrace.preferences'

const USUAL = { theme: 'system', motion: 'system', shortcuts: true, ticked: {} }

/** A browser's storage, as far as preferences use it. */
class FakeStorage {
  readonly items = new Map<string, string>()

  getItem(key: string): string | null {
    return this.items.get(key) ?? null
  }

  setItem(key: string, value: string): void {
    this.items.set(key, value)
  }
}

/** A visit: the module as it is loaded anew. */
async function visit(): Promise<Module> {
  vi.resetModules()
  return import('../../src/state/preferences.ts')
}

let storage: FakeStorage

beforeEach(() => {
  storage = new FakeStorage()
  vi.stubGlobal('localStorage', storage)
})

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('preferences', () => {
  it('are the usual ones on a first visit', async () => {
    const { preferences } = await visit()
    expect(preferences.getState()).toEqual(USUAL)
  })

  it('are there again on the next visit', async () => {
    const first = await visit()
    first.preferences.setState({ theme: 'dark', ticked: { jitter: ['high/check'] } })
    const next = await visit()
    expect(next.preferences).not.toBe(first.preferences)
    expect(next.preferences.getState()).toEqual({
      ...USUAL,
      theme: 'dark',
      ticked: { jitter: ['high/check'] },
    })
  })

  it.each([
    ['no JSON', '{"theme":'],
    ['nothing', ''],
    ['null', 'null'],
    ['a number', '7'],
    ['a list', '[]'],
    ['a theme nobody knows', '{"theme":"purple"}'],
    ['a wrong type', '{"shortcuts":"yes"}'],
    ['steps that are no list', '{"ticked":{"jitter":"high/check"}}'],
  ])('are usable when %s is stored', async (_what, stored) => {
    storage.setItem(KEY, stored)
    const { preferences } = await visit()
    expect(preferences.getState()).toEqual(USUAL)
    preferences.setState({ motion: 'calm' })
    expect(JSON.parse(storage.getItem(KEY) ?? '')).toMatchObject({ motion: 'calm' })
  })

  it('take what is stored and fill up what is missing, leaving strange things out', async () => {
    storage.setItem(KEY, '{"motion":"calm","colour":"red"}')
    const { preferences } = await visit()
    expect(preferences.getState()).toEqual({ ...USUAL, motion: 'calm' })
  })

  it('hold for a visit where there is no storage', async () => {
    vi.stubGlobal('localStorage', undefined)
    const { preferences } = await visit()
    expect(preferences.getState()).toEqual(USUAL)
    preferences.setState({ theme: 'light' })
    expect(preferences.getState().theme).toBe('light')
  })

  it('hold for a visit where storage is forbidden, or full', async () => {
    vi.stubGlobal('localStorage', {
      getItem: () => {
        throw new Error('forbidden')
      },
      setItem: () => {
        throw new Error('full')
      },
    })
    const { preferences } = await visit()
    expect(preferences.getState()).toEqual(USUAL)
    preferences.setState({ theme: 'light' })
    expect(preferences.getState().theme).toBe('light')
  })

  it.each([
    ['calm', false, true],
    ['full', true, false],
    ['system', true, true],
    ['system', false, false],
  ] as const)('with motion "%s" and a system that reduces it: %s', async (motion, reduces, calm) => {
    vi.stubGlobal('matchMedia', (query: string) => ({
      matches: reduces && query.includes('reduced-motion: reduce'),
    }))
    const { preferences, prefersCalm } = await visit()
    preferences.setState({ motion })
    expect(prefersCalm()).toBe(calm)
  })
})

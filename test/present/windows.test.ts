import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Leader } from '../../src/present/leader.ts'
import type { Line } from '../../src/present/line.ts'
import { Listener } from '../../src/present/listener.ts'
import { unwrap, wrap, type Body, type Order, type State } from '../../src/present/messages.ts'
import { newName } from '../../src/present/name.ts'

const SHOWN: Omit<State, 'kind' | 'term'> = {
  place: { slide: 2, fragment: 1, fragments: 2 },
  black: false,
  overview: false,
  lab: {
    lab: 'jitter',
    query: 'scenario=high&branch=a1',
    time: 1_500_000,
    playing: true,
    speed: 0.5,
    before: 1_000_000,
    selected: null,
    onFile: false,
  },
  opening: false,
  parts: { 'copy-path.tls': true, 'one-stream.step': 7 },
  at: 1_000,
}

/** A room in which everybody hears everybody else at once, as windows of one browser do. */
class Room {
  private readonly ears = new Map<string, Set<(body: Body, from: string) => void>>()

  line(own: string): Line {
    const mine = new Set<(body: Body, from: string) => void>()
    this.ears.set(own, mine)
    return {
      session: 'room',
      own,
      say: (body) => {
        const said = unwrap('room', structuredClone(wrap('room', own, body)))
        if (said === null) throw new Error('what is said can be understood')
        for (const [name, ears] of this.ears)
          if (name !== own) for (const ear of ears) ear(said.body, said.from)
      },
      hear: (ear) => {
        mine.add(ear)
        return () => mine.delete(ear)
      },
      close: () => this.ears.delete(own),
    }
  }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('messages between windows', () => {
  it('are understood by whoever is of the same presentation, and by nobody else', () => {
    const body: Body = { kind: 'state', term: 3, ...SHOWN }
    const sent: unknown = structuredClone(wrap('aaaa', 'deck1', body))
    expect(unwrap('aaaa', sent)).toMatchObject({ from: 'deck1', body })
    expect(unwrap('bbbb', sent)).toBeNull()
  })

  it('that are none are dropped, whatever they are', () => {
    fc.assert(
      fc.property(fc.anything(), (rubbish) => unwrap('aaaa', rubbish) === null),
      { numRuns: 100 },
    )
    const good = wrap('aaaa', 'deck1', { kind: 'state', term: 1, ...SHOWN })
    const spoilt = [
      { ...good, version: 2 },
      { ...good, from: '../etc' },
      { ...good, body: { ...good.body, term: -1 } },
      { ...good, body: { ...good.body, place: { slide: 1.5, fragment: 0, fragments: 0 } } },
      { ...good, body: { ...good.body, lab: { ...SHOWN.lab, speed: Number.NaN } } },
      { ...good, body: { ...good.body, parts: { step: Number.NaN } } },
      { ...good, body: { ...good.body, parts: { measured: 'x'.repeat(10_001) } } },
      { ...good, body: { kind: 'steer', order: { do: 'format' } } },
    ]
    for (const message of spoilt) expect(unwrap('aaaa', message)).toBeNull()
  })

  it('go under names that are not alike', () => {
    const names = Array.from({ length: 200 }, newName)
    expect(new Set(names).size).toBe(200)
    for (const name of names) expect(unwrap(name, wrap(name, name, { kind: 'bye' }))).not.toBeNull()
  })
})

describe('a presentation', () => {
  it('gives whoever joins late the whole state with the first answer', () => {
    const room = new Room()
    const leader = new Leader(
      room.line('deck'),
      () => SHOWN,
      () => {},
    )
    vi.advanceTimersByTime(500)
    const late = new Listener(room.line('wall'), 'follower')
    expect(late.heard.getState()).toEqual({ contact: 'here', state: { kind: 'state', term: 1, ...SHOWN } })
    leader.close()
    expect(late.heard.getState()).toMatchObject({ contact: 'left', state: { place: SHOWN.place } })
    late.close()
  })

  it('says that the leader is gone, also when it went without a word, and that it is back', () => {
    const room = new Room()
    const line = room.line('deck')
    const leader = new Leader(
      line,
      () => SHOWN,
      () => {},
    )
    vi.advanceTimersByTime(500)
    const wall = new Listener(room.line('wall'), 'follower')
    vi.advanceTimersByTime(60_000)
    expect(wall.heard.getState().contact, 'it answers').toBe('here')
    line.close()
    vi.advanceTimersByTime(10_000)
    expect(wall.heard.getState().contact).toBe('silent')
    const back = new Leader(
      room.line('deck2'),
      () => SHOWN,
      () => {},
    )
    vi.advanceTimersByTime(2_000)
    expect(wall.heard.getState().contact).toBe('here')
    for (const one of [leader, back, wall]) one.close()
  })

  it('has one leader: the deck that was moved last', () => {
    const room = new Room()
    const obeyed: string[] = []
    const lead = (name: string, slide: number): Leader =>
      new Leader(
        room.line(name),
        () => ({ ...SHOWN, place: { ...SHOWN.place, slide } }),
        (order: Order) => obeyed.push(`${name} ${order.do}`),
      )
    const first = lead('deck-a'.replace('-', ''), 3)
    vi.advanceTimersByTime(500)
    const second = lead('deckb', 7)
    vi.advanceTimersByTime(500)
    expect([first, second].map(({ leads }) => leads.getState().leads)).toEqual([true, false])
    const presenter = new Listener(room.line('desk'), 'presenter')
    expect(presenter.heard.getState().state?.place.slide).toBe(3)
    second.touched()
    expect([first, second].map(({ leads }) => leads.getState().leads)).toEqual([false, true])
    expect(presenter.heard.getState().state?.place.slide).toBe(7)
    presenter.steer({ do: 'next' })
    expect(obeyed).toEqual(['deckb next'])
    for (const one of [first, second, presenter]) one.close()
  })

  it('settles on one leader when two begin at once', () => {
    const room = new Room()
    const both = ['decka', 'deckb'].map(
      (name) =>
        new Leader(
          room.line(name),
          () => SHOWN,
          () => {},
        ),
    )
    vi.advanceTimersByTime(1_000)
    expect(both.filter(({ leads }) => leads.getState().leads === true)).toHaveLength(1)
    for (const one of both) one.close()
  })

  it('tells nothing while nobody asks and nothing changes', () => {
    const room = new Room()
    const heard: string[] = []
    room.line('spy').hear((body) => heard.push(body.kind))
    const leader = new Leader(
      room.line('deck'),
      () => SHOWN,
      () => {},
    )
    vi.advanceTimersByTime(60_000)
    expect(heard).toEqual(['ask', 'state'])
    leader.close()
  })
})

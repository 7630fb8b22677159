import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ABILITIES } from '../../src/season/data/abilities.ts'
import { CHALLENGE, EPISODE_SECONDS, GLOSSARY } from '../../src/season/data/closing.ts'
import { EPISODES, practiceUrl } from '../../src/season/data/episodes.ts'
import { CONNECTIONS, PRINCIPLES, VERBS } from '../../src/season/data/ideas.ts'
import { callHref, CALLS } from '../../src/season/data/links.ts'
import { PAIRS } from '../../src/season/data/next-season.ts'
import { afterEvents, STORY, TimeOrientedSystem } from '../../src/season/one-stream.ts'
import { progressOf } from '../../src/season/progress.ts'
import { LAB_DEFINITIONS } from '../labs/support/found-labs.ts'
import { complaintAboutRoute } from '../support/places.ts'

describe('the season', () => {
  it('has its eight episodes, each with all there is to tell, and a problem of its own', () => {
    expect(EPISODES.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    const texts = EPISODES.flatMap((episode) =>
      Object.entries(episode).map(([key, value]) => [`${episode.number}: ${key}`, value] as const),
    ).filter(([, value]) => typeof value === 'string')
    expect(texts).toHaveLength(8 * 9)
    expect(texts.filter(([, value]) => String(value).length <= 3)).toEqual([])
    expect(new Set(EPISODES.map(({ practice }) => practiceUrl(practice))).size).toBe(8)
    expect([GLOSSARY, PRINCIPLES, ABILITIES, PAIRS, CHALLENGE.parts].map(({ length }) => length)).toEqual([
      6, 5, 7, 7, 6,
    ])
  })

  it('joins every earlier episode to the last, and gives each episode to one verb', () => {
    expect(CONNECTIONS.map(({ from }) => from)).toEqual([1, 2, 3, 4, 5, 6, 7])
    const covered = VERBS.flatMap(({ episodes: [first, last] }) =>
      EPISODES.map(({ number }) => number).filter((number) => number >= first && number <= last),
    )
    expect(covered).toEqual(EPISODES.map(({ number }) => number))
  })

  it('leads only to places that are there', () => {
    const routes = [
      ...EPISODES.flatMap(({ doors }) => doors.map(({ route }) => route)),
      ...EPISODES.flatMap(({ lab }) =>
        lab === null ? [] : [`lab/${lab.id}?scenario=${lab.scenario}&t=${lab.at}`],
      ),
      ...PRINCIPLES.map(({ shown }) => shown.route),
      ...ABILITIES.map(({ door }) => door.route),
      ...CALLS.map(({ here }) => here),
    ]
    expect(routes.length).toBeGreaterThan(20)
    expect(routes.map(complaintAboutRoute).filter((complaint) => complaint !== null)).toEqual([])
    expect(complaintAboutRoute('lab/none'), 'a wrong one would be found').not.toBeNull()
    expect(complaintAboutRoute('lab/ring?scenario=none')).not.toBeNull()
    for (const call of CALLS) expect(callHref(call, '../')).toMatch(/^(\.\.\/#\/|https:\/\/)/)
  })

  it('has a lab of its own for the ring, and sends to whole acts in the last episode', () => {
    const own = new Map(EPISODES.map(({ number, lab }) => [number, lab?.id ?? null]))
    expect([own.get(7), own.get(8)]).toEqual(['ring', null])
  })

  it('gives badges for steps that labs really have', () => {
    const missing = ABILITIES.flatMap(({ proof }) =>
      proof.flatMap(({ lab: id, steps }) => {
        const lab = LAB_DEFINITIONS.find((candidate) => candidate.id === id)
        return steps.filter((key) => {
          const [scenario = '', step] = key.split('/')
          return lab?.lesson(scenario, false).steps.some((one) => one.id === step) !== true
        })
      }),
    )
    expect(missing).toEqual([])
    expect(ABILITIES.filter(({ proof }) => proof.length > 0)).toHaveLength(4)
  })

  it('lights a badge when all of its steps are ticked, and not before', () => {
    const ability = { proof: [{ lab: 'ring', steps: ['a/x', 'a/y'] }] }
    expect(progressOf(ability, {})).toEqual({ done: 0, of: 2 })
    expect(progressOf(ability, { ring: ['a/x'], keys: ['a/y'] })).toEqual({ done: 1, of: 2 })
    expect(progressOf(ability, { ring: ['a/y', 'b/z', 'a/x'] })).toEqual({ done: 2, of: 2 })
  })

  it('is said to leave the other seven episodes 14:24 each of about 120 minutes', () => {
    const seconds = (120 * 60 - EPISODE_SECONDS) / 7
    expect(`${Math.floor(seconds / 60)}:${Math.round(seconds % 60)}`).toBe('14:24')
  })
})

const event = fc.record({ key: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F'), back: fc.nat({ max: 3 }) })

describe('one stream through six structures', () => {
  it('keeps of the slide’s 24 events what the speaker is told to expect', () => {
    const kept = afterEvents(STORY.length).kept()
    expect(Object.entries(kept).map(([verb, { length }]) => [verb, length])).toEqual([
      ['store', 24],
      ['navigate', 21],
      ['preserve', 24],
      ['forget', 4],
      ['distribute', 24],
      ['bound', 6],
    ])
  })

  it('holds what a naive model of each holds, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const system = new TimeOrientedSystem()
        const past: number[] = []
        events.forEach(({ key, back }, seq) => {
          for (let i = 0; i < back && past.length > 1; i++) past.pop()
          past.push(seq)
          if (back > 0) system.back(back)
          system.take({ seq, key })
        })
        const all = events.map((_, seq) => seq)
        const lastUses = [...new Set(events.map(({ key }) => key))]
          .map((key) => events.findLastIndex((one) => one.key === key))
          .toSorted((a, b) => a - b)
        expect(system.kept()).toEqual({
          store: all,
          navigate: past,
          preserve: all,
          forget: lastUses.slice(-4),
          distribute: all,
          bound: all.slice(-6),
        })
      }),
      { numRuns: 200 },
    )
  })
})

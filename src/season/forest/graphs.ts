import { at } from '../../shared/assert.ts'
import type { Scene, SceneLink, SceneNode, Tone } from './scene.ts'

/** Letters of a few words, by their path from the root: where they are drawn. */
const LETTERS: readonly (readonly [string, number, number])[] = [
  ['', 18, 46],
  ['l', 48, 46],
  ['la', 80, 22],
  ['lo', 80, 66],
  ['lag', 112, 12],
  ['lat', 112, 34],
  ['log', 112, 66],
  ['late', 144, 34],
  ['logs', 144, 66],
]
const WORDS = ['lag', 'late', 'log', 'logs']

/** What one has typed is a path from the root; every word below it could be meant. */
export function trie(): readonly Scene[] {
  return ['', 'l', 'lo', 'log', 'l', 'la', 'lat'].map((typed) => {
    const meant = WORDS.filter((word) => word.startsWith(typed))
    const toneOf = (path: string): Tone =>
      typed.startsWith(path) ? 'way' : path.startsWith(typed) && meant.includes(path) ? 'hit' : 'rest'
    const place = new Map(LETTERS.map(([path, x, y]) => [path, [x, y] as const]))
    const nodes = LETTERS.map(([path, x, y]): SceneNode => ({
      x,
      y,
      text: path === '' ? '·' : path.slice(-1),
      tone: meant.includes(path) && path === typed ? 'hit' : toneOf(path),
    }))
    const links = LETTERS.slice(1).map(([path, x, y]): SceneLink => {
      const from = place.get(path.slice(0, -1))
      return { from: from ?? [x, y], to: [x, y], lit: typed.startsWith(path) }
    })
    return { nodes, links, says: typed === '' ? 'nothing typed yet' : `${typed}: ${meant.join(', ')}` }
  })
}

const PEOPLE: readonly (readonly [number, number])[] = [
  [18, 46],
  [50, 20],
  [48, 72],
  [82, 12],
  [84, 46],
  [80, 78],
  [114, 26],
  [116, 64],
  [144, 44],
]
const FRIENDS: readonly (readonly [number, number])[] = [
  [0, 1],
  [0, 2],
  [1, 3],
  [1, 4],
  [2, 4],
  [2, 5],
  [3, 6],
  [4, 7],
  [6, 8],
  [7, 8],
]

/** Breadth first: who is how many steps away from the first, by their numbers. */
export function stepsAway(
  people: number,
  friends: readonly (readonly [number, number])[],
): readonly number[] {
  const steps = Array.from({ length: people }, () => Infinity)
  steps[0] = 0
  const queue = [0]
  for (let i = 0; i < queue.length; i++) {
    const here = at(queue, i)
    for (const pair of friends) {
      if (!pair.includes(here)) continue
      const other = pair[0] === here ? pair[1] : pair[0]
      if (at(steps, other) !== Infinity) continue
      steps[other] = at(steps, here) + 1
      queue.push(other)
    }
  }
  return steps
}

/** One person's friends, theirs, and so on. */
export function network(): readonly Scene[] {
  const steps = stepsAway(PEOPLE.length, FRIENDS)
  const far = Math.max(...steps)
  return Array.from({ length: far + 1 }, (_, reach) => {
    const within = steps.filter((step) => step > 0 && step <= reach).length
    return {
      nodes: PEOPLE.map(([x, y], i): SceneNode => ({
        x,
        y,
        text: i === 0 ? 'you' : String(at(steps, i)),
        tone: i === 0 ? 'hit' : at(steps, i) <= reach ? 'way' : 'rest',
      })),
      links: FRIENDS.map(([a, b]): SceneLink => ({
        from: at(PEOPLE, a),
        to: at(PEOPLE, b),
        lit: at(steps, a) <= reach && at(steps, b) <= reach,
      })),
      says: reach === 0 ? 'you' : `${reach} step${reach === 1 ? '' : 's'}: ${within} people`,
    }
  })
}

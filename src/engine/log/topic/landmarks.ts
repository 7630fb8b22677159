import type { Landmark } from '../../kernel/engine.ts'
import { GROUP_LETTERS, HAPPENED } from './codes.ts'
import type { TopicEngine } from './topic-engine.ts'

const MOST = 200

/** Where a group fell off the log, where the whiteboard's partition died, and the first of each other thing. */
export function landmarksOf({ history }: TopicEngine): Landmark[] {
  const found: Landmark[] = []
  const seen = new Set<string>()
  let last = -Infinity
  for (let row = 0; row < history.events && found.length < MOST; row++) {
    const { kind, lane, time, why, partition } = history.event(row)
    const letter = GROUP_LETTERS[why] ?? ''
    if (kind === HAPPENED.reset && time - last > 0) {
      last = time
      found.push({ time, kind: 'trouble', label: `group ${letter}: OffsetOutOfRange` })
    }
    if (kind === HAPPENED.die)
      found.push({ time, kind: 'trouble', label: `the whiteboard's partition ${partition} dies` })
    const first = kind === HAPPENED.join && time > 0 ? `group ${letter} joins` : FIRSTS[kind]
    if (first === undefined || seen.has(`${lane} ${first}`) || lane === 0) continue
    seen.add(`${lane} ${first}`)
    found.push({ time, kind: 'turn', label: first })
  }
  return found
}

const FIRSTS: Readonly<Record<number, string>> = {
  [HAPPENED.delete]: 'the first segment is deleted',
  [HAPPENED.compact]: 'the cleaner has gone over the log',
  [HAPPENED.refuse]: 'the first batch is refused',
}

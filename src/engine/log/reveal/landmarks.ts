import type { Landmark } from '../../kernel/engine.ts'
import { END } from './codes.ts'
import type { Lane } from './lane.ts'
import { TURN } from './lane-history.ts'
import { readerName } from './readers.ts'
import type { RevealEngine } from './reveal-engine.ts'

const MOST = 200

/** Where someone first waits, first loses, and each time an offset was out of range. Oldest first. */
export function landmarksOf(engine: RevealEngine): Landmark[] {
  const { block, overwrite, log } = engine
  const marks: Landmark[] = [
    ...waitsOf(block),
    ...firstLoss(overwrite, 'first record overwritten unread'),
    ...firstLoss(log, 'first record deleted unread'),
    ...turnsOf(log),
  ]
  return marks.sort((a, b) => a.time - b.time)
}

const waitsOf = ({ history }: Lane): Landmark[] =>
  Array.from({ length: Math.min(MOST, history.waitStart.length) }, (_, i) => ({
    time: history.wait(i).start,
    kind: 'trouble' as const,
    label: 'the producer has to wait',
  }))

function firstLoss({ books }: Lane, label: string): Landmark[] {
  const times = books.flatMap((one) => {
    for (let record = 0; record < one.next; record++)
      if (one.endOf(record) === END.lost) return [one.endedAt(record)]
    return []
  })
  return times.length === 0 ? [] : [{ time: Math.min(...times), kind: 'trouble', label }]
}

function turnsOf({ history }: Lane): Landmark[] {
  const marks: Landmark[] = []
  let isFirstDeletion = true
  for (let i = 0; i < history.turnCount && marks.length < MOST; i++) {
    const { time, what, reader } = history.turn(i)
    if (what === TURN.outOfRange)
      marks.push({ time, kind: 'turn', label: `${readerName(reader)}: offset out of range` })
    if (what === TURN.deleted && isFirstDeletion) {
      marks.push({ time, kind: 'turn', label: 'retention deletes its first segment' })
      isFirstDeletion = false
    }
  }
  return marks
}

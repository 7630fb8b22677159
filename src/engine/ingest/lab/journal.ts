import { RULES } from '../codes.ts'
import type { SimTime } from '../../kernel/time.ts'
import { titleName } from './codes.ts'
import type { TrendingCommand } from './config.ts'
import type { TrendingEngine } from './trending-engine.ts'

/** Something that happened to a board, or that somebody did. */
export interface Entry {
  readonly time: SimTime
  readonly text: string
  /** Which board it happened to, or which command somebody gave. */
  readonly kind: 'drawn' | 'corrected' | TrendingCommand['kind']
  /** The title it is about; -1: none. */
  readonly title: number
}

export type SavedJournal = readonly Entry[]

const MOST = 400

/** What was done, crashes, and who came to lead each board. Entries never change. */
export class Journal {
  entries: Entry[] = []

  /** Somebody did something. */
  add(time: SimTime, kind: TrendingCommand['kind'], text: string): void {
    this.push({ time, text, kind, title: -1 })
  }

  /** A tick is over: notes who came to lead. */
  look({ history, now }: TrendingEngine): void {
    const pair = history.boards.at(-1)
    if (pair === undefined || pair.atMs * 1_000 !== now) return
    const before = history.boards.at(-2)
    for (const kind of ['drawn', 'corrected'] as const) {
      const title = pair[kind].length === 0 ? -1 : (pair[kind].title[0] ?? -1)
      const old = before === undefined || before[kind].length === 0 ? -1 : (before[kind].title[0] ?? -1)
      if (title === old || title < 0) continue
      const board = kind === 'drawn' ? 'the board as drawn' : 'the corrected board'
      this.push({ time: now, text: `${titleName(title)} leads ${board}`, kind, title })
    }
  }

  save(): SavedJournal {
    return this.entries.slice()
  }

  restore(saved: SavedJournal): void {
    this.entries = saved.slice()
  }

  private push(entry: Entry): void {
    this.entries.push(entry)
    if (this.entries.length > MOST) this.entries.splice(0, MOST / 2)
  }
}

/** A rule in words: "id-missing (event_id): an event needs an id". */
export function sayRule(rule: number): string {
  const { name, path, says } = RULES[rule] ?? { name: `rule ${rule}`, path: '', says: '' }
  return `${name} (${path}): ${says}`
}

import { at } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import type { SimTime } from '../../kernel/time.ts'
import { serverName } from './codes.ts'
import type { Change } from './lane.ts'
import { MOST_SERVERS } from './settings.ts'

export type ServerState = 'up' | 'down' | 'gone'

/** Who is there. A new server has a new number; one that failed comes back under its old one. */
export class Servers {
  private readonly states: ServerState[]

  constructor(count: number) {
    this.states = Array.from({ length: count }, () => 'up')
  }

  get all(): readonly ServerState[] {
    return this.states
  }

  /** The numbers of those that are up, ascending. */
  get up(): number[] {
    return this.withState('up')
  }

  get down(): number[] {
    return this.withState('down')
  }

  add(time: SimTime): Outcome<Change> {
    if (this.states.length >= MOST_SERVERS)
      return refuse(`there is no name for more than ${MOST_SERVERS} servers`)
    return accept(this.changed('add', this.states.length, 'up', time))
  }

  /** `remove` and `fail` take one that is up, but not the last; `back` takes one that is down. */
  take(kind: 'remove' | 'fail' | 'back', server: number, time: SimTime): Outcome<Change> {
    const state = this.states[server]
    if (kind === 'back') {
      if (state !== 'down') return refuse(`${nameOf(server)} is not down`)
      return accept(this.changed(kind, server, 'up', time))
    }
    if (state !== 'up') return refuse(`${nameOf(server)} is not there`)
    if (this.up.length === 1) return refuse('the last server has to stay')
    return accept(this.changed(kind, server, kind === 'fail' ? 'down' : 'gone', time))
  }

  /** The server that `pick`, 0 to 1, falls on among those of a list. */
  static pick(list: readonly number[], pick: number): number {
    return list.length === 0 ? -1 : at(list, Math.min(list.length - 1, Math.floor(pick * list.length)))
  }

  private changed(kind: Change['kind'], server: number, state: ServerState, time: SimTime): Change {
    const before = this.up.length
    this.states[server] = state
    return { time, kind, server, before, after: this.up.length }
  }

  private withState(wanted: ServerState): number[] {
    return this.states.flatMap((state, server) => (state === wanted ? [server] : []))
  }
}

const nameOf = (server: number): string =>
  server >= 0 && server < MOST_SERVERS ? `server ${serverName(server)}` : `server ${server}`

import { copyState } from '../../kernel/copy-state.ts'
import { RandomStream, type RandomState } from '../../kernel/random.ts'
import type { SimTime } from '../../kernel/time.ts'
import type { NetworkConfig, NetworkKind } from '../config.ts'
import { blocking } from './blocking.ts'
import { contention } from './contention.ts'
import { crossTraffic } from './cross-traffic.ts'
import type { Chance, Disturbance } from './disturbance.ts'
import { handover } from './handover.ts'
import { satelliteCycle } from './satellite-cycle.ts'
import { spells } from './spells.ts'

/** What each kind of network adds to the path's own jitter; `path` adds nothing. */
const KINDS: Record<Exclude<NetworkKind, 'path'>, Disturbance<object>> = {
  spells,
  blocking,
  cross: crossTraffic,
  contention,
  handover,
  satellite: satelliteCycle,
}

/** The chance and the memory of one kind. */
export interface SavedKind {
  readonly times: RandomState
  readonly packets: RandomState
  readonly state: object
}

/** Every kind of network, each with its chance and its memory; only the one that is set is asked. */
export class Kinds {
  private readonly all: ReadonlyMap<NetworkKind, KindAtWork>

  constructor(seed: number) {
    this.all = new Map(
      Object.entries(KINDS).map(([kind, does]) => [
        kind as NetworkKind, // the keys of the table above
        new KindAtWork(does, seed),
      ]),
    )
  }

  /** How much longer the packet sent at `sent` takes; null when it is dropped. Ask in order of sending. */
  meet(sent: SimTime, config: NetworkConfig): SimTime | null {
    const one = this.all.get(config.kind)
    return one === undefined ? 0 : one.meet(sent, config)
  }

  save(): readonly SavedKind[] {
    return Array.from(this.all.values(), (one) => one.save())
  }

  restore(saved: readonly SavedKind[]): void {
    Array.from(this.all.values()).forEach((one, i) => {
      const old = saved[i]
      if (old !== undefined) one.restore(old)
    })
  }
}

class KindAtWork {
  private readonly does: Disturbance<object>
  private readonly chance: Chance
  private state: object

  constructor(does: Disturbance<object>, seed: number) {
    this.does = does
    this.chance = {
      times: RandomStream.of(seed, does.concern),
      packets: RandomStream.of(seed, `${does.concern}.packets`),
    }
    this.state = does.start(this.chance)
  }

  meet(sent: SimTime, config: NetworkConfig): SimTime | null {
    return this.does.meet(this.state, sent, config, this.chance)
  }

  save(): SavedKind {
    const { times, packets } = this.chance
    return { times: times.save(), packets: packets.save(), state: copyState(this.state) }
  }

  restore({ times, packets, state }: SavedKind): void {
    this.chance.times.restore(times)
    this.chance.packets.restore(packets)
    this.state = copyState(state)
  }
}

import { RandomStream, type RandomState } from '../../kernel/random.ts'
import { SECOND, type SimTime } from '../../kernel/time.ts'
import type { Deed } from './codes.ts'
import type { GroupsConfig } from './config.ts'
import { MAX_MEMBERS, type GroupSettings } from './settings.ts'

/** Something that happens to a member by itself. */
export interface Fault {
  readonly time: SimTime
  readonly deed: Deed
  readonly member: number
}

export interface SavedFaults {
  readonly stream: RandomState
  readonly planned: readonly Fault[]
  readonly nextCrash: SimTime
}

/** What goes wrong by itself, and when: as the settings say, and by chance. The same for all lanes. */
export class Faults {
  private readonly stream: RandomStream
  private readonly settings: GroupSettings
  private planned: Fault[]
  private nextCrash: SimTime

  constructor({ seed, settings }: GroupsConfig) {
    this.settings = settings
    this.stream = RandomStream.of(seed, 'members.crashes')
    this.planned = plan(settings)
    this.nextCrash = this.draw(0)
  }

  get due(): SimTime {
    return Math.min(this.nextCrash, this.planned[0]?.time ?? Infinity)
  }

  /** What happens at `due`. A crash by chance plans its own end. */
  take(): Fault {
    const [first] = this.planned
    if (first !== undefined && first.time <= this.nextCrash) {
      this.planned = this.planned.slice(1)
      return first
    }
    const time = this.nextCrash
    const member = this.stream.below(this.settings.members)
    this.nextCrash = this.draw(time)
    const back: Fault = { time: time + Math.round(this.settings.down * SECOND), deed: 'start', member }
    this.planned = [...this.planned, back].sort((a, b) => a.time - b.time)
    return { time, deed: 'crash', member }
  }

  save(): SavedFaults {
    return { stream: this.stream.save(), planned: this.planned, nextCrash: this.nextCrash }
  }

  restore(saved: SavedFaults): void {
    this.stream.restore(saved.stream)
    this.planned = [...saved.planned]
    this.nextCrash = saved.nextCrash
  }

  private draw(now: SimTime): SimTime {
    const { crashes } = this.settings
    const gap = this.stream.exponential()
    return crashes === 0 ? Infinity : now + Math.ceil((gap * 60 * SECOND) / crashes)
  }
}

const THERE_AND_BACK: Readonly<Partial<Record<GroupSettings['fault'], readonly [Deed, Deed]>>> = {
  crash: ['crash', 'start'],
  freeze: ['freeze', 'thaw'],
  slow: ['slow', 'quick'],
  leave: ['leave', 'start'],
}

function plan({ fault, faultAt, down, members }: GroupSettings): Fault[] {
  const from = Math.round(faultAt * SECOND)
  const long = Math.round(down * SECOND)
  const pair = THERE_AND_BACK[fault]
  if (pair !== undefined)
    return [
      { time: from, deed: pair[0], member: 0 },
      { time: from + long, deed: pair[1], member: 0 },
    ]
  if (fault === 'join') return members < MAX_MEMBERS ? [{ time: from, deed: 'start', member: members }] : []
  if (fault === 'rolling')
    return Array.from({ length: members }, (_, member): Fault[] => [
      { time: from + 2 * member * long, deed: 'leave', member },
      { time: from + (2 * member + 1) * long, deed: 'start', member },
    ]).flat()
  return []
}

import { SECOND } from '../../kernel/time.ts'
import { BatchMeans } from '../../kernel/queueing/batch-means.ts'
import { FATE } from './codes.ts'
import type { Lane } from './lane.ts'
import { lawFor, type Law } from './law.ts'
import type { PressureSettings } from './settings.ts'
import { NEVER } from '../station/ledger.ts'

/** Values averaged before they go into the batches, whose means they do not change. */
const GROUP = 16

/** The mean of a run's values, a group at a time. */
class GroupedMeans {
  readonly means = new BatchMeans()
  private sum = 0
  private count = 0

  add(value: number): void {
    this.sum += value
    this.count += 1
    if (this.count < GROUP) return
    this.means.add(this.sum / GROUP)
    this.sum = 0
    this.count = 0
  }
}

/** What one lane shows of the law that holds for it. */
interface Observed {
  /** Seconds, of those who were served. */
  readonly wait: GroupedMeans
  /** 1 for a wait that is late by the law, else 0. */
  readonly late: GroupedMeans
  /** How many messages came to an end or into service, and how many of them were lost. */
  known: number
  lost: number
}

const nothing = (): Observed => ({
  wait: new GroupedMeans(),
  late: new GroupedMeans(),
  known: 0,
  lost: 0,
})

/**
 * Reads a lane's books message by message, in order, for the law that the settings make hold. It reads when asked, and only
 * those whose fate is known: what it has read depends on the books alone.
 */
export class Watch {
  readonly law: Law | null
  private readonly lane: Lane
  private observed = nothing()
  private next = 0

  constructor(lane: Lane, settings: PressureSettings) {
    this.lane = lane
    this.law = lawFor(lane.policy, lane.client, settings)
  }

  /** What was read so far, the newest included; null where no law holds. */
  read(): Observed | null {
    const { law, observed } = this
    if (law === null) return null
    const { station } = this.lane
    const { ledger } = station
    for (; this.next < ledger.offered; this.next++) {
      const begun = ledger.begunAt.get(this.next)
      if (begun === NEVER) {
        const fate = ledger.fate.get(this.next)
        if (fate === FATE.held || fate === FATE.waiting) break
        observed.known += 1
        observed.lost += 1
        continue
      }
      const wait = (begun - station.offeredAt(this.next)) / SECOND
      observed.known += 1
      observed.wait.add(wait)
      if (law.lateAfter !== null) observed.late.add(wait > law.lateAfter ? 1 : 0)
    }
    return observed
  }

  /** The books were turned back. */
  forget(): void {
    this.observed = nothing()
    this.next = 0
  }
}

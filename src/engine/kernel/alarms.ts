import { at } from '../../shared/assert.ts'
import { EventQueue, type SavedQueue } from './event-queue.ts'
import type { SimTime } from './time.ts'

/** One of a model's clocks: when it is due, and what happens then. */
export interface Alarm {
  /** One instant's order: those of lower rank ring first. */
  readonly rank: number
  due(): SimTime | null
  ring(now: SimTime): void
}

export interface SavedAlarms {
  readonly queue: SavedQueue<number>
  readonly planned: readonly SimTime[]
}

/** A clock that was retimed leaves its old event behind, so commands make events; a run-away model trips it. */
const QUEUE_LIMIT = 100_000

/** The clocks of a model in the order in which they ring. They may be retimed at any moment: `plan` looks at them again. */
export class Alarms {
  private readonly alarms: readonly Alarm[]
  private readonly queue = new EventQueue<number>(QUEUE_LIMIT)
  /** By alarm: the time its newest event is scheduled for; -1 for none. */
  private planned: SimTime[]

  /** None is planned yet. Events are indices of `alarms`. */
  constructor(alarms: readonly Alarm[]) {
    this.alarms = alarms
    this.planned = alarms.map(() => -1)
  }

  /** When the next event is; null for never. */
  get nextTime(): SimTime | null {
    return this.queue.nextTime
  }

  /** Schedules every alarm whose time is new and not after `end`. Events of a time that no longer holds stay in the queue. */
  plan(end: SimTime): void {
    this.alarms.forEach((alarm, i) => {
      const due = alarm.due()
      if (due === null || due === this.planned[i] || due > end) return
      this.planned[i] = due
      this.queue.schedule(due, alarm.rank, i)
    })
  }

  /** Takes the next event, which is at `now`; returns the index of the alarm that rang, -1 if it was put off since. */
  ringNext(now: SimTime): number {
    const index = this.queue.take()
    const alarm = at(this.alarms, index)
    if (this.planned[index] === now) this.planned[index] = -1
    if (alarm.due() !== now) return -1
    alarm.ring(now)
    return index
  }

  save(): SavedAlarms {
    return { queue: this.queue.save(), planned: this.planned.slice() }
  }

  restore(saved: SavedAlarms): void {
    this.queue.restore(saved.queue)
    this.planned = saved.planned.slice()
  }
}

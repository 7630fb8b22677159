import { SECOND, type SimTime } from '../engine/kernel/time.ts'
import type { StageController } from '../stage/controller.ts'
import { readLabAddress } from '../state/lab-address.ts'
import type { LabState } from '../state/lab-store.ts'
import type { LabShown, State } from './messages.ts'

const MICROSECONDS = SECOND / 1_000
/** A mirror that is off by less than this much wall time is left alone. */
const TOLERANCE_MS = 200
/** The longest step a stage takes at once, and then some: going further means that somebody went there. */
const LEAP_MS = 1_500

/** What a mirror has brought its stage to. */
interface Applied {
  readonly query: string
  readonly shown: LabShown
}

/**
 * Keeps a stage in the state of another one, elsewhere. Engines are deterministic: the same run at the same time is
 * the same picture, so no picture is ever sent. Once the person changes this stage, it is theirs: `onChanged` is told,
 * and the mirror keeps its hands off until it is made anew.
 */
export class Mirror {
  private readonly controller: StageController
  private readonly wall: () => number
  private readonly onChanged: () => void
  private applied: Applied | null = null
  private next: State | null = null
  /** The moment that the mirror itself sent the run to, until it is there. */
  private aim: SimTime | null = null
  private isBusy = false
  private isOver = false
  private readonly stop: () => void

  constructor(controller: StageController, onChanged: () => void, wall: () => number = Date.now) {
    this.controller = controller
    this.onChanged = onChanged
    this.wall = wall
    this.stop = controller.store.subscribe((state, before) => this.notice(state, before))
  }

  /** Brings the stage to the lab of `state`, if that is its lab. While it is on its way, the newest state wins. */
  show(state: State): void {
    this.next = state
    if (!this.isBusy) void this.work()
  }

  close(): void {
    this.isOver = true
    this.stop()
  }

  private async work(): Promise<void> {
    this.isBusy = true
    for (let state = this.next; state !== null && !this.isOver; state = this.next) {
      this.next = null
      await this.bring(state)
    }
    this.isBusy = false
  }

  private async bring(state: State): Promise<void> {
    const { lab: shown } = state
    const { controller } = this
    if (shown === null || shown.lab !== controller.lab.id) return
    if (shown.onFile) {
      // The file is not here, and the same address without it would be another run.
      this.applied = null
      controller.pause()
      return
    }
    const time = this.timeOf(shown, state)
    const applied = this.applied?.query === shown.query ? this.applied.shown : null
    if (applied === null) {
      const { address } = readLabAddress(shown.query, controller.lab)
      controller.setSpeed(shown.speed)
      controller.setBefore(shown.before)
      await controller.visit({ address: { ...address, time }, autoplay: shown.playing })
    } else await this.adjust(shown, time)
    if (this.isOver) return
    // What the viewer looks at closely, and how much is in view, stays until the other stage turns to something else.
    if (applied?.selected !== shown.selected) controller.store.setState({ selected: shown.selected })
    if (applied !== null && applied.before !== shown.before) controller.setBefore(shown.before)
    this.applied = { query: shown.query, shown }
  }

  /** The same run, at another time or speed. */
  private async adjust(shown: LabShown, time: SimTime): Promise<void> {
    const { controller } = this
    const { speed, playing, goal, now } = controller.store.getState()
    if (speed !== shown.speed) controller.setSpeed(shown.speed)
    const off = shown.playing ? Math.abs(time - now) : Math.abs(time - goal)
    const tolerance = shown.playing ? TOLERANCE_MS * MICROSECONDS * shown.speed : 0
    const isApart = off > tolerance
    if (isApart) this.aim = time
    if (isApart || playing !== shown.playing)
      await controller.imitate(shown.playing && !this.isAtEnd(time), isApart ? time : null)
  }

  /** Where the other stage is by now. */
  private timeOf({ time, playing, speed }: LabShown, { at }: State): SimTime {
    if (!playing) return time
    return time + Math.max(0, Math.round((this.wall() - at) * MICROSECONDS * speed))
  }

  /** Whether a run that is at its end would be asked to play on from there. */
  private isAtEnd(time: SimTime): boolean {
    const { now, extent, settled } = this.controller.store.getState()
    return settled && extent > 0 && now >= extent && time >= extent
  }

  /** Looks whether what changed was the person's doing. */
  private notice(state: LabState, before: LabState): void {
    if (this.isBusy || this.isOver || this.applied === null || state.status !== 'ready') return
    const { query, shown } = this.applied
    const hasMoved = this.hasMoved(state, before, shown)
    const hasStopped = shown.playing !== state.playing && !(shown.playing && this.isAtEnd(state.now))
    const isOther = state.link !== before.link || state.params !== before.params || state.seed !== before.seed
    const isChanged = isOther && this.controller.addressQuery(false) !== query
    const isDifferent = state.speed !== shown.speed || state.scenario !== before.scenario || isChanged
    if (!hasMoved && !hasStopped && !isDifferent) return
    this.close()
    this.onChanged()
  }

  /** Whether somebody else than the mirror sent the run to another moment. */
  private hasMoved({ goal }: LabState, before: LabState, { playing, speed, time }: LabShown): boolean {
    if (goal === before.goal) return false
    const leap = LEAP_MS * MICROSECONDS * speed
    if (this.aim !== null && goal >= this.aim && goal <= this.aim + leap) {
      this.aim = null
      return false
    }
    return playing ? goal < before.goal || goal > before.goal + leap : goal !== time
  }
}

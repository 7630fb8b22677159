import { outside } from '../../../shared/assert.ts'
import { accept, refuse, type Outcome } from '../../../shared/outcome.ts'
import { TICK_MS } from '../config.ts'
import { MOST_DELAY_MIN } from './codes.ts'
import { readRow, RECORD_WORDS, writeRow, type Batch } from '../record.ts'

/** Holds every copy of one event back on its device: it happens when it did, and is received this much later. */
export interface DelayCommand {
  readonly kind: 'delay'
  readonly idHigh: number
  readonly idLow: number
  /** In ms; 0 lets it go as it would by itself. */
  readonly delayMs: number
}

/** An event that has been held back and has not been received yet. Times in ms. */
export interface HeldEvent {
  readonly row: Uint32Array
  readonly fromTick: number
  readonly dueTick: number
}

export interface SavedDelays {
  readonly table: readonly DelayCommand[]
  readonly held: readonly HeldEvent[]
}

const MOST_DELAY_MS = MOST_DELAY_MIN * 60_000
const MOST_DELAYED = 64

/** Events that a person makes late. Between the device and the gateway: nothing behind it knows of it. */
export class Delays {
  private table: DelayCommand[] = []
  private held: HeldEvent[] = []

  /** Events that are under way. */
  get waiting(): readonly HeldEvent[] {
    return this.held
  }

  /** Decides on an event that has not been received yet. Says it in a few words. */
  set(command: DelayCommand): Outcome<string> {
    const { idHigh, idLow, delayMs } = command
    const isId = [idHigh, idLow].every((half) => Number.isInteger(half) && half >= 0 && half < 2 ** 32)
    if (!isId || (idHigh === 0 && idLow === 0)) return refuse('an event has an id of two halves of 32 bits')
    if (!(delayMs >= 0 && delayMs <= MOST_DELAY_MS))
      return refuse(`an event can be held back by 0 to ${MOST_DELAY_MIN} minutes`)
    const others = this.table.filter((one) => one.idHigh !== idHigh || one.idLow !== idLow)
    if (delayMs > 0 && others.length >= MOST_DELAYED)
      return refuse(`${MOST_DELAYED} events are held back already`)
    this.table = delayMs > 0 ? [...others, command] : others
    return accept(delayMs > 0 ? `an event ${Math.round(delayMs / 1_000)} s later` : 'an event on time')
  }

  /** By how many ms an event has been held back, 0 for any other. */
  delayOf(idHigh: number, idLow: number): number {
    return this.table.find((one) => one.idHigh === idHigh && one.idLow === idLow)?.delayMs ?? 0
  }

  get isEmpty(): boolean {
    return this.table.length === 0
  }

  /** Adds what is received in this tick after all; false while there is more of it than the batch takes. */
  release(batch: Batch, tick: number): boolean {
    if (this.held.length === 0) return true
    const left: HeldEvent[] = []
    for (const one of this.held) {
      if (one.dueTick > tick || batch.length === batch.capacity) {
        left.push(one)
        continue
      }
      const index = batch.length
      readRow(one.row, 0, batch, index)
      const receivedMs = tick * TICK_MS
      // The device's clock goes on while it waits to send: put right by it, the event's own time stays the same.
      batch.sentTime[index] =
        (batch.sentTime[index] ?? outside(index)) + receivedMs - (batch.receivedTime[index] ?? outside(index))
      batch.receivedTime[index] = receivedMs
      batch.length = index + 1
    }
    this.held = left
    return left.every(({ dueTick }) => dueTick > tick)
  }

  /** Takes those events out of the batch, from place `from` on, that are to come later. */
  hold(batch: Batch, from: number, tick: number): void {
    if (this.table.length === 0) return
    let kept = from
    let row = new Uint32Array(RECORD_WORDS)
    for (let i = from; i < batch.length; i++) {
      const delayMs = this.delayOf(batch.idHigh[i] ?? outside(i), batch.idLow[i] ?? outside(i))
      if (delayMs === 0 && kept === i) {
        kept += 1
        continue
      }
      writeRow(batch, i, row, 0)
      if (delayMs === 0) readRow(row, 0, batch, kept++)
      else {
        this.held.push({ row, fromTick: tick, dueTick: tick + Math.max(1, Math.round(delayMs / TICK_MS)) })
        row = new Uint32Array(RECORD_WORDS)
      }
    }
    batch.length = kept
  }

  save(): SavedDelays {
    // Neither a command nor a held row ever changes.
    return { table: this.table.slice(), held: this.held.slice() }
  }

  restore(saved: SavedDelays): void {
    this.table = saved.table.slice()
    this.held = saved.held.slice()
  }
}

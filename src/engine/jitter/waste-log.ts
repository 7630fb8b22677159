import type { PagedColumn, SavedColumn } from '../kernel/paged-column.ts'
import type { SimTime } from '../kernel/time.ts'
import { float64, int32, restoreColumns, saveColumns, uint8 } from '../kernel/typed-columns.ts'
import type { Waste } from './fate.ts'

/** The end of a packet, or of a copy of one, that was not shown. */
export interface WastedPacket {
  readonly time: SimTime
  readonly packet: number
  readonly how: Waste
}

/** Every end of a packet at one receiver without being shown, in order of time. */
export class WasteLog {
  private readonly time = float64()
  private readonly packet = int32()
  private readonly how = uint8()

  get length(): number {
    return this.time.length
  }

  get(index: number): WastedPacket {
    return {
      time: this.time.get(index),
      packet: this.packet.get(index),
      how: this.how.get(index) as Waste, // only codes of WASTE are ever written
    }
  }

  add(packet: number, how: Waste, now: SimTime): void {
    this.time.push(now)
    this.packet.push(packet)
    this.how.push(how)
  }

  save(): readonly SavedColumn[] {
    return saveColumns(this.columns())
  }

  restore(saved: readonly SavedColumn[]): void {
    restoreColumns(this.columns(), saved)
  }

  private columns(): PagedColumn[] {
    return [this.time, this.packet, this.how]
  }
}

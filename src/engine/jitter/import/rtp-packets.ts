import { float64, int32 } from '../../kernel/typed-columns.ts'

/** What `kind` says of a packet, in bits. */
export const KIND = { payloadType: 0x7f, marker: 0x80, empty: 0x100 } as const

/** The packets of one RTP stream as they stood in a file: a row a packet, in the order of arrival. */
export interface RtpPackets {
  readonly length: number
  /** 16 bits each. */
  readonly sequence: Int32Array
  /** RTP timestamps in ticks. */
  readonly stamp: Float64Array
  /** Microseconds on the receiver's clock; fractions of them where the file has them. */
  readonly arrived: Float64Array
  /** See KIND. */
  readonly kind: Int32Array
}

/** Packets that come one by one. */
export class RtpPacketList {
  private readonly sequence = int32()
  private readonly stamp = float64()
  private readonly arrived = float64()
  private readonly kind = int32()

  get length(): number {
    return this.sequence.length
  }

  push(sequence: number, stamp: number, arrived: number, kind: number): void {
    this.sequence.push(sequence)
    this.stamp.push(stamp)
    this.arrived.push(arrived)
    this.kind.push(kind)
  }

  /** All of them, side by side. */
  packets(): RtpPackets {
    const { length } = this
    const packets: RtpPackets = {
      length,
      sequence: new Int32Array(length),
      stamp: new Float64Array(length),
      arrived: new Float64Array(length),
      kind: new Int32Array(length),
    }
    for (const column of ['sequence', 'stamp', 'arrived', 'kind'] as const)
      this[column].copy(0, length, packets[column])
    return packets
  }
}

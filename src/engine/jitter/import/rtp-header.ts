/** What of an RTP packet counts for its timing. */
export interface RtpHeader {
  readonly payloadType: number
  readonly marker: boolean
  /** 16 bits: it begins anew after 65,535. */
  readonly sequence: number
  /** 32 bits, in ticks of a clock that the payload type stands for. */
  readonly timestamp: number
  readonly ssrc: number
  /** It carries no media: padding only, to fill up or to probe. */
  readonly isEmpty: boolean
}

const FIXED = 12

/** RTCP's packet types, of which the second byte of a packet tells (RFC 5761 section 4). */
export const isRtcp = (bytes: Uint8Array): boolean =>
  (bytes[0] ?? 0) >> 6 === 2 && (bytes[1] ?? 0) >= 192 && (bytes[1] ?? 0) <= 223

/**
 * The header of an RTP packet (RFC 3550 section 5.1) with `length` bytes on the wire, of which `bytes` were captured;
 * null for anything that can't be one. Version 2 and room for what it claims: two checks that most other traffic
 * fails; what passes by chance never makes a stream.
 */
export function readRtp(bytes: Uint8Array, length: number): RtpHeader | null {
  if (bytes.length < FIXED || length < FIXED) return null
  const [first = 0, second = 0] = bytes
  if (first >> 6 !== 2 || isRtcp(bytes)) return null
  let header = FIXED + 4 * (first & 15)
  if ((first & 0x10) !== 0) {
    if (header + 4 > length) return null
    if (header + 4 <= bytes.length)
      header += 4 + 4 * (((bytes[header + 2] ?? 0) << 8) | (bytes[header + 3] ?? 0))
  }
  if (header > length) return null
  const hasPadding = (first & 0x20) !== 0
  const padding = hasPadding && length <= bytes.length ? (bytes[length - 1] ?? 0) : 0
  return {
    payloadType: second & 0x7f,
    marker: second >= 0x80,
    sequence: ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0),
    timestamp: u32(bytes, 4),
    ssrc: u32(bytes, 8),
    isEmpty: header + padding >= length,
  }
}

const u32 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) * 0x1_00_00_00 +
  (((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0))

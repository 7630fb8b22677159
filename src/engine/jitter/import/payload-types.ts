/** A payload type with a meaning of its own: its name and the ticks a second of its timestamps. */
export interface PayloadType {
  readonly name: string
  readonly clock: number
}

/** The static payload types of RFC 3551, tables 4 and 5. G722 has 8,000 by an error that was kept (section 4.5.2). */
const STATIC: ReadonlyMap<number, PayloadType> = new Map([
  [0, { name: 'PCMU', clock: 8_000 }],
  [3, { name: 'GSM', clock: 8_000 }],
  [4, { name: 'G723', clock: 8_000 }],
  [5, { name: 'DVI4', clock: 8_000 }],
  [6, { name: 'DVI4', clock: 16_000 }],
  [7, { name: 'LPC', clock: 8_000 }],
  [8, { name: 'PCMA', clock: 8_000 }],
  [9, { name: 'G722', clock: 8_000 }],
  [10, { name: 'L16 stereo', clock: 44_100 }],
  [11, { name: 'L16', clock: 44_100 }],
  [12, { name: 'QCELP', clock: 8_000 }],
  [13, { name: 'comfort noise', clock: 8_000 }],
  [14, { name: 'MPA', clock: 90_000 }],
  [15, { name: 'G728', clock: 8_000 }],
  [16, { name: 'DVI4', clock: 11_025 }],
  [17, { name: 'DVI4', clock: 22_050 }],
  [18, { name: 'G729', clock: 8_000 }],
  [25, { name: 'CelB', clock: 90_000 }],
  [26, { name: 'JPEG', clock: 90_000 }],
  [28, { name: 'nv', clock: 90_000 }],
  [31, { name: 'H261', clock: 90_000 }],
  [32, { name: 'MPV', clock: 90_000 }],
  [33, { name: 'MP2T', clock: 90_000 }],
  [34, { name: 'H263', clock: 90_000 }],
])

/** What a payload type stands for by itself; null for one that a call agrees on, as nearly all of today's. */
export const staticType = (type: number): PayloadType | null => STATIC.get(type) ?? null

/** "PCMU", or "payload type 111". */
export const nameOfType = (type: number): string => STATIC.get(type)?.name ?? `payload type ${type}`

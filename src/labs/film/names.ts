import type { CallFrame, PlayerFrame } from '../../engine/film/frame.ts'

const SHORT: Readonly<Record<CallFrame['lane'] | PlayerFrame['lane'], string>> = {
  call: 'call',
  fixed: 'one bitrate',
  bba: 'BBA',
  bola: 'BOLA',
  rate: 'throughput',
}

/** Where few pixels are left beside a line. */
const SHORTEST: Partial<typeof SHORT> = { fixed: 'one', rate: 'rate' }

/** A lane's name beside its line. */
export const shortName = (lane: CallFrame['lane'] | PlayerFrame['lane'], narrow: boolean): string =>
  (narrow ? SHORTEST[lane] : undefined) ?? SHORT[lane]

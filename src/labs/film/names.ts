import type { CallFrame, PlayerFrame } from '../../engine/film/frame.ts'

const SHORT: Readonly<Record<CallFrame['lane'] | PlayerFrame['lane'], string>> = {
  call: 'call',
  fixed: 'one bitrate',
  bba: 'BBA',
  bola: 'BOLA',
  rate: 'throughput',
}

/** A lane's name beside its line. */
export const shortName = (lane: CallFrame['lane'] | PlayerFrame['lane']): string => SHORT[lane]

import { delayPolicy } from './policy.ts'
import {
  networkDelayMs,
  ramjeeFour,
  ramjeeOffset,
  ramjeeTarget,
  startRamjee,
  type RamjeeState,
} from './ramjee.ts'

/** Ramjee's algorithm 4, adapted packet by packet. */
export const ramjee4 = delayPolicy<RamjeeState>({
  kind: 'delay',
  origin: 'production',
  family: 'From textbooks and papers',
  name: 'Ramjee 4',
  short: 'Ramjee 4',
  summary:
    'Quick averages (8 packets) and a mode for spikes: when one packet takes 100 ms more than the last, the delay follows packet by packet until the spike has gone by. Here it changes continuously, in the paper only between talkspurts.',
  start: startRamjee,
  observe: (state, packet) => ramjeeFour(state, networkDelayMs(packet)),
  offset: ramjeeOffset,
  target: ramjeeTarget,
})

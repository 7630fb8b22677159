import { delayPolicy } from './policy.ts'
import {
  networkDelayMs,
  ramjeeOne,
  ramjeeOffset,
  ramjeeTarget,
  startRamjee,
  type RamjeeState,
} from './ramjee.ts'

/** Ramjee's algorithm 1, adapted packet by packet. */
export const ramjee1 = delayPolicy<RamjeeState>({
  kind: 'delay',
  origin: 'production',
  family: 'From textbooks and papers',
  name: 'Ramjee 1',
  short: 'Ramjee 1',
  summary:
    'Two slow averages, of the delay and of its deviation (about 500 packets long); plays at delay + 4 deviations. It hardly sees a spike and takes many seconds to believe in a change.',
  start: startRamjee,
  observe: (state, packet) => ramjeeOne(state, networkDelayMs(packet)),
  offset: ramjeeOffset,
  target: ramjeeTarget,
})

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
  start: startRamjee,
  observe: (state, packet) => ramjeeOne(state, networkDelayMs(packet)),
  offset: ramjeeOffset,
  target: ramjeeTarget,
})

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
  start: startRamjee,
  observe: (state, packet) => ramjeeFour(state, networkDelayMs(packet)),
  offset: ramjeeOffset,
  target: ramjeeTarget,
})

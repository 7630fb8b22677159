import { delayPolicy } from './policy.ts'
import {
  networkDelayMs,
  ramjeeOffset,
  ramjeeTarget,
  ramjeeTwo,
  startRamjee,
  type RamjeeState,
} from './ramjee.ts'

/** Ramjee's algorithm 2, adapted packet by packet. */
export const ramjee2 = delayPolicy<RamjeeState>({
  kind: 'delay',
  start: startRamjee,
  observe: (state, packet) => ramjeeTwo(state, networkDelayMs(packet)),
  offset: ramjeeOffset,
  target: ramjeeTarget,
})

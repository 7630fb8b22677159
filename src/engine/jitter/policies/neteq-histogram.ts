import {
  hearPacket,
  startDelayManager,
  targetDelay,
  targetOffset,
  type DelayManager,
} from './neteq/delay-manager.ts'
import { delayPolicy } from './policy.ts'

/**
 * The whole delay manager of WebRTC's audio buffer: a quantile of how late packets have lately been, or more where
 * overtaken packets are worth waiting for. What NetEq does with the sound meanwhile is another player's.
 */
export const neteqHistogram = delayPolicy<DelayManager>({
  kind: 'delay',
  start: startDelayManager,
  observe: hearPacket,
  offset: (manager, { interval }) => targetOffset(manager, interval),
  target: (manager, { interval }) => targetDelay(manager, interval),
})

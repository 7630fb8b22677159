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
  origin: 'production',
  family: 'In real systems',
  name: 'NetEq-style histogram',
  short: 'NetEq',
  summary:
    "In the manner of NetEq, WebRTC's audio jitter buffer: it plays by timestamp and aims at the delay that 95 % of recent half-second worst cases stay under. Old ones are forgotten.",
  start: startDelayManager,
  observe: hearPacket,
  offset: (manager, { interval }) => targetOffset(manager, interval),
  target: (manager, { interval }) => targetDelay(manager, interval),
})

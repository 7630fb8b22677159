import { describe, expect, test } from 'vitest'
import { STALL_CAUSE, type StallCause } from '../../../src/engine/jitter/fate.ts'
import { captionOf } from '../../../src/labs/jitter/real/captions.ts'

const T = 20_000

const turn = (packet: number, previous: number | null, length: number) =>
  captionOf({ kind: 'packet', packet, previous, from: 0, to: length }, 'delay', T)
const tick = (packet: number, previous: number | null) =>
  captionOf({ kind: 'packet', packet, previous, from: 0, to: T }, 'gate', T)
const missing = (cause: StallCause, inHand: number, kind: 'gate' | 'delay') => {
  const stall = { start: 0, end: T, cause, inHand, packet: kind === 'gate' ? -1 : 241 }
  return captionOf({ kind: 'missing', from: 0, to: T, stall }, kind, T)
}

describe('what is heard, in words', () => {
  test.each([
    [turn(7, 6, T), 'plain', 'packet 7'],
    [turn(7, 6, T + 50), 'plain', 'packet 7'],
    [turn(7, 6, 21_200), 'stretched', 'packet 7 stretched 6 %'],
    [turn(7, 6, 18_400), 'stretched', 'packet 7 shortened 8 %'],
    [turn(7, 6, 20_120), 'stretched', 'packet 7 stretched 1 %'],
    [tick(7, 6), 'plain', 'packet 7'],
    [tick(0, null), 'plain', 'packet 0'],
    [tick(9, 6), 'jump', 'packet 9 right after 6: a jump'],
    [tick(5, 6), 'jump', 'packet 5 after 6: back'],
    [tick(6, 6), 'jump', 'packet 6 once more'],
    [missing(STALL_CAUSE.missing, 0, 'delay'), 'made-up', 'packet 241 missing at its turn: concealed 20 ms'],
    [missing(STALL_CAUSE.awaited, 0, 'delay'), 'made-up', 'packet 241 awaited: concealed 20 ms'],
    [missing(STALL_CAUSE.empty, 0, 'gate'), 'silent', 'the buffer is empty: silence 20 ms'],
    [missing(STALL_CAUSE.gate, 2, 'gate'), 'silent', '2 frames in hand, the gate wants more: silence 20 ms'],
    [missing(STALL_CAUSE.gate, 1, 'gate'), 'silent', '1 frame in hand, the gate wants more: silence 20 ms'],
    [captionOf({ kind: 'pause', from: 0, to: T }, 'delay', T), 'plain', 'the sender is silent'],
  ])('%o', (caption, tone, text) => {
    expect(caption).toEqual({ tone, text })
  })
})

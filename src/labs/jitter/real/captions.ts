import { toMs, type SimTime } from '../../../engine/kernel/time.ts'
import { STALL_CAUSE } from '../../../engine/jitter/fate.ts'
import type { Segment } from '../../../engine/jitter/sound/schedule.ts'

/** How a stretch of sound is told apart in pictures and lists. */
export type Tone = 'plain' | 'stretched' | 'made-up' | 'silent' | 'jump'

export interface Caption {
  readonly tone: Tone
  readonly text: string
}

/** Less than this nobody hears: a share of the packet's length. */
const NOTEWORTHY = 0.005

/** What is heard in a stretch of a player's time, in a few words. */
export function captionOf(segment: Segment, kind: 'gate' | 'delay', interval: SimTime): Caption {
  switch (segment.kind) {
    case 'waiting':
      return { tone: 'plain', text: 'nothing yet: the first packet has not been played' }
    case 'pause':
      return { tone: 'plain', text: 'the sender is silent' }
    case 'missing':
      return kind === 'gate' ? tellSilence(segment) : tellConcealed(segment)
    case 'packet':
      return kind === 'gate' ? tellTick(segment) : tellTurn(segment, interval)
  }
}

const ms = (time: SimTime): string => `${Math.round(toMs(time))} ms`

function tellConcealed({ from, to, stall }: Extract<Segment, { kind: 'missing' }>): Caption {
  const what = stall.cause === STALL_CAUSE.awaited ? 'awaited' : 'missing at its turn'
  return { tone: 'made-up', text: `packet ${stall.packet} ${what}: concealed ${ms(to - from)}` }
}

function tellSilence({ from, to, stall }: Extract<Segment, { kind: 'missing' }>): Caption {
  const why =
    stall.cause === STALL_CAUSE.gate
      ? `${stall.inHand} ${stall.inHand === 1 ? 'frame' : 'frames'} in hand, the gate wants more`
      : 'the buffer is empty'
  return { tone: 'silent', text: `${why}: silence ${ms(to - from)}` }
}

function tellTick({ packet, previous }: Extract<Segment, { kind: 'packet' }>): Caption {
  if (previous === null || packet === previous + 1) return { tone: 'plain', text: `packet ${packet}` }
  if (packet === previous) return { tone: 'jump', text: `packet ${packet} once more` }
  return {
    tone: 'jump',
    text:
      packet > previous
        ? `packet ${packet} right after ${previous}: a jump`
        : `packet ${packet} after ${previous}: back`,
  }
}

function tellTurn({ packet, from, to }: Extract<Segment, { kind: 'packet' }>, interval: SimTime): Caption {
  const stretch = (to - from) / interval - 1
  if (Math.abs(stretch) < NOTEWORTHY) return { tone: 'plain', text: `packet ${packet}` }
  const percent = Math.max(1, Math.round(100 * Math.abs(stretch)))
  return {
    tone: 'stretched',
    text: `packet ${packet} ${stretch > 0 ? 'stretched' : 'shortened'} ${percent} %`,
  }
}

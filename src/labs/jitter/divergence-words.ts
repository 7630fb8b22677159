import { plural } from '../../shared/words.ts'
import type { Divergence, Sight } from '../../engine/jitter/divergence.ts'
import { STALL_CAUSE } from '../../engine/jitter/fate.ts'
import type { JitterFrame } from '../../engine/jitter/frame.ts'

/** The first difference between whiteboard and production, in one sentence. */
export function tellDivergence(
  { lanes }: JitterFrame,
  { packet, whiteboard, production }: Divergence,
): string {
  const nameOf = (policy: string): string =>
    lanes.find(({ summary }) => summary.policy === policy)?.about.name ?? policy
  return (
    `Packet ${packet}: the ${lower(nameOf(whiteboard.policy))} ${tellSight(whiteboard.sight)}; ` +
    `the ${lower(nameOf(production.policy))} ${tellSight(production.sight)}.`
  )
}

function tellSight(sight: Sight): string {
  switch (sight.kind) {
    case 'on-time':
      return 'showed it on time'
    case 'after-stall': {
      const { stall } = sight
      const froze = `froze for ${Math.round((stall.end - stall.start) / 1_000)} ms`
      if (stall.cause === STALL_CAUSE.gate)
        return `${froze} with ${plural(stall.inHand, 'frame')} in hand, because its gate wants more`
      if (stall.cause === STALL_CAUSE.awaited) return `${froze}, because it waited for a late packet`
      return `${froze}, because nothing was left to show`
    }
    case 'discarded':
      return 'discarded it, because it came after its turn'
    case 'gap':
      return 'left its turn empty, because it was lost'
    case 'closed-up':
      return 'never noticed that it was lost and showed the next one early'
    case 'overwritten':
      return 'pushed it out of its full ring'
    case 'dropped':
      return 'dropped it, because its queue had grown too long'
  }
}

/** "NetEq-style histogram" keeps its capitals; "Whiteboard buffer" loses one. */
const lower = (name: string): string =>
  /^[A-Z][a-z]+ /.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name

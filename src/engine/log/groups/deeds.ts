import type { SimTime } from '../../kernel/time.ts'
import type { Deed } from './codes.ts'
import type { Ledger } from './ledger.ts'
import { freeze, start, stop, thaw, type MemberState } from './member.ts'

/** Does it to the member, where it applies; `close` ends one in an orderly way, once it has no batch in hand. */
export function carryOut(
  deed: Deed,
  member: MemberState,
  ledger: Ledger,
  now: SimTime,
  close: (member: MemberState) => void,
): void {
  const { life } = member
  const lives = life === 'running' || life === 'frozen'
  if (deed === 'start' && member.leaving) member.startsAgain = true
  else if (deed === 'start' && !lives) start(member, now)
  if (deed === 'crash' && lives) stop(member, 'crashed', ledger, now)
  if (deed === 'freeze' && life === 'running') freeze(member, now)
  if (deed === 'thaw' && life === 'frozen') thaw(member, now)
  if (deed === 'leave' && life === 'running') {
    member.leaving = true
    if (member.batch.length === 0) close(member)
  }
  if (deed === 'pause') member.paused = true
  if (deed === 'resume') {
    member.paused = false
    if (member.pollAt !== null) member.pollAt = Math.min(member.pollAt, now)
  }
  if (deed === 'slow' || deed === 'quick') member.slow = deed === 'slow'
}

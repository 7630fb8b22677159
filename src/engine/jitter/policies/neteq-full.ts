import { NetEqPlayer } from '../neteq-player.ts'
import type { PlayerPolicy } from './policy.ts'

/** NetEq with its decision logic: the delay manager's target is met by stretching sound, not by the playout clock. */
export const neteqFull: PlayerPolicy = {
  kind: 'player',
  create: (context) => new NetEqPlayer(context),
}

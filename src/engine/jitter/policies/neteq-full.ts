import { NetEqPlayer } from '../neteq-player.ts'
import type { PlayerPolicy } from './policy.ts'

/** NetEq with its decision logic: the delay manager's target is met by stretching sound, not by the playout clock. */
export const neteqFull: PlayerPolicy = {
  kind: 'player',
  origin: 'production',
  family: 'In real systems',
  name: 'Full NetEq with time stretch',
  short: 'Full NetEq',
  summary:
    "WebRTC's audio buffer with its decision logic: every 10 ms it plays on, takes a pitch period out, puts one in, or makes sound up. While nothing comes it waits, and plays what is late; a packet that others overtook is given up when its place is filled.",
  create: (context) => new NetEqPlayer(context),
}

import { at } from '../../shared/assert.ts'
import { plural } from '../../shared/words.ts'
import type { GroupsFrame, LaneFrame, MemberFrame } from '../../engine/log/groups/frame.ts'

/** How many offsets of a partition are drawn. */
export const TAPE_CELLS = 64

/** The lane shown in detail: the one selected, or the third, the usual way in production. */
export function chosenLane(frame: GroupsFrame, selected: string | null): LaneFrame {
  const id = /^lane\.(\w+)$/.exec(selected ?? '')?.[1]
  return frame.lanes.find(({ lane }) => lane === id) ?? at(frame.lanes, Math.min(2, frame.lanes.length - 1))
}

/** "3 lost · 5 twice": what went wrong in a lane so far; on a narrow screen the first two things of it. */
export function verdict({ summary }: LaneFrame, study: string, narrow: boolean): string {
  const { lost, duplicates, ignored, unread, rebalances, outOfOrder } = summary
  if (study === 'rebalance') {
    if (rebalances === 0) return `${outOfOrder} out of order`
    const waited = `${unread.toFixed(0)} record-s unread`
    return narrow ? waited : `${plural(rebalances, 'rebalance')} · ${waited}`
  }
  const parts = [
    `${lost} lost`,
    `${duplicates} twice`,
    ...(ignored > 0 ? [`${ignored} known`] : []),
    ...(outOfOrder > 0 ? [`${outOfOrder} out of order`] : []),
  ]
  return (narrow ? parts.slice(0, 2) : parts).join(' · ')
}

/** How a member is, in a few words. */
export function stateOf(lane: LaneFrame, member: MemberFrame): string {
  const { life, batch, done, owned } = member
  const work = batch > 0 ? `, ${done} of ${batch} done` : ''
  if (life === 'absent') return 'not there'
  if (life === 'crashed') return member.unknown ? 'crashed' : 'crashed; the group does not know yet'
  if (life === 'failed') return member.trouble ?? 'stopped'
  if (life === 'frozen')
    return `${member.unknown ? 'stands still, given up by the group' : 'stands still'}${work}`
  if (lane.origin === 'whiteboard') return batch > 0 ? `takes from all${work}` : 'takes from all, waits'
  if (member.unknown && batch > 0) return `not in the group any more${work}`
  if (member.leaving) return `leaves after this batch${work}`
  if (member.idle) return 'idle: no partition is left for it'
  if (member.joining && owned.length === 0) return 'waits for the others to join'
  if (owned.length === 0) return `waits for a partition${work}`
  return `reads ${partitionsOf(owned)}${work}`
}

/** "p0, p3, p4" */
const partitionsOf = (owned: readonly number[]): string =>
  owned.length > 4 ? `${owned.length} partitions` : owned.map((partition) => `p${partition}`).join(', ')

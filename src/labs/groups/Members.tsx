import type { JSX } from 'react'
import { at } from '../../shared/assert.ts'
import { memberName, type Deed } from '../../engine/log/groups/codes.ts'
import type { GroupsFrame, LaneFrame, MemberFrame } from '../../engine/log/groups/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Button } from '../../ui/Button.tsx'
import { stateOf } from './words.ts'

interface MembersProps {
  readonly frame: GroupsFrame
  readonly lane: LaneFrame
  readonly act: LabViewProps<GroupsFrame>['act']
  readonly compact: boolean
}

/** The members, each with what it is at and what one can do to it. What is done happens to it in every lane. */
export function Members({ frame, lane, act, compact }: MembersProps): JSX.Element {
  const { standings } = frame
  const shown = lane.members.filter(({ slot }) => slot < frame.settings.members || wasThere(frame, slot))
  const next = standings.findIndex(
    ({ life }, slot) => life === 'absent' && !shown.some((one) => one.slot === slot),
  )
  return (
    <ul className={compact ? 'members members-compact' : 'members'} aria-label="Members of the group">
      {shown.map((member) => (
        <li key={member.slot} className={`member member-${at(standings, member.slot).life}`}>
          <p className="member-name">
            <span className={`member-badge badge-${member.slot}`}>{memberName(member.slot)}</span>
            <span className={isTrouble(member) ? 'member-state member-trouble' : 'member-state'}>
              {stateOf(lane, member)}
            </span>
          </p>
          <Deeds frame={frame} member={member} act={act} compact={compact} />
        </li>
      ))}
      {next >= 0 && (
        <li className="member member-new">
          <Button
            label="Add a member"
            onClick={() => act({ kind: 'member', deed: 'start', member: next }, null, null)}
          />
        </li>
      )}
    </ul>
  )
}

const wasThere = ({ standings }: GroupsFrame, slot: number): boolean => at(standings, slot).life !== 'absent'

const isTrouble = ({ life, unknown, batch, idle }: MemberFrame): boolean =>
  life === 'crashed' || life === 'failed' || life === 'frozen' || idle || (unknown && batch > 0)

interface DeedsProps extends Pick<MembersProps, 'frame' | 'act' | 'compact'> {
  readonly member: MemberFrame
}

/** The deeds that make sense now. */
function Deeds({ frame, member, act, compact }: DeedsProps): JSX.Element {
  const { life, paused, slow } = at(frame.standings, member.slot)
  const name = memberName(member.slot)
  const button = (deed: Deed, word: string): JSX.Element => (
    <Button
      key={deed}
      label={word}
      onClick={() => act({ kind: 'member', deed, member: member.slot }, null, null)}
    >
      <span className="visually-hidden"> {name}</span>
    </Button>
  )
  if (life === 'absent' || life === 'crashed') return <div className="deeds">{button('start', 'Start')}</div>
  if (life === 'frozen')
    return (
      <div className="deeds">
        {button('thaw', 'Unfreeze')}
        {button('crash', 'Crash')}
      </div>
    )
  return (
    <div className="deeds">
      {button('crash', 'Crash')}
      {button('freeze', 'Freeze')}
      {!compact && (paused ? button('resume', 'Resume') : button('pause', 'Pause'))}
      {!compact && (slow ? button('quick', 'Speed up') : button('slow', 'Slow'))}
      {button('leave', 'Leave')}
    </div>
  )
}

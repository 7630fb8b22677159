import type { JSX } from 'react'
import type { CommitsFrame } from '../../engine/season/commits/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Button } from '../../ui/Button.tsx'

type HandsProps = Pick<LabViewProps<CommitsFrame>, 'frame' | 'act' | 'selected' | 'compact'>

/** How far back the button for the past goes. */
const BACK = 2

/** What a person can do to the repository. The other branch is the chosen one, or the latest that is not here. */
export function Hands({ frame, act, selected, compact }: HandsProps): JSX.Element {
  const { branches, head } = frame
  const others = branches.filter(({ isHead }) => !isHead)
  const other = others.find(({ name }) => selected === `branch:${name}`) ?? others.at(-1)
  const number = /^commit:(\d+)$/.exec(selected ?? '')?.[1]
  const give = (command: object): void => act(command, null, null)
  return (
    <div className="lab-hands" role="group" aria-label="By hand">
      <Button label={`Commit to ${head}`} onClick={() => give({ kind: 'commit' })} />
      <Button
        label={number === undefined ? 'New branch' : 'Branch here'}
        disabled={branches.length === ROOM}
        onClick={() => give({ kind: 'branch', at: number === undefined ? null : Number(number) })}
      />
      {other !== undefined && (
        <>
          <Button
            label={`Merge ${other.name}`}
            disabled={other.isMerged}
            onClick={() => give({ kind: 'merge', branch: other.name })}
          />
          <Button
            label={`Go to ${other.name}`}
            onClick={() => give({ kind: 'checkout', branch: other.name })}
          />
          <Button
            label={`Delete ${other.name}`}
            disabled={other.name === 'main'}
            onClick={() => give({ kind: 'delete', branch: other.name })}
          />
        </>
      )}
      {!compact && (
        <>
          <Button label="Amend" onClick={() => give({ kind: 'amend', back: 0 })} />
          <Button label={`Amend ${BACK} back`} onClick={() => give({ kind: 'amend', back: BACK })} />
          <Button label="Collect garbage" onClick={() => give({ kind: 'gc' })} />
        </>
      )}
    </div>
  )
}

const ROOM = 3

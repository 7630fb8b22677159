import type { JSX } from 'react'
import type { PressureFrame } from '../../engine/flow/pressure/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Button } from '../../ui/Button.tsx'

const STALLS_MS = [200, 1_000, 3_000]
const FEWER = [1_000]

/** What a person can do to the run: the workers of all lanes stand still for a while. */
export function Hands({ act, compact }: Pick<LabViewProps<PressureFrame>, 'act' | 'compact'>): JSX.Element {
  return (
    <div className="panel-choices" role="group" aria-label="By hand">
      {(compact ? FEWER : STALLS_MS).map((ms) => (
        <Button
          key={ms}
          label={`Stall the workers ${ms / 1_000} s`}
          onClick={() => act({ kind: 'stall', ms }, null, null)}
        />
      ))}
    </div>
  )
}

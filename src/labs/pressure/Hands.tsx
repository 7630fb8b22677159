import type { JSX } from 'react'
import type { PressureFrame } from '../../engine/flow/pressure/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Button } from '../../ui/Button.tsx'

const STALLS_MS = [200, 1_000, 3_000]

/** What a person can do to the run: the workers of all lanes stand still for a while. */
export function Hands({ act }: Pick<LabViewProps<PressureFrame>, 'act'>): JSX.Element {
  return (
    <div className="panel-choices" role="group" aria-label="By hand">
      {STALLS_MS.map((ms) => (
        <Button
          key={ms}
          label={`Stall the workers ${ms / 1_000} s`}
          onClick={() => act({ kind: 'stall', ms }, null, null)}
        />
      ))}
    </div>
  )
}

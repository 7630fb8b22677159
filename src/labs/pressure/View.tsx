import { useRef, useState, type JSX } from 'react'
import { STRATEGY } from '../../engine/flow/pressure/codes.ts'
import type { PressureFrame } from '../../engine/flow/pressure/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { Segmented } from '../../ui/Segmented.tsx'
import { useWidth } from '../../view/use-size.ts'
import { Asks } from './Asks.tsx'
import { CurvePanel } from './CurvePanel.tsx'
import { isQuantity, QUANTITIES, type Quantity } from './difference.ts'
import { EstimatePanel } from './EstimatePanel.tsx'
import { Hands } from './Hands.tsx'
import { MOST_DRAWN } from './layout.ts'
import { PressureSvg } from './PressureSvg.tsx'
import './style.css'
import { SwitchPanel } from './SwitchPanel.tsx'
import { sayStrategy } from './words.ts'

const WIDTH_BEFORE_MEASURING = 960

/** The pressure lab's picture: every lane as it is now and as it was, and how far they are apart. */
export function View({
  frame,
  selected,
  select,
  act,
  seek,
  study,
  compact,
}: LabViewProps<PressureFrame>): JSX.Element {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box, WIDTH_BEFORE_MEASURING)
  const [reference, setReference] = useState('')
  const [quantity, setQuantity] = useState<Quantity>('queue')
  const base = frame.lanes.find(({ lane }) => lane === reference) ?? frame.lanes[0]
  const left = frame.lanes.length - MOST_DRAWN + frame.lanesLeftOut
  return (
    <div className="lab-view lab-view-roomy" ref={box}>
      <div className="pressure-frame">
        <PressureSvg
          frame={frame}
          width={width}
          compact={compact}
          reference={base?.lane ?? ''}
          quantity={quantity}
          chosen={selected}
        />
        {!compact && <Asks frame={frame} width={width} />}
      </div>
      {left > 0 && <p className="muted small">{left} more lanes are in the table of measures only.</p>}
      {!compact && frame.lanes.length > 1 && (
        <div className="panel-choices" role="group" aria-label="Difference">
          <Segmented
            label="Difference in"
            options={QUANTITIES}
            value={quantity}
            onChange={(value) => setQuantity(isQuantity(value) ? value : 'queue')}
          />
          <label className="field-inline">
            <span>held against</span>
            <select value={base?.lane ?? ''} onChange={(event) => setReference(event.target.value)}>
              {frame.lanes.map(({ lane, name }) => (
                <option key={lane} value={lane}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
      <Hands act={act} compact={compact} />
      {!compact && (
        <>
          <Key frame={frame} />
          <CurvePanel frame={frame} study={study} />
          <EstimatePanel frame={frame} />
          <SwitchPanel frame={frame} chosen={selected} onChoose={select} seek={seek} />
        </>
      )}
    </div>
  )
}

/** The strategies to be seen in the strips, and the marks of the waits. */
function Key({ frame }: { readonly frame: PressureFrame }): JSX.Element {
  const used = new Set(frame.lanes.flatMap(({ flow }) => flow.shares.map(({ strategy }) => strategy)))
  return (
    <ul className="pressure-key small" aria-hidden="true">
      {Object.values(STRATEGY)
        .filter((code) => used.has(code))
        .map((code) => (
          <li key={code}>
            <svg width="18" height="11">
              <path className={`band band-${code}`} d="M0 0H18V11H0Z" />
            </svg>{' '}
            {sayStrategy(code)}
          </li>
        ))}
      <li>
        <b>●</b> p50 <b>|</b> p90 <b>◆</b> p99 <b>|</b> p99.9 of the waits
      </li>
    </ul>
  )
}

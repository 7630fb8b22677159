import type { JSX } from 'react'
import { MONITORS, type MonitorId } from '../../engine/flow/warning/codes.ts'
import type { WarningFrame } from '../../engine/flow/warning/frame.ts'
import type { LabViewProps } from '../../stage/define-lab.ts'
import { usePictureBox } from '../../view/use-size.ts'
import { Dashboard } from './Dashboard.tsx'
import { Handles } from './Handles.tsx'
import { layOut } from './layout.ts'
import { MonitorDetail } from './MonitorDetail.tsx'
import { Verdicts } from './Verdicts.tsx'
import { useThresholds } from './use-thresholds.ts'
import { tellMonitor } from './words.ts'
import './style.css'

/** The lab's picture: the dashboard with a button on every panel, the verdicts, and the chosen monitor in words. */
export function View({ frame, selected, select, compact }: LabViewProps<WarningFrame>): JSX.Element {
  const [box, width] = usePictureBox()
  const layout = layOut(width, compact)
  const { thresholds, draft, setDraft } = useThresholds()
  const chosen = MONITORS.find((monitor): monitor is MonitorId => monitor === selected) ?? null
  return (
    <div className="lab-view lab-view-roomy" ref={box}>
      <div className="warning-frame">
        <Dashboard frame={frame} thresholds={thresholds} layout={layout} selected={chosen} />
        <div className="warning-buttons" role="group" aria-label="Monitors">
          {layout.panels.map(({ monitor, top, bottom }) => (
            <button
              key={monitor}
              type="button"
              className="warning-button"
              aria-label={tellMonitor(monitor, frame)}
              aria-pressed={monitor === chosen}
              style={{
                left: `${(100 * layout.left) / width}%`,
                top: `${(100 * top) / layout.height}%`,
                width: `${(100 * (layout.right - layout.left)) / width}%`,
                height: `${(100 * (bottom - top)) / layout.height}%`,
              }}
              onClick={() => select(monitor === chosen ? null : monitor)}
            />
          ))}
        </div>
        {!compact && <Handles {...{ frame, layout, thresholds, draft, setDraft }} />}
      </div>
      {!compact && (
        <>
          <p className="lab-note">
            Drag a threshold by its handle: the run is done anew. Below each panel, when an alert stood:{' '}
            <span className="warning-hand">by hand</span> the static thresholds, in print production’s rules;
            half high a warning, full a page. The {frame.settings.lead} s before the first loss are shaded: a
            page there comes too late.
          </p>
          <Verdicts frame={frame} />
          <MonitorDetail frame={frame} monitor={chosen ?? 'buffer'} />
        </>
      )}
    </div>
  )
}

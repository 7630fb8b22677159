import type { JSX } from 'react'
import type { WarningFrame } from '../../engine/flow/warning/frame.ts'
import { useStage } from '../../stage/context.ts'
import { drawingOf, scaleOf, type ThresholdKey, type Thresholds } from './drawing.ts'
import type { Layout } from './layout.ts'
import { useHand, type Hold } from './use-hand.ts'
import { specOf, type Draft } from './use-thresholds.ts'

interface HandlesProps {
  readonly frame: WarningFrame
  readonly layout: Layout
  readonly thresholds: Thresholds
  readonly draft: Draft | null
  readonly setDraft: (draft: Draft | null) => void
}

/** As large as a finger needs, in pixels; side by side, since thresholds may be close. */
const SIZE = 28

/** A threshold beyond the scale has its handle so far below the panel's top: dragged, it comes onto the scale. */
const EDGE = 6

/** A handle on every threshold that is drawn. A static one stands in three panels: keys reach it in the first. */
export function Handles({ frame, layout, thresholds, draft, setDraft }: HandlesProps): JSX.Element {
  const { controller } = useStage()
  const done = (key: ThresholdKey, value: number): void => {
    setDraft(null)
    if (value !== frame.settings[key]) controller.setParam(key, value, 'start')
  }
  const seen = new Set<ThresholdKey>()
  return (
    <div className="warning-handles" role="group" aria-label="Thresholds">
      {layout.panels.flatMap((panel) => {
        const drawing = drawingOf(panel.monitor, frame, thresholds)
        const y = scaleOf(panel, drawing)
        return drawing.rules.map((rule, column) => {
          const isFirst = !seen.has(rule.key)
          seen.add(rule.key)
          return (
            <Handle
              key={`${panel.monitor} ${rule.key}`}
              {...{ layout, isFirst }}
              className={rule.className}
              left={layout.left + 4 + column * SIZE}
              spec={specOf(rule.key)}
              value={thresholds[rule.key]}
              isMoving={draft?.key === rule.key && draft.at === panel.monitor}
              top={y(rule.value) < panel.top ? panel.top + EDGE : y(rule.value)}
              height={layout.height}
              valueAt={(pixel) => y.invert(pixel) / rule.per}
              move={(value) => setDraft({ key: rule.key, value, at: panel.monitor })}
              drop={() => setDraft(null)}
              done={(value) => done(rule.key, value)}
            />
          )
        })
      })}
    </div>
  )
}

interface HandleProps extends Hold {
  readonly layout: Layout
  /** Reached by keys. */
  readonly isFirst: boolean
  readonly className: string
  readonly left: number
  /** By this handle; another may move the same threshold. */
  readonly isMoving: boolean
}

function Handle({ layout, isFirst, className, left, isMoving, ...hold }: HandleProps): JSX.Element {
  const { spec, value, top } = hold
  const hand = useHand(hold)
  const text = value === 0 ? 'never' : `${value} ${spec.unit}`
  return (
    <div
      {...(isFirst ? { tabIndex: 0 } : { 'aria-hidden': true })}
      role={isFirst ? 'slider' : 'presentation'}
      aria-label={isFirst ? `${spec.group}: ${spec.label}, in the picture` : undefined}
      aria-orientation="vertical"
      aria-valuemin={spec.min}
      aria-valuemax={spec.max}
      aria-valuenow={value}
      aria-valuetext={text}
      className={`warning-handle ${className}-handle${isMoving ? ' is-moving' : ''}`}
      title={`${spec.label} ${text}`}
      style={{ left: `${(100 * left) / layout.width}%`, top: `${(100 * top) / layout.height}%` }}
      {...hand}
    >
      <span className="warning-told" aria-hidden="true">
        {spec.label} {text}
      </span>
    </div>
  )
}

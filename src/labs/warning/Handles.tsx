import { useRef, type JSX, type KeyboardEvent, type PointerEvent } from 'react'
import type { WarningFrame } from '../../engine/flow/warning/frame.ts'
import { useStage } from '../../stage/context.ts'
import { drawingOf, scaleOf, type Rule, type ThresholdKey, type Thresholds } from './drawing.ts'
import type { Layout, Panel } from './layout.ts'
import { moved, snap } from './snap.ts'
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
              {...{ panel, rule, layout, isFirst, setDraft, done }}
              value={thresholds[rule.key]}
              isMoving={draft?.key === rule.key && draft.at === panel.monitor}
              left={layout.left + 4 + column * SIZE}
              top={y(rule.value) < panel.top ? panel.top + EDGE : y(rule.value)}
              valueAt={(pixel) => y.invert(pixel) / rule.per}
            />
          )
        })
      })}
    </div>
  )
}

interface HandleProps {
  readonly panel: Panel
  readonly rule: Rule
  readonly layout: Layout
  /** Reached by keys. */
  readonly isFirst: boolean
  readonly value: number
  /** By this handle; another may move the same threshold. */
  readonly isMoving: boolean
  readonly left: number
  readonly top: number
  /** What a height in the picture is, in the setting's unit. */
  readonly valueAt: (pixel: number) => number
  readonly setDraft: (draft: Draft | null) => void
  readonly done: (key: ThresholdKey, value: number) => void
}

function Handle(props: HandleProps): JSX.Element {
  const { panel, rule, layout, isFirst, value, isMoving, left, top, valueAt, setDraft, done } = props
  const { key } = rule
  const spec = specOf(key)
  const text = value === 0 ? 'never' : `${value} ${spec.unit}`
  /** How far from the line the pointer took hold; null while it does not. */
  const held = useRef<number | null>(null)

  const heightOf = ({ clientY, currentTarget }: PointerEvent<HTMLElement>): number => {
    const box = currentTarget.parentElement?.getBoundingClientRect()
    return box === undefined ? top : ((clientY - box.top) * layout.height) / box.height
  }
  const take = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    held.current = heightOf(event) - top
  }
  const move = (event: PointerEvent<HTMLElement>): void => {
    if (held.current === null) return
    const pixel = heightOf(event) - held.current
    const perPixel = Math.abs(valueAt(0) - valueAt(1))
    setDraft({ key, value: snap(valueAt(pixel), perPixel, spec), at: panel.monitor })
  }
  const release = (): void => {
    if (held.current !== null && isMoving) done(key, value)
    held.current = null
  }
  const drop = (): void => {
    held.current = null
    setDraft(null)
  }
  const press = (event: KeyboardEvent): void => {
    const next = event.key === 'Escape' && isMoving ? 'drop' : moved(event.key, value, spec)
    if (next === null) return
    event.preventDefault()
    event.stopPropagation()
    if (next === 'drop') drop()
    else setDraft({ key, value: next, at: panel.monitor })
  }
  const letGo = (): void => {
    if (isMoving && held.current === null) done(key, value)
  }
  const slider = isFirst
    ? ({
        role: 'slider',
        tabIndex: 0,
        'aria-label': `${spec.group}: ${spec.label}, in the picture`,
        'aria-orientation': 'vertical',
        'aria-valuemin': spec.min,
        'aria-valuemax': spec.max,
        'aria-valuenow': value,
        'aria-valuetext': text,
      } as const)
    : ({ 'aria-hidden': true } as const)
  return (
    <div
      {...slider}
      className={`warning-handle ${rule.className}-handle${isMoving ? ' is-moving' : ''}`}
      title={`${spec.label} ${text}`}
      style={{
        left: `${(100 * left) / layout.width}%`,
        top: `${(100 * top) / layout.height}%`,
      }}
      onPointerDown={take}
      onPointerMove={move}
      onPointerUp={release}
      onPointerCancel={drop}
      onKeyDown={press}
      onKeyUp={letGo}
      onBlur={letGo}
    >
      <span className="warning-told" aria-hidden="true">
        {spec.label} {text}
      </span>
    </div>
  )
}

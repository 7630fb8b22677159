import { Suspense, useEffect, useMemo, useRef, useState, type DragEvent, type JSX } from 'react'
import { preferences, prefersCalm } from '../state/preferences.ts'
import { spawnInProcess } from '../session/in-process.ts'
import { spawnSession } from '../session/spawn.ts'
import { Boundary } from './Boundary.tsx'
import { CheckPanel } from './CheckPanel.tsx'
import { ComparePanel } from './ComparePanel.tsx'
import { StageContext, useFrame, useLab, useStage, type Stage } from './context.ts'
import { StageController, type Start } from './controller.ts'
import type { AnyLab } from './define-lab.ts'
import { ExtraPart } from './ExtraPart.tsx'
import { ImportProgress } from './FileControls.tsx'
import { HelpDialog } from './HelpDialog.tsx'
import { Lesson } from './Lesson.tsx'
import { Measures } from './Measures.tsx'
import { Crashed, Notices } from './Notices.tsx'
import { browserSurroundings } from './run-link.ts'
import { ScenarioBar } from './ScenarioBar.tsx'
import { Settings } from './Settings.tsx'
import { handleShortcut } from './shortcuts.ts'
import { Tools, Transport } from './Transport.tsx'
import { useTickedSteps } from './use-ticked-steps.ts'
import { ViewSpan } from './ViewSpan.tsx'

/** Below this width of the window, in pixels, less of the run is in view. */
export const NARROW = 600

/** The parts of a stage that a page may leave out. */
export type Part = 'scenarios' | 'transport' | 'measures' | 'lesson' | 'settings'

export interface LabStageProps {
  readonly lab: AnyLab
  readonly start: Start
  /** 'page': everything. 'compact': for a slide or a card, the picture and what drives it. */
  readonly size?: 'page' | 'compact'
  readonly hide?: readonly Part[]
  /** False while out of sight: nothing runs then. */
  readonly active?: boolean
  /** Whether keys act when nothing has the focus: only the page's one stage may ask for that. */
  readonly ownsKeys?: boolean
  /** True for a picture that is drawn once, where nothing runs and nothing can be pressed. */
  readonly still?: boolean
  readonly addressOf: (query: string) => string
  /** Tells the owner of the controller, for as long as there is one. */
  readonly onController?: (controller: StageController | null) => void
}

/** Mounts any lab anywhere: on a page, a slide, a card. Owns the controller; ends its worker when it goes. */
export function LabStage(props: LabStageProps): JSX.Element {
  const { lab, start, active = true, still = false, addressOf, onController } = props
  const [controller, setController] = useState<StageController | null>(null)
  const startAtMount = useRef(start)

  useEffect(() => {
    const begin = { before: innerWidth < NARROW ? lab.view.narrow : lab.view.before, ...startAtMount.current }
    const created = new StageController(
      lab,
      begin,
      browserSurroundings(still ? spawnInProcess : spawnSession, prefersCalm),
    )
    setController(created)
    onController?.(created)
    return () => {
      created.dispose()
      setController(null)
      onController?.(null)
    }
  }, [lab, still, onController])

  useEffect(() => {
    if (controller === null) return undefined
    const update = (): void => controller.setActive(active && !document.hidden)
    update()
    document.addEventListener('visibilitychange', update)
    return () => document.removeEventListener('visibilitychange', update)
  }, [controller, active])

  const stage = useMemo<Stage | null>(
    () => (controller === null ? null : { controller, addressOf }),
    [controller, addressOf],
  )
  if (stage === null) return <div className="stage stage-waiting" data-lab={lab.id} />
  return (
    <StageContext value={stage}>
      <StageBody {...props} />
    </StageContext>
  )
}

function StageBody({
  lab,
  size = 'page',
  hide = [],
  ownsKeys = false,
  still = false,
}: LabStageProps): JSX.Element {
  const { controller } = useStage()
  const root = useRef<HTMLDivElement>(null)
  const panel = useLab((state) => state.panel)
  const [isOver, setOver] = useState(false)
  const compact = size === 'compact'
  const shows = (part: Part): boolean => !hide.includes(part)
  useTickedSteps(controller, !compact && shows('lesson'))

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (root.current !== null && preferences.getState().shortcuts)
        handleShortcut(event, root.current, controller, ownsKeys)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [controller, ownsKeys])

  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file !== undefined) void controller.importFile(file)
  }

  return (
    <div
      ref={root}
      className={`stage stage-${size} ${isOver ? 'stage-drop' : ''}`}
      data-lab={lab.id}
      data-prevent-swipe
      inert={still}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className="stage-main">
        {!compact && <StageHead />}
        {shows('scenarios') && <ScenarioBar compact={compact} />}
        <Notices />
        <ImportProgress />
        <Crashed />
        <Picture compact={compact} />
        {shows('transport') && <Transport />}
        {panel === 'compare' && <ComparePanel />}
        {panel === 'check' && <CheckPanel />}
        {!compact && <ExtraPart />}
        {!compact && shows('measures') && <Measures />}
        <HelpDialog />
      </div>
      {!compact && (
        <aside className="stage-side">
          {shows('lesson') && <Lesson />}
          {shows('settings') && <Settings />}
        </aside>
      )}
      {isOver && (
        <div className="drop-hint">
          Drop to import: a run file{lab.files === null ? '' : ` or ${lab.files.noun}`}
        </div>
      )}
    </div>
  )
}

/** What the lab is, and what can be done with a run. */
function StageHead(): JSX.Element {
  const { lab } = useStage().controller
  return (
    <header className="stage-head">
      <h1>{lab.title}</h1>
      <Tools />
      <p>{lab.summary}</p>
    </header>
  )
}

/** The lab's own picture, with one sentence that says what it shows. */
function Picture({ compact }: { readonly compact: boolean }): JSX.Element {
  const { controller } = useStage()
  const shown = useFrame()
  const selected = useLab((state) => state.selected)
  const { View, describe } = controller.lab
  return (
    <figure className="picture">
      <Boundary failure="This picture could not be drawn." onRetry={() => View.retry()}>
        <Suspense fallback={<p className="muted picture-wait">Drawing…</p>}>
          {shown === null ? (
            <p className="muted picture-wait">Starting the engine…</p>
          ) : (
            <View
              frame={shown.frame}
              compared={shown.compared}
              selected={selected}
              select={(thing) => controller.select(thing)}
              act={(command, time, gesture) => controller.act(command, time, gesture)}
              seek={(time) => {
                controller.pause()
                controller.seek(time)
              }}
              study={controller.study}
              compact={compact}
            />
          )}
        </Suspense>
      </Boundary>
      <figcaption>
        <span>{shown === null ? '' : describe(shown.frame)}</span>
        <ViewSpan />
      </figcaption>
    </figure>
  )
}

import { useCallback, useEffect, useRef, useState, type JSX } from 'react'
import { useStore } from 'zustand'
import type { Params } from '../src/shared/params.ts'
import { LabOf } from '../src/labs/LabOf.tsx'
import { LabStage, NARROW, type Part } from '../src/stage/LabStage.tsx'
import type { StageController, Start } from '../src/stage/controller.ts'
import type { AnyLab } from '../src/stage/define-lab.ts'
import { readLabAddress } from '../src/state/lab-address.ts'
import { prefersCalm } from '../src/state/preferences.ts'
import { Icon } from '../src/ui/icons.tsx'
import { usePresentation } from './presentation.ts'
import { useSlide } from './slide-context.ts'

/** A state of the lab on a slide: what a fragment of the slide shows. */
export interface LabState {
  readonly scenario: string
  readonly params?: Params
  /** Where it stands, in seconds; without it the run plays from its beginning. */
  readonly at?: number
  /** How much of the past is in view, in seconds; without it the lab's own choice. */
  readonly view?: number
}

interface LabSlideProps {
  readonly lab: string
  /** The lab's state when the slide is entered, then one for each fragment. */
  readonly states: readonly [LabState, ...LabState[]]
  /** The moment that the still picture shows (print, the presenter's window), in seconds. */
  readonly poster: number
  readonly speed?: number
  readonly hide?: readonly Part[]
}

/**
 * A running lab on a slide: the same stage as in the app. It runs only while its slide is on the screen, begins
 * anew each time the slide is entered, and follows the slide's fragments in both directions.
 */
export function LabSlide(props: LabSlideProps): JSX.Element {
  const { near } = useSlide()
  const waiting = <div className="lab-slide" />
  if (!near) return waiting
  return (
    <LabOf id={props.lab} waiting={waiting}>
      {(lab) => <RunningLab {...props} lab={lab} />}
    </LabOf>
  )
}

interface RunningLabProps extends Omit<LabSlideProps, 'lab'> {
  readonly lab: AnyLab
}

function RunningLab({ lab, states, poster, speed, hide = [] }: RunningLabProps): JSX.Element {
  const { active, fragment, entry, still, reset } = useSlide()
  const presentation = usePresentation()
  const follows = presentation.role === 'follow'
  const isOnFile = useStore(presentation.onFile) && active
  const [controller, setController] = useState<StageController | null>(null)
  const state = states[Math.min(fragment, states.length - 1)] ?? states[0]
  const wasActive = useRef(false)

  useEffect(() => {
    if (controller === null) return
    const wasShown = wasActive.current
    wasActive.current = active
    if (active && follows) return // the deck that is followed says what it shows
    controller.setSpeed(speed ?? lab.speed)
    controller.setBefore(state.view === undefined ? usualView(lab) : state.view * 1e6)
    if (active || wasShown) void controller.visit(startOf(lab, state, active))
  }, [controller, lab, active, follows, entry, state, speed])

  useEffect(
    () => (controller === null || !active ? undefined : presentation.attach(controller)),
    [presentation, controller, active],
  )

  const addressOf = useCallback(
    (query: string) => new URL(`../#/lab/${lab.id}?${query}`, location.href).href,
    [lab],
  )
  const { view } = still ? state : states[0]
  const start = still
    ? startOf(lab, { ...state, at: state.at ?? poster }, false)
    : startOf(lab, states[0], false)
  return (
    <div className="lab-slide" inert={follows}>
      {isOnFile && (
        <p className="lab-on-file">
          This lab runs on a file now. A file stays in the window where it was opened: the run is shown there.
        </p>
      )}
      {!still && !follows && (
        <button type="button" className="lab-reset" title="Begin this slide’s lab anew (R)" onClick={reset}>
          <Icon name="restart" /> Reset
        </button>
      )}
      <LabStage
        key={still ? fragment : undefined}
        lab={lab}
        size="compact"
        start={view === undefined ? start : { ...start, before: view * 1e6 }}
        hide={hide}
        active={active}
        still={still}
        addressOf={addressOf}
        onController={setController}
      />
    </div>
  )
}

/** How much of the past the lab itself shows on this screen, in microseconds. */
const usualView = ({ view }: AnyLab): number => (innerWidth < NARROW ? view.narrow : view.before)

function startOf(lab: AnyLab, { scenario, params = {}, at }: LabState, active: boolean): Start {
  const { address } = readLabAddress(`scenario=${scenario}`, lab)
  const time = at === undefined ? (active ? null : 0) : at * 1e6
  const full = { ...address, params: { ...address.params, ...params }, time }
  return { address: full, autoplay: active && full.time === null && !prefersCalm() }
}
